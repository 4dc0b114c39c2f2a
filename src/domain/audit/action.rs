//! What the log tells of.

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// Something that was done, worth knowing years later.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[$doc])* $variant,)+
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// What it is called in the log, for ever: `subject.what_was_done`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

actions! {
    /// An account was made: by the person, who signed up, by an admin, or at the command line. Details: `role`.
    UserCreated = "user.created",
    /// A name, address or time zone was changed, by the person or an admin. Details: `fields`, without their values.
    UserUpdated = "user.updated",
    /// An admin gave another role. Details: `from`, `to`.
    UserRoleChanged = "user.role_changed",
    /// An admin locked the account; its sessions ended.
    UserDisabled = "user.disabled",
    /// An admin unlocked the account.
    UserEnabled = "user.enabled",
    /// The password was changed by the person. Their other sessions ended.
    PasswordChanged = "user.password_changed",
    /// The password was set by an admin; every session ended.
    PasswordSet = "user.password_set",
    /// The password was chosen anew by a code that was mailed; every session ended.
    PasswordReset = "user.password_reset",
    /// The person proved the address of an account that was made without a proof; where somebody had signed up with
    /// it meanwhile, its password is gone and every session ended. Details: `keepsPassword`.
    AddressProved = "user.address_proved",
    /// The person proved another address, which took the place of the old one.
    AddressChanged = "user.address_changed",
    /// The account was erased, by an admin or by the person.
    UserErased = "user.erased",
    /// A category was made.
    CategoryCreated = "category.created",
    /// A category was changed. Details: `fields`.
    CategoryUpdated = "category.updated",
    /// A category was deleted.
    CategoryDeleted = "category.deleted",
    /// An event was cancelled.
    EventCancelled = "event.cancelled",
    /// An event was deleted, its registrations cancelled.
    EventDeleted = "event.deleted",
    /// A deleted event was brought back.
    EventRestored = "event.restored",
    /// An event was shared. Details: `people`, each with `user` and `role`; `invitations`, the roles of the
    /// addresses that were invited.
    EventShared = "event.shared",
    /// A collaborator got another role. Details: `user`, `from`, `to`.
    CollaboratorChanged = "event.collaborator_changed",
    /// What was shared with a person was taken back, or they left. Details: `user`.
    CollaboratorRemoved = "event.collaborator_removed",
    /// An event was handed on. Details: `from`, `to`.
    EventTransferred = "event.transferred",
    /// The invitation of an address was taken back.
    InvitationWithdrawn = "event.invitation_withdrawn",
    /// Whoever has an invited address became a collaborator by name. Details: `role`.
    InvitationAccepted = "event.invitation_accepted",
    /// Whoever has an invited address gave the access up.
    InvitationDeclined = "event.invitation_declined",
    /// An admin removed what somebody said of an event. Details: `event`, `author`.
    FeedbackRemoved = "feedback.removed",
    /// A check-in was taken back. Details: `by`, whoever had let the bearer in.
    CheckInUndone = "ticket.check_in_undone",
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_plain() {
        let names: HashSet<&str> = Action::ALL.iter().map(|action| action.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        let is_plain = |c: char| c.is_ascii_lowercase() || c == '_';
        for name in names {
            let (subject, what) = name.split_once('.').unwrap();
            assert!(subject.chars().all(is_plain) && what.chars().all(is_plain), "{name}");
        }
    }
}
