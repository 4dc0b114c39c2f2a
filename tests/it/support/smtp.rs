//! A real SMTP server in a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

static PYTHON: OnceLock<String> = OnceLock::new();

/// The server; it ends with the test.
#[derive(Debug)]
pub(crate) struct SmtpServer {
    child: Child,
    told: BufReader<ChildStdout>,
    pub(crate) port: u16,
}

impl SmtpServer {
    /// In one of the modes that `smtp_server.py` lists, with further arguments.
    pub(crate) fn start(mode: &str, arguments: &[&str]) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = PYTHON.get_or_init(|| {
            let made = Command::new(root.join("scripts/smtp-for-tests"))
                .stderr(Stdio::inherit())
                .output()
                .unwrap();
            assert!(
                made.status.success(),
                "scripts/smtp-for-tests failed; it says what to install"
            );
            String::from_utf8(made.stdout).unwrap().trim().to_owned()
        });
        let mut child = Command::new(python)
            .arg(root.join("tests/it/support/smtp_server.py"))
            .arg(mode)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(child.stdout.take().unwrap());
        let mut port = String::new();
        told.read_line(&mut port).unwrap();
        let port = port.trim().parse().expect("it tells its port");
        Self { child, told, port }
    }

    /// Its address, without TLS.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The next mail that it takes: waits for it.
    pub(crate) fn mail(&mut self) -> Value {
        let mut line = String::new();
        self.told.read_line(&mut line).unwrap();
        serde_json::from_str(&line).expect("a mail")
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The six digits that a mail's subject begins with.
pub(crate) fn code_of(mail: &Value) -> String {
    let subject = header_of(mail, "Subject");
    let code: String = subject.chars().take_while(char::is_ascii_digit).collect();
    assert_eq!(code.len(), 6, "{mail:#}");
    code
}

/// The value of a header that stands once.
pub(crate) fn header_of(mail: &Value, name: &str) -> String {
    let data = mail["data"].as_str().unwrap();
    let (head, _) = data.split_once("\r\n\r\n").unwrap();
    let start = format!("{name}: ");
    let mut found = head.split("\r\n").filter_map(|line| line.strip_prefix(&start));
    let value = found.next().unwrap_or_else(|| panic!("no {name}: {head}"));
    assert_eq!(found.next(), None, "{name} stands twice: {head}");
    value.to_owned()
}
