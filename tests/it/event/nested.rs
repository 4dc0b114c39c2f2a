//! The events under categories and organizers.

use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::{CANCEL, category, counting, titles};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn a_category_shows_what_everybody_is_shown(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, sam) = (app.organizer("olu").await, app.staff("sam").await);
    for name in ["Music", "Tech", "Void"] {
        category(&app, &sam, name).await;
    }
    for (title, changes) in [
        ("Later", json!({ "startsAt": "2030-08-01T00:00:00Z" })),
        ("Soon", json!({})),
        ("Past", json!({ "startsAt": "2030-01-01T00:00:00Z" })),
        ("Draft", json!({ "publish": false })),
        ("Unlisted", json!({ "visibility": "UNLISTED" })),
        ("Private", json!({ "visibility": "PRIVATE" })),
        ("Tech", json!({ "category": "tech" })),
    ] {
        let mut input = json!({ "title": title, "category": "music" });
        input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        app.event(&olu, input).await;
    }
    let query = "query($filter: EventFilter) { categories { name events(filter: $filter) {
        totalCount nodes { title category { name } } } } }";
    for who in [None, Some(&olu), Some(&sam)] {
        let all = app.send(who, query, json!({})).await.at("categories");
        let shown: Vec<_> = (0..3).map(|at| titles(&all[at]["events"])).collect();
        assert_eq!(shown, ["Soon, Later", "Tech", ""]);
        assert_eq!(all[0]["events"]["nodes"][0]["category"]["name"], "Music");
    }
    let drafts = json!({ "filter": { "status": ["DRAFT"] } });
    for (who, found) in [(None, ""), (Some(&olu), "Draft"), (Some(&sam), "Draft")] {
        let all = app.send(who, query, drafts.clone()).await.at("categories");
        assert_eq!(titles(&all[0]["events"]), found);
    }
}

#[rstest]
#[tokio::test]
async fn each_category_has_its_own_page(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, sam) = (app.organizer("olu").await, app.staff("sam").await);
    for (name, count) in [("a", 5), ("b", 2), ("c", 0)] {
        category(&app, &sam, name).await;
        for number in 0..count {
            let title = format!("{name}{number}");
            let starts_at = format!("2030-07-0{}T00:00:00Z", number + 1);
            let event = json!({ "title": title, "category": name, "startsAt": starts_at });
            app.event(&olu, event).await;
        }
    }
    let query = "query($first: Int, $last: Int, $orderBy: EventOrder) { categories {
        events(first: $first, last: $last, orderBy: $orderBy) { totalCount edges { cursor }
            nodes { title } pageInfo { hasNextPage hasPreviousPage } } } }";
    let page = |all: &Value, at: usize| {
        let list = &all[at]["events"];
        let nodes = list["nodes"].as_array().unwrap();
        let shown: Vec<_> = nodes.iter().map(|node| node["title"].as_str().unwrap()).collect();
        let info = &list["pageInfo"];
        format!(
            "{} {} {} {}",
            shown.join(","),
            info["hasNextPage"],
            info["hasPreviousPage"],
            list["totalCount"]
        )
    };
    let forwards = app.send(None, query, json!({ "first": 2 }));
    let (reply, statements) = app.statements_of(forwards).await;
    // The categories, one for all pages, and one for all counts.
    assert_eq!((statements.len(), counting(&statements)), (3, 1), "{statements:#?}");
    let all = reply.at("categories");
    assert_eq!(page(&all, 0), "a0,a1 true false 5");
    assert_eq!(page(&all, 1), "b0,b1 false false 2");
    assert_eq!(page(&all, 2), " false false 0");
    let order = json!({ "field": "TITLE", "direction": "DESC" });
    let all = app.send(None, query, json!({ "last": 2, "orderBy": order })).await.at("categories");
    assert_eq!(page(&all, 0), "a1,a0 false true 5");
    assert_eq!(page(&all, 1), "b1,b0 false false 2");

    // A cursor belongs to one category.
    let cursor = all[0]["events"]["edges"][0]["cursor"].clone();
    let one =
        "query($slug: String!, $before: String!, $orderBy: EventOrder) { category(slug: $slug)
        { events(last: 2, before: $before, orderBy: $orderBy) { nodes { title } } } }";
    let variables = |slug| json!({ "slug": slug, "before": cursor, "orderBy": order });
    let more = app.send(None, one, variables("a")).await.at("category.events.nodes");
    assert_eq!(more, json!([{ "title": "a3" }, { "title": "a2" }]));
    assert_eq!(app.send(None, one, variables("b")).await.codes(), ["BAD_REQUEST"]);
}

