//! A mail as SMTP carries it (RFC 5322).

use std::time::SystemTime;

use lettre::Message;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

use crate::domain::job::Fault;
use crate::mail::Mail;

/// RFC 3834: no answering machine need answer.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The message. Nothing that somebody typed becomes a header but the address, which is parsed, and parts of the
/// subject, which is one line of a template without any control character.
pub(super) fn message(mail: &Mail) -> Result<Message, Fault> {
    let odd = |what: &str| Fault::GiveUp(format!("{what} cannot be written into a mail"));
    let from: Mailbox = mail.from.parse().map_err(|_| odd("the sender"))?;
    let to = mail.to.parse().map_err(|_| odd("the address"))?;
    Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(mail.subject.clone())
        .message_id(Some(mail.message_id.clone()))
        .date(SystemTime::from(mail.date))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
        .map_err(|_| odd("it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        Mail {
            from: "Turnout <no-reply@example.org>".to_owned(),
            to: "ann@example.org".to_owned(),
            subject: "Jürgen\r\nBcc: eve@example.org".to_owned(),
            text: "Hello.\n.\nBye".to_owned(),
            html: "<p>Hello.</p>".to_owned(),
            message_id: "<1@example.org>".to_owned(),
            date: "2030-06-01T12:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_mail_has_its_headers_and_two_parts() {
        let text = String::from_utf8(message(&mail()).unwrap().formatted()).unwrap();
        for line in [
            "From: Turnout <no-reply@example.org>\r\n",
            "To: ann@example.org\r\n",
            "Message-ID: <1@example.org>\r\n",
            "Date: Sat, 01 Jun 2030 12:00:00 +0000\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "multipart/alternative",
            "text/plain",
            "text/html",
        ] {
            assert!(text.contains(line), "{line}: {text}");
        }
        assert!(!text.contains("\nBcc"), "{text}");
    }

    #[test]
    fn an_address_that_is_none_is_given_up() {
        for bad in ["", "ann", "ann@example.org\r\nBcc: eve@example.org", "a@b.org, c@d.org"] {
            let outcome = message(&Mail { to: bad.to_owned(), ..mail() });
            assert!(matches!(outcome, Err(Fault::GiveUp(_))), "{bad}");
        }
    }
}
