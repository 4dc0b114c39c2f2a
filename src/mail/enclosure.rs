//! What goes along with a mail: tickets as pictures, the event for a calendar.

use qrcode::{Color, EcLevel, QrCode};

use crate::domain::job::Fault;
use crate::mail::png;

/// Modules of margin that scanners need (ISO/IEC 18004 §9.1).
const MARGIN: usize = 4;
/// Pixels of a module.
const MODULE: usize = 6;

/// A file in a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Under which name the HTML shows it, where it does (RFC 2392).
    pub content_id: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Enclosure {
    /// The picture of a ticket's code, shown in the HTML as number `number`. A PNG, since mail programs show no
    /// SVG; in the mail itself, since they fetch nothing until they are told to.
    ///
    /// # Errors
    /// [`Fault::GiveUp`] where the code is too long for a picture.
    pub fn ticket(number: usize, code: &str) -> Result<Self, Fault> {
        let drawn = QrCode::with_error_correction_level(code, EcLevel::M)
            .map_err(|fault| Fault::GiveUp(format!("the code of a ticket: {fault}")))?;
        let width = drawn.width();
        let modules = drawn.to_colors();
        let side = (width + 2 * MARGIN) * MODULE;
        let is_dark = |x: usize, y: usize| {
            let at = |pixel: usize| (pixel / MODULE).checked_sub(MARGIN).filter(|at| *at < width);
            let (Some(column), Some(row)) = (at(x), at(y)) else { return false };
            modules.get(row * width + column) == Some(&Color::Dark)
        };
        Ok(Self {
            name: format!("{code}.png"),
            media_type: "image/png",
            content_id: Some(format!("ticket-{number}")),
            bytes: png::draw(side, is_dark),
        })
    }

    /// An event for a calendar.
    #[must_use]
    pub fn calendar(file: String) -> Self {
        Self {
            name: "event.ics".to_owned(),
            media_type: "text/calendar; charset=utf-8",
            content_id: None,
            bytes: file.into_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_a_picture_of_its_code() {
        let ticket = Enclosure::ticket(1, "EVT-0123456789-1").unwrap();
        assert_eq!(ticket.name, "EVT-0123456789-1.png");
        assert_eq!(ticket.content_id.as_deref(), Some("ticket-1"));
        assert!(ticket.bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
        // Version 1, of 21 modules, with a margin of four on either side: 29 times six pixels.
        assert_eq!(ticket.bytes[16..24], [0, 0, 0, 174, 0, 0, 0, 174]);
        assert!(ticket.bytes.len() < 8_000, "{}", ticket.bytes.len());
        assert_ne!(ticket.bytes, Enclosure::ticket(1, "EVT-0123456789-2").unwrap().bytes);
    }
}
