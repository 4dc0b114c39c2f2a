//! Where addresses have to be proved, one that was not gives nothing: it may be somebody else's.

use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use turnout::entity::event_invitation;

use crate::account::proof::VERIFY;
use crate::account::{PASSWORD, Session};
use crate::sharing::{ACCEPT, remove, role_of, share};
use crate::support::make::REGISTER;
use crate::support::{Database, Postgres, Sqlite, TestApp};

const OWN: &str = "{ viewer { invitations { totalCount } events { totalCount } } }";
const DELETE: &str =
    "mutation($password: String!) { deleteAccount(input: { password: $password }) {
    deletedUserId userErrors { code message field } } }";

/// Eve, who sits on Ann's address since a time when none was proved; and the event that Ann is invited to.
struct Scene {
    app: TestApp,
    eve: Session,
    olu: crate::support::Person,
    event: String,
}

async fn scene(on: Database) -> Scene {
    let url = on.fresh().await;
    let before = TestApp::start_at(&url, &[]).await;
    let eve = before.signed_up("ann@example.org").await;
    let olu = before.organizer("olu").await;
    let event = before.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    share(&before, &olu, &event, json!({ "email": "ann@example.org" }), "EDITOR").await.done();
    assert_eq!(role_of(&before, &eve.person, &event).await, "EDITOR");
    let app = TestApp::start_at(&url, &[("EMAIL_VERIFICATION", "required")]).await;
    // What Ann and Olu are told of it.
    app.mails().await;
    Scene { app, eve, olu, event }
}

#[rstest]
#[tokio::test]
async fn no_invitation_finds_it_until_it_is_proved(#[values(Sqlite, Postgres)] on: Database) {
    let Scene { app, eve, olu, event } = scene(on).await;
    let eve = &eve.person;
    assert!(app.is_live(&eve.token).await);
    assert_eq!(role_of(&app, eve, &event).await, json!(null));
    let update = app.update_event(eve, &event, json!({ "title": "Mine" })).await;
    assert_eq!(update.refusals(), ["NOT_FOUND id"]);
    assert_eq!(app.register(eve, &event, 1).await.refusals(), ["NOT_FOUND eventId"]);
    let own = app.send(eve, OWN, json!({})).await;
    assert_eq!(
        (own.at("viewer.invitations.totalCount"), own.at("viewer.events.totalCount")),
        (json!(0), json!(0))
    );
    let accepted = app.send(eve, ACCEPT, json!({ "id": event })).await;
    assert_eq!(accepted.refusals(), ["NOT_FOUND eventId"]);
    // Nor do seats that an editor gives to the address.
    let input =
        json!({ "eventId": event, "quantity": 1, "person": { "email": "ann@example.org" } });
    let given = app.send(&olu, REGISTER, json!({ "input": input })).await;
    assert_eq!(given.refusals(), ["NOT_FOUND person"]);

    app.resend(None, "ann@example.org").await;
    let code = app.mailed_code("ann@example.org").await;
    let proof = json!({ "email": "ann@example.org", "code": code });
    app.send(None, VERIFY, proof).await.done();
    assert_eq!(role_of(&app, eve, &event).await, "EDITOR");
    app.send(&olu, REGISTER, json!({ "input": input })).await.done();
}

#[rstest]
#[tokio::test]
async fn what_ends_with_the_account_is_not_the_invitation_of_another(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let Scene { app, eve, olu, event } = scene(on).await;
    share(&app, &olu, &event, json!({ "id": eve.person.id }), "VIEWER").await.done();
    assert_eq!(role_of(&app, &eve.person, &event).await, "VIEWER");
    remove(&app, &olu, &event, &eve.person.id).await.done();
    app.send(&eve.person, DELETE, json!({ "password": PASSWORD })).await.done();
    let kept = event_invitation::Entity::find().count(app.core.db.read()).await.unwrap();
    assert_eq!(kept, 1);
    app.mails().await;
    let ann = app.joined("ann@example.org").await.person;
    assert_eq!(role_of(&app, &ann, &event).await, "EDITOR");
}

#[rstest]
#[tokio::test]
async fn its_session_ends_with_the_access_token(#[values(Sqlite, Postgres)] on: Database) {
    let Scene { app, eve, .. } = scene(on).await;
    let refresh = "mutation($token: String!) { refreshSession(input: { refreshToken: $token }) {
        session { accessToken } userErrors { code message field } } }";
    let token = json!({ "token": eve.refresh_token });
    let refused = app.send(None, refresh, token.clone()).await;
    assert_eq!(refused.refusals(), ["INVALID_TOKEN refreshToken"]);
    assert_eq!(refused.payload()["session"], json!(null));
    app.resend(None, "ann@example.org").await;
    let code = app.mailed_code("ann@example.org").await;
    let proof = json!({ "email": "ann@example.org", "code": code });
    app.send(None, VERIFY, proof).await.done();
    app.send(None, refresh, token).await.done();
}
