//! A mail as SMTP carries it (RFC 5322).

use std::time::SystemTime;

use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use crate::domain::job::Fault;
use crate::mail::{Enclosure, Mail};

/// Headers that lettre has no type for; the reason beside each.
macro_rules! headers {
    ($($(#[$doc:meta])* $type:ident = $name:literal;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone)]
            struct $type(String);

            impl Header for $type {
                fn name() -> HeaderName {
                    HeaderName::new_from_ascii_str($name)
                }

                fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                    Ok(Self(text.to_owned()))
                }

                fn display(&self) -> HeaderValue {
                    HeaderValue::new(Self::name(), self.0.clone())
                }
            }
        )+
    };
}

headers! {
    /// RFC 3834: no answering machine need answer.
    AutoSubmitted = "Auto-Submitted";
    /// RFC 2369 §3.2: where one ends mail of this kind.
    ListUnsubscribe = "List-Unsubscribe";
    /// RFC 8058: by one post, without a page.
    ListUnsubscribePost = "List-Unsubscribe-Post";
}

/// The message. Nothing that somebody typed becomes a header but the address, which is parsed, and parts of the
/// subject, which is one line of a template without any control character.
pub(super) fn message(mail: &Mail) -> Result<Message, Fault> {
    let odd = |what: &str| Fault::GiveUp(format!("{what} cannot be written into a mail"));
    let from: Mailbox = mail.from.parse().map_err(|_| odd("the sender"))?;
    let to = mail.to.parse().map_err(|_| odd("the address"))?;
    let mut message = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(mail.subject.clone())
        .message_id(Some(mail.message_id.clone()))
        .date(SystemTime::from(mail.date))
        .header(AutoSubmitted("auto-generated".to_owned()));
    if let Some(address) = &mail.extras.unsubscribe {
        message = message
            .header(ListUnsubscribe(format!("<{address}>")))
            .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
    }
    message.multipart(body(mail)?).map_err(|_| odd("it"))
}

/// The text in both forms; around it the pictures that it shows, and around those the files.
fn body(mail: &Mail) -> Result<MultiPart, Fault> {
    let text = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
    let (shown, files): (Vec<&Enclosure>, Vec<&Enclosure>) =
        mail.extras.enclosures.iter().partition(|enclosure| enclosure.content_id.is_some());
    let mut body = text;
    if !shown.is_empty() {
        let around = MultiPart::related().multipart(body);
        body = enclose(around, &shown)?;
    }
    if !files.is_empty() {
        body = enclose(MultiPart::mixed().multipart(body), &files)?;
    }
    Ok(body)
}

fn enclose(around: MultiPart, enclosures: &[&Enclosure]) -> Result<MultiPart, Fault> {
    enclosures.iter().try_fold(around, |around, enclosure| Ok(around.singlepart(part(enclosure)?)))
}

fn part(enclosure: &Enclosure) -> Result<SinglePart, Fault> {
    let kind = ContentType::parse(enclosure.media_type)
        .map_err(|_| Fault::GiveUp(format!("{} is no media type", enclosure.media_type)))?;
    let attachment = match &enclosure.content_id {
        Some(id) => Attachment::new_inline_with_name(id.clone(), enclosure.name.clone()),
        None => Attachment::new(enclosure.name.clone()),
    };
    Ok(attachment.body(enclosure.bytes.clone(), kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Extras;

    fn mail() -> Mail {
        Mail {
            from: "Turnout <no-reply@example.org>".to_owned(),
            to: "ann@example.org".to_owned(),
            subject: "Jürgen\r\nBcc: eve@example.org".to_owned(),
            text: "Hello.\n.\nBye".to_owned(),
            html: "<p>Hello.</p>".to_owned(),
            message_id: "<1@example.org>".to_owned(),
            date: "2030-06-01T12:00:00Z".parse().unwrap(),
            extras: Extras::default(),
        }
    }

    #[test]
    fn pictures_and_files_go_along_and_one_post_unsubscribes() {
        let address = "https://events.example.org/unsubscribe/".to_owned() + &"x".repeat(44);
        let extras = Extras {
            unsubscribe: Some(address.clone()),
            enclosures: vec![
                Enclosure::ticket(1, "EVT-0123456789-1").unwrap(),
                Enclosure::calendar("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned()),
            ],
        };
        let mail = Mail { extras, ..mail() };
        let text = String::from_utf8(message(&mail).unwrap().formatted()).unwrap();
        for line in [
            &format!("List-Unsubscribe: <{address}>\r\n"),
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
            "multipart/mixed",
            "multipart/related",
            "Content-ID: <ticket-1>\r\n",
            "Content-Type: image/png\r\n",
            "Content-Disposition: inline; filename=\"EVT-0123456789-1.png\"\r\n",
            "Content-Disposition: attachment; filename=\"event.ics\"\r\n",
            "Content-Type: text/calendar; charset=utf-8\r\n",
        ] {
            assert!(text.contains(line), "{line}: {text}");
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
