//! Staff look people up.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const USERS: &str = "query($first: Int, $after: String, $last: Int, $before: String,
    $filter: UserFilter, $orderBy: UserOrder) {
    users(first: $first, after: $after, last: $last, before: $before, filter: $filter,
        orderBy: $orderBy) {
        totalCount nodes { username } edges { cursor }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

/// Staff, and four people beside them: root, zoë_1 (an address only), Bob, carl.
async fn town(on: Database) -> (TestApp, Person) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    for email in ["zoë_1@example.org", "Bob@example.org", "carl@example.org"] {
        app.signed_up(email).await;
    }
    (app, root)
}

/// The usernames of a page, with a blank between them.
async fn names(app: &TestApp, who: &Person, variables: Value) -> String {
    let page = app.send(who, USERS, variables).await.at("users");
    let nodes = page["nodes"].as_array().unwrap();
    let names: Vec<&str> = nodes.iter().map(|node| node["username"].as_str().unwrap()).collect();
    names.join(" ")
}

#[rstest]
#[tokio::test]
async fn people_are_sorted_as_asked_the_oldest_account_first(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let (app, root) = town(on).await;
    let by = |field: &str, direction: &str| json!({ "orderBy": { "field": field, "direction": direction } });
    assert_eq!(names(&app, &root, json!({})).await, "root zo_1 Bob carl");
    assert_eq!(names(&app, &root, by("CREATED_AT", "DESC")).await, "carl Bob zo_1 root");
    assert_eq!(names(&app, &root, by("USERNAME", "ASC")).await, "Bob carl root zo_1");
    assert_eq!(names(&app, &root, by("USERNAME", "DESC")).await, "zo_1 root carl Bob");
}

#[rstest]
#[tokio::test]
async fn people_are_found_by_a_part_of_what_they_are_called(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let (app, root) = town(on).await;
    let carl = names(&app, &root, json!({ "filter": { "search": "CARL@" } })).await;
    assert_eq!(carl, "carl");
    app.update_user(&root, &root.id, json!({ "lastName": "Ångström" })).await.done();
    for (search, found) in [
        ("ZOE_", "zo_1"),
        ("o_", "zo_1"),
        ("%", ""),
        ("\\", ""),
        ("angstrom", "root"),
        ("example.org", "root zo_1 Bob carl"),
        ("", "root zo_1 Bob carl"),
    ] {
        let filter = json!({ "filter": { "search": search } });
        assert_eq!(names(&app, &root, filter).await, found, "{search:?}");
    }
}

#[rstest]
#[tokio::test]
async fn filters_narrow_the_list_and_its_count(#[values(Sqlite, Postgres)] on: Database) {
    let (app, root) = town(on).await;
    let off = app.organizer("off").await;
    app.update_user(&root, &off.id, json!({ "isActive": false })).await.done();
    for (filter, found, count) in [
        (json!({ "role": "ADMIN" }), "root", 1),
        (json!({ "role": "ATTENDEE" }), "zo_1 Bob carl", 3),
        (json!({ "role": "STAFF" }), "", 0),
        (json!({ "isActive": false }), "off", 1),
        (json!({ "isActive": true, "role": "ORGANIZER" }), "", 0),
        (json!({ "isActive": true, "role": "ATTENDEE", "search": "bob" }), "Bob", 1),
    ] {
        let variables = json!({ "filter": filter });
        assert_eq!(names(&app, &root, variables.clone()).await, found, "{filter}");
        assert_eq!(app.send(&root, USERS, variables).await.at("users.totalCount"), count);
    }
}

#[rstest]
#[tokio::test]
async fn a_list_is_walked_to_its_end_and_back(#[values(Sqlite, Postgres)] on: Database) {
    let (app, root) = town(on).await;
    let order = json!({ "field": "USERNAME", "direction": "DESC" });
    let page = async |mut variables: Value| {
        variables["orderBy"] = order.clone();
        let page = app.send(&root, USERS, variables).await.at("users");
        let nodes = page["nodes"].as_array().unwrap();
        let names: Vec<String> =
            nodes.iter().map(|node| node["username"].as_str().unwrap().to_owned()).collect();
        (names.join(" "), page["totalCount"].clone(), page["pageInfo"].clone())
    };
    let (names, count, info) = page(json!({ "first": 3 })).await;
    assert_eq!((names.as_str(), count), ("zo_1 root carl", json!(4)));
    assert_eq!((&info["hasNextPage"], &info["hasPreviousPage"]), (&json!(true), &json!(false)));
    let (names, _, info) = page(json!({ "first": 3, "after": info["endCursor"] })).await;
    assert_eq!(names, "Bob");
    assert_eq!((&info["hasNextPage"], &info["hasPreviousPage"]), (&json!(false), &json!(true)));
    let (names, _, info) = page(json!({ "last": 2, "before": info["startCursor"] })).await;
    assert_eq!(names, "root carl");
    assert_eq!((&info["hasNextPage"], &info["hasPreviousPage"]), (&json!(true), &json!(true)));
    let (names, _, info) = page(json!({ "last": 2, "before": info["startCursor"] })).await;
    assert_eq!(names, "zo_1");
    assert_eq!((&info["hasNextPage"], &info["hasPreviousPage"]), (&json!(true), &json!(false)));
}

#[rstest]
#[tokio::test]
async fn pages_and_cursors_that_make_no_sense_are_bad_requests(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let (app, root) = town(on).await;
    let cursor = app.send(&root, USERS, json!({ "first": 1 })).await.text("users.edges.0.cursor");
    for bad in [
        json!({ "first": 0 }),
        json!({ "first": 101 }),
        json!({ "last": -1 }),
        json!({ "first": 1, "last": 1 }),
        json!({ "after": "nonsense" }),
        json!({ "after": cursor, "orderBy": { "field": "USERNAME" } }),
        json!({ "after": cursor, "filter": { "role": "ADMIN" } }),
        json!({ "filter": { "search": "x".repeat(201) } }),
    ] {
        let reply = app.send(&root, USERS, bad.clone()).await;
        assert_eq!(reply.codes(), ["BAD_REQUEST"], "{bad}");
        assert_eq!(reply.json()["data"], json!({ "users": null }));
    }
}

#[rstest]
#[tokio::test]
async fn an_id_of_another_kind_is_a_bad_request_and_an_unknown_one_null(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    let event = app.event(&root, json!({})).await;
    let user = "query($id: ID!) { user(id: $id) { id } }";
    for bad in [event.as_str(), "root", "\0", ""] {
        let reply = app.send(&root, user, json!({ "id": bad })).await;
        assert_eq!(reply.codes(), ["BAD_REQUEST"], "{bad:?}");
    }
    let unknown = event.replace("event_", "user_");
    let reply = app.send(&root, user, json!({ "id": unknown })).await;
    assert_eq!(reply.data(), json!({ "user": null }));
}
