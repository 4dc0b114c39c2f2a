//! A picture of black and white squares as PNG (W3C PNG, third edition): one bit a pixel, not compressed.
//!
//! Our own, for that is all there is to a QR code, and a crate of image formats would come along for it.

/// Most bytes of a block that is stored as it is (RFC 1951 §3.2.4).
const BLOCK: usize = 0xFFFF;

/// The PNG of a square of `side` pixels, black where `is_dark(x, y)`.
pub(super) fn draw(side: usize, is_dark: impl Fn(usize, usize) -> bool) -> Vec<u8> {
    let mut lines = Vec::new();
    for y in 0..side {
        // No filter.
        lines.push(0);
        for byte in 0..side.div_ceil(8) {
            let bit = |at: usize| {
                let x = byte * 8 + at;
                let is_light = x >= side || !is_dark(x, y);
                u8::from(is_light) << (7 - at)
            };
            lines.push((0..8).map(bit).sum());
        }
    }
    let side = u32::try_from(side).unwrap_or(u32::MAX).to_be_bytes();
    let mut header = [side, side].concat();
    // One bit of grey; deflate; the usual filters; not interlaced.
    header.extend([1, 0, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"IDAT", &zlib(&lines));
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    png.extend(length.to_be_bytes());
    let named = [&name, data].concat();
    png.extend(&named);
    png.extend(crc(&named).to_be_bytes());
}

/// `data` in blocks as they are (RFC 1950).
fn zlib(data: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut blocks = data.chunks(BLOCK).peekable();
    while let Some(block) = blocks.next() {
        stream.push(u8::from(blocks.peek().is_none()));
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    let (low, high) = data.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    stream.extend(((high << 16) | low).to_be_bytes());
    stream
}

/// The checksum of a chunk (PNG, annex D), bit by bit.
fn crc(data: &[u8]) -> u32 {
    let shift = |crc: u32, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !data.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), shift))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn a_picture_has_its_chunks_and_checksums() {
        let png = draw(10, |x, y| x == y);
        let mut rest = &png[8..];
        let mut names = Vec::new();
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let length = usize::try_from(u32::from_be_bytes(*length)).unwrap();
            names.push(String::from_utf8(after[..4].to_vec()).unwrap());
            let sum = u32::from_be_bytes(after[4 + length..8 + length].try_into().unwrap());
            assert_eq!(sum, crc(&after[..4 + length]));
            rest = &after[8 + length..];
        }
        assert_eq!(names, ["IHDR", "IDAT", "IEND"]);
        // The checksum that every PNG ends with.
        assert!(png.ends_with(&[0xAE, 0x42, 0x60, 0x82]));
    }

    #[test]
    fn its_pixels_are_read_back_by_another_reader() {
        let png = draw(10, |x, y| x == y);
        let data = &png[8 + 25 + 8..png.len() - 12 - 4];
        let mut lines = Vec::new();
        flate2::read::ZlibDecoder::new(data).read_to_end(&mut lines).unwrap();
        assert_eq!(lines.len(), 10 * 3);
        assert_eq!(lines[..3], [0, 0b0111_1111, 0xFF]);
        assert_eq!(lines[27..], [0, 0xFF, 0b1011_1111]);
    }
}
