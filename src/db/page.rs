//! Keyset paging: a page is found by the position of its neighbour, never by counting rows.
//!
//! A list that no single index holds in order is given in parts that share no row and that have one
//! each: [`Keyset::page`] reads every part as far as the page reaches, and merges what they give.

use sea_orm::sea_query::{
    Alias, Asterisk, BinOper, Expr, ExprTrait, Order, Query, SelectStatement, SimpleExpr, UnionType,
};

use crate::kernel::page::{PageRequest, Position, SortKey};

/// What stands for one part of a list.
const PART: &str = "part_of_list";

/// How a list is sorted: by a rank where it has one, by a column, and by the id where those are equal.
#[derive(Debug, Clone)]
pub struct Keyset {
    /// What goes before the sort column, a [`SortKey::Ranked`] with it.
    pub rank: Option<SimpleExpr>,
    /// The sort column.
    pub sort: SimpleExpr,
    /// The id column.
    pub id: SimpleExpr,
    /// From the greatest to the least.
    pub descending: bool,
}

impl Keyset {
    /// Sorted by `sort`, then by `id`, both from the least or (`descending`) from the greatest.
    pub fn new(sort: impl Into<SimpleExpr>, id: impl Into<SimpleExpr>, descending: bool) -> Self {
        Self { rank: None, sort: sort.into(), id: id.into(), descending }
    }

    /// The same, sorted by `rank` before.
    #[must_use]
    pub fn ranked(self, rank: Option<SimpleExpr>) -> Self {
        Self { rank, ..self }
    }

    /// Narrows `select` to the page that is asked for, and one row more to see if there is another.
    pub fn apply(&self, select: &mut SelectStatement, page: &PageRequest) {
        if let Some(after) = &page.after {
            select.and_where(self.beyond(after, !self.descending));
        }
        if let Some(before) = &page.before {
            select.and_where(self.beyond(before, self.descending));
        }
        self.sort_and_cut(select, page);
    }

    /// The page of a list in `parts`, selects of whole rows of the one table `table` whose columns the
    /// sort and the id are; for further joins the rows answer to its name.
    pub fn page(
        &self,
        parts: Vec<SelectStatement>,
        table: &'static str,
        page: &PageRequest,
    ) -> SelectStatement {
        let mut parts = parts.into_iter().map(|mut part| {
            self.apply(&mut part, page);
            part
        });
        let first = parts.next().unwrap_or_default();
        let Some(second) = parts.next() else { return first };
        let mut all = whole(first);
        for part in std::iter::once(second).chain(parts) {
            all.union(UnionType::All, whole(part));
        }
        let mut merged = Query::select()
            .column((Alias::new(table), Asterisk))
            .from_subquery(all, Alias::new(table))
            .to_owned();
        self.sort_and_cut(&mut merged, page);
        merged
    }

    fn sort_and_cut(&self, select: &mut SelectStatement, page: &PageRequest) {
        let order = if self.descending == page.backward { Order::Asc } else { Order::Desc };
        for key in self.keys() {
            select.order_by_expr(key, order.clone());
        }
        select.limit(page.limit.saturating_add(1));
    }

    fn keys(&self) -> impl Iterator<Item = SimpleExpr> {
        self.rank.clone().into_iter().chain([self.sort.clone(), self.id.clone()])
    }

    /// A row-value comparison, which both databases answer from the index.
    fn beyond(&self, position: &Position, greater: bool) -> SimpleExpr {
        let row = Expr::tuple(self.keys());
        let (rank, key) = match position.key.clone() {
            SortKey::Time(time) => (None, Expr::val(time)),
            SortKey::Text(text) => (None, Expr::val(text)),
            SortKey::Number(number) => (None, Expr::val(number)),
            SortKey::Ranked(rank, time) => (Some(Expr::val(rank)), Expr::val(time)),
        };
        let bound = Expr::tuple(rank.into_iter().chain([key, Expr::val(position.id)]));
        if greater { row.gt(bound) } else { row.lt(bound) }
    }
}

/// Rows that do not meet `condition`: a condition to check along the way in an index which holds the
/// list in its order. PostgreSQL sees through the negation and uses its statistics. SQLite has none of
/// values; it would take any range or equality for the better index, and then sort all that it finds.
pub fn unless(condition: SimpleExpr) -> SimpleExpr {
    condition.not()
}

/// Rows whose `column` is `value`: an equality to check along the way in few rows that are found otherwise.
/// No database looks it up in an index, which may hold many rows more.
pub fn along_the_way(column: SimpleExpr, value: impl Into<SimpleExpr>) -> SimpleExpr {
    let distinct = BinOper::Custom("IS DISTINCT FROM");
    column.binary(distinct, value.into()).not()
}

/// The select as a table of its own: SQLite takes an order and a limit only so inside of a union.
fn whole(part: SelectStatement) -> SelectStatement {
    Query::select().column(Asterisk).from_subquery(part, Alias::new(PART)).to_owned()
}
