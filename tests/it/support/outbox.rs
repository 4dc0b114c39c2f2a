//! Mail that goes nowhere but into the test's hands.

use std::sync::Mutex;

use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use turnout::domain::job::Fault;
use turnout::mail::{Mail, Transport};

use crate::support::TestApp;

/// What was sent.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    mails: Mutex<Vec<Mail>>,
}

impl Transport for Outbox {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<(), Fault>> {
        self.mails.lock().unwrap().push(mail.clone());
        ready(Ok(())).boxed()
    }
}

impl Outbox {
    fn take(&self) -> Vec<Mail> {
        std::mem::take(&mut *self.mails.lock().unwrap())
    }
}

impl TestApp {
    /// Does what is due, and gives the mails that this sent.
    pub(crate) async fn mails(&self) -> Vec<Mail> {
        self.runner.run_due().await.unwrap();
        self.outbox.take()
    }

    /// The one mail that was sent to `address`, and nothing else was.
    #[track_caller]
    pub(crate) fn only(mails: Vec<Mail>, address: &str) -> Mail {
        assert_eq!(mails.len(), 1, "{mails:#?}");
        assert_eq!(mails[0].to, address);
        mails.into_iter().next().unwrap()
    }

    /// The code in the one mail that was sent, to `address`.
    pub(crate) async fn mailed_code(&self, address: &str) -> String {
        let mail = Self::only(self.mails().await, address);
        let code: String = mail.subject.chars().take_while(char::is_ascii_digit).collect();
        assert_eq!(code.len(), 6, "{mail:#?}");
        assert!(mail.text.contains(&code) && mail.html.contains(&code), "{mail:#?}");
        code
    }
}
