//! How well an event answers what was looked for: first how near it is to the dates, then where its words are.
//!
//! The rank is a whole number, 0 the best, and is told by the same rules in the query and here, where the
//! position of a row is made. A word that stands in the title counts 0, one that begins a word of it 1, one that is
//! in the location 2, and one that only the description has 3. That is no statistic of the words of all events
//! (both databases have one, and not the same): who knows the words of a title finds it on top.

use chrono::TimeDelta;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, IntoSimpleExpr};

use crate::db::search::location_key;
use crate::domain::event::list::{EventFilter, Near};
use crate::entity::event::{Column, Model};
use crate::entity::event_search;
use crate::kernel::text;

/// The first words of a search, which tell the rank; the further ones only narrow.
const RANKING_WORDS: usize = 8;

/// More than all words together come to.
const DAY: i64 = 32;

const BEGINS: i64 = 1;
const IN_LOCATION: i64 = 2;
const ELSEWHERE: i64 = 3;

/// The rank as an expression of the query; `None` where nothing was looked for, and all are alike.
pub(super) fn rank(filter: &EventFilter) -> Option<SimpleExpr> {
    let near = filter.near.as_ref().map(|near| rings(near).mul(DAY));
    let words = ranking_words(filter).iter().map(|word| rank_of_word(word)).reduce(ExprTrait::add);
    let words = words.map(|sum| {
        let its_row = (event_search::Entity, event_search::Column::EventId);
        let select = Query::select()
            .expr(sum)
            .from(event_search::Entity)
            .and_where(Expr::col(its_row).eq(Column::Id.into_simple_expr()))
            .to_owned();
        SimpleExpr::from(select)
    });
    near.into_iter().chain(words).reduce(ExprTrait::add)
}

/// The same of an event at hand; `None` in the same case.
pub(super) fn rank_of(filter: &EventFilter, event: &Model) -> Option<i64> {
    let near = filter.near.as_ref().map(|near| near.days_off(event.starts_at).saturating_mul(DAY));
    let title = text::words(&event.title);
    let location = location_key(&event.location);
    let of_word = |word: &String| {
        if title.contains(word) {
            0
        } else if title.iter().any(|its| its.starts_with(word.as_str())) {
            BEGINS
        } else if location.contains(word.as_str()) {
            IN_LOCATION
        } else {
            ELSEWHERE
        }
    };
    let words = ranking_words(filter).iter().map(of_word).reduce(i64::saturating_add);
    near.into_iter().chain(words).reduce(i64::saturating_add)
}

fn ranking_words(filter: &EventFilter) -> Vec<String> {
    let mut words = filter.search.as_deref().map(text::words).unwrap_or_default();
    words.truncate(RANKING_WORDS);
    words
}

/// A word is letters and digits alone, so that nothing in it is a wildcard.
fn rank_of_word(word: &str) -> SimpleExpr {
    let title = |pattern: String| event_search::Column::Title.like(pattern);
    let is_a_word = event_search::Column::Title
        .eq(word)
        .or(title(format!("{word} %")))
        .or(title(format!("% {word}")))
        .or(title(format!("% {word} %")));
    let begins = title(format!("{word}%")).or(title(format!("% {word}%")));
    CaseStatement::new()
        .case(is_a_word, 0_i64)
        .case(begins, BEGINS)
        .case(event_search::Column::Location.like(format!("%{word}%")), IN_LOCATION)
        .finally(ELSEWHERE)
        .into()
}

/// How many days off, by rings around the dates.
fn rings(near: &Near) -> SimpleExpr {
    let ring = |days: u32| {
        let width = TimeDelta::days(days.into());
        let (from, before) = near.widened(width);
        Column::StartsAt.gte(from).and(Column::StartsAt.lt(before))
    };
    // A CASE has one ring at least.
    (0..Ord::max(near.days, 1))
        .fold(CaseStatement::new(), |rings, days| rings.case(ring(days), i64::from(days)))
        .finally(i64::from(near.days))
        .into()
}
