//! The lines of a calendar: folded, escaped, ended by CR LF (RFC 5545 §3.1, §3.3.11).
//!
//! Our own, for the kept crates fold with a search through the whole line at each fold, which a long
//! description makes slow by its square: docs/decisions/0025.

use chrono::{DateTime, Utc};

/// Octets of a line, its break not counted.
const LINE: usize = 75;

/// A calendar being written.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
}

impl Writer {
    /// Writes a property whose value is no text, or already in its form.
    pub fn raw(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// Writes a property whose value is text.
    pub fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &escaped(value));
    }

    /// Writes a property whose value is an instant, to the second, in UTC (§3.3.5, form 2).
    pub fn instant(&mut self, name: &str, at: DateTime<Utc>) {
        self.raw(name, &at.format("%Y%m%dT%H%M%SZ").to_string());
    }

    /// What was written.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    /// Writes a line, broken where it would be longer than 75 octets, never inside a character.
    fn fold(&mut self, line: &str) {
        let mut rest = line;
        let mut room = LINE;
        while rest.len() > room {
            let (head, tail) = rest.split_at(rest.floor_char_boundary(room));
            self.text.push_str(head);
            self.text.push_str("\r\n ");
            rest = tail;
            // The space that begins the next line is one of its octets.
            room = LINE - 1;
        }
        self.text.push_str(rest);
        self.text.push_str("\r\n");
    }
}

/// Text in its form (§3.3.11). Of control characters only the tab may stand in a line (§3.1); a line break
/// of any kind becomes `\n`.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => {
                let _ = letters.next_if_eq(&'\n');
                escaped.push_str("\\n");
            }
            '\n' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            letter if letter.is_control() && letter != '\t' => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut writer = Writer::default();
        writer.text("SUMMARY", text);
        writer.finish()
    }

    /// The text that a reader finds, by the rules of the standard and no others.
    fn read(lines: &str) -> String {
        let unfolded = lines.strip_suffix("\r\n").unwrap().replace("\r\n ", "");
        let mut letters = unfolded.strip_prefix("SUMMARY:").unwrap().chars();
        let mut text = String::new();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => text.push(match letters.next().unwrap() {
                    'n' => '\n',
                    other => other,
                }),
                other => text.push(other),
            }
        }
        text
    }

    #[test]
    fn text_is_escaped_and_line_breaks_are_one() {
        let text = "One, two; three\\four\r\nfive\nsix\rseven\u{7}: \"eight\"";
        let expected = "SUMMARY:One\\, two\\; three\\\\four\\nfive\\nsix\\nseven: \"eight\"\r\n";
        assert_eq!(written(text), expected);
    }

    #[test]
    fn a_line_of_75_octets_stays_whole() {
        let text = "a".repeat(LINE - "SUMMARY:".len());
        assert_eq!(written(&text).matches("\r\n").count(), 1);
        assert_eq!(written(&format!("{text}a")).matches("\r\n").count(), 2);
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_from_short_lines(text in "[\\PC\\r\\n\\t]{0,300}") {
            let lines = written(&text);
            for line in lines.strip_suffix("\r\n").unwrap().split("\r\n") {
                prop_assert!(line.len() <= LINE, "{line:?}");
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let expected = text.replace("\r\n", "\n").replace('\r', "\n");
            prop_assert_eq!(read(&lines), expected);
        }
    }
}
