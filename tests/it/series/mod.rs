//! Series: made from a rule, looked at, changed, cancelled and deleted from here on.

mod audit;
mod change;
mod create;
mod end;
mod look;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use turnout::entity::event_version;
use turnout::kernel::id::EventId;

use crate::support::{Person, Reply, TestApp};

/// Mondays at 18:00 in Berlin, from 7 October 2030; the clocks go back on the 27th.
const FIRST: &str = "2030-10-07T16:00:00Z";

const CREATE: &str =
    "mutation($input: CreateEventSeriesInput!) { createEventSeries(input: $input) {
    series { id recurrenceRule events(first: 100) { totalCount nodes { id startsAt } } }
    events { id title startsAt endsAt registrationOpensAt registrationClosesAt isRecurring
        series { id } }
    userErrors { code message field } } }";

const UPDATE: &str =
    "mutation($input: UpdateEventSeriesInput!) { updateEventSeries(input: $input) {
    series { id } events { id title capacity registeredCount waitlistedCount }
    userErrors { code message field } } }";

const CANCEL: &str =
    "mutation($input: CancelEventSeriesInput!) { cancelEventSeries(input: $input) {
    series { id } events { id status } userErrors { code message field } } }";

const DELETE: &str =
    "mutation($input: DeleteEventSeriesInput!) { deleteEventSeries(input: $input) {
    deletedEventIds userErrors { code message field } } }";

/// Sends `createEventSeries`: Berlin's Mondays, `changes` over the first event.
async fn try_series(app: &TestApp, who: &Person, changes: Value, rule: &str) -> Reply {
    let mut event = json!({ "title": "Choir", "location": "Berlin", "startsAt": FIRST,
        "timeZone": "Europe/Berlin" });
    event.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    app.send(who, CREATE, json!({ "input": { "event": event, "recurrenceRule": rule } })).await
}

/// A new series: its id and those of its events.
async fn series(app: &TestApp, who: &Person, changes: Value, rule: &str) -> (String, Vec<String>) {
    let made = try_series(app, who, changes, rule).await.done();
    let events = made["events"].as_array().unwrap();
    let ids = events.iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect();
    (made["series"]["id"].as_str().unwrap().to_owned(), ids)
}

async fn update(app: &TestApp, who: &Person, series: &str, changes: Value) -> Reply {
    let mut input = json!({ "seriesId": series });
    input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    app.send(who, UPDATE, json!({ "input": input })).await
}

/// What stands under `key` of each event of the payload.
fn each(payload: &Value, key: &str) -> Vec<Value> {
    payload["events"].as_array().unwrap().iter().map(|event| event[key].clone()).collect()
}

/// A field of an event, as `who` sees it.
async fn field(app: &TestApp, who: &Person, event: &str, field: &str) -> Value {
    let query = format!("query($id: ID!) {{ event(id: $id) {{ {field} }} }}");
    app.send(who, &query, json!({ "id": event })).await.at(&format!("event.{field}"))
}

/// The history of an event, as it is stored.
async fn history(app: &TestApp, event: &str) -> String {
    let rows = event_version::Entity::find()
        .filter(event_version::Column::EventId.eq(EventId::parse(event).unwrap()))
        .order_by_asc(event_version::Column::Number)
        .all(app.core.db.read())
        .await
        .unwrap();
    let words: Vec<String> =
        rows.iter().map(|row| format!("{} {:?}", row.number, row.change)).collect();
    words.join(", ")
}
