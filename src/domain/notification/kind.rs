//! Which kinds are mailed how, and who gets mail.

use crate::entity::user;
use crate::entity::word::NotificationKind;

/// Whether the mail of this kind can wait a little, to be gathered into one with others. What one has just
/// asked for, or what takes a seat or an evening away, cannot.
pub(super) fn can_wait(kind: NotificationKind) -> bool {
    match kind {
        NotificationKind::Registered
        | NotificationKind::Waitlisted
        | NotificationKind::Promoted
        | NotificationKind::RegistrationCancelled
        | NotificationKind::EventCancelled => false,
        NotificationKind::EventChanged
        | NotificationKind::EventStartsSoon
        | NotificationKind::EventShared
        | NotificationKind::FeedbackInvited
        | NotificationKind::FeedbackRemoved => true,
    }
}

/// Whether `kind` is told once only of an event, however often its cause comes again.
pub(super) fn is_once(kind: NotificationKind) -> bool {
    matches!(kind, NotificationKind::EventStartsSoon | NotificationKind::FeedbackInvited)
}

/// Whether notifications of `kind` are mailed to the person. Who wants no reminders is not mailed them; the
/// list in the app has them all the same.
#[must_use]
pub fn is_mailed(kind: NotificationKind, person: &user::Model) -> bool {
    let is_reminder = kind == NotificationKind::EventStartsSoon;
    wants_mail(person) && (person.notify_reminders || !is_reminder)
}

/// Whether notifications are mailed to the person at all: they want it, their address is proved, and their account
/// is neither disabled nor erased.
pub(super) fn wants_mail(person: &user::Model) -> bool {
    person.notify_by_email
        && person.email_verified_at.is_some()
        && person.is_active
        && person.erased_at.is_none()
}
