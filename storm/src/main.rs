//! Load on running servers: a storm that must not break what they promise, and a benchmark.
//!
//! It starts and kills the servers itself and knows them by their face alone; the database it reads and
//! fills directly. It is no part of the server. `scripts/storm` and `scripts/bench` call it.

mod bench;
mod books;
mod check;
mod database;
mod failure;
mod http;
mod identity;
mod log;
mod people;
mod play;
mod processes;
mod server;

use clap::Parser;

/// Plays load and faults against running servers, checks what must hold, and measures.
#[derive(Debug, Parser)]
enum Command {
    /// Measures the server beside what pgbench reaches with the same work.
    Bench(bench::Options),
    /// Plays storms on running servers and checks what must hold.
    Play(play::Options),
}

/// Progress, for who watches; what was asked for goes to standard output.
#[expect(clippy::print_stderr, reason = "this is a program for the command line")]
fn say(line: &str) {
    eprintln!("{line}");
}

/// Seconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "tokens say when they were made; nothing here is tested by time"
)]
fn now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.ok().and_then(|now| i64::try_from(now.as_secs()).ok()).unwrap_or_default()
}

// One thread: the load shares the machine with what it measures.
#[tokio::main(flavor = "current_thread")]
async fn main() -> std::process::ExitCode {
    let outcome = match Command::parse() {
        Command::Bench(options) => bench::run(&options, now()).await,
        Command::Play(options) => play::run(&options, now()).await,
    };
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => {
            say(&format!("error: {failure}"));
            std::process::ExitCode::FAILURE
        }
    }
}
