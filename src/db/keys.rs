//! Lists of keys in a statement.

use sea_orm::{ColumnTrait, Value, sea_query::SimpleExpr};

/// `column IN (keys)`, the list filled up to a power of two with its last key, so that a few texts
/// serve every length and stay prepared.
pub fn is_in<C: ColumnTrait, K: Into<Value> + Clone>(column: C, keys: &[K]) -> SimpleExpr {
    column.is_in(padded(keys).into_iter().map(Into::into).collect::<Vec<Value>>())
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
