//! Whether what a notification says holds when its mail goes out.

use std::collections::{HashMap, HashSet};

use crate::domain::letter::Now;
use crate::entity::word::{EventStatus, NotificationKind, RegistrationStatus};
use crate::entity::{event, notification, registration};
use crate::kernel::id::{EventId, RegistrationId};

/// What notifications are about, as it stands now.
#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) events: HashMap<EventId, event::Model>,
    pub(super) registrations: HashMap<RegistrationId, registration::Model>,
}

impl World {
    pub(super) fn event(&self, of: &notification::Model) -> Option<&event::Model> {
        of.event_id.and_then(|id| self.events.get(&id))
    }

    /// Whether it still holds.
    fn holds(&self, of: &notification::Model, now: Now) -> bool {
        let stands = |status| {
            let row = of.registration_id.and_then(|id| self.registrations.get(&id));
            row.is_some_and(|row| row.status == status)
        };
        let event = self.event(of);
        let takes_place = event.is_some_and(|event| {
            event.status == EventStatus::Published && event.deleted_at.is_none()
        });
        match of.kind {
            NotificationKind::Registered | NotificationKind::Promoted => {
                takes_place && stands(RegistrationStatus::Registered)
            }
            NotificationKind::Waitlisted => takes_place && stands(RegistrationStatus::Waitlisted),
            NotificationKind::EventStartsSoon => {
                takes_place
                    && stands(RegistrationStatus::Registered)
                    && event.is_some_and(|event| event.starts_at > now)
            }
            NotificationKind::EventChanged | NotificationKind::FeedbackInvited => takes_place,
            NotificationKind::RegistrationCancelled
            | NotificationKind::EventCancelled
            | NotificationKind::EventShared
            | NotificationKind::FeedbackRemoved => true,
        }
    }

    /// Those of `told` that still hold; of several changes of one event the last, which says all that the
    /// others do.
    pub(super) fn still_true(
        &self,
        told: Vec<notification::Model>,
        now: Now,
    ) -> Vec<notification::Model> {
        let mut changed = HashSet::new();
        let mut kept: Vec<notification::Model> = told
            .into_iter()
            .rev()
            .filter(|one| self.holds(one, now))
            .filter(|one| {
                one.kind != NotificationKind::EventChanged || changed.insert(one.event_id)
            })
            .collect();
        kept.reverse();
        kept
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;
    use crate::entity::event::example::event;
    use crate::kernel::id::{NotificationId, UserId};

    fn told(number: u128, kind: NotificationKind, event: &event::Model) -> notification::Model {
        notification::Model {
            user_id: UserId(Uuid::nil()),
            id: NotificationId(Uuid::from_u128(number)),
            kind,
            event_id: Some(event.id),
            registration_id: None,
            message: String::new(),
            created_at: event.created_at,
            read_at: None,
            awaits_mail: false,
        }
    }

    fn numbers(world: &World, told: Vec<notification::Model>, now: Now) -> Vec<u128> {
        world.still_true(told, now).iter().map(|one| one.id.0.as_u128()).collect()
    }

    #[test]
    fn of_changes_of_one_event_the_last_is_told_and_none_of_one_that_is_off() {
        let mut event = event(None, 0);
        let now = event.starts_at - TimeDelta::hours(1);
        let changes = || {
            let kinds = [NotificationKind::EventChanged, NotificationKind::EventShared];
            (1..=4).map(|n: u128| told(n, kinds[usize::from(n == 2)], &event)).collect::<Vec<_>>()
        };
        let changes = changes();
        let world = |event: &event::Model| World {
            events: HashMap::from([(event.id, event.clone())]),
            ..World::default()
        };
        assert_eq!(numbers(&world(&event), changes.clone(), now), [2, 4]);
        event.status = EventStatus::Cancelled;
        assert_eq!(numbers(&world(&event), changes, now), [2]);
    }
}
