//! Signing up and in, sessions, profiles and their administration.

use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use turnout::entity::user;
use turnout::kernel::id::UserId;

use crate::support::app::post;
use crate::support::{Person, Reply, TestApp};

mod access_token;
pub(crate) mod administration;
mod command_line;
mod data_export;
mod denied;
mod ended;
mod erase;
mod last_admin;
mod own_data;
mod password;
mod people;
mod profile;
pub(crate) mod proof;
mod refresh;
mod rotation;
mod sessions;
mod sign_in;
mod sign_up;
mod unstorable;

pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) const SIGN_UP: &str = "mutation($input: SignUpInput!) { signUp(input: $input) {
    verificationRequired
    session { accessToken refreshToken viewer { timeZone
        user { id username email role isActive emailVerified displayName } } }
    userErrors { code message field } } }";

pub(crate) const SIGN_IN: &str = "mutation($login: String!, $password: String!) {
    signIn(input: { login: $login, password: $password }) {
        session { accessToken refreshToken viewer { user { id username email } } }
        userErrors { code message field } } }";

const REFRESH: &str =
    "mutation($token: String!) { refreshSession(input: { refreshToken: $token }) {
    session { accessToken refreshToken viewer { user { id username email } } }
    userErrors { code message field } } }";

const UPDATE_USER: &str = "mutation($input: UpdateUserInput!) { updateUser(input: $input) {
    user { id username email emailVerified firstName lastName role isActive }
    userErrors { code message field } } }";

const DELETE_USER: &str = "mutation($id: ID!) { deleteUser(input: { id: $id }) {
    deletedUserId userErrors { code message field } } }";

/// A session that was opened the real way.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) person: Person,
    pub(crate) refresh_token: String,
}

impl Session {
    /// The session in the payload of the one mutation that was sent.
    #[track_caller]
    pub(crate) fn of(reply: &Reply) -> Self {
        let session = reply.done()["session"].clone();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let user = &session["viewer"]["user"];
        let id = text(&user["id"]);
        Self {
            person: Person {
                user_id: UserId::parse(&id).unwrap(),
                id,
                username: text(&user["username"]),
                email: text(&user["email"]),
                token: text(&session["accessToken"]),
            },
            refresh_token: text(&session["refreshToken"]),
        }
    }
}

impl TestApp {
    pub(crate) async fn try_sign_up(&self, input: Value) -> Reply {
        self.send(None, SIGN_UP, json!({ "input": input })).await
    }

    /// Signs somebody up with [`PASSWORD`].
    pub(crate) async fn signed_up(&self, email: &str) -> Session {
        let input = json!({ "email": email, "password": PASSWORD });
        Session::of(&self.try_sign_up(input).await)
    }

    pub(crate) async fn try_sign_in(&self, login: &str, password: &str) -> Reply {
        self.send(None, SIGN_IN, json!({ "login": login, "password": password })).await
    }

    pub(crate) async fn signed_in(&self, login: &str) -> Session {
        Session::of(&self.try_sign_in(login, PASSWORD).await)
    }

    async fn try_refresh(&self, token: &str) -> Reply {
        self.send(None, REFRESH, json!({ "token": token })).await
    }

    async fn refreshed(&self, session: &Session) -> Session {
        Session::of(&self.try_refresh(&session.refresh_token).await)
    }

    pub(crate) async fn update_user(&self, admin: &Person, id: &str, change: Value) -> Reply {
        let mut input = json!({ "id": id });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        self.send(admin, UPDATE_USER, json!({ "input": input })).await
    }

    pub(crate) async fn delete_user(&self, admin: &Person, id: &str) -> Reply {
        self.send(admin, DELETE_USER, json!({ "id": id })).await
    }

    /// Whether requests with the access token are served; asserts the exact refusal where not.
    pub(crate) async fn is_live(&self, token: &str) -> bool {
        let body = json!({ "query": "{ viewer { user { id } } }" }).to_string();
        let reply = self.request(post(Some(token), body)).await;
        if reply.status == 200 {
            assert!(reply.text("viewer.user.id").starts_with("user_"));
            return true;
        }
        assert_unauthenticated(&reply);
        false
    }

    pub(crate) async fn user_row(&self, id: UserId) -> user::Model {
        user::Entity::find_by_id(id).one(self.core.db.read()).await.unwrap().unwrap()
    }

    pub(crate) async fn user_count(&self) -> u64 {
        user::Entity::find().count(self.core.db.read()).await.unwrap()
    }
}

/// The answer to a token that is not good: nothing ran.
#[track_caller]
fn assert_unauthenticated(reply: &Reply) {
    assert_eq!(reply.status, 401, "{}", reply.json());
    assert_eq!(reply.headers["www-authenticate"], "Bearer");
    assert_eq!(reply.codes(), ["UNAUTHENTICATED"]);
    assert_eq!(reply.json().get("data"), None);
}

/// A field that the viewer may not use: the one error, and no data.
#[track_caller]
pub(crate) fn assert_denied(reply: &Reply, code: &str) {
    assert_eq!(reply.status, 200, "{}", reply.json());
    assert_eq!(reply.codes(), [code]);
    assert_eq!(reply.json()["data"], Value::Null);
}
