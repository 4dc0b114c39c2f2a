//! What a search reads: the words of an event, folded by the server (lower case, without accents,
//! letters and digits only), so that both databases find the same.

use sea_orm_migration::prelude::*;

use crate::sql;

/// See the module.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(
            manager,
            &["CREATE TABLE event_search (
                id {serial} PRIMARY KEY,
                event_id {id} NOT NULL UNIQUE REFERENCES events (id) ON DELETE CASCADE,
                title text NOT NULL,
                location {sort} NOT NULL,
                body text NOT NULL
            )"],
        )
        .await?;
        sql::run_for(manager, POSTGRES, SQLITE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run_for(
            manager,
            &[],
            &["DROP TABLE event_search_words", "DROP TABLE event_search_location"],
        )
        .await?;
        sql::run(manager, &["DROP TABLE event_search"]).await
    }
}

// Punctuation is cut out of a location, which else is taken for a path, an address or a negative number
// and found by its first word alone.
const POSTGRES: &[&str] = &[
    r"ALTER TABLE event_search ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A')
        || setweight(to_tsvector('simple',
            regexp_replace(location, '[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]', ' ', 'g')), 'B')
        || setweight(to_tsvector('simple', body), 'C')
    ) STORED",
    "CREATE INDEX event_search_words ON event_search USING gin (words)",
    "CREATE INDEX event_search_location ON event_search USING gin (location gin_trgm_ops)",
];

// `event_search` is the content of both; its integer key stays the same through a VACUUM, which the
// hidden row number of a table with another key would not.
const SQLITE: &[&str] = &[
    "CREATE VIRTUAL TABLE event_search_words USING fts5(
        title, location, body,
        content = 'event_search', content_rowid = 'id', tokenize = 'unicode61', prefix = '2 3'
    )",
    "CREATE VIRTUAL TABLE event_search_location USING fts5(
        location, content = 'event_search', content_rowid = 'id', tokenize = 'trigram'
    )",
    "CREATE TRIGGER event_search_inserted AFTER INSERT ON event_search BEGIN
        INSERT INTO event_search_words (rowid, title, location, body)
            VALUES (new.id, new.title, new.location, new.body);
        INSERT INTO event_search_location (rowid, location) VALUES (new.id, new.location);
    END",
    "CREATE TRIGGER event_search_deleted AFTER DELETE ON event_search BEGIN
        INSERT INTO event_search_words (event_search_words, rowid, title, location, body)
            VALUES ('delete', old.id, old.title, old.location, old.body);
        INSERT INTO event_search_location (event_search_location, rowid, location)
            VALUES ('delete', old.id, old.location);
    END",
    "CREATE TRIGGER event_search_updated AFTER UPDATE ON event_search BEGIN
        INSERT INTO event_search_words (event_search_words, rowid, title, location, body)
            VALUES ('delete', old.id, old.title, old.location, old.body);
        INSERT INTO event_search_words (rowid, title, location, body)
            VALUES (new.id, new.title, new.location, new.body);
        INSERT INTO event_search_location (event_search_location, rowid, location)
            VALUES ('delete', old.id, old.location);
        INSERT INTO event_search_location (rowid, location) VALUES (new.id, new.location);
    END",
];
