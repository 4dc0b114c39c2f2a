//! What tests of events share: operations, and everybody who may stand in some relation to one event.

use serde_json::{Value, json};
use turnout::entity::word::CollaboratorRole;

use crate::support::make::REGISTER;
use crate::support::{Person, Reply, TestApp};

pub(crate) const PUBLISH: &str = "mutation($id: ID!) { publishEvent(input: { id: $id }) {
    event { status } userErrors { code message field } } }";

pub(crate) const CANCEL: &str = "mutation($id: ID!, $reason: String) {
    cancelEvent(input: { id: $id, reason: $reason }) {
        event { status registeredCount } userErrors { code message field } } }";

pub(crate) const DELETE: &str = "mutation($id: ID!) { deleteEvent(input: { id: $id }) {
    deletedEventId userErrors { code message field } } }";

pub(crate) const RESTORE: &str = "mutation($id: ID!) { restoreEvent(input: { id: $id }) {
    event { id status registeredCount waitlistedCount } userErrors { code message field } } }";

pub(crate) const RENAME: &str = "mutation($id: ID!) {
    updateEvent(input: { id: $id, title: \"Renamed\" }) {
        event { title } userErrors { code message field } } }";

/// An event by its id, both ways.
pub(crate) const ONE: &str = "query($id: ID!) { event(id: $id) { title } node(id: $id) { id } }";

/// Any list of `events`, for [`titles`].
pub(crate) const LIST: &str = "query($filter: EventFilter, $orderBy: EventOrder) {
    events(filter: $filter, orderBy: $orderBy) { totalCount nodes { title } } }";

/// Who is around an event, as [`Cast::stage`] sets it up.
pub(crate) const WHO: [&str; 10] = [
    "anonymous",
    "attendee",
    "registrant",
    "waitlisted",
    "viewer",
    "check-in",
    "editor",
    "owner",
    "staff",
    "admin",
];

/// Somebody of each of [`WHO`].
pub(crate) struct Cast {
    attendee: Person,
    registrant: Person,
    waitlisted: Person,
    viewer: Person,
    check_in: Person,
    editor: Person,
    pub(crate) owner: Person,
    staff: Person,
    pub(crate) admin: Person,
}

impl Cast {
    pub(crate) async fn new(app: &TestApp) -> Self {
        Self {
            attendee: app.attendee("att").await,
            registrant: app.attendee("reg").await,
            waitlisted: app.attendee("wait").await,
            viewer: app.attendee("look").await,
            check_in: app.attendee("door").await,
            // An organizer of other events has no say in this one by that.
            editor: app.organizer("edi").await,
            owner: app.organizer("olu").await,
            staff: app.staff("sam").await,
            admin: app.admin("root").await,
        }
    }

    pub(crate) fn get(&self, who: &str) -> Option<&Person> {
        Some(match who {
            "anonymous" => return None,
            "attendee" => &self.attendee,
            "registrant" => &self.registrant,
            "waitlisted" => &self.waitlisted,
            "viewer" => &self.viewer,
            "check-in" => &self.check_in,
            "editor" => &self.editor,
            "owner" => &self.owner,
            "staff" => &self.staff,
            "admin" => &self.admin,
            other => panic!("nobody is called {other}"),
        })
    }

    /// An event of the owner with one seat: shared, taken and waited for; a draft takes nobody.
    pub(crate) async fn stage(&self, app: &TestApp, changes: Value) -> String {
        let is_draft = changes["publish"] == false;
        let event = app.event(&self.owner, changes).await;
        app.update_event(&self.owner, &event, json!({ "capacity": 1 })).await.done();
        app.share(&event, &self.viewer, CollaboratorRole::Viewer).await;
        app.share(&event, &self.check_in, CollaboratorRole::CheckIn).await;
        app.share(&event, &self.editor, CollaboratorRole::Editor).await;
        if !is_draft {
            for guest in [&self.registrant, &self.waitlisted] {
                let input = json!({ "eventId": event, "person": { "id": guest.id } });
                app.send(&self.owner, REGISTER, json!({ "input": input })).await.done();
            }
        }
        event
    }

    /// All that an admin sees of an event; null where it is deleted.
    pub(crate) async fn state(&self, app: &TestApp, event: &str) -> Value {
        let query = "query($id: ID!) { event(id: $id) {
            title status visibility capacity registeredCount waitlistedCount updatedAt } }";
        app.send(&self.admin, query, json!({ "id": event })).await.at("event")
    }
}

/// `done`, or what was refused and how.
#[track_caller]
pub(crate) fn outcome(reply: &Reply) -> String {
    if reply.json().get("errors").is_some() {
        return reply.codes().join(", ");
    }
    match reply.payload()["userErrors"].as_array() {
        Some(errors) if errors.is_empty() => "done".to_owned(),
        _ => reply.refusals().join(", "),
    }
}

/// The slug of a new category.
pub(crate) async fn category(app: &TestApp, staff: &Person, name: &str) -> String {
    let query = "mutation($name: String!) { createCategory(input: { name: $name }) {
        category { slug } userErrors { code } } }";
    let made = app.send(staff, query, json!({ "name": name })).await.done();
    made["category"]["slug"].as_str().unwrap().to_owned()
}

/// The titles of a connection, parted by commas; its `totalCount`, where asked for, must fit.
#[track_caller]
pub(crate) fn titles(list: &Value) -> String {
    let nodes = list["nodes"].as_array().unwrap_or_else(|| panic!("no list: {list:#}"));
    if let Some(total) = list.get("totalCount") {
        assert_eq!(*total, json!(nodes.len()), "{list:#}");
    }
    let titles: Vec<&str> = nodes.iter().map(|node| node["title"].as_str().unwrap()).collect();
    titles.join(", ")
}

/// The order in which events were made: ids of one millisecond are in none.
pub(crate) fn as_made() -> Value {
    json!({ "field": "CREATED_AT" })
}

/// The titles that `events` shows `who`, with a filter, in the order in which they were made.
pub(crate) async fn listed<'p>(
    app: &TestApp,
    who: impl Into<Option<&'p Person>>,
    filter: Value,
) -> String {
    titles(
        &app.send(who, LIST, json!({ "filter": filter, "orderBy": as_made() })).await.at("events"),
    )
}

/// How many of the statements count rows.
pub(crate) fn counting(statements: &[String]) -> usize {
    statements.iter().filter(|sql| sql.to_uppercase().contains("COUNT(")).count()
}
