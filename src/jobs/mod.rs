//! Floor 3: doing what [`domain::job`](crate::domain::job) has in its queue.
//!
//! To add a job: its type with [`Job`](crate::domain::job::Job) in the domain, a file here with its [`Work`], and
//! a line in `works`. One that comes again also says how often; its type is the unit struct that the line
//! names, and nobody need enqueue it.

mod gather_mail;
mod invite;
mod look_for_occasions;
mod mail_notifications;
mod post_notifications;
mod runner;
mod send_code;
mod send_letter;
mod sweep;
mod sweep_keys;
mod tell;
mod work;

pub use runner::{JOBS_ENDED, Runner};
pub use work::{Run, Work};

use crate::mail::Mailer;

/// Every kind of job that this server knows.
fn works(mailer: &Mailer) -> Vec<Box<dyn Work>> {
    vec![
        Box::new(send_code::SendCodes(mailer.clone())),
        Box::new(send_letter::SendLetters(mailer.clone())),
        Box::new(sweep::Sweep),
        Box::new(sweep_keys::SweepKeys),
        Box::new(tell::TellingRegistrants),
        Box::new(tell::TellingGuests),
        Box::new(look_for_occasions::LookForOccasions),
        Box::new(post_notifications::PostingNotifications),
        Box::new(gather_mail::GatheringMail),
        Box::new(mail_notifications::MailingNotifications(mailer.clone())),
        Box::new(invite::Inviting(mailer.clone())),
    ]
}

/// Their kinds, for the figures.
pub const KINDS: [&str; 11] = [
    "code",
    "mail",
    "sweep",
    "sweep_idempotency_keys",
    "tell_registrants",
    "tell_guests",
    "look_for_occasions",
    "post_notifications",
    "gather_mail",
    "mail_notifications",
    "invite",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Source};

    #[test]
    fn every_kind_has_its_figures() {
        let config = Config::read(&Source::default()).unwrap();
        let works = works(&Mailer::new(&config, None).unwrap());
        assert_eq!(works.iter().map(|work| work.kind()).collect::<Vec<_>>(), KINDS);
    }
}
