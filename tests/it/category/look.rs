//! Categories as everybody sees them.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn categories_are_sorted_by_name_without_case_and_accents(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let staff = app.staff("staff").await;
    for name in ["Zumba", "art", "Éclairs", "Dance", "Film"] {
        app.category(&staff, name).await;
    }
    let seen = app.categories().await;
    let names: Vec<&Value> = seen.as_array().unwrap().iter().map(|c| &c["name"]).collect();
    assert_eq!(names, ["art", "Dance", "Éclairs", "Film", "Zumba"]);
}

#[rstest]
#[tokio::test]
async fn a_category_is_found_by_its_slug_and_its_id(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let staff = app.staff("staff").await;
    let id = app.category(&staff, "Music").await;
    let query = "query($slug: String!, $id: ID!) { category(slug: $slug) { id name }
        node(id: $id) { id ... on Category { slug } } }";
    let seen = app.send(None, query, json!({ "slug": "music", "id": id })).await.data();
    let node = json!({ "id": id, "slug": "music" });
    assert_eq!(seen, json!({ "category": { "id": id, "name": "Music" }, "node": node }));
    let by_slug = "query($slug: String!) { category(slug: $slug) { id } }";
    for unknown in ["art", "MUSIC", "", "music\0", "'; DROP TABLE categories; --"] {
        let reply = app.send(None, by_slug, json!({ "slug": unknown })).await;
        assert_eq!(reply.data(), json!({ "category": null }), "{unknown:?}");
    }
}

#[rstest]
#[tokio::test]
async fn events_show_their_category_and_it_lists_them(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    app.category(&root, "Music").await;
    app.category(&root, "Art").await;
    let event = app.event(&root, json!({ "category": "music" })).await;
    app.event(&root, json!({ "category": "art" })).await;
    app.event(&root, json!({ "category": "music", "visibility": "PRIVATE" })).await;
    let query =
        "{ category(slug: \"music\") { events { totalCount nodes { id category { slug } } } } }";
    let seen = app.send(None, query, json!({})).await.at("category.events");
    let nodes = json!([{ "id": event, "category": { "slug": "music" } }]);
    assert_eq!(seen, json!({ "totalCount": 1, "nodes": nodes }));
}
