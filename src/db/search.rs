//! Full-text search and parts of a place's name, over the table `event_search`.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, DbBackend, EntityName, QueryFilter, QuerySelect, Select};

use crate::db::Db;
use crate::entity::event_search::{Column, Entity};
use crate::kernel::text;

/// Shortest text whose trigrams an index can look up.
const TRIGRAM: usize = 3;

/// `%`, `_` and `\` are letters here; this one makes them so.
const ESCAPE: char = '\\';

/// The ids of the events in which every word of `search` begins some word; `None` where `search` holds
/// no word at all.
#[must_use]
pub fn by_words(db: &Db, search: &str) -> Option<Select<Entity>> {
    let words = text::words(search);
    if words.is_empty() {
        return None;
    }
    let found = match db.backend() {
        DbBackend::Postgres => {
            let query: Vec<String> = words.iter().map(|word| format!("{word}:*")).collect();
            Expr::cust_with_values("words @@ to_tsquery('simple', $1)", [query.join(" & ")])
        }
        _ => {
            let query: Vec<String> = words.iter().map(|word| format!("\"{word}\"*")).collect();
            sqlite_rows("event_search_words", &query.join(" "))
        }
    };
    Some(event_ids(found))
}

/// The ids of the events whose location holds `part`, without regard to case and accents; `None` where
/// `part` holds a control character, which no location does and neither database looks for.
#[must_use]
pub fn by_location(db: &Db, part: &str) -> Option<Select<Entity>> {
    let part = location_key(part);
    if part.chars().any(char::is_control) {
        return None;
    }
    let found = match db.backend() {
        DbBackend::Sqlite if part.chars().count() >= TRIGRAM => {
            let phrase = format!("\"{}\"", part.replace('"', "\"\""));
            sqlite_rows("event_search_location", &phrase)
        }
        _ => Column::Location
            .like(sea_orm::sea_query::LikeExpr::new(like_part(&part)).escape(ESCAPE)),
    };
    Some(event_ids(found))
}

/// The pattern that finds `part` anywhere, its wildcards taken as letters.
#[must_use]
pub fn like_part(part: &str) -> String {
    let mut pattern = String::from("%");
    for letter in part.chars() {
        if matches!(letter, '%' | '_' | ESCAPE) {
            pattern.push(ESCAPE);
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// A place's name as it is stored and looked up: folded, its punctuation kept.
#[must_use]
pub fn location_key(location: &str) -> String {
    text::fold(location)
}

fn event_ids(found: SimpleExpr) -> Select<Entity> {
    use sea_orm::EntityTrait;
    Entity::find().select_only().column(Column::EventId).filter(found)
}

fn sqlite_rows(table: &'static str, query: &str) -> SimpleExpr {
    let rows = Query::select()
        .expr(Expr::cust("rowid"))
        .from(table)
        .and_where(Expr::cust_with_values(format!("{table} MATCH ?"), [query.to_owned()]))
        .to_owned();
    Expr::col((Entity.table_name(), Column::Id)).in_subquery(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_are_letters() {
        assert_eq!(like_part(r"50%_\"), r"%50\%\_\\%");
    }
}
