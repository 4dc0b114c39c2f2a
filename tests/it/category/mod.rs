//! Categories, kept by staff.

use serde_json::{Value, json};

use crate::support::{Person, Reply, TestApp};

mod keep;
mod look;

pub(crate) const CREATE: &str = "mutation($input: CreateCategoryInput!) {
    createCategory(input: $input) { category { id name slug description }
        userErrors { code message field } } }";

const UPDATE: &str = "mutation($input: UpdateCategoryInput!) {
    updateCategory(input: $input) { category { id name slug description }
        userErrors { code message field } } }";

const DELETE: &str = "mutation($id: ID!) { deleteCategory(input: { id: $id }) {
    deletedCategoryId userErrors { code message field } } }";

const ALL: &str = "{ categories { name slug description } }";

impl TestApp {
    async fn try_category(&self, who: &Person, input: Value) -> Reply {
        self.send(who, CREATE, json!({ "input": input })).await
    }

    /// The id of a new category.
    async fn category(&self, who: &Person, name: &str) -> String {
        let made = self.try_category(who, json!({ "name": name })).await.done();
        made["category"]["id"].as_str().unwrap().to_owned()
    }

    async fn update_category(&self, who: &Person, id: &str, change: Value) -> Reply {
        let mut input = json!({ "id": id });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        self.send(who, UPDATE, json!({ "input": input })).await
    }

    /// Every category, as anybody sees them.
    async fn categories(&self) -> Value {
        self.send(None, ALL, json!({})).await.at("categories")
    }
}
