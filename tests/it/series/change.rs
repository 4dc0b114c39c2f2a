//! Changing what is to come of a series.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::{Value, json};
use turnout::entity::word::CollaboratorRole;

use super::{each, field, history, series, update};
use crate::event::scene::{CANCEL, outcome};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn every_occurrence_that_has_not_started_changes_with_its_own_version(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (id, events) = series(&app, &olu, json!({}), "FREQ=WEEKLY;COUNT=4").await;
    app.send(&olu, CANCEL, json!({ "id": events[3] })).await.done();
    // After the first, before the second.
    app.advance(
        "2030-10-08T12:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap()
            - "2030-06-01T12:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap(),
    );
    let changes = json!({ "title": "Orchestra", "capacity": 40, "language": "de" });
    let done = update(&app, &olu, &id, changes.clone()).await.done();
    assert_eq!(each(&done, "id"), [json!(events[1]), json!(events[2])]);
    assert_eq!(each(&done, "title"), ["Orchestra", "Orchestra"]);
    for (event, title) in events.iter().zip(["Choir", "Orchestra", "Orchestra", "Choir"]) {
        assert_eq!(field(&app, &olu, event, "title").await, title);
    }
    for (event, all) in events.iter().zip([
        "1 Created",
        "1 Created, 2 Updated",
        "1 Created, 2 Updated",
        "1 Created, 2 Cancelled",
    ]) {
        assert_eq!(history(&app, event).await, all);
    }
    let search = "query { events(filter: { search: \"orchestra\" }) { totalCount } }";
    assert_eq!(app.send(None, search, json!({})).await.at("events.totalCount"), 2);
    // The same once more changes nothing, and makes no version.
    let again = update(&app, &olu, &id, changes).await.done();
    assert_eq!(again["events"], json!([]));
    assert_eq!(history(&app, &events[1]).await, "1 Created, 2 Updated");
}

#[rstest]
#[tokio::test]
async fn one_occurrence_with_more_seats_taken_refuses_the_whole(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let (id, events) = series(&app, &olu, json!({ "capacity": 9 }), "FREQ=WEEKLY;COUNT=3").await;
    app.registered(&ada, &events[1], 5).await;
    let refused = update(&app, &olu, &id, json!({ "capacity": 4, "title": "Less" })).await;
    assert_eq!(refused.refusals(), ["CAPACITY_BELOW_REGISTERED capacity"]);
    let message = refused.payload()["userErrors"][0]["message"].clone();
    let message = message.as_str().unwrap();
    assert!(message.contains(&events[1]) && message.contains("2030-10-14 18:00"), "{message}");
    for event in &events {
        assert_eq!(field(&app, &olu, event, "title").await, "Choir");
        assert_eq!(field(&app, &olu, event, "capacity").await, 9);
        assert_eq!(history(&app, event).await, "1 Created");
    }
    let wrong =
        update(&app, &olu, &id, json!({ "title": null, "location": "", "capacity": 0 })).await;
    let expected = ["INVALID title", "INVALID location", "INVALID capacity"];
    assert_eq!(wrong.refusals(), expected);
}

#[rstest]
#[tokio::test]
async fn seats_that_it_brings_go_to_those_in_line(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let ben = app.attendee("ben").await;
    let (id, events) = series(&app, &olu, json!({ "capacity": 1 }), "FREQ=WEEKLY;COUNT=3").await;
    for event in &events[..2] {
        app.registered(&ada, event, 1).await;
        app.registered(&ben, event, 1).await;
    }
    let done = update(&app, &olu, &id, json!({ "capacity": 2 })).await.done();
    assert_eq!(each(&done, "registeredCount"), [2, 2, 0]);
    assert_eq!(each(&done, "waitlistedCount"), [0, 0, 0]);
}

#[rstest]
#[tokio::test]
async fn who_may_change_a_series(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let (editor, looker) = (app.attendee("edi").await, app.attendee("look").await);
    let (sam, root) = (app.staff("sam").await, app.admin("root").await);
    let (id, events) = series(&app, &olu, json!({}), "FREQ=WEEKLY;COUNT=3").await;
    app.share(&events[1], &editor, CollaboratorRole::Editor).await;
    app.share(&events[1], &looker, CollaboratorRole::Viewer).await;
    let change = |number: usize| json!({ "title": format!("Choir {number}") });
    for (number, (who, expected)) in [
        (None, "UNAUTHENTICATED"),
        (Some(&ada), "FORBIDDEN"),
        (Some(&looker), "FORBIDDEN"),
        (Some(&sam), "FORBIDDEN"),
    ]
    .into_iter()
    .enumerate()
    {
        let input = json!({ "input": { "seriesId": id, "title": format!("Choir {number}") } });
        let reply = app.send(who, super::UPDATE, input).await;
        assert_eq!(outcome(&reply), expected);
        assert_eq!(titles(&app, &root, &events).await, ["Choir"; 3]);
    }
    // An editor of one occurrence changes that one.
    let done = update(&app, &editor, &id, change(4)).await.done();
    assert_eq!(each(&done, "id"), [json!(events[1])]);
    for (who, number) in [(&olu, 5), (&root, 6)] {
        let done = update(&app, who, &id, change(number)).await.done();
        assert_eq!(each(&done, "title"), vec![format!("Choir {number}"); 3]);
    }
    app.advance(TimeDelta::days(365));
    let over = update(&app, &olu, &id, change(7)).await.done();
    assert_eq!(over["events"], json!([]));
}

async fn titles(app: &TestApp, who: &Person, events: &[String]) -> Vec<Value> {
    let mut titles = Vec::new();
    for event in events {
        titles.push(field(app, who, event, "title").await);
    }
    titles
}

#[rstest]
#[tokio::test]
async fn what_is_hidden_answers_as_what_is_not_there(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let (id, events) = series(&app, &olu, json!({ "publish": false }), "FREQ=WEEKLY;COUNT=2").await;
    let title = json!({ "title": "Mine" });
    let unknown = "series_0000000000000000000000000a";
    let hidden = update(&app, &ada, &id, title.clone()).await;
    let missing = update(&app, &ada, unknown, title.clone()).await;
    assert_eq!(hidden.refusals(), ["NOT_FOUND seriesId"]);
    assert_eq!(hidden.bytes, missing.bytes);
    let other = update(&app, &olu, &events[0], title).await;
    assert_eq!(other.refusals(), ["INVALID seriesId"]);
    assert_eq!(titles(&app, &olu, &events).await, ["Choir"; 2]);
}

#[rstest]
#[tokio::test]
async fn a_year_of_days_takes_few_statements(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (one, _) = series(&app, &olu, json!({}), "FREQ=DAILY;COUNT=1").await;
    let (year, _) = series(&app, &olu, json!({}), "FREQ=DAILY;COUNT=366").await;
    let change = json!({ "title": "Sunrise", "capacity": 5 });
    let (_, for_one) = app.statements_of(update(&app, &olu, &one, change.clone())).await;
    let (reply, for_year) = app.statements_of(update(&app, &olu, &year, change)).await;
    assert_eq!(reply.done()["events"].as_array().unwrap().len(), 366);
    assert!(for_year.len() <= for_one.len() + 3, "{for_year:#?}");
}
