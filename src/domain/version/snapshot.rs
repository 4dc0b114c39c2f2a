//! An event's own fields as they stood, in JSON, by the names that clients know them by.
//!
//! What is written today is read for years. A field that is added later is missing in what was written
//! before, and a missing field means *not known*: it is neither shown nor compared, and a rollback leaves
//! it as it is. A field is never renamed; a new meaning takes a new name.

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::ActiveEnum;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::entity::{category, event};
use crate::kernel::error::Failure;
use crate::kernel::id::CategoryId;
use crate::kernel::seats::Seats;

/// Where the category stands: stored as its id and its slug of then, shown as its slug.
const CATEGORY: &str = "category";

/// The fields, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot(Map<String, Value>);

impl Snapshot {
    /// The fields of `event`, which is in `category`. What moves without a change of the event (the
    /// counters of its seats) is not among them.
    pub(super) fn of(event: &event::Model, category: Option<&category::Model>) -> Self {
        let category = category
            .map(|category| json!({ "id": category.id.to_string(), "slug": category.slug }));
        let fields = [
            ("title", json!(event.title)),
            ("description", json!(event.description)),
            ("location", json!(event.location)),
            ("language", json!(event.language)),
            (CATEGORY, json!(category)),
            ("organizer", json!(event.organizer_id.to_string())),
            ("startsAt", instant(event.starts_at)),
            ("endsAt", instant(event.ends_at)),
            ("timeZone", json!(event.time_zone)),
            ("status", json!(event.status.to_value())),
            ("visibility", json!(event.visibility.to_value())),
            ("capacity", json!(event.capacity.map(Seats::count))),
            ("sellingOutThreshold", json!(event.selling_out_threshold.count())),
            ("maxSeatsPerRegistration", json!(event.max_seats_per_registration.count())),
            ("waitlistEnabled", json!(event.waitlist_enabled)),
            ("registrationOpensAt", json!(event.registration_opens_at.map(instant))),
            ("registrationClosesAt", json!(event.registration_closes_at.map(instant))),
            ("guestListVisibility", json!(event.guest_list_visibility.to_value())),
        ];
        Self(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// Reads what `write` wrote, whichever version of the server did.
    ///
    /// # Errors
    /// [`Failure::Internal`] where it is no such text.
    pub fn read(text: &str) -> Result<Self, Failure> {
        serde_json::from_str(text).map(Self).map_err(Failure::internal)
    }

    /// The text that is stored.
    pub(super) fn write(&self) -> String {
        Value::Object(self.0.clone()).to_string()
    }

    /// The value of a field; `None` where the snapshot is from before the field.
    ///
    /// # Errors
    /// [`Failure::Internal`] where it is of another type.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Failure> {
        let value = self.0.get(name).map(T::deserialize).transpose();
        value.map_err(Failure::internal)
    }

    /// The category that the event was in.
    #[must_use]
    pub fn category(&self) -> Option<CategoryId> {
        let id = self.0.get(CATEGORY)?.get("id")?.as_str()?;
        CategoryId::parse(id).ok()
    }

    /// The fields as clients see them. A category is called by its slug of today where it still exists:
    /// that it was renamed is no change of the event.
    #[must_use]
    pub fn into_fields(self, category_today: Option<&str>) -> Map<String, Value> {
        let mut fields = self.0;
        if let Some(category) = fields.get_mut(CATEGORY) {
            let slug = match (category_today, category.get("slug")) {
                (Some(today), Some(_)) => json!(today),
                (_, then) => json!(then),
            };
            *category = slug;
        }
        fields
    }
}

/// An instant as the scalar `DateTime` spells it.
fn instant(instant: DateTime<Utc>) -> Value {
    json!(instant.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::registration::waitlist::tests::event;

    fn category() -> category::Model {
        category::Model {
            id: CategoryId(uuid::Uuid::from_u128(5)),
            name: "Music".to_owned(),
            name_key: "music".to_owned(),
            slug: "music".to_owned(),
            description: String::new(),
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let snapshot = Snapshot::of(&event(Some(10), 3), Some(&category()));
        let read = Snapshot::read(&snapshot.write()).unwrap();
        assert_eq!(read, snapshot);
        assert_eq!(read.category(), Some(category().id));
        assert_eq!(read.get::<Option<i32>>("capacity").unwrap(), Some(Some(10)));
        assert_eq!(read.get::<Option<String>>("registrationOpensAt").unwrap(), Some(None));
        assert!(Snapshot::read("[1]").is_err());
    }

    #[test]
    fn clients_see_typed_values_by_the_names_of_the_schema() {
        let fields = Snapshot::of(&event(None, 3), Some(&category())).into_fields(None);
        let expected = json!({
            "title": "Concert", "description": "", "location": "Hall", "language": "en",
            "category": "music", "organizer": "user_00000000000000000000000000",
            "startsAt": "2033-05-18T03:33:20Z", "endsAt": "2033-05-18T04:33:20Z",
            "timeZone": "UTC", "status": "PUBLISHED", "visibility": "PUBLIC", "capacity": null,
            "sellingOutThreshold": 5, "maxSeatsPerRegistration": 10, "waitlistEnabled": true,
            "registrationOpensAt": null, "registrationClosesAt": null,
            "guestListVisibility": "EVERYONE",
        });
        assert_eq!(Value::Object(fields), expected);
    }

    #[test]
    fn a_category_is_called_by_its_name_of_today() {
        let snapshot = Snapshot::of(&event(None, 0), Some(&category()));
        assert_eq!(snapshot.clone().into_fields(Some("concerts"))[CATEGORY], "concerts");
        assert_eq!(snapshot.into_fields(None)[CATEGORY], "music");
        let without = Snapshot::of(&event(None, 0), None);
        assert_eq!(without.category(), None);
        assert_eq!(without.into_fields(None)[CATEGORY], Value::Null);
    }

    #[test]
    fn a_field_of_later_is_not_known() {
        let old = Snapshot::read(r#"{"title":"Concert"}"#).unwrap();
        assert_eq!(old.get::<String>("title").unwrap().as_deref(), Some("Concert"));
        assert_eq!(old.get::<i32>("price").unwrap(), None);
        assert!(old.get::<i32>("title").is_err());
        assert_eq!(old.into_fields(None).len(), 1);
    }
}
