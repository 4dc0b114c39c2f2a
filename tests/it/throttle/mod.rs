//! Attempts and requests that are too many, and where a request comes from.

use serde_json::{Value, json};
use turnout::entity::throttle_bucket;

use sea_orm::{EntityTrait, PaginatorTrait};

use crate::account::SIGN_IN;
use crate::support::app::post;
use crate::support::{Person, Reply, TestApp};

mod codes;
mod proxies;
mod requests;
mod sign_in;

pub(crate) const ON: &[(&str, &str)] = &[("RATE_LIMIT", "on"), ("DB_ACQUIRE_TIMEOUT", "60s")];

impl TestApp {
    /// Signs in over a connection from `address`.
    async fn sign_in_from(&self, address: &str, login: &str, password: &str) -> Reply {
        let variables = json!({ "login": login, "password": password });
        let body = json!({ "query": SIGN_IN, "variables": variables }).to_string();
        self.request(Self::from(&format!("{address}:4711"), post(None, body))).await
    }

    /// Sends an operation over a connection from `address`.
    pub(crate) async fn send_from(
        &self,
        address: &str,
        who: Option<&Person>,
        query: &str,
        variables: Value,
    ) -> Reply {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let token = who.map(|person| person.token.as_str());
        self.request(Self::from(&format!("{address}:4711"), post(token, body))).await
    }

    async fn bucket_count(&self) -> u64 {
        throttle_bucket::Entity::find().count(self.core.db.read()).await.unwrap()
    }
}

/// The answer to an attempt too many, inside of an operation: the one error, when to come again, no data.
#[track_caller]
pub(crate) fn assert_too_often(reply: &Reply) -> u64 {
    assert_eq!(reply.status, 200, "{}", reply.json());
    assert_eq!(reply.codes(), ["RATE_LIMITED"]);
    assert_eq!(reply.json()["data"], Value::Null);
    let seconds = reply.json()["errors"][0]["extensions"]["retryAfter"].as_u64().unwrap();
    assert_eq!(reply.headers["retry-after"], seconds.to_string());
    seconds
}
