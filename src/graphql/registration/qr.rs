//! A ticket's code as a picture.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use crate::kernel::error::Failure;

/// Pixels of a side, at least; the picture grows with whatever shows it.
const SIDE: u32 = 240;

/// The QR code of `text` (ISO/IEC 18004) as an SVG document, with the margin that scanners need. A sixth of it
/// may be unreadable: screens are cracked, and paper is folded.
///
/// # Errors
/// [`Failure::Internal`] where the text is too long for any QR code.
pub(super) fn svg(text: &str) -> Result<String, Failure> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Failure::internal)?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(SIDE, SIDE).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_an_svg_document_of_its_own() {
        let picture = svg("EVT-0123456789-1").unwrap();
        assert!(
            picture.starts_with("<?xml version=\"1.0\" standalone=\"yes\"?><svg "),
            "{picture}"
        );
        assert!(picture.ends_with("</svg>"));
        assert!(picture.contains("width=\"2") && !picture.contains("EVT"));
        assert_ne!(picture, svg("EVT-0123456789-2").unwrap());
    }
}
