//! How many events there are of each kind, for the same filter as the list.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Database, Postgres, Reply, Sqlite, TestApp};

const FACETS: &str = "query($filter: EventFilter, $zone: TimeZone) {
    eventFacets(filter: $filter, timeZone: $zone) {
        categories { category { slug } count }
        languages { language count }
        months { month count } }
    events(filter: $filter) { totalCount } }";

async fn facets(app: &TestApp, variables: Value) -> Reply {
    app.send(None, FACETS, variables).await
}

/// Four that everybody sees, and three that nobody does.
async fn seven(app: &TestApp) {
    let (olu, staff) = (app.organizer("olu").await, app.staff("sam").await);
    for name in ["Music", "Talks"] {
        let create = "mutation($name: String!) { createCategory(input: { name: $name }) {
            category { slug } userErrors { code } } }";
        app.send(&staff, create, json!({ "name": name })).await.done();
    }
    for (title, category, language, starts_at) in [
        ("Jazz", Some("music"), "en", "2030-08-31T23:30:00Z"),
        ("Fado", Some("music"), "pt", "2030-09-01T18:00:00Z"),
        ("Rust", Some("talks"), "en", "2030-09-02T18:00:00Z"),
        ("Walk", None, "pt-BR", "2030-10-02T18:00:00Z"),
    ] {
        let event = json!({ "title": title, "category": category, "language": language, "startsAt": starts_at });
        app.event(&olu, event).await;
    }
    app.event(&olu, json!({ "title": "Jazz", "publish": false })).await;
    app.event(&olu, json!({ "title": "Jazz", "visibility": "PRIVATE" })).await;
    app.event(&olu, json!({ "title": "Jazz", "visibility": "UNLISTED" })).await;
}

#[rstest]
#[tokio::test]
async fn they_count_what_the_list_shows_and_no_more(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    seven(&app).await;
    let found = facets(&app, json!({})).await.json()["data"].clone();
    assert_eq!(
        found,
        json!({ "eventFacets": {
            "categories": [
                { "category": { "slug": "music" }, "count": 2 },
                { "category": null, "count": 1 },
                { "category": { "slug": "talks" }, "count": 1 },
            ],
            "languages": [
                { "language": "en", "count": 2 },
                { "language": "pt", "count": 1 },
                { "language": "pt-BR", "count": 1 },
            ],
            "months": [
                { "month": "2030-08", "count": 1 },
                { "month": "2030-09", "count": 2 },
                { "month": "2030-10", "count": 1 },
            ],
        }, "events": { "totalCount": 4 } })
    );
    let filter = json!({ "search": "jazz", "language": "en" });
    let found = facets(&app, json!({ "filter": filter, "zone": "Europe/Lisbon" })).await;
    assert_eq!(
        found.at("eventFacets"),
        json!({
            "categories": [{ "category": { "slug": "music" }, "count": 1 }],
            "languages": [{ "language": "en", "count": 1 }],
            "months": [{ "month": "2030-09", "count": 1 }],
        })
    );
    let nothing = facets(&app, json!({ "filter": { "search": "nowhere" } })).await;
    let none = json!({ "categories": [], "languages": [], "months": [] });
    assert_eq!(nothing.at("eventFacets"), none);
}

#[rstest]
#[tokio::test]
async fn each_costs_a_statement_where_it_is_asked_for(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    seven(&app).await;
    for (fields, statements) in [
        ("months { count }", 1),
        ("languages { count } months { count }", 2),
        ("categories { count category { name } }", 2),
    ] {
        let query = format!("{{ eventFacets {{ {fields} }} }}");
        let (reply, sent) = app.statements_of(app.send(None, &query, json!({}))).await;
        reply.at("eventFacets");
        assert_eq!(sent.len(), statements, "{fields}: {sent:?}");
    }
}

#[rstest]
#[tokio::test]
async fn a_zone_that_does_not_exist_is_refused(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let reply = facets(&app, json!({ "zone": "Mars/Olympus" })).await;
    assert_eq!(
        (reply.codes(), reply.json()["data"].clone()),
        (vec!["BAD_REQUEST".to_owned()], Value::Null)
    );
}
