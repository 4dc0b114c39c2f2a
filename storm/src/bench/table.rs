//! What was measured, as one table in Markdown.

use crate::bench::drive::{Measured, count};
use crate::bench::{Options, Part};
use crate::database::Database;
use crate::failure::Failure;
use crate::processes::{load_average, processors};
use crate::say;

/// One measurement.
pub(crate) struct Row {
    pub(crate) part: Part,
    pub(crate) on: String,
    pub(crate) connections: usize,
    /// What pgbench reached with the same work.
    pub(crate) reference: Option<f64>,
    pub(crate) measured: Measured,
}

/// Everything that was measured in one run.
pub(crate) struct Table {
    head: Vec<String>,
    rows: Vec<String>,
    failures: Vec<String>,
}

impl Part {
    fn title(self) -> &'static str {
        match self {
            Self::Hot => "registration, one event",
            Self::Spread => "registration, 1,000 events",
            Self::Nested => "nested read",
            Self::Simple => "simple read",
            Self::SignIn => "sign-in",
            Self::Sqlite => "registration on SQLite",
            Self::Soak => "registration, on and on",
        }
    }
}

impl Table {
    pub(crate) fn begin(options: &Options) -> Self {
        let Options { small, settings, no_jobs, .. } = options;
        let set = if *small { "a twentieth of the data set" } else { "the whole data set" };
        let mut head = vec![
            format!("Machine: {}; load average before: {}.", processors(), load_average()),
            format!("Data: {set}; server, database and load on the one machine."),
        ];
        if !settings.is_empty() {
            let pairs: Vec<String> =
                settings.iter().map(|(name, value)| format!("{name}={value}")).collect();
            head.push(format!("The server is set to {}.", pairs.join(", ")));
        }
        if *no_jobs {
            head.push("The server leaves its jobs, mail above all, undone.".to_owned());
        }
        Self { head, rows: Vec::new(), failures: Vec::new() }
    }

    /// Notes what the database is and how it commits.
    pub(crate) async fn database(&mut self, database: &Database) -> Result<(), Failure> {
        let rows = database.rows(
            "SELECT 'PostgreSQL ' || current_setting('server_version') || ', fsync ' \
             || current_setting('fsync') || ', synchronous_commit ' \
             || current_setting('synchronous_commit') AS text",
        );
        for row in rows.await? {
            self.head.push(row.try_get("", "text")?);
        }
        Ok(())
    }

    /// Notes what pgbench reached.
    pub(crate) fn reference(&mut self, part: Part, rate: f64) {
        let line = format!(
            "| {}, pgbench | PostgreSQL | 16 | {rate:.0} | 1.0 | | | | | | |",
            part.title()
        );
        say(&line);
        self.rows.push(line);
    }

    /// Notes a measurement.
    pub(crate) fn row(&mut self, row: Row) {
        let Row { part, on, connections, reference, measured } = row;
        let ratio = reference.map(|rate| format!("{:.2}", measured.per_second / rate));
        let each = |seconds: f64| format!("{:.0}", seconds * 1e6 / count(measured.requests.max(1)));
        let line = format!(
            "| {} | {on} | {connections} | {:.0} | {} | {:.1} | {:.1} | {} | {} | {} | {:.0} % |",
            part.title(),
            measured.per_second,
            ratio.unwrap_or_default(),
            measured.p50.as_secs_f64() * 1e3,
            measured.p99.as_secs_f64() * 1e3,
            each(measured.spent.server),
            each(measured.spent.database),
            each(measured.spent.load),
            measured.spent.others() / measured.took.as_secs_f64() * 100.0,
        );
        say(&line);
        self.rows.push(line);
        if let Some(first) = measured.first_failure {
            let (failed, title) = (measured.failed, part.title());
            self.failures.push(format!("{title}, {on}, {connections}: {failed} failed: {first}"));
        }
    }

    /// Prints all of it to standard output.
    #[expect(clippy::print_stdout, reason = "the table is what was asked for")]
    pub(crate) fn print(&self) {
        for line in &self.head {
            println!("{line}");
        }
        println!("Load average after: {}.\n", load_average());
        println!(
            "| work | on | connections | a second | × pgbench | p50 ms | p99 ms | server µs | \
             database µs | load µs | others' CPU |"
        );
        println!("|---|---|---|---|---|---|---|---|---|---|---|");
        for line in self.rows.iter().chain(&self.failures) {
            println!("{line}");
        }
    }
}
