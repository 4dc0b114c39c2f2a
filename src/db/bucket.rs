//! Instants in stretches of a quarter of an hour: every zone's days begin on the border of one.

use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, DbBackend, IntoSimpleExpr};

use crate::db::Db;

/// Seconds of a stretch.
pub const SECONDS: i64 = 900;

/// The number of the stretch, from the Unix epoch on, that the instant in `column` falls into.
pub fn of(db: &Db, column: impl ColumnTrait) -> SimpleExpr {
    let column = column.into_simple_expr();
    match db.backend() {
        DbBackend::Postgres => {
            Expr::cust_with_exprs("CAST(floor(extract(epoch FROM $1) / 900) AS bigint)", [column])
        }
        _ => Expr::cust_with_exprs("CAST(strftime('%s', ?) AS integer) / 900", [column]),
    }
}
