//! Making, changing and deleting categories.

use rstest::rstest;
use serde_json::{Value, json};
use turnout::entity::word::Role;

use crate::account::assert_denied;
use crate::category::{CREATE, DELETE, UPDATE};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[case::staff(Role::Staff)]
#[case::admin(Role::Admin)]
#[tokio::test]
async fn staff_and_admins_keep_categories(
    #[case] role: Role,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let who = app.person("ann", role).await;
    let input = json!({ "name": " Café & Musique ", "description": "Live.\nLoud." });
    let made = app.try_category(&who, input).await.done();
    let id = made["category"]["id"].as_str().unwrap();
    let category = json!({ "id": id, "name": "Café & Musique", "slug": "cafe-musique",
        "description": "Live.\nLoud." });
    assert_eq!(made["category"], category);
    let changed = app.update_category(&who, id, json!({ "name": "Music" })).await.done();
    let category = json!({ "id": id, "name": "Music", "slug": "cafe-musique",
        "description": "Live.\nLoud." });
    assert_eq!(changed["category"], category, "what is left out stays");
    let deleted = app.send(&who, DELETE, json!({ "id": id })).await.done();
    assert_eq!(deleted["deletedCategoryId"], id);
    assert_eq!(app.categories().await, json!([]));
}

#[rstest]
#[case::organizer(Some(Role::Organizer), "FORBIDDEN")]
#[case::attendee(Some(Role::Attendee), "FORBIDDEN")]
#[case::anonymous(None, "UNAUTHENTICATED")]
#[tokio::test]
async fn nobody_else_keeps_categories(
    #[case] role: Option<Role>,
    #[case] code: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let staff = app.staff("staff").await;
    let id = app.category(&staff, "Music").await;
    let who = match role {
        Some(role) => Some(app.person("ann", role).await),
        None => None,
    };
    for (mutation, variables) in [
        (CREATE, json!({ "input": { "name": "Art" } })),
        (UPDATE, json!({ "input": { "id": id, "name": "Art" } })),
        (DELETE, json!({ "id": id })),
    ] {
        assert_denied(&app.send(who.as_ref(), mutation, variables).await, code);
    }
    let music = json!([{ "name": "Music", "slug": "music", "description": "" }]);
    assert_eq!(app.categories().await, music);
}

#[rstest]
#[tokio::test]
async fn names_are_taken_whatever_their_case_and_accents(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let staff = app.staff("staff").await;
    app.category(&staff, "Café").await;
    let art = app.category(&staff, "Art").await;
    let twin = json!({ "name": "CAFE", "slug": "other" });
    assert_eq!(app.try_category(&staff, twin).await.refusals(), ["TAKEN name"]);
    let twin = json!({ "name": "Coffee", "slug": "cafe" });
    assert_eq!(app.try_category(&staff, twin).await.refusals(), ["TAKEN slug"]);
    let renamed = app.update_category(&staff, &art, json!({ "name": "cafe\u{301}" })).await;
    assert_eq!(renamed.refusals(), ["TAKEN name"]);
    let renamed = app.update_category(&staff, &art, json!({ "slug": "cafe" })).await;
    assert_eq!(renamed.refusals(), ["TAKEN slug"]);
    app.update_category(&staff, &art, json!({ "name": "ART", "slug": "art" })).await.done();
    let both = json!([{ "name": "ART", "slug": "art", "description": "" },
        { "name": "Café", "slug": "cafe", "description": "" }]);
    assert_eq!(app.categories().await, both);
}

#[rstest]
#[tokio::test]
async fn bad_fields_are_told_and_nothing_is_kept(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let staff = app.staff("staff").await;
    let id = app.category(&staff, "Music").await;
    for slug in ["", "Music", "a--b", "-a", "a_b", "é", "a\0", &"a".repeat(81)] {
        let reply = app.try_category(&staff, json!({ "name": "Art", "slug": slug })).await;
        assert_eq!(reply.refusals(), ["INVALID slug"], "{slug:?}");
        assert_eq!(reply.payload()["category"], Value::Null);
        let reply = app.update_category(&staff, &id, json!({ "slug": slug })).await;
        assert_eq!(reply.refusals(), ["INVALID slug"], "{slug:?}");
    }
    assert_eq!(
        app.try_category(&staff, json!({ "name": "音楽" })).await.refusals(),
        ["INVALID slug"]
    );
    let bad = json!({ "name": "a\u{202e}b", "slug": "A", "description": "a\0b" });
    let all = ["INVALID name", "INVALID slug", "INVALID description"];
    assert_eq!(app.try_category(&staff, bad.clone()).await.refusals(), all);
    assert_eq!(app.update_category(&staff, &id, bad).await.refusals(), all);
    let music = json!([{ "name": "Music", "slug": "music", "description": "" }]);
    assert_eq!(app.categories().await, music);
}

#[rstest]
#[tokio::test]
async fn null_clears_a_description_and_nothing_else(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let staff = app.staff("staff").await;
    let input = json!({ "name": "Music", "description": "Live." });
    let made = app.try_category(&staff, input).await.done();
    let id = made["category"]["id"].as_str().unwrap();
    let partial = "mutation($id: ID!, $name: String, $slug: String, $description: String) {
        updateCategory(input: { id: $id, name: $name, slug: $slug, description: $description }) {
            category { name slug description } userErrors { code message field } } }";
    let kept = app.send(&staff, partial, json!({ "id": id })).await.done();
    let category = json!({ "name": "Music", "slug": "music", "description": "Live." });
    assert_eq!(kept["category"], category);
    let nulls = json!({ "id": id, "name": null, "slug": null });
    let reply = app.send(&staff, partial, nulls).await;
    assert_eq!(reply.refusals(), ["INVALID name", "INVALID slug"]);
    let cleared = app.send(&staff, partial, json!({ "id": id, "description": null })).await.done();
    assert_eq!(cleared["category"]["description"], "");
}

#[rstest]
#[tokio::test]
async fn a_category_with_events_is_in_use(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    let id = app.category(&root, "Music").await;
    let event = app.event(&root, json!({ "category": "music" })).await;
    let deletion = || app.send(&root, DELETE, json!({ "id": id }));
    assert_eq!(deletion().await.refusals(), ["IN_USE id"]);
    let delete = "mutation($id: ID!) { deleteEvent(input: { id: $id }) {
        userErrors { code message field } } }";
    app.send(&root, delete, json!({ "id": event })).await.done();
    assert_eq!(deletion().await.refusals(), ["IN_USE id"], "it may be restored");
    let other = app.event(&root, json!({ "category": "music" })).await;
    app.update_event(&root, &other, json!({ "category": null })).await.done();
    assert_eq!(app.categories().await.as_array().unwrap().len(), 1);
}

#[rstest]
#[tokio::test]
async fn what_is_gone_is_not_found_and_another_id_invalid(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let staff = app.staff("staff").await;
    let gone = app.category(&staff, "Music").await;
    app.send(&staff, DELETE, json!({ "id": gone })).await.done();
    let art = app.category(&staff, "Art").await;
    for (id, told) in [
        (gone.as_str(), "NOT_FOUND id"),
        (&staff.id, "INVALID id"),
        ("music", "INVALID id"),
        (&art.replace("category_", "event_"), "INVALID id"),
    ] {
        let reply = app.update_category(&staff, id, json!({ "name": "Dance" })).await;
        assert_eq!(reply.refusals(), [told], "{id}");
        let reply = app.send(&staff, DELETE, json!({ "id": id })).await;
        assert_eq!(reply.refusals(), [told], "{id}");
    }
    assert_eq!(app.categories().await[0]["name"], "Art");
}
