//! Lists of keys in a statement.

use sea_orm::sea_query::{Expr, SimpleExpr, ValueType};
use sea_orm::{ColumnTrait, DbBackend, IdenStatic, Value};
use uuid::Uuid;

/// `column IN (keys)`, the list filled up to a power of two with its last key, so that a few texts
/// serve every length and stay prepared.
pub fn is_in<C: ColumnTrait, K: Into<Value> + Clone>(column: C, keys: &[K]) -> SimpleExpr {
    column.is_in(padded(keys).into_iter().map(Into::into).collect::<Vec<Value>>())
}

/// `(one, other) IN (pairs)`, each pair looked up in its index, in a text that stays prepared. The keys are
/// ids or texts.
pub fn pair_is_in<C, K, L>(backend: DbBackend, (one, other): (C, C), pairs: &[(K, L)]) -> SimpleExpr
where
    C: ColumnTrait + IdenStatic,
    K: Key,
    L: Key,
{
    let named = |column: C| format!("\"{}\".\"{}\"", column.entity_name(), column.as_str());
    let left = format!("({}, {})", named(one), named(other));
    match backend {
        DbBackend::Postgres => {
            let ones = array::<K>(pairs.iter().map(|pair| pair.0.clone()));
            let others = array::<L>(pairs.iter().map(|pair| pair.1.clone()));
            let (one, other) = (K::ARRAY, L::ARRAY);
            let sql = format!("{left} IN (SELECT * FROM unnest($1::{one}, $2::{other}))");
            Expr::cust_with_values(sql, [ones, others])
        }
        _ => {
            let pairs = padded(pairs);
            let places = vec!["(?, ?)"; pairs.len()].join(", ");
            let values = pairs.into_iter().flat_map(|(one, other)| [one.into(), other.into()]);
            let sql = format!("{left} IN (VALUES {places})");
            Expr::cust_with_values(sql, values.collect::<Vec<Value>>())
        }
    }
}

/// What rows are looked up by.
pub trait Key: ValueType + Into<Value> + Clone {
    /// PostgreSQL's name for an array of these.
    const ARRAY: &'static str;
}

impl Key for Uuid {
    const ARRAY: &'static str = "uuid[]";
}

impl Key for String {
    const ARRAY: &'static str = "text[]";
}

fn array<K: Key>(keys: impl Iterator<Item = K>) -> Value {
    Value::Array(K::array_type(), Some(Box::new(keys.map(Into::into).collect())))
}

/// `keys` filled up to a power of two with the last of them.
pub fn padded<K: Clone>(keys: &[K]) -> Vec<K> {
    let mut padded = keys.to_vec();
    if let Some(last) = keys.last() {
        padded.resize(keys.len().next_power_of_two(), last.clone());
    }
    padded
}

#[cfg(test)]
mod tests {
    use super::padded;

    #[test]
    fn lists_grow_to_powers_of_two() {
        assert_eq!(padded(&[1, 2, 3]), [1, 2, 3, 3]);
        assert_eq!(padded(&[1]), [1]);
        assert_eq!(padded::<i32>(&[]), [0; 0]);
    }
}
