//! An answer, and what tests ask of it.

use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Reply {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, bytes: Vec<u8>) -> Self {
        Self { status, headers, bytes }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&self.bytes)))
    }

    /// The data of an answer without any error.
    #[track_caller]
    pub(crate) fn data(&self) -> Value {
        let json = self.json();
        assert_eq!(json.get("errors"), None, "{json:#}");
        assert_eq!(self.status, StatusCode::OK);
        json["data"].clone()
    }

    /// What stands at `path`, dots between the steps, in the data of an answer without any error.
    #[track_caller]
    pub(crate) fn at(&self, path: &str) -> Value {
        path.split('.').fold(self.data(), |value, step| match step.parse::<usize>() {
            Ok(index) => value[index].clone(),
            Err(_) => value[step].clone(),
        })
    }

    /// The text at `path`.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> String {
        let found = self.at(path);
        found.as_str().unwrap_or_else(|| panic!("{path} is {found}: {:#}", self.json())).to_owned()
    }

    /// The payload of the one mutation that was sent, which must have gone well.
    #[track_caller]
    pub(crate) fn done(&self) -> Value {
        let payload = self.payload();
        assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
        payload
    }

    /// The payload of the one mutation that was sent.
    #[track_caller]
    pub(crate) fn payload(&self) -> Value {
        let data = self.data();
        data.as_object().unwrap().values().next().unwrap().clone()
    }

    /// The codes and fields of the payload's `userErrors`, as `CODE field.path`.
    #[track_caller]
    pub(crate) fn refusals(&self) -> Vec<String> {
        let payload = self.payload();
        let errors = payload["userErrors"].as_array().unwrap();
        assert!(!errors.is_empty(), "nothing was refused: {payload:#}");
        errors
            .iter()
            .map(|error| {
                assert!(!error["message"].as_str().unwrap().is_empty());
                let path: Vec<&str> = error["field"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|step| step.as_str().unwrap())
                    .collect();
                format!("{} {}", error["code"].as_str().unwrap(), path.join(".")).trim().to_owned()
            })
            .collect()
    }

    /// The codes of the errors at the top level.
    #[track_caller]
    pub(crate) fn codes(&self) -> Vec<String> {
        let json = self.json();
        let errors = json["errors"].as_array().unwrap_or_else(|| panic!("no errors: {json:#}"));
        errors
            .iter()
            .map(|error| error["extensions"]["code"].as_str().unwrap_or("none").to_owned())
            .collect()
    }
}
