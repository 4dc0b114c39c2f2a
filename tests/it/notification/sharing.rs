//! Who is named in a share is told of it, and of another role, and not twice of the same.

use rstest::rstest;
use serde_json::json;

use crate::sharing::share;
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn a_person_named_is_told_and_an_address_is_not_looked_up(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let ben = app.attendee("ben").await;
    let event = app.event(&olu, json!({ "publish": false })).await;
    let named = json!({ "username": "ada" });
    for role in ["VIEWER", "VIEWER", "EDITOR"] {
        share(&app, &olu, &event, named.clone(), role).await.done();
    }
    share(&app, &olu, &event, json!({ "email": ben.email }), "EDITOR").await.done();
    let told = app.told(&ada).await;
    assert_eq!(
        told.iter().map(|one| &one["message"]).collect::<Vec<_>>(),
        [
            "“Concert” was shared with you: you may see all of it.",
            "“Concert” was shared with you: you may edit it."
        ]
    );
    assert_eq!(told[0]["kind"], "EVENT_SHARED");
    assert_eq!(told[0]["event"]["id"], json!(event));
    assert_eq!(told[0]["registration"], json!(null));
    assert_eq!(app.told_kinds(&ben).await, Vec::<String>::new());
    assert_eq!(app.told_kinds(&olu).await, Vec::<String>::new());

    let remove = "mutation($input: RemoveCollaboratorInput!) { removeCollaborator(input: $input) {
        userErrors { code } } }";
    let input = json!({ "eventId": event, "userId": ada.id });
    app.send(&olu, remove, json!({ "input": input })).await.done();
    assert_eq!(app.told(&ada).await[0]["event"], json!(null));
}
