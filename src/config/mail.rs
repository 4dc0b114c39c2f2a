//! Mail.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::{Host, Url};

use crate::config::{ConfigError, Source};

const NAME: &str = "SMTP_URL";

/// How mail leaves the server.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// `SMTP_URL`: the server that takes the mail; where it is missing mail is printed to the log in
    /// development, and none is sent in production.
    pub smtp: Option<SmtpConfig>,
    /// `MAIL_FROM`: the sender, for example `Turnout <turnout@example.org>`; `no-reply` at the host of
    /// `PUBLIC_URL` where left out.
    pub from: String,
}

/// An SMTP server.
#[derive(Debug, Clone)]
pub struct SmtpConfig {
    /// Its name or address.
    pub host: String,
    /// Its port: 465 with `smtps`, 587 with STARTTLS, 25 with neither, where the address has none.
    pub port: u16,
    /// How the connection is kept private.
    pub tls: SmtpTls,
    /// Who signs in, and with what, where the address has it.
    pub login: Option<(String, SecretString)>,
    /// `?ca=FILE`: a certificate (PEM) to trust beside those of the public authorities.
    pub ca: Option<PathBuf>,
    /// `SMTP_TIMEOUT`: how long each step may take; 10 s.
    pub timeout: Duration,
}

/// How an SMTP connection is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// From the first byte: `smtps://`.
    Implicit,
    /// By STARTTLS, without which nothing is sent: `smtp://`.
    StartTls,
    /// Not at all: on this machine, or where `?tls=none` says so.
    None,
}

impl MailConfig {
    pub(super) fn read(source: &Source, public_url: &str) -> Result<Self, ConfigError> {
        let timeout = source.duration("SMTP_TIMEOUT", "10s")?;
        let smtp = source.get(NAME).map(|url| smtp(url, timeout)).transpose()?;
        let from = source.get("MAIL_FROM").map_or_else(|| sender(public_url), str::to_owned);
        if from.parse::<lettre::message::Mailbox>().is_err() {
            let reason = "is no address; write for example Turnout <turnout@example.org>";
            return Err(ConfigError::new("MAIL_FROM", reason));
        }
        Ok(Self { smtp, from })
    }
}

/// The sender where nobody named one.
fn sender(public_url: &str) -> String {
    let host = Url::parse(public_url).ok();
    let host = host.as_ref().and_then(Url::host).and_then(|host| match host {
        Host::Domain(name) => Some(name.to_owned()),
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    });
    format!("Turnout <no-reply@{}>", host.as_deref().unwrap_or("localhost"))
}

/// The address taken apart. What is wrong is told without it: it may hold a password.
fn smtp(address: &str, timeout: Duration) -> Result<SmtpConfig, ConfigError> {
    let wrong = |reason: &str| ConfigError::new(NAME, reason);
    let url = Url::parse(address)
        .map_err(|_| wrong("is no address; write for example smtps://USER:PASSWORD@HOST:465"))?;
    let implicit = match url.scheme() {
        "smtps" => true,
        "smtp" => false,
        _ => return Err(wrong("must begin with smtp:// or smtps://")),
    };
    let host =
        url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| wrong("has no host"))?;
    let host = host.trim_matches(['[', ']']).to_owned();
    let mut tls = match (implicit, is_loopback(&host)) {
        (true, _) => SmtpTls::Implicit,
        (false, true) => SmtpTls::None,
        (false, false) => SmtpTls::StartTls,
    };
    let mut ca = None;
    for (name, value) in url.query_pairs() {
        match (&*name, &*value) {
            ("tls", "starttls") if !implicit => tls = SmtpTls::StartTls,
            ("tls", "none") if !implicit => tls = SmtpTls::None,
            ("ca", file) => ca = Some(PathBuf::from(file)),
            _ => {
                return Err(wrong("takes ?tls=starttls or ?tls=none (with smtp://), and ?ca=FILE"));
            }
        }
    }
    let port = url.port().unwrap_or(match tls {
        SmtpTls::Implicit => 465,
        SmtpTls::StartTls => 587,
        SmtpTls::None => 25,
    });
    let plain = |text: &str| percent_decode_str(text).decode_utf8().map(|text| text.into_owned());
    let login = match (url.username(), url.password()) {
        ("", _) => None,
        (user, password) => {
            let odd = |_| wrong("has a user or password that is no UTF-8");
            let password = plain(password.unwrap_or_default()).map_err(odd)?;
            Some((plain(user).map_err(odd)?, SecretString::from(password)))
        }
    };
    Ok(SmtpConfig { host, port, tls, login, ca, timeout })
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
#[path = "mail_tests.rs"]
mod tests;
