//! Lists of keys in a statement.

use sea_orm::sea_query::{ArrayType, Expr, SimpleExpr};
use sea_orm::{ColumnTrait, DbBackend, IdenStatic, Value};
use uuid::Uuid;

/// `column IN (keys)`, the list filled up to a power of two with its last key, so that a few texts
/// serve every length and stay prepared.
pub fn is_in<C: ColumnTrait, K: Into<Value> + Clone>(column: C, keys: &[K]) -> SimpleExpr {
    column.is_in(padded(keys).into_iter().map(Into::into).collect::<Vec<Value>>())
}

/// `(one, other) IN (pairs)`, each pair looked up in its index, in a text that stays prepared.
pub fn pair_is_in<C: ColumnTrait + IdenStatic>(
    backend: DbBackend,
    (one, other): (C, C),
    pairs: &[(Uuid, Uuid)],
) -> SimpleExpr {
    let named = |column: C| format!("\"{}\".\"{}\"", column.entity_name(), column.as_str());
    let left = format!("({}, {})", named(one), named(other));
    match backend {
        DbBackend::Postgres => {
            let array = |values: Vec<Value>| Value::Array(ArrayType::Uuid, Some(Box::new(values)));
            let ones = array(pairs.iter().map(|pair| pair.0.into()).collect());
            let others = array(pairs.iter().map(|pair| pair.1.into()).collect());
            let sql = format!("{left} IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))");
            Expr::cust_with_values(sql, [ones, others])
        }
        _ => {
            let pairs = padded(pairs);
            let places = vec!["(?, ?)"; pairs.len()].join(", ");
            let values = pairs.iter().flat_map(|pair| [Value::from(pair.0), Value::from(pair.1)]);
            let sql = format!("{left} IN (VALUES {places})");
            Expr::cust_with_values(sql, values.collect::<Vec<_>>())
        }
    }
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
