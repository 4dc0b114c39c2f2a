//! Many rows in one statement.
//!
//! On PostgreSQL a column's values travel as one array and `unnest` makes rows of them: one text serves
//! any number of rows and stays prepared. SQLite has no arrays; there a few texts of powers of two do.

use sea_orm::sea_query::{ArrayType, Iden};
use sea_orm::{
    ConnectionTrait, DbBackend, EntityName, EntityTrait, Iterable, ModelTrait, Statement, Value,
};

use crate::db::keys;
use crate::kernel::error::Failure;

/// Rows written by one statement; SQLite takes at most 32,766 values in one.
const MOST_AT_ONCE: usize = 1024;

type ColumnOf<M> = <<M as ModelTrait>::Entity as EntityTrait>::Column;

/// Inserts `rows`, in their order.
///
/// # Errors
/// As any statement.
pub async fn insert<M: ModelTrait>(on: &impl ConnectionTrait, rows: &[M]) -> Result<(), Failure> {
    for (sql, values) in inserts(on.get_database_backend(), rows, "") {
        run(on, sql, values).await?;
    }
    Ok(())
}

/// Inserts those of `rows` that break no unique index, and answers what these have in the column `key`.
///
/// # Errors
/// As any statement.
pub async fn insert_new<M: ModelTrait, K: sea_orm::TryGetable>(
    on: &impl ConnectionTrait,
    key: ColumnOf<M>,
    rows: &[M],
) -> Result<Vec<K>, Failure> {
    let backend = on.get_database_backend();
    let ending = format!(" ON CONFLICT DO NOTHING RETURNING {}", name(&key));
    let mut inserted = Vec::with_capacity(rows.len());
    for (sql, values) in inserts(backend, rows, &ending) {
        let statement = Statement::from_sql_and_values(backend, sql, values);
        for row in on.query_all_raw(statement).await? {
            inserted.push(row.try_get("", key.unquoted())?);
        }
    }
    Ok(inserted)
}

/// Inserts `rows`. Of those that stand already in the unique index over `keys` where `condition` holds, the
/// standing ones are kept, and locked as an update of them would: nobody ends them before this transaction
/// does. Give no key twice, and the keys in one order everywhere, so that no two wait in a circle.
///
/// # Errors
/// As any statement.
pub async fn insert_or_hold<M: ModelTrait>(
    on: &impl ConnectionTrait,
    keys: &[ColumnOf<M>],
    condition: &str,
    rows: &[M],
) -> Result<(), Failure> {
    let Some(held) = keys.first().map(name) else { return insert(on, rows).await };
    let keys: Vec<String> = keys.iter().map(name).collect();
    let ending = format!(
        " ON CONFLICT ({}) WHERE {condition} DO UPDATE SET {held} = {}.{held}",
        keys.join(", "),
        table::<M>()
    );
    for (sql, values) in inserts(on.get_database_backend(), rows, &ending) {
        run(on, sql, values).await?;
    }
    Ok(())
}

/// The statements that insert `rows`, each with its values, and with `ending` at its end.
fn inserts<M: ModelTrait>(
    backend: DbBackend,
    rows: &[M],
    ending: &str,
) -> Vec<(String, Vec<Value>)> {
    let columns: Vec<ColumnOf<M>> = <ColumnOf<M> as Iterable>::iter().collect();
    let table = table::<M>();
    let from_arrays = |rows: &[M]| {
        let given = Given::of(&columns, rows);
        let (names, selected) = (given.names.join(", "), given.selected.join(", "));
        let from = given.unnest();
        let sql = format!("INSERT INTO {table} ({names}) SELECT {selected} FROM {from}{ending}");
        (sql, given.values)
    };
    let from_values = |rows: &[M]| {
        let names: Vec<String> = columns.iter().map(name).collect();
        let (names, places) = (names.join(", "), places(rows.len(), columns.len()));
        let sql = format!("INSERT INTO {table} ({names}) VALUES {places}{ending}");
        (sql, row_by_row(&columns, rows))
    };
    match backend {
        DbBackend::Postgres => rows.chunks(MOST_AT_ONCE).map(from_arrays).collect(),
        _ => powers_of_two(rows).into_iter().map(from_values).collect(),
    }
}

/// Writes the columns `set` of rows that exist, each found by its `key`.
///
/// # Errors
/// As any statement.
pub async fn update<M: ModelTrait>(
    on: &impl ConnectionTrait,
    key: ColumnOf<M>,
    set: &[ColumnOf<M>],
    rows: &[M],
) -> Result<(), Failure> {
    let columns: Vec<ColumnOf<M>> = std::iter::once(key).chain(set.iter().copied()).collect();
    for rows in rows.chunks(MOST_AT_ONCE) {
        let (sql, values) = match on.get_database_backend() {
            DbBackend::Postgres => {
                let given = Given::all_of(&columns, rows);
                let from =
                    format!("(SELECT {} FROM {})", given.selected.join(", "), given.unnest());
                (
                    assign::<M>(&columns, &format!("{from} AS given ({})", numbered(&columns))),
                    given.values,
                )
            }
            _ => {
                // Filled up with the last row: to write it twice is to write it once.
                let rows = keys::padded(rows);
                let from = format!("(VALUES {}) AS given", places(rows.len(), columns.len()));
                (assign::<M>(&columns, &from), row_by_row(&columns, &rows))
            }
        };
        run(on, sql, values).await?;
    }
    Ok(())
}

