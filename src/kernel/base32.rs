//! Crockford's base 32: digits and letters without I, L, O and U, so that nothing looks like
//! anything else. Upper case in ticket codes, lower case in ids (the TypeID form).

const LOWER: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The 26 lower-case digits of a 128-bit number, the first of them at most 7.
#[must_use]
pub fn encode_u128(value: u128) -> String {
    (0..26).rev().map(|place| digit(value >> (5 * place))).collect()
}

/// The number that [`encode_u128`] wrote; `None` for anything it does not write, upper case too.
#[must_use]
pub fn decode_u128(text: &str) -> Option<u128> {
    if text.len() != 26 || text.as_bytes().first()? > &b'7' {
        return None;
    }
    text.bytes().try_fold(0_u128, |value, letter| {
        let digit = LOWER.iter().position(|known| *known == letter)?;
        Some((value << 5) | u128::try_from(digit).ok()?)
    })
}

/// One upper-case digit for each byte, from its lowest five bits: evenly spread where the bytes are.
#[must_use]
pub fn letters(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| digit(u128::from(*byte)).to_ascii_uppercase()).collect()
}

fn digit(value: u128) -> char {
    let index = usize::try_from(value & 31).unwrap_or_default();
    LOWER.get(index).copied().map_or('0', char::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_typeid_decodes_and_encodes() {
        // The example of the TypeID specification: the UUID 01890a5d-ac96-774b-bcce-b302099a8057.
        let value = 0x0189_0a5d_ac96_774b_bcce_b302_099a_8057_u128;
        assert_eq!(encode_u128(value), "01h455vb4pex5vsknk084sn02q");
        assert_eq!(decode_u128("01h455vb4pex5vsknk084sn02q"), Some(value));
    }

    #[test]
    fn extremes_and_strangers() {
        assert_eq!(encode_u128(0), "0".repeat(26));
        assert_eq!(decode_u128("7zzzzzzzzzzzzzzzzzzzzzzzzz"), Some(u128::MAX));
        for bad in ["8zzzzzzzzzzzzzzzzzzzzzzzzz", "01H455VB4PEX5VSKNK084SN02Q", "l", "", "é"] {
            assert_eq!(decode_u128(bad), None, "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_encoded_decodes(value: u128) {
            proptest::prop_assert_eq!(decode_u128(&encode_u128(value)), Some(value));
        }
    }
}
