//! Checks of the raw text, in one pass and without recursion. The parser recurses: some thousand nested
//! brackets would overflow its stack and end the process.

use crate::graphql::protocol::Rejection;

/// Bytes of the query's text.
const BYTES: usize = 32 * 1024;
/// Bytes of one name or number: the executor repeats names in every error that it finds.
const WORD: usize = 128;
/// Lexical tokens.
const TOKENS: u64 = 2000;
/// Brackets within brackets, of any kind.
const NESTING: u64 = 24;

/// Refuses a text that is too long, has too many tokens, or nests too deep.
///
/// # Errors
/// [`Rejection::Limit`]
pub fn check(query: &str) -> Result<(), Rejection> {
    if query.len() > BYTES {
        return Err(Rejection::Limit(format!("The query is longer than {BYTES} bytes.")));
    }
    let mut rest = query.as_bytes();
    let (mut tokens, mut nesting) = (0_u64, 0_u64);
    while let Some((&byte, after)) = rest.split_first() {
        rest = match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => {
                rest = after;
                continue;
            }
            b'#' => {
                rest = after_comment(after);
                continue;
            }
            b'.' if rest.starts_with(b"...") => rest.get(3..).unwrap_or_default(),
            b'"' => after_string(rest),
            b'(' | b'[' | b'{' => {
                nesting = nesting.saturating_add(1);
                after
            }
            b')' | b']' | b'}' => {
                nesting = nesting.saturating_sub(1);
                after
            }
            byte if is_word(byte) => {
                let rest = after_word(after);
                if after.len().saturating_sub(rest.len()) >= WORD {
                    return Err(Rejection::Limit(format!("A name is longer than {WORD} bytes.")));
                }
                rest
            }
            _ => after,
        };
        tokens = tokens.saturating_add(1);
        if tokens > TOKENS {
            return Err(Rejection::beyond("tokens", TOKENS));
        }
        if nesting > NESTING {
            return Err(Rejection::beyond("levels of brackets", NESTING));
        }
    }
    Ok(())
}

/// Names and numbers; whatever is not ASCII stands outside strings in faulty texts only.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+') || !byte.is_ascii()
}

fn after_word(text: &[u8]) -> &[u8] {
    skip_while(text, is_word)
}

fn after_comment(text: &[u8]) -> &[u8] {
    skip_while(text, |byte| !matches!(byte, b'\n' | b'\r'))
}

fn skip_while(text: &[u8], skipped: impl Fn(u8) -> bool) -> &[u8] {
    let end = text.iter().position(|byte| !skipped(*byte)).unwrap_or(text.len());
    text.get(end..).unwrap_or_default()
}

/// What follows the string that `text` begins with. One that never ends ends at its line, as the parser
/// will say.
fn after_string(text: &[u8]) -> &[u8] {
    if let Some(mut block) = text.strip_prefix(b"\"\"\"") {
        loop {
            if let Some(rest) = block.strip_prefix(b"\\\"\"\"") {
                block = rest;
            } else if let Some(rest) = block.strip_prefix(b"\"\"\"") {
                return rest;
            } else if let Some((_, rest)) = block.split_first() {
                block = rest;
            } else {
                return block;
            }
        }
    }
    let mut line = text.strip_prefix(b"\"").unwrap_or(text);
    while let Some((&byte, rest)) = line.split_first() {
        line = match byte {
            b'"' | b'\n' | b'\r' => return rest,
            b'\\' => rest.split_first().map_or(rest, |(_, rest)| rest),
            _ => rest,
        };
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_count_outside_strings_and_comments_only() {
        let deep = "[".repeat(100);
        assert!(check(&format!("{{a(b:\"{deep}\")}}")).is_ok());
        assert!(check(&format!("{{a(b:\"\"\"{deep}\"\"\")}}")).is_ok());
        assert!(check(&format!("# {deep}\n{{a}}")).is_ok());
        assert!(check(&format!("{{a(b:\"\\\"{deep}\")}}")).is_ok());
        assert!(check(&format!("{{a(b:\"\"{deep}")).is_err());
        assert!(check(&format!("{{a(b:\"x\n{deep}")).is_err());
    }

    #[test]
    fn twenty_four_levels_are_the_most() {
        assert!(check(&"{".repeat(24)).is_ok());
        assert!(check(&"{".repeat(25)).is_err());
        assert!(check(&"{}".repeat(500)).is_ok());
    }

    #[test]
    fn a_name_has_a_most() {
        assert!(check(&format!("{{ {} }}", "a".repeat(WORD))).is_ok());
        assert!(check(&format!("{{ {} }}", "a".repeat(WORD + 1))).is_err());
    }

    #[test]
    fn tokens_and_bytes_have_limits() {
        assert!(check(&"a ".repeat(2000)).is_ok());
        assert!(check(&"a ".repeat(2001)).is_err());
        assert!(check(&" ".repeat(BYTES + 1)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_and_what_passes_parses_without_overflow(text in "[\\[{(\"#\\\\a \n)}\\]]{0,300}") {
            if check(&text).is_ok() {
                let _ = async_graphql::parser::parse_query(&text);
            }
        }
    }
}
