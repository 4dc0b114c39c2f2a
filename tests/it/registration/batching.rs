//! Whatever is nested is loaded in one statement a level, however many parents there are.

use rstest::rstest;
use serde_json::json;

use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const PAGE: &str = "query($first: Int!) { events(first: $first) { nodes { title
    organizer { displayName } category { name } attendees(first: 10) { nodes { displayName } } } } }";

const DEEP: &str = "query($first: Int!) { events(first: $first) { totalCount nodes { viewerRole
    viewerRegistration { status }
    attendees(first: 2) { totalCount nodes { username } }
    registrations(first: 3) { totalCount nodes { waitlistPosition email user { username }
        tickets { code registration { id } } } } } } }";

/// Fifty events of many organizers with a few guests each, one of them waiting.
async fn crowd(app: &TestApp, viewer: &Person) {
    let staff = app.staff("sam").await;
    let category =
        "mutation { createCategory(input: { name: \"Music\" }) { userErrors { code } } }";
    app.send(&staff, category, json!({})).await.done();
    let guests = [app.attendee("ada").await, app.attendee("ben").await, app.attendee("cid").await];
    for number in 0..50 {
        let own = app.organizer(&format!("org{number}")).await;
        let organizer = if number % 2 == 0 { viewer } else { &own };
        let changes =
            json!({ "category": "music", "capacity": 2, "guestListVisibility": "EVERYONE" });
        let event = app.event(organizer, changes).await;
        for guest in &guests {
            app.registered(guest, &event, 1).await;
        }
    }
}

#[rstest]
#[tokio::test]
async fn a_page_of_events_takes_four_statements_with_the_one_that_tells_who_asks(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    crowd(&app, &olu).await;
    for (who, most) in [(None, 3), (Some(&olu), 4)] {
        for first in [1, 20, 50] {
            let asked = app.send(who, PAGE, json!({ "first": first }));
            let (reply, statements) = app.statements_of(asked).await;
            let nodes = reply.at("events.nodes");
            assert_eq!(nodes.as_array().unwrap().len(), first);
            assert_eq!(nodes[0]["attendees"]["nodes"].as_array().unwrap().len(), 2);
            assert_eq!(nodes[0]["category"]["name"], "Music");
            assert_eq!(statements.len(), most, "{first}: {statements:#?}");
        }
    }
}

#[rstest]
#[tokio::test]
async fn the_number_of_statements_does_not_grow_with_the_parents(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let admin = app.admin("root").await;
    crowd(&app, &admin).await;
    let (_, for_one) = app.statements_of(app.send(&admin, DEEP, json!({ "first": 1 }))).await;
    let (reply, for_fifty) =
        app.statements_of(app.send(&admin, DEEP, json!({ "first": 50 }))).await;
    let nodes = reply.at("events.nodes");
    assert_eq!(nodes.as_array().unwrap().len(), 50);
    assert_eq!(nodes[49]["registrations"]["nodes"][2]["waitlistPosition"], 1);
    assert_eq!(nodes[49]["registrations"]["totalCount"], 3);
    assert_eq!(nodes[49]["attendees"]["totalCount"], 2);
    assert_eq!(for_fifty.len(), for_one.len(), "{for_one:#?}\n{for_fifty:#?}");
}
