//! What a storm tells of itself.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::check::Verdict;
use crate::log::{Outcome, Record};
use crate::play::weather::Weathered;

/// A server is back after a kill, or after PostgreSQL's return, within this.
const BACK: Duration = Duration::from_secs(5);
/// Nobody waits longer to hear that the database is away.
const REFUSED: Duration = Duration::from_secs(3);

/// All storms of one run.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// By promise: cases, and how it was broken.
    promises: BTreeMap<&'static str, (usize, Vec<String>)>,
    attempts: usize,
    storms: usize,
    weathered: Weathered,
    slowest_refusal: Duration,
}

impl Report {
    /// Adds one storm, and says what there is to say of it.
    pub(super) fn add(
        &mut self,
        name: &str,
        log: &[Record],
        weathered: Weathered,
        verdicts: Vec<Verdict>,
    ) -> String {
        let count = |is: fn(&Outcome) -> bool| log.iter().filter(|r| is(&r.outcome)).count();
        let broken = verdicts.iter().filter(|verdict| !verdict.broken.is_empty()).count();
        let line = format!(
            "{name}: {} requests, {} done, {} refused, {} unknown; {} kills, back after {:.1} s; \
             {} database crashes, back after {:.1} s; {}",
            log.len(),
            count(|outcome| matches!(outcome, Outcome::Done(_))),
            count(|outcome| matches!(outcome, Outcome::Refused(_))),
            count(|outcome| matches!(outcome, Outcome::Unknown(_))),
            weathered.kills,
            weathered.back_after_kill.as_secs_f64(),
            weathered.crashes,
            weathered.back_after_crash.as_secs_f64(),
            if broken == 0 { "held".to_owned() } else { format!("{broken} promises BROKEN") },
        );
        for verdict in verdicts {
            let (cases, all) = self.promises.entry(verdict.promise).or_default();
            *cases += verdict.cases;
            all.extend(verdict.broken.into_iter().map(|how| format!("{name}: {how}")));
        }
        let slowest =
            log.iter().filter(|record| record.is_server_fault()).map(|record| record.took);
        self.slowest_refusal = self.slowest_refusal.max(slowest.max().unwrap_or_default());
        self.attempts += log.len();
        self.storms += 1;
        let total = &mut self.weathered;
        total.kills += weathered.kills;
        total.crashes += weathered.crashes;
        total.back_after_kill = total.back_after_kill.max(weathered.back_after_kill);
        total.back_after_crash = total.back_after_crash.max(weathered.back_after_crash);
        line
    }

    /// Holds the servers to their times, too: for a machine that does nothing else.
    pub(super) fn hold_to_times(&mut self) {
        for (promise, took, most, happened) in [
            (
                "a killed server is back within 5 s",
                self.weathered.back_after_kill,
                BACK,
                self.weathered.kills,
            ),
            (
                "service within 5 s of PostgreSQL's return",
                self.weathered.back_after_crash,
                BACK,
                self.weathered.crashes,
            ),
            (
                "503 within 3 s while PostgreSQL is away",
                self.slowest_refusal,
                REFUSED,
                self.weathered.crashes,
            ),
        ] {
            let broken = if took > most { vec![format!("{took:?}")] } else { Vec::new() };
            self.promises.insert(promise, (happened, broken));
        }
    }

    /// Whether every promise was held.
    pub(super) fn holds(&self) -> bool {
        self.promises.values().all(|(_, broken)| broken.is_empty())
    }

    /// What was held, as a table in Markdown.
    pub(super) fn table(&self, title: &str) -> String {
        let Weathered { kills, crashes, back_after_kill, back_after_crash } = self.weathered;
        let mut text = format!(
            "{title}: {} storms, {} requests; {kills} servers killed, back after {:.1} s at most; {crashes} \
             database crashes, service after {:.1} s at most; slowest 503 after {:.1} s.\n\n\
             | promise | cases | |\n|---|---|---|\n",
            self.storms,
            self.attempts,
            back_after_kill.as_secs_f64(),
            back_after_crash.as_secs_f64(),
            self.slowest_refusal.as_secs_f64(),
        );
        for (promise, (cases, broken)) in &self.promises {
            let verdict = match broken.first() {
                None => "held".to_owned(),
                Some(first) => format!("BROKEN {} times, first: {first}", broken.len()),
            };
            text.push_str(&format!("| {promise} | {cases} | {verdict} |\n"));
        }
        text
    }
}
