//! What changed between two versions, field by field.

use serde_json::{Map, Value};

/// One field's two values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// By its GraphQL name.
    pub field: String,
    /// What it was in the one version.
    pub before: Value,
    /// What it is in the other.
    pub after: Value,
}

/// The fields that `from` and `to` have different values of. Where one of them is from before the field,
/// nobody knows that it changed, and nothing is said of it.
#[must_use]
pub fn diff(from: &Map<String, Value>, to: &Map<String, Value>) -> Vec<FieldChange> {
    from.iter()
        .filter_map(|(field, before)| {
            let after = to.get(field).filter(|after| *after != before)?;
            Some(FieldChange { field: field.clone(), before: before.clone(), after: after.clone() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    type Fields = Map<String, Value>;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0..4_i32).prop_map(Value::from),
            "[ab]{0,2}".prop_map(Value::from),
        ]
    }

    /// Versions of a server that knows these five fields.
    fn fields() -> impl Strategy<Value = Fields> {
        let names = ["title", "description", "capacity", "startsAt", "waitlistEnabled"];
        prop::collection::vec(value(), names.len()).prop_map(move |values| {
            names.iter().map(|name| (*name).to_owned()).zip(values).collect()
        })
    }

    /// The same, of servers that know some of them.
    fn partial() -> impl Strategy<Value = Fields> {
        (fields(), prop::collection::vec(any::<bool>(), 5)).prop_map(|(fields, kept)| {
            let kept = fields.into_iter().zip(kept);
            kept.filter_map(|(field, is_kept)| is_kept.then_some(field)).collect()
        })
    }

    fn apply(fields: &Fields, changes: Vec<FieldChange>) -> Fields {
        let mut fields = fields.clone();
        for change in changes {
            assert_eq!(fields.insert(change.field, change.after), Some(change.before));
        }
        fields
    }

    #[test]
    fn only_what_differs_is_told() {
        let one = json!({ "title": "Ball", "capacity": null, "description": "" });
        let other = json!({ "title": "Ball", "capacity": 9, "description": "" });
        let (Value::Object(one), Value::Object(other)) = (one, other) else { panic!("objects") };
        let change =
            FieldChange { field: "capacity".to_owned(), before: Value::Null, after: json!(9) };
        assert_eq!(diff(&one, &other), [change]);
    }

    proptest! {
        #[test]
        fn a_diff_leads_from_one_to_the_other(a in fields(), b in fields()) {
            prop_assert_eq!(apply(&a, diff(&a, &b)), b);
        }

        #[test]
        fn the_other_way_round_it_is_turned_around(a in partial(), b in partial()) {
            let turned: Vec<_> = diff(&b, &a)
                .into_iter()
                .map(|FieldChange { field, before, after }| {
                    FieldChange { field, before: after, after: before }
                })
                .collect();
            prop_assert_eq!(diff(&a, &b), turned);
        }

        #[test]
        fn nothing_differs_from_itself_and_nothing_is_said_of_the_unknown(
            a in partial(),
            b in partial(),
        ) {
            prop_assert_eq!(diff(&a, &a), []);
            for change in diff(&a, &b) {
                prop_assert_ne!(&change.before, &change.after);
                prop_assert_eq!(a.get(&change.field), Some(&change.before));
                prop_assert_eq!(b.get(&change.field), Some(&change.after));
            }
        }
    }
}
