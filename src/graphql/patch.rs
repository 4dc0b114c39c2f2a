//! Fields of a partial update: left out they stay, and null means to clear them.

use async_graphql::MaybeUndefined;

use crate::kernel::error::{Refusal, Refusals};

/// A field that may not be cleared.
pub fn kept<T>(refusals: &mut Refusals, field: &str, value: MaybeUndefined<T>) -> Option<T> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Value(value) => Some(value),
        MaybeUndefined::Null => {
            refusals.push(Refusal::invalid(field, "This may not be null."));
            None
        }
    }
}

/// A text that null makes empty.
pub fn cleared(value: MaybeUndefined<String>) -> Option<String> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Value(value) => Some(value),
        MaybeUndefined::Null => Some(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::error::Failure;

    #[test]
    fn null_is_not_the_same_as_left_out() {
        let mut refusals = Refusals::default();
        assert_eq!(kept::<i32>(&mut refusals, "a", MaybeUndefined::Undefined), None);
        assert_eq!(kept(&mut refusals, "b", MaybeUndefined::Value(1)), Some(1));
        assert_eq!(kept::<i32>(&mut refusals, "c", MaybeUndefined::Null), None);
        let Err(Failure::Refused(refusals)) = refusals.finish() else { panic!("refuses null") };
        assert_eq!(refusals.iter().map(|r| r.field.join(".")).collect::<Vec<_>>(), ["c"]);
        assert_eq!(cleared(MaybeUndefined::Null), Some(String::new()));
        assert_eq!(cleared(MaybeUndefined::Undefined), None);
    }
}
