//! Keyset paging: a page is found by the position of its neighbour, never by counting rows.

use sea_orm::sea_query::{Expr, ExprTrait, Order, SelectStatement, SimpleExpr};

use crate::kernel::page::{PageRequest, Position, SortKey};

/// How a list is sorted: by a column, and by the id where that is equal.
#[derive(Debug, Clone)]
pub struct Keyset {
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
        Self { sort: sort.into(), id: id.into(), descending }
    }

    /// Narrows `select` to the page that is asked for, and one row more to see if there is another.
    pub fn apply(&self, select: &mut SelectStatement, page: &PageRequest) {
        if let Some(after) = &page.after {
            select.and_where(self.beyond(after, !self.descending));
        }
        if let Some(before) = &page.before {
            select.and_where(self.beyond(before, self.descending));
        }
        let order = if self.descending == page.backward { Order::Asc } else { Order::Desc };
        select
            .order_by_expr(self.sort.clone(), order.clone())
            .order_by_expr(self.id.clone(), order)
            .limit(page.limit.saturating_add(1));
    }

    /// A row-value comparison, which both databases answer from the index.
    fn beyond(&self, position: &Position, greater: bool) -> SimpleExpr {
        let row = Expr::tuple([self.sort.clone(), self.id.clone()]);
        let key = match position.key.clone() {
            SortKey::Time(time) => Expr::val(time),
            SortKey::Text(text) => Expr::val(text),
            SortKey::Number(number) => Expr::val(number),
        };
        let bound = Expr::tuple([key, Expr::val(position.id)]);
        if greater { row.gt(bound) } else { row.lt(bound) }
    }
}
