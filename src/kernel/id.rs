//! Typed ids: a UUIDv7 that knows what it names, written for clients as a type prefix, `_` and the
//! number in base 32 (the TypeID form), for example `event_01h455vb4pex5vsknk084sn02q`.
//!
//! To add one: a line in `ids!` below, a variant of [`AnyId`] comes with it.

use std::fmt;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::kernel::{base32, random::Random};

/// An id that is not one of ours, or not of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// No known prefix, or no number behind it.
    #[error("This is not an id of this server")]
    Malformed,
    /// A well-formed id of something else.
    #[error("This id names something else ({found}); the id asked for begins with {expected}_")]
    WrongType {
        /// What the id names.
        found: &'static str,
        /// What was asked for.
        expected: &'static str,
    },
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $variant:ident, $prefix:literal;)+) => {
        /// An id of any kind, as `node(id:)` takes it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum AnyId {
            $(#[doc = concat!("`", $prefix, "_…`")] $variant($name),)+
        }

        impl AnyId {
            /// Reads an id as a client sends it.
            ///
            /// # Errors
            /// [`IdError::Malformed`]
            pub fn parse(text: &str) -> Result<Self, IdError> {
                let (prefix, number) = text.rsplit_once('_').ok_or(IdError::Malformed)?;
                let uuid = base32::decode_u128(number).map(Uuid::from_u128).ok_or(IdError::Malformed)?;
                match prefix {
                    $($prefix => Ok(Self::$variant($name(uuid))),)+
                    _ => Err(IdError::Malformed),
                }
            }

            /// What the id names, in a word.
            #[must_use]
            pub fn kind(self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $prefix,)+
                }
            }

            /// The number alone, as the database keeps it.
            #[must_use]
            pub fn uuid(self) -> Uuid {
                match self {
                    $(Self::$variant(id) => id.0,)+
                }
            }

            /// The id of a thing of `kind`; `None` where there is no such kind.
            #[must_use]
            pub fn of(kind: &str, uuid: Uuid) -> Option<Self> {
                match kind {
                    $($prefix => Some(Self::$variant($name(uuid))),)+
                    _ => None,
                }
            }
        }

        impl fmt::Display for AnyId {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$variant(id) => id.fmt(f),)+
                }
            }
        }

        $(
            impl From<$name> for AnyId {
                fn from(id: $name) -> Self {
                    Self::$variant(id)
                }
            }
        )+

        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sea_orm::DeriveValueType)]
            pub struct $name(pub Uuid);

            impl $name {
                /// A new id: the time in its high bits (UUIDv7, RFC 9562 §5.7), chance in the rest,
                /// so that ids made later sort later and index pages fill in order.
                #[must_use]
                pub fn new(now: DateTime<Utc>, random: &dyn Random) -> Self {
                    Self(uuid_v7(now, random))
                }

                /// Reads an id as a client sends it.
                ///
                /// # Errors
                /// [`IdError`] where it is none, or one of another kind.
                pub fn parse(text: &str) -> Result<Self, IdError> {
                    match AnyId::parse(text)? {
                        AnyId::$variant(id) => Ok(id),
                        other => Err(IdError::WrongType { found: other.kind(), expected: $prefix }),
                    }
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "{}_{}", $prefix, base32::encode_u128(self.0.as_u128()))
                }
            }

            impl sea_orm::TryFromU64 for $name {
                fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                    Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
                }
            }
        )+
    };
}

ids! {
    /// Names a person's account.
    UserId, User, "user";
    /// Names a sign-in: the family of refresh tokens that grew from it.
    SessionId, Session, "session";
    /// Names one refresh token of a session.
    RefreshTokenId, RefreshToken, "refresh";
    /// Names a category of events.
    CategoryId, Category, "category";
    /// Names an event.
    EventId, Event, "event";
    /// Names a series of events.
    EventSeriesId, EventSeries, "series";
    /// Names a person's registration for an event.
    RegistrationId, Registration, "registration";
    /// Names the ticket of one seat.
    TicketId, Ticket, "ticket";
    /// Names what a person said of an event.
    FeedbackId, Feedback, "feedback";
    /// Names what a person was told.
    NotificationId, Notification, "notification";
    /// Names a job of the queue.
    JobId, Job, "job";
    /// Names a line of the audit log.
    AuditEntryId, AuditEntry, "audit";
}

fn uuid_v7(now: DateTime<Utc>, random: &dyn Random) -> Uuid {
    let mut bytes = [0_u8; 10];
    random.fill(&mut bytes);
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_and_knows_its_kind() {
        let id = EventId(Uuid::from_u128(42));
        let text = id.to_string();
        assert_eq!(text, "event_0000000000000000000000001a");
        assert_eq!(EventId::parse(&text), Ok(id));
        assert_eq!(
            UserId::parse(&text),
            Err(IdError::WrongType { found: "event", expected: "user" })
        );
    }

    #[test]
    fn an_id_of_any_kind_is_taken_apart_and_put_together() {
        let id = AnyId::from(EventId(Uuid::from_u128(42)));
        assert_eq!(AnyId::of(id.kind(), id.uuid()), Some(id));
        assert_eq!(AnyId::parse(&id.to_string()), Ok(id));
        assert_eq!(AnyId::of("nobody", id.uuid()), None);
    }

    #[test]
    fn what_is_no_id_is_malformed() {
        for bad in ["", "event", "event_", "event_1", "nobody_0000000000000000000000001a", "_"] {
            assert_eq!(AnyId::parse(bad), Err(IdError::Malformed), "{bad}");
        }
    }
}
