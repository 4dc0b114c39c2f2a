//! The texts of letters: files, rendered with the values of a letter.
//!
//! HTML is escaped by itself; a value that a text names and the letter lacks is an error.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use serde::Serialize;

/// Every letter: its subject is the first line of its text.
macro_rules! letters {
    ($($name:literal),+ $(,)?) => {
        [$((
            $name,
            include_str!(concat!("templates/", $name, ".txt")),
            include_str!(concat!("templates/", $name, ".html")),
        )),+]
    };
}

const LETTERS: &[(&str, &str, &str)] = &letters![
    "address_changed",
    "address_known",
    "invitation",
    "new_address_code",
    "no_password",
    "notice",
    "reset_code",
    "sign_up_code",
    "tickets",
    "verify_code",
];

/// What surrounds the HTML of each.
const LAYOUT: &str = include_str!("templates/layout.html");

/// A letter with its values in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
}

#[derive(Debug)]
pub(super) struct Templates(Environment<'static>);

impl Templates {
    pub(super) fn new() -> Result<Self, minijinja::Error> {
        let mut all = Environment::new();
        all.set_undefined_behavior(UndefinedBehavior::Strict);
        all.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        all.add_template("layout.html", LAYOUT)?;
        for (name, text, html) in LETTERS {
            let (subject, text) = text.split_once('\n').unwrap_or((text, ""));
            all.add_template_owned(format!("{name}.subject"), subject)?;
            all.add_template_owned(format!("{name}.txt"), text.trim_start().to_owned())?;
            all.add_template_owned(format!("{name}.html"), *html)?;
        }
        Ok(Self(all))
    }

    pub(super) fn write(
        &self,
        name: &str,
        values: &impl Serialize,
        server: &str,
    ) -> Result<Written, minijinja::Error> {
        let values = Value::from(Serde(values));
        let values = context! { server, ..values };
        let render =
            |ending: &str| self.0.get_template(&format!("{name}.{ending}"))?.render(&values);
        Ok(Written {
            subject: one_line(&render("subject")?),
            text: render("txt")?,
            html: render("html")?,
        })
    }
}

/// Without what could end a header's line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

#[cfg(test)]
#[path = "templates_tests.rs"]
mod tests;
