//! Proving an address, and choosing a new password by one.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use turnout::entity::{audit_entry, pending_sign_up};
use turnout::kernel::id::UserId;

use crate::account::{PASSWORD, SIGN_UP, Session};
use crate::support::{Database, Person, Reply, TestApp};

mod attempts;
mod barred;
mod hijack;
mod new_address;
mod reset;
mod secrecy;
mod sign_up;

pub(super) const OTHER_PASSWORD: &str = "another horse entirely";

pub(crate) const VERIFY: &str = "mutation($email: String!, $code: String!) {
    verifyEmail(input: { email: $email, code: $code }) {
        session { accessToken refreshToken viewer { timeZone
            user { id username email role isActive emailVerified displayName } } }
        userErrors { code message field } } }";

pub(crate) const RESEND: &str =
    "mutation($email: String!) { resendVerification(input: { email: $email }) {
    accepted userErrors { code message field } } }";

pub(crate) const ASK_RESET: &str =
    "mutation($email: String!) { requestPasswordReset(input: { email: $email }) {
    accepted userErrors { code message field } } }";

pub(crate) const RESET: &str = "mutation($email: String!, $code: String!, $password: String!) {
    resetPassword(input: { email: $email, code: $code, newPassword: $password }) {
        session { accessToken refreshToken viewer { user { id username email emailVerified } } }
        userErrors { code message field } } }";

impl TestApp {
    /// A server that has addresses proved.
    async fn proving(on: Database) -> Self {
        let settings = [("EMAIL_VERIFICATION", "required"), ("DB_ACQUIRE_TIMEOUT", "60s")];
        Self::start_with(on, &settings).await
    }

    /// Signs up with the password, and asserts the one answer that there is.
    pub(crate) async fn asks_to_join(&self, email: &str, password: &str) {
        let input = json!({ "input": { "email": email, "password": password } });
        let reply = self.send(None, SIGN_UP, input).await;
        let waits = json!({ "verificationRequired": true, "session": null, "userErrors": [] });
        assert_eq!(reply.payload(), waits);
    }

    async fn try_verify(&self, who: Option<&Person>, email: &str, code: &str) -> Reply {
        self.send(who, VERIFY, json!({ "email": email, "code": code })).await
    }

    /// Somebody who signed up and proved their address, with [`PASSWORD`].
    pub(crate) async fn joined(&self, email: &str) -> Session {
        self.asks_to_join(email, PASSWORD).await;
        let code = self.mailed_code(email).await;
        Session::of(&self.try_verify(None, email, &code).await)
    }

    pub(crate) async fn resend(&self, who: Option<&Person>, email: &str) {
        let accepted = self.send(who, RESEND, json!({ "email": email })).await.done();
        assert_eq!(accepted["accepted"], true);
    }

    async fn ask_reset(&self, email: &str) {
        let accepted = self.send(None, ASK_RESET, json!({ "email": email })).await.done();
        assert_eq!(accepted["accepted"], true);
    }

    async fn try_reset(&self, email: &str, code: &str, password: &str) -> Reply {
        self.send(None, RESET, json!({ "email": email, "code": code, "password": password })).await
    }

    /// What the audit log tells of the person's doings.
    async fn audited(&self, person: UserId) -> Vec<String> {
        let lines = audit_entry::Entity::find().filter(audit_entry::Column::ActorId.eq(person));
        let lines = lines.order_by_asc(audit_entry::Column::CreatedAt);
        let lines = lines.all(self.core.db.read()).await.unwrap();
        lines.into_iter().map(|line| line.action).collect()
    }

    pub(crate) async fn pending_count(&self) -> u64 {
        pending_sign_up::Entity::find().count(self.core.db.read()).await.unwrap()
    }
}

/// A code that is not this one.
fn other_than(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

/// Refused with nothing but this, and without a session.
#[track_caller]
fn assert_refused(reply: &Reply, refusal: &str) {
    assert_eq!(reply.refusals(), [refusal]);
    assert_eq!(reply.payload()["session"], Value::Null);
}
