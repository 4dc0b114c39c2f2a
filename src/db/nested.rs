//! The same small query for many parents in one statement: the first ten guests of each of twenty
//! events, say.
//!
//! PostgreSQL runs it once for each parent by `LATERAL`; SQLite, which has no `LATERAL`, gets the
//! queries one after the other in a `UNION ALL`. Either way each is answered from its index and stops
//! at its limit.

use std::collections::HashMap;

use sea_orm::sea_query::{
    Alias, Asterisk, Expr, Func, Iden, Query, SelectStatement, SimpleExpr, UnionType,
};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::db::{Db, keys};
use crate::kernel::error::Failure;
use crate::kernel::page::{Page, PageRequest, Position};

/// SQLite takes up to 500 queries in a compound select.
const MOST_AT_ONCE: usize = 256;

/// Column that tells which parent a row belongs to.
const PARENT: &str = "parent_key";
/// Column of a count.
const COUNT: &str = "counted";

/// Runs `query(parent)` for every parent and gives all rows, each with its parent. `query` makes the
/// statement for the parent that the expression stands for; it must not name its tables `parents` or
/// `rows_of_parent`.
///
/// # Errors
/// As any query.
pub async fn rows<M: FromQueryResult>(
    db: &Db,
    parents: &[Uuid],
    query: impl Fn(SimpleExpr) -> SelectStatement,
) -> Result<Vec<(Uuid, M)>, Failure> {
    let mut found = Vec::new();
    for parents in parents.chunks(MOST_AT_ONCE) {
        let statement = match db.backend() {
            // One parent stands in the query as it is: its plan is made for just this one.
            DbBackend::Postgres if parents.len() > 1 => lateral(parents, &query),
            _ => union(parents, &query),
        };
        for row in db.read().query_all(&statement).await? {
            found.push((parent_of(&row)?, M::from_query_result(&row, "")?));
        }
    }
    Ok(found)
}

/// Parts rows by their parent and makes the page of each; a parent without rows has an empty page.
#[must_use]
pub fn pages<M>(
    rows: Vec<(Uuid, M)>,
    parents: impl IntoIterator<Item = Uuid>,
    request: &PageRequest,
    position: impl Fn(&M) -> Position,
) -> Vec<(Uuid, Page<M>)> {
    let mut parted: HashMap<Uuid, Vec<M>> = HashMap::new();
    for (parent, row) in rows {
        parted.entry(parent).or_default().push(row);
    }
    let parents = parents.into_iter();
    parents
        .map(|parent| {
            let rows = parted.remove(&parent).unwrap_or_default();
            (parent, Page::from_rows(request, rows, &position))
        })
        .collect()
}

/// Runs `query(parent)`, which counts, for every parent.
///
/// # Errors
/// As any query.
pub async fn counts(
    db: &Db,
    parents: &[Uuid],
    query: impl Fn(SimpleExpr) -> SelectStatement,
) -> Result<Vec<(Uuid, u64)>, Failure> {
    let named = |parent| {
        Query::select().expr_as(SimpleExpr::from(query(parent)), Alias::new(COUNT)).to_owned()
    };
    let rows = rows::<Counted>(db, parents, named).await?;
    Ok(rows.into_iter().map(|(parent, row)| (parent, row.0)).collect())
}

struct Counted(u64);

impl FromQueryResult for Counted {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        let count: i64 = row.try_get(prefix, COUNT)?;
        Ok(Self(u64::try_from(count).unwrap_or_default()))
    }
}

fn parent_of(row: &QueryResult) -> Result<Uuid, Failure> {
    Ok(row.try_get("", PARENT)?)
}

fn lateral(parents: &[Uuid], query: &impl Fn(SimpleExpr) -> SelectStatement) -> SelectStatement {
    let (outer, inner) = (Alias::new("parents"), Alias::new("rows_of_parent"));
    let keys = Func::cust(Unnest).arg(Expr::val(parents.to_vec()));
    let of_parent = query(Expr::col((outer.clone(), outer.clone())));
    Query::select()
        .expr_as(Expr::col((outer.clone(), outer.clone())), Alias::new(PARENT))
        .column((inner.clone(), Asterisk))
        .from_function(keys, outer)
        .join_lateral(
            sea_orm::sea_query::JoinType::InnerJoin,
            of_parent,
            inner,
            SimpleExpr::Constant(true.into()),
        )
        .to_owned()
}

fn union(parents: &[Uuid], query: &impl Fn(SimpleExpr) -> SelectStatement) -> SelectStatement {
    let one = |parent: Uuid| {
        Query::select()
            .expr_as(Expr::val(parent), Alias::new(PARENT))
            .column(Asterisk)
            .from_subquery(query(Expr::val(parent)), Alias::new("rows_of_parent"))
            .to_owned()
    };
    // Filled up with a parent that has no rows, so that a few texts serve every length.
    let mut parents = parents.to_vec();
    let distinct = parents.len();
    parents = keys::padded(&parents);
    let mut queries = parents
        .iter()
        .enumerate()
        .map(|(at, parent)| one(if at < distinct { *parent } else { Uuid::nil() }));
    let mut all = queries.next().unwrap_or_default();
    for query in queries {
        all.union(UnionType::All, query);
    }
    all
}

#[derive(Debug, Clone, Copy)]
struct Unnest;

impl Iden for Unnest {
    fn unquoted(&self) -> &str {
        "unnest"
    }
}
