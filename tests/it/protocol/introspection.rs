//! What the schema tells of itself.

use rstest::rstest;
use serde_json::json;

use crate::protocol::{NOBODY, assert_refused};
use crate::support::{Sqlite, TestApp};

/// What graphql-js's `getIntrospectionQuery` and GraphiQL send, every option on.
const STANDARD: &str = "
    query IntrospectionQuery {
      __schema {
        description
        queryType { name kind }
        mutationType { name kind }
        subscriptionType { name kind }
        types { ...FullType }
        directives {
          name
          description
          isRepeatable
          locations
          args(includeDeprecated: true) { ...InputValue }
        }
      }
    }
    fragment FullType on __Type {
      kind
      name
      description
      specifiedByURL
      isOneOf
      fields(includeDeprecated: true) {
        name
        description
        args(includeDeprecated: true) { ...InputValue }
        type { ...TypeRef }
        isDeprecated
        deprecationReason
      }
      inputFields(includeDeprecated: true) { ...InputValue }
      interfaces { ...TypeRef }
      enumValues(includeDeprecated: true) {
        name
        description
        isDeprecated
        deprecationReason
      }
      possibleTypes { ...TypeRef }
    }
    fragment InputValue on __InputValue {
      name
      description
      type { ...TypeRef }
      defaultValue
      isDeprecated
      deprecationReason
    }
    fragment TypeRef on __Type {
      kind
      name
      ofType { kind name ofType { kind name ofType { kind name ofType { kind name
        ofType { kind name ofType { kind name ofType { kind name ofType { kind name
          ofType { kind name } } } } } } } } }
    }";

#[tokio::test]
async fn the_query_of_the_tools_is_let_through() {
    let app = TestApp::start(Sqlite).await;
    let reply = app.send(NOBODY, STANDARD, json!({})).await;
    assert_eq!(reply.at("__schema.queryType"), json!({ "name": "Query", "kind": "OBJECT" }));
    let types = reply.at("__schema.types");
    let event = types.as_array().unwrap().iter().find(|one| one["name"] == "Event").unwrap();
    assert_eq!(event["interfaces"][0]["name"], "Node");
    let fields = event["fields"].as_array().unwrap();
    let title = fields.iter().find(|field| field["name"] == "title").unwrap();
    assert_eq!(title["type"]["kind"], "NON_NULL");
    assert_eq!(title["type"]["ofType"]["name"], "String");
}

#[tokio::test]
async fn introspection_that_multiplies_the_schema_is_refused() {
    let app = TestApp::start(Sqlite).await;
    let query =
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    assert_refused(&app.send(NOBODY, query, json!({})).await, 400, "LIMIT_EXCEEDED");
}

#[rstest]
#[case::schema("{ __schema { queryType { name } } }")]
#[case::one_type("{ __type(name: \"User\") { fields { name } } }")]
#[case::standard(STANDARD)]
#[tokio::test]
async fn switched_off_the_schema_is_not_told(#[case] query: &str) {
    let app = TestApp::start_with(Sqlite, &[("INTROSPECTION", "off")]).await;
    let reply = app.send(NOBODY, query, json!({})).await;
    assert_refused(&reply, 400, "BAD_REQUEST");
    assert_eq!(app.send(NOBODY, "{ __typename }", json!({})).await.at("__typename"), "Query");
}

#[rstest]
#[case::field("{ event }", "on", false)]
#[case::misspelt("{ evnts { totalCount } }", "on", true)]
#[case::misspelt_off("{ evnts { totalCount } }", "off", false)]
#[case::argument_off("{ events(frst: 1) { totalCount } }", "off", false)]
#[case::value_off("{ events(orderBy: { field: STARTS_ATT }) { totalCount } }", "off", false)]
#[case::type_off("query($x: EventFiltr!) { events(filter: $x) { totalCount } }", "off", false)]
#[tokio::test]
async fn switched_off_no_name_is_suggested(
    #[case] query: &str,
    #[case] introspection: &str,
    #[case] suggests: bool,
) {
    let app = TestApp::start_with(Sqlite, &[("INTROSPECTION", introspection)]).await;
    let reply = app.send(NOBODY, query, json!({})).await;
    assert_eq!(reply.status, 400);
    let body = String::from_utf8(reply.bytes.clone()).unwrap();
    assert_eq!(body.contains("Did you mean"), suggests, "{body}");
}
