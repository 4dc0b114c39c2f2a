//! Putting an event's fields back to what they were.

use sea_orm::ActiveEnum;

use crate::domain::Core;
use crate::domain::access::{Editor, EventAccess, Viewer};
use crate::domain::category;
use crate::domain::event::Fields;
use crate::domain::event::rewrite::{Editing, is_stale, rewrite};
use crate::domain::version::{self, Snapshot};
use crate::entity::event;
use crate::entity::word::VersionChange;
use crate::kernel::error::{Failure, Refusal, Refusals};
use crate::kernel::id::EventId;

/// The field of the input that is to blame, whatever is wrong with the version.
const FIELD: &str = "toVersion";

/// Puts the fields back to what they were in the version `to`, as a new version. Status, owner and
/// registrations stay as they are; so does a field that the version is from before of. A category that is
/// gone since is cleared. Seats that a higher limit or none brings go to those in line. Where `expected`
/// is no longer the event's version nothing is changed.
///
/// # Errors
/// NOT_FOUND, the event or the version; CAPACITY_BELOW_REGISTERED.
pub async fn rollback(
    core: &Core,
    viewer: &Viewer,
    id: EventId,
    to: i32,
    expected: Option<i32>,
) -> Result<Editing, Failure> {
    let actor = viewer.signed_in()?.user.id;
    let on = core.db.begin().await?;
    let standing = EventAccess::<Editor>::lock(&on, viewer, id, "id").await?.into_event();
    if is_stale(&standing, expected) {
        return Ok(Editing::Stale(standing));
    }
    let then = version::snapshot(&on, &standing, to).await?;
    let then = then.ok_or_else(|| Refusal::not_found(FIELD, "version"))?;
    let fields = checked(fields_of(&then, &standing)?, &standing)?;
    let category = match then.category() {
        Some(id) => category::hold_by_id(&on, id).await?.map(|category| category.id),
        None => None,
    };
    let (new, word) = ((fields, category), VersionChange::RolledBack);
    let changed = rewrite(core, &on, actor, word, &standing, new).await?;
    on.commit().await?;
    core.jobs.wake();
    Ok(Editing::Done(changed))
}

/// Today's rules hold for yesterday's fields too; what breaks one is the version's fault.
fn checked(fields: Fields, standing: &event::Model) -> Result<Fields, Failure> {
    let mut refusals = Refusals::default();
    let fields = fields.check(standing.registered_count, &mut refusals);
    match refusals.finish() {
        Ok(()) => Ok(fields),
        Err(Failure::Refused(refusals)) => {
            let blame = |refusal| Refusal { field: vec![FIELD.to_owned()], ..refusal };
            Err(Failure::Refused(refusals.into_iter().map(blame).collect()))
        }
        Err(failure) => Err(failure),
    }
}

/// The fields of `then`, and those of `standing` where that version is from before them.
fn fields_of(then: &Snapshot, standing: &event::Model) -> Result<Fields, Failure> {
    let now = Fields::of(standing);
    Ok(Fields {
        title: then.get("title")?.unwrap_or(now.title),
        description: then.get("description")?.unwrap_or(now.description),
        location: then.get("location")?.unwrap_or(now.location),
        language: then.get("language")?.unwrap_or(now.language),
        starts_at: then.get("startsAt")?.unwrap_or(now.starts_at),
        ends_at: then.get("endsAt")?.unwrap_or(now.ends_at),
        time_zone: then.get("timeZone")?.unwrap_or(now.time_zone),
        capacity: then.get("capacity")?.unwrap_or(now.capacity),
        selling_out_threshold: then
            .get("sellingOutThreshold")?
            .unwrap_or(now.selling_out_threshold),
        max_seats_per_registration: then
            .get("maxSeatsPerRegistration")?
            .unwrap_or(now.max_seats_per_registration),
        waitlist_enabled: then.get("waitlistEnabled")?.unwrap_or(now.waitlist_enabled),
        registration_opens_at: then
            .get("registrationOpensAt")?
            .unwrap_or(now.registration_opens_at),
        registration_closes_at: then
            .get("registrationClosesAt")?
            .unwrap_or(now.registration_closes_at),
        visibility: word(then, "visibility")?.unwrap_or(now.visibility),
        guest_list_visibility: word(then, "guestListVisibility")?
            .unwrap_or(now.guest_list_visibility),
    })
}

fn word<W: ActiveEnum<Value = String>>(then: &Snapshot, name: &str) -> Result<Option<W>, Failure> {
    let word = then.get::<String>(name)?;
    Ok(word.map(|word| W::try_from_value(&word)).transpose()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::registration::waitlist::tests::event;
    use crate::entity::word::{GuestList, Visibility};

    fn snapshot(fields: serde_json::Value) -> Snapshot {
        Snapshot::read(&fields.to_string()).unwrap()
    }

    #[test]
    fn what_a_version_says_is_put_back_and_the_rest_stays() {
        let standing = event(Some(10), 3);
        let then = snapshot(json!({
            "title": "Ball", "capacity": null, "waitlistEnabled": false, "visibility": "UNLISTED",
            "registrationOpensAt": "2030-01-01T00:00:00Z",
        }));
        let fields = fields_of(&then, &standing).unwrap();
        let expected = Fields {
            title: "Ball".to_owned(),
            capacity: None,
            waitlist_enabled: false,
            visibility: Visibility::Unlisted,
            registration_opens_at: Some("2030-01-01T00:00:00Z".parse().unwrap()),
            ..Fields::of(&standing)
        };
        assert_eq!(fields, expected);
        assert_eq!(fields.guest_list_visibility, GuestList::Everyone);
    }

    #[test]
    fn what_no_longer_fits_is_the_fault_of_the_version() {
        let standing = event(Some(10), 3);
        let then = fields_of(&snapshot(json!({ "capacity": 2 })), &standing).unwrap();
        let Err(Failure::Refused(refusals)) = checked(then, &standing) else { panic!("refuses") };
        assert_eq!(refusals[0].field, [FIELD]);
        assert!(fields_of(&snapshot(json!({ "visibility": "SECRET" })), &standing).is_err());
    }
}
