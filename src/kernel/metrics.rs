//! Figures for the operator, in Prometheus' text format (version 0.0.4).
//!
//! To add a counter: a [`Family`] beside what it counts, and [`Metrics::count`] where that happens. Figures that
//! the database knows are asked for when they are read, in `http/metrics.rs`. The values of labels are
//! `&'static str`: what people type never becomes one, so that there are few series for ever.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// Figures of one name, told apart by their labels.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Family {
    /// As Prometheus names it: `turnout_…`, a counter ends in `_total`.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub help: &'static str,
    /// The names of its labels.
    pub labels: &'static [&'static str],
}

/// What this process counted since it began.
#[derive(Debug, Clone, Default)]
pub struct Metrics(Arc<Mutex<Counts>>);

type Counts = BTreeMap<&'static Family, BTreeMap<Vec<&'static str>, u64>>;

impl Metrics {
    /// Counts one more, under these values of the family's labels.
    pub fn count(&self, family: &'static Family, values: &[&'static str]) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(family).or_default().entry(values.to_vec()).or_default();
        *count = count.saturating_add(1);
    }

    /// All counters, as Prometheus reads them.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = String::new();
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (family, counts) in counts.iter() {
            let rows: Vec<_> = counts.iter().map(|(values, n)| (values.clone(), *n)).collect();
            family_of(&mut text, family, "counter", &rows);
        }
        text
    }
}

/// Writes a family whose figures go up and down.
pub fn gauge(text: &mut String, family: &Family, rows: &[(Vec<&'static str>, u64)]) {
    family_of(text, family, "gauge", rows);
}

fn family_of(text: &mut String, family: &Family, kind: &str, rows: &[(Vec<&'static str>, u64)]) {
    let Family { name, help, labels } = family;
    // Writing to a String does not fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    for (values, figure) in rows {
        let pairs: Vec<String> = labels
            .iter()
            .zip(values)
            .map(|(label, value)| format!("{label}=\"{value}\""))
            .collect();
        let pairs =
            if pairs.is_empty() { String::new() } else { format!("{{{}}}", pairs.join(",")) };
        let _ = writeln!(text, "{name}{pairs} {figure}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static DOORS: Family = Family { name: "doors_total", help: "Doors.", labels: &["house", "to"] };

    #[test]
    fn counters_are_written_as_prometheus_reads_them() {
        let metrics = Metrics::default();
        metrics.count(&DOORS, &["blue", "garden"]);
        metrics.count(&DOORS, &["blue", "garden"]);
        metrics.count(&DOORS, &["red", "street"]);
        let text = "# HELP doors_total Doors.\n# TYPE doors_total counter\n\
                    doors_total{house=\"blue\",to=\"garden\"} 2\n\
                    doors_total{house=\"red\",to=\"street\"} 1\n";
        assert_eq!(metrics.render(), text);
    }

    #[test]
    fn a_figure_may_have_no_labels() {
        let mut text = String::new();
        let family = Family { name: "age_seconds", help: "Age.", labels: &[] };
        gauge(&mut text, &family, &[(Vec::new(), 7)]);
        assert_eq!(text, "# HELP age_seconds Age.\n# TYPE age_seconds gauge\nage_seconds 7\n");
    }
}
