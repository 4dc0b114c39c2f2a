//! What the list of events shows where little is asked for, and how many statements that takes.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::json;
use turnout::entity::word::CollaboratorRole;

use crate::event::scene::{CANCEL, LIST, category, counting, listed, titles};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// One event of each kind.
async fn some_of_each(app: &TestApp, olu: &Person) {
    for (title, changes) in [
        ("Later", json!({ "startsAt": "2030-08-01T00:00:00Z" })),
        ("Soon", json!({ "startsAt": "2030-06-01T13:00:00Z" })),
        ("Past", json!({ "startsAt": "2030-06-01T11:59:59Z" })),
        ("Draft", json!({ "publish": false })),
        ("Unlisted", json!({ "visibility": "UNLISTED" })),
        ("Private", json!({ "visibility": "PRIVATE" })),
        ("Cancelled", json!({})),
    ] {
        let mut input = changes;
        input["title"] = json!(title);
        let event = app.event(olu, input).await;
        if title == "Cancelled" {
            app.send(olu, CANCEL, json!({ "id": event })).await.done();
        }
    }
}

#[rstest]
#[tokio::test]
async fn everybody_is_shown_published_public_upcoming_events_soonest_first(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let (sam, root) = (app.staff("sam").await, app.admin("root").await);
    some_of_each(&app, &olu).await;
    for who in [None, Some(&ada), Some(&olu), Some(&sam), Some(&root)] {
        for (variables, shown) in [
            (json!({}), "Soon, Later"),
            (json!({ "filter": {} }), "Soon, Later"),
            (json!({ "filter": { "includePast": false } }), "Soon, Later"),
            (json!({ "filter": { "includePast": true } }), "Past, Soon, Later"),
        ] {
            assert_eq!(titles(&app.send(who, LIST, variables).await.at("events")), shown);
        }
    }
    app.advance(TimeDelta::hours(1));
    assert_eq!(listed(&app, None, json!({})).await, "Later");
}

#[rstest]
#[tokio::test]
async fn bounds_of_time_are_exact_and_lift_the_default(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    for (title, starts_at) in [
        ("Past", "2020-01-01T00:00:00Z"),
        ("Sharp", "2030-06-02T00:00:00Z"),
        ("Half", "2030-06-02T00:00:00.5Z"),
        ("Micro", "2030-06-02T00:00:00.500001Z"),
    ] {
        app.event(&olu, json!({ "title": title, "startsAt": starts_at })).await;
    }
    let half = "2030-06-02T00:00:00.5Z";
    for (filter, found) in [
        (json!({ "startsFrom": half }), "Half, Micro"),
        (json!({ "startsBefore": half }), "Past, Sharp"),
        (json!({ "startsFrom": "2030-06-02T01:00:00.5+01:00" }), "Half, Micro"),
        (json!({ "startsFrom": "2030-06-02T00:00:00Z", "startsBefore": half }), "Sharp"),
        (json!({ "startsFrom": half, "startsBefore": half }), ""),
        (json!({ "startsFrom": half, "startsBefore": "2030-06-02T00:00:00.500001Z" }), "Half"),
        (json!({ "startsFrom": "0001-01-01T00:00:00Z" }), "Past, Sharp, Half, Micro"),
        (json!({ "startsBefore": "9999-12-31T23:59:59Z" }), "Past, Sharp, Half, Micro"),
        (json!({ "startsFrom": null, "includePast": null }), "Sharp, Half, Micro"),
    ] {
        assert_eq!(listed(&app, None, filter.clone()).await, found, "{filter}");
    }
}

#[rstest]
#[tokio::test]
async fn a_status_finds_only_what_the_viewer_may_see(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, bob, eve) =
        (app.organizer("olu").await, app.organizer("bob").await, app.attendee("eve").await);
    let (sam, root) = (app.staff("sam").await, app.admin("root").await);
    some_of_each(&app, &olu).await;
    app.event(&bob, json!({ "title": "Bob's", "publish": false })).await;
    let shared = app.event(&bob, json!({ "title": "Shared", "publish": false })).await;
    app.share(&shared, &eve, CollaboratorRole::Viewer).await;
    let drafts = json!({ "status": ["DRAFT"] });
    for (who, found) in [
        (None, ""),
        (Some(&eve), "Shared"),
        (Some(&bob), "Bob's, Shared"),
        (Some(&olu), "Draft"),
        (Some(&sam), "Draft, Bob's, Shared"),
        (Some(&root), "Draft, Bob's, Shared"),
    ] {
        assert_eq!(listed(&app, who, drafts.clone()).await, found);
        assert_eq!(listed(&app, who, json!({ "status": [] })).await, "");
    }
    let open = json!({ "status": ["PUBLISHED", "CANCELLED"] });
    assert_eq!(listed(&app, None, open.clone()).await, "Later, Soon, Cancelled");
    assert_eq!(listed(&app, &eve, open.clone()).await, "Later, Soon, Cancelled");
    let all = "Later, Soon, Unlisted, Private, Cancelled";
    assert_eq!(listed(&app, &olu, open.clone()).await, all);
    assert_eq!(listed(&app, &sam, open).await, all);
}

#[rstest]
#[tokio::test]
async fn the_list_is_counted_only_where_that_is_asked_for(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    for _ in 0..3 {
        app.event(&olu, json!({})).await;
    }
    let page = "{ events(first: 2) { nodes { title } pageInfo { hasNextPage endCursor } } }";
    let (reply, statements) = app.statements_of(app.send(None, page, json!({}))).await;
    assert_eq!(reply.at("events.pageInfo.hasNextPage"), true);
    assert_eq!((statements.len(), counting(&statements)), (1, 0), "{statements:#?}");
    let counted = "{ events(first: 2) { nodes { title } totalCount } }";
    let (reply, statements) = app.statements_of(app.send(None, counted, json!({}))).await;
    assert_eq!(reply.at("events.totalCount"), 3);
    assert_eq!((statements.len(), counting(&statements)), (2, 1), "{statements:#?}");
    let skipped =
        "query($no: Boolean!) { events { nodes { title } totalCount @include(if: $no) } }";
    let (_, statements) = app.statements_of(app.send(None, skipped, json!({ "no": false }))).await;
    assert_eq!(counting(&statements), 0, "{statements:#?}");
}

#[rstest]
#[case("{ events { nodes { title category { slug } } } }")]
#[case("{ events { edges { node { ...E } } } } fragment E on Event { title category { slug } }")]
#[case("{ a: events { nodes { title c: category { slug } category { id } } } }")]
#[tokio::test]
async fn categories_come_with_the_page(
    #[case] query: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, sam) = (app.organizer("olu").await, app.staff("sam").await);
    for name in ["Music", "Tech"] {
        let slug = category(&app, &sam, name).await;
        app.event(&olu, json!({ "title": name, "category": slug })).await;
    }
    app.event(&olu, json!({ "title": "None" })).await;
    let (reply, statements) = app.statements_of(app.send(None, query, json!({}))).await;
    let text = reply.data().to_string();
    assert!(text.contains("\"music\"") && text.contains("\"tech\""), "{text}");
    assert_eq!(statements.len(), 1, "{statements:#?}");
}
