//! What processes cost, as the kernel counts it (proc(5)).

use std::fs;

/// Processor time in seconds: of the machine, of a server, of its PostgreSQL and of this process.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spent {
    pub(crate) all: f64,
    pub(crate) server: f64,
    pub(crate) database: f64,
    pub(crate) load: f64,
}

/// The ticks of proc(5); Linux has had 100 a second wherever this runs.
const TICKS: f64 = 100.0;

impl Spent {
    /// Until now.
    pub(crate) fn now(server: Option<u32>, postmaster: Option<u32>) -> Self {
        Self {
            all: machine(),
            server: server.map(alone).unwrap_or_default(),
            database: postmaster.map(family).unwrap_or_default(),
            load: alone(std::process::id()),
        }
    }

    /// Since `before`.
    pub(crate) fn since(self, before: Self) -> Self {
        Self {
            all: self.all - before.all,
            server: self.server - before.server,
            database: self.database - before.database,
            load: self.load - before.load,
        }
    }

    /// By whoever is none of ours.
    pub(crate) fn others(self) -> f64 {
        (self.all - self.server - self.database - self.load).max(0.0)
    }
}

/// Resident memory of a process in MiB.
pub(crate) fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|n| n.parse().ok());
    kib.unwrap_or(0_u64) / 1024
}

/// How loaded the machine was over the last minute.
pub(crate) fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

/// The kind of processor, and how many.
pub(crate) fn processors() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name))
        .collect();
    format!("{} × {}", names.len(), names.first().unwrap_or(&"?"))
}

fn machine() -> f64 {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let fields: Vec<f64> = stat
        .lines()
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(1)
        .filter_map(|field| field.parse().ok())
        .collect();
    // user, nice, system; then idle and waiting, which are no work; then interrupts.
    let busy = fields.iter().enumerate().filter(|(at, _)| matches!(at, 0..=2 | 5..=6));
    busy.map(|(_, ticks)| ticks).sum::<f64>() / TICKS
}

fn alone(pid: u32) -> f64 {
    stat(&pid.to_string()).map(|(_, own, _)| own).unwrap_or_default()
}

/// A process, its children, and those of its children that have ended.
fn family(parent: u32) -> f64 {
    let (own, ended) =
        stat(&parent.to_string()).map(|(_, own, ended)| (own, ended)).unwrap_or_default();
    let Ok(processes) = fs::read_dir("/proc") else { return own };
    let children = processes.filter_map(Result::ok).filter_map(|process| {
        let name = process.file_name();
        let name = name.to_str().filter(|name| name.bytes().all(|b| b.is_ascii_digit()))?;
        let (of, own, _) = stat(name)?;
        (of == parent).then_some(own)
    });
    own + ended + children.sum::<f64>()
}

/// Parent, own time and the time of ended children.
fn stat(pid: &str) -> Option<(u32, f64, f64)> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name may hold anything, in brackets.
    let (_, fields) = text.rsplit_once(") ")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    let parent = fields.get(1)?.parse().ok()?;
    Some((parent, (ticks(11)? + ticks(12)?) / TICKS, (ticks(13)? + ticks(14)?) / TICKS))
}
