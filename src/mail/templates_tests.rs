use serde_json::json;

use super::*;

fn write(name: &str, values: &serde_json::Value) -> Result<Written, minijinja::Error> {
    Templates::new().unwrap().write(name, values, "https://events.example.org")
}

#[test]
fn every_letter_can_be_written_and_says_which_server_it_comes_from() {
    let values = json!({ "code": "012345", "minutes": 10, "username": "ann", "contested": true,
        "address": "new@example.org", "subject": "Your seats", "messages": ["You have seats."],
        "codes": ["EVT-0123456789-1"], "pictures": 1, "title": "Concert", "inviter": "olu",
        "when": "tomorrow", "may": "you may edit it" });
    for (name, _, _) in LETTERS {
        let letter = write(name, &values).unwrap();
        assert!(!letter.subject.is_empty() && letter.subject.len() < 80, "{name}");
        assert!(letter.text.contains("https://events.example.org"), "{name}: {}", letter.text);
        assert!(
            letter.html.contains("https:&#x2f;&#x2f;events.example.org"),
            "{name}: {}",
            letter.html
        );
        assert!(letter.html.starts_with("<!doctype html>"), "{name}");
        if name.ends_with("_code") {
            assert!(letter.subject.contains("012345"), "{name}");
            assert!(letter.text.contains("012345") && letter.html.contains("012345"), "{name}");
        }
    }
}

#[test]
fn what_people_typed_is_text_in_html_and_no_line_of_a_header() {
    let values = json!({ "code": "0\r\nBcc: x@y.org", "minutes": 10, "username": "<b>ann</b>&" });
    let letter = write("reset_code", &values).unwrap();
    assert!(!letter.html.contains("<b>ann"), "{}", letter.html);
    assert!(letter.html.contains("&lt;b&gt;ann"), "{}", letter.html);
    assert!(letter.text.contains("<b>ann</b>&"), "{}", letter.text);
    assert!(!letter.subject.contains(['\r', '\n']), "{}", letter.subject);
}

#[test]
fn a_missing_value_and_an_unknown_letter_are_errors() {
    assert!(write("reset_code", &json!({ "code": "1" })).is_err());
    assert!(write("nothing", &json!({})).is_err());
}