/// `UPDATE … SET` of all columns but the first, which is the key. SQLite names the columns of `VALUES`
/// `column1` and so on, and so does PostgreSQL here.
fn assign<M: ModelTrait>(columns: &[ColumnOf<M>], from: &str) -> String {
    let pairs: Vec<String> = columns
        .iter()
        .enumerate()
        .skip(1)
        .map(|(at, column)| format!("{} = given.column{}", name(column), at + 1))
        .collect();
    let key = columns.first().map(name).unwrap_or_default();
    let table = table::<M>();
    format!(
        "UPDATE {table} SET {} FROM {from} WHERE {table}.{key} = given.column1",
        pairs.join(", ")
    )
}

fn numbered<C>(columns: &[C]) -> String {
    let names: Vec<String> = (1..=columns.len()).map(|number| format!("column{number}")).collect();
    names.join(", ")
}

/// Columns as arrays. One that is null in every row is left out of an insert; one that is null in some
/// goes with an array that tells in which, since the driver's arrays hold no nulls.
struct Given {
    names: Vec<String>,
    selected: Vec<String>,
    casts: Vec<String>,
    aliases: Vec<String>,
    values: Vec<Value>,
}

impl Given {
    fn of<M: ModelTrait>(columns: &[ColumnOf<M>], rows: &[M]) -> Self {
        Self::gather(columns, rows, false)
    }

    fn all_of<M: ModelTrait>(columns: &[ColumnOf<M>], rows: &[M]) -> Self {
        Self::gather(columns, rows, true)
    }

    fn gather<M: ModelTrait>(columns: &[ColumnOf<M>], rows: &[M], all: bool) -> Self {
        let mut given = Self {
            names: Vec::new(),
            selected: Vec::new(),
            casts: Vec::new(),
            aliases: Vec::new(),
            values: Vec::new(),
        };
        for column in columns {
            let kind = M::get_value_type(*column);
            let values: Vec<Value> = rows.iter().map(|row| row.get(*column)).collect();
            let missing: Vec<bool> = values.iter().map(|value| *value == value.as_null()).collect();
            let Some(present) = values.iter().zip(&missing).find(|(_, missing)| !**missing) else {
                if all {
                    given.names.push(name(column));
                    given.selected.push(format!("NULL::{}", postgres_type(&kind)));
                }
                continue;
            };
            let filler = present.0.clone();
            given.names.push(name(column));
            if missing.contains(&true) {
                let filled = values
                    .into_iter()
                    .zip(&missing)
                    .map(|(value, missing)| if *missing { filler.clone() } else { value });
                let value = given.push(kind, filled.collect());
                let mask = missing.into_iter().map(Value::from).collect();
                let mask = given.push(ArrayType::Bool, mask);
                given.selected.push(format!("CASE WHEN {mask} THEN NULL ELSE {value} END"));
            } else {
                let value = given.push(kind, values);
                given.selected.push(value);
            }
        }
        given
    }

    /// Adds an array and answers the name of its values.
    fn push(&mut self, kind: ArrayType, values: Vec<Value>) -> String {
        let number = self.values.len() + 1;
        self.casts.push(format!("${number}::{}[]", postgres_type(&kind)));
        self.values.push(Value::Array(kind, Some(Box::new(values))));
        let alias = format!("value{number}");
        self.aliases.push(alias.clone());
        alias
    }

    fn unnest(&self) -> String {
        format!("unnest({}) AS rows ({})", self.casts.join(", "), self.aliases.join(", "))
    }
}

fn postgres_type(kind: &ArrayType) -> &'static str {
    match kind {
        ArrayType::Bool => "boolean",
        ArrayType::Int => "integer",
        ArrayType::BigInt => "bigint",
        ArrayType::Bytes => "bytea",
        ArrayType::Uuid => "uuid",
        ArrayType::ChronoDateTimeUtc => "timestamptz",
        _ => "text",
    }
}

fn table<M: ModelTrait>() -> String {
    format!("\"{}\"", M::Entity::default().table_name())
}

fn name<C: Iden>(column: &C) -> String {
    format!("\"{}\"", column.unquoted())
}

/// `(?, ?), (?, ?)`
fn places(rows: usize, columns: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(", "));
    vec![row; rows].join(", ")
}

fn row_by_row<M: ModelTrait>(columns: &[ColumnOf<M>], rows: &[M]) -> Vec<Value> {
    rows.iter().flat_map(|row| columns.iter().map(|column| row.get(*column))).collect()
}

async fn run(on: &impl ConnectionTrait, sql: String, values: Vec<Value>) -> Result<(), Failure> {
    let statement = Statement::from_sql_and_values(on.get_database_backend(), sql, values);
    on.execute_raw(statement).await?;
    Ok(())
}

/// Parts of which each is as long as a power of two.
fn powers_of_two<M>(rows: &[M]) -> Vec<&[M]> {
    let mut parts = Vec::new();
    let mut rest = rows;
    while !rest.is_empty() {
        let fits = 1 << rest.len().ilog2();
        let (part, behind) = rest.split_at(std::cmp::min(fits, MOST_AT_ONCE));
        parts.push(part);
        rest = behind;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_is_a_sum_of_powers_of_two() {
        let rows = vec![(); 45];
        let lengths: Vec<usize> = powers_of_two(&rows).iter().map(|part| part.len()).collect();
        assert_eq!(lengths, [32, 8, 4, 1]);
        let rows = vec![(); 2 * MOST_AT_ONCE + 1];
        let lengths: Vec<usize> = powers_of_two(&rows).iter().map(|part| part.len()).collect();
        assert_eq!(lengths, [MOST_AT_ONCE, MOST_AT_ONCE, 1]);
    }
}
