//! The closed sets of words that columns hold; each is checked by the database too.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SimpleExpr;

macro_rules! word {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $value:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[$vdoc])* #[sea_orm(string_value = $value)] $variant,)+
        }

        impl $name {
            /// The word written into a statement's text. Bound as a parameter it would keep a prepared plan
            /// from using an index whose condition names it, and from knowing how many rows have it.
            #[must_use]
            pub fn written(self) -> SimpleExpr {
                SimpleExpr::Constant(self.to_value().into())
            }
        }
    };
}

word! {
    /// What a person may do on the whole server.
    Role {
        /// Everything.
        Admin = "ADMIN",
        /// Reads every user and event, keeps categories, changes nothing else.
        Staff = "STAFF",
        /// Creates events.
        Organizer = "ORGANIZER",
        /// Browses, registers, gives feedback.
        Attendee = "ATTENDEE",
    }
}

word! {
    /// Where an event is in its life.
    EventStatus {
        /// Seen by its collaborators alone.
        Draft = "DRAFT",
        /// Open to the world.
        Published = "PUBLISHED",
        /// Will not take place; everything is kept.
        Cancelled = "CANCELLED",
    }
}

word! {
    /// Who finds an event.
    Visibility {
        /// Listed for everyone.
        Public = "PUBLIC",
        /// Not listed; anyone with the id sees it.
        Unlisted = "UNLISTED",
        /// Only collaborators, registrants, staff and admins see it.
        Private = "PRIVATE",
    }
}

word! {
    /// Who sees the guest list.
    GuestList {
        /// Everyone who sees the event.
        Everyone = "EVERYONE",
        /// Those who have an active registration, and collaborators.
        Attendees = "ATTENDEES",
        /// Collaborators alone.
        Collaborators = "COLLABORATORS",
    }
}

word! {
    /// What an event was shared with somebody as. The owner stands in the event itself.
    CollaboratorRole {
        /// Edits, publishes, manages registrations.
        Editor = "EDITOR",
        /// Checks tickets in.
        CheckIn = "CHECK_IN",
        /// Sees everything, changes nothing.
        Viewer = "VIEWER",
    }
}

word! {
    /// Where a registration stands.
    RegistrationStatus {
        /// Has its seats.
        Registered = "REGISTERED",
        /// Waits in line.
        Waitlisted = "WAITLISTED",
        /// Given up; kept as a record.
        Cancelled = "CANCELLED",
    }
}

word! {
    /// What a version of an event came of.
    VersionChange {
        /// The event was made.
        Created = "CREATED",
        /// Its fields were changed.
        Updated = "UPDATED",
        /// The draft was published.
        Published = "PUBLISHED",
        /// It was called off.
        Cancelled = "CANCELLED",
        /// Its fields were put back to what they were in an earlier version.
        RolledBack = "ROLLED_BACK",
        /// It was deleted, and hidden from everybody.
        Deleted = "DELETED",
        /// It was brought back.
        Restored = "RESTORED",
        /// Another person became its owner.
        OwnershipTransferred = "OWNERSHIP_TRANSFERRED",
    }
}

word! {
    /// How a job ended.
    JobOutcome {
        /// It did what it was for.
        Done = "DONE",
        /// It was given up, and is kept for the operator.
        Failed = "FAILED",
    }
}

word! {
    /// What a one-time code is good for.
    CodePurpose {
        /// To prove the address of a new account, or of one that never did.
        SignUp = "SIGN_UP",
        /// To choose a new password.
        Reset = "RESET",
        /// To prove a new address of an account.
        NewAddress = "NEW_ADDRESS",
    }
}

word! {
    /// What a person is told of.
    NotificationKind {
        /// They have seats.
        Registered = "REGISTERED",
        /// They wait in line.
        Waitlisted = "WAITLISTED",
        /// They got their seats from the line.
        Promoted = "PROMOTED",
        /// Somebody else cancelled their registration.
        RegistrationCancelled = "REGISTRATION_CANCELLED",
        /// Another time or place.
        EventChanged = "EVENT_CHANGED",
        /// It will not take place.
        EventCancelled = "EVENT_CANCELLED",
        /// The reminder.
        EventStartsSoon = "EVENT_STARTS_SOON",
        /// They may see or edit it.
        EventShared = "EVENT_SHARED",
        /// It is over: how was it?
        FeedbackInvited = "FEEDBACK_INVITED",
        /// An admin removed what they said of it.
        FeedbackRemoved = "FEEDBACK_REMOVED",
    }
}