#[rstest]
#[tokio::test]
async fn strangers_see_what_an_organizer_published_and_the_organizer_sees_drafts(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada, sam) =
        (app.organizer("olu").await, app.attendee("ada").await, app.staff("sam").await);
    for (title, changes) in [
        ("Past", json!({ "startsAt": "2030-01-01T00:00:00Z" })),
        ("Draft", json!({ "publish": false })),
        ("Unlisted", json!({ "visibility": "UNLISTED" })),
        ("Private", json!({ "visibility": "PRIVATE" })),
        ("Off", json!({})),
        ("Soon", json!({})),
    ] {
        let mut input = changes;
        input["title"] = json!(title);
        let event = app.event(&olu, input).await;
        if title == "Off" {
            app.send(&olu, CANCEL, json!({ "id": event })).await.done();
        }
    }
    let query = "query($id: ID!, $filter: EventFilter) { user(id: $id) {
        organizedEvents(filter: $filter, orderBy: { field: CREATED_AT }) { totalCount nodes { title } } } }";
    let ask = async |who, filter: Option<Value>| {
        let mut variables = json!({ "id": olu.id });
        if let Some(filter) = filter {
            variables["filter"] = filter;
        }
        titles(&app.send(who, query, variables).await.at("user.organizedEvents"))
    };
    let all = "Past, Draft, Unlisted, Private, Off, Soon";
    for (who, shown) in [
        (None, "Past, Off, Soon"),
        (Some(&ada), "Past, Off, Soon"),
        (Some(&olu), all),
        (Some(&sam), all),
    ] {
        assert_eq!(ask(who, None).await, shown);
        // A filter brings the default back, to leave out the past.
        let upcoming = shown.trim_start_matches("Past, ");
        assert_eq!(ask(who, Some(json!({}))).await, upcoming);
        assert_eq!(ask(who, Some(json!({ "includePast": true }))).await, shown);
        let published = ask(who, Some(json!({ "status": ["DRAFT"] }))).await;
        assert_eq!(published, if shown == all { "Draft" } else { "" });
    }
}

#[rstest]
#[tokio::test]
async fn organized_events_of_thirty_people_take_as_many_statements_as_of_one(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let sam = app.staff("sam").await;
    category(&app, &sam, "Music").await;
    for number in 0..30 {
        let organizer = app.organizer(&format!("org{number}")).await;
        for title in ["A", "B", "C"] {
            app.event(&organizer, json!({ "title": title, "category": "music" })).await;
        }
    }
    let query = "query($first: Int!) { users(first: $first) { nodes { username
        organizedEvents(first: 2, orderBy: { field: TITLE }) { totalCount pageInfo { hasNextPage }
            nodes { title viewerRole category { slug } organizer { username } } } } } }";
    let (one, of_two) = app.statements_of(app.send(&sam, query, json!({ "first": 2 }))).await;
    let (all, of_all) = app.statements_of(app.send(&sam, query, json!({ "first": 31 }))).await;
    assert_eq!(one.at("users.nodes").as_array().unwrap().len(), 2);
    let nodes = all.at("users.nodes");
    assert_eq!(nodes.as_array().unwrap().len(), 31);
    for node in &nodes.as_array().unwrap()[1..] {
        let event = |title| {
            json!({ "title": title, "viewerRole": null, "category": { "slug": "music" },
                "organizer": { "username": node["username"] } })
        };
        let list = json!({ "totalCount": 3, "pageInfo": { "hasNextPage": true },
            "nodes": [event("A"), event("B")] });
        assert_eq!(node["organizedEvents"], list);
    }
    assert_eq!(of_all.len(), of_two.len(), "{of_two:#?}\n{of_all:#?}");
}
