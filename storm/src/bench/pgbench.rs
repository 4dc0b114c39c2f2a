//! The same work by pgbench: one prepared transaction each, sixteen clients.

use std::path::Path;

use tokio::process::Command;

use crate::bench::dataset::{HOT_OF_PGBENCH, SPREAD_OF_PGBENCH};
use crate::database::Database;
use crate::failure::Failure;
use crate::identity::Kind;

const CLIENTS: usize = 16;

/// What pgbench is given to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Hot,
    Spread,
    Nested,
    Simple,
}

impl Script {
    fn text(self) -> String {
        let register = include_str!("../../pgbench/register.sql");
        let text = match self {
            Self::Hot => format!("{}{register}", include_str!("../../pgbench/hot.sql")),
            Self::Spread => format!("{}{register}", include_str!("../../pgbench/spread.sql")),
            Self::Nested => include_str!("../../pgbench/nested.sql").to_owned(),
            Self::Simple => include_str!("../../pgbench/simple.sql").to_owned(),
        };
        [
            ("USER", Kind::User.base()),
            ("EVENT", Kind::Event.base()),
            ("HOT", HOT_OF_PGBENCH),
            ("SPREAD", SPREAD_OF_PGBENCH),
        ]
        .into_iter()
        .fold(text, |text, (word, number)| text.replace(word, &number.to_string()))
    }
}

/// Transactions a second.
pub(crate) async fn per_second(
    database: &Database,
    script: Script,
    people: u64,
    seconds: u64,
    folder: &Path,
) -> Result<f64, Failure> {
    let file = folder.join(format!("{script:?}.sql"));
    tokio::fs::write(&file, database.spell(&script.text())).await?;
    let output = Command::new("pgbench")
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=1"])
        .arg(format!("--client={CLIENTS}"))
        .arg(format!("--time={seconds}"))
        .arg(format!("--define=people={people}"))
        .arg("--define=turn=-1")
        .arg("--file")
        .arg(&file)
        .arg(&database.url)
        .output()
        .await?;
    let said = String::from_utf8_lossy(&output.stdout);
    let tps =
        said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    tps.filter(|_| output.status.success()).ok_or_else(|| {
        Failure::Other(format!("pgbench: {said}{}", String::from_utf8_lossy(&output.stderr)))
    })
}
