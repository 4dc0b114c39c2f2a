//! `schema.graphql` is what the code serves.

#[test]
fn the_exported_schema_equals_the_code() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let exported = std::fs::read_to_string(path).unwrap();
    assert!(
        exported == turnout::graphql::schema::sdl(),
        "schema.graphql is stale; write it anew: cargo run -- schema > schema.graphql"
    );
}
