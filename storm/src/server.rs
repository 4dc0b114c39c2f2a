//! Server processes: started on a free port, killed, started again.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

use crate::failure::Failure;
use crate::http::{Connection, get};
use crate::identity::SECRET;

/// How long a server may take to serve, with all of its migrations.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks whether it serves.
const LOOK: Duration = Duration::from_millis(20);

/// One server process.
#[derive(Debug)]
pub(crate) struct Server {
    binary: PathBuf,
    database_url: String,
    log: PathBuf,
    /// Where it listens, whenever it runs.
    pub(crate) address: SocketAddr,
    child: Option<Child>,
    settings: Vec<(String, String)>,
    arguments: Vec<&'static str>,
}

impl Server {
    /// A server that does not run yet. Its log goes to `log`.
    pub(crate) fn new(binary: &Path, database_url: &str, log: PathBuf) -> Result<Self, Failure> {
        // The kernel names a free port. Were it taken before the server has it, the server would say so
        // and end.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        // It runs in another directory.
        let (binary, database_url) = (binary.canonicalize()?, database_url.to_owned());
        Ok(Self {
            binary,
            database_url,
            log,
            address,
            child: None,
            settings: Vec::new(),
            arguments: Vec::new(),
        })
    }

    /// A setting beside those that it always has.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    /// Has it leave jobs, mail above all, to other processes.
    pub(crate) fn leave_jobs(&mut self) {
        self.arguments = vec!["serve", "--no-jobs"];
    }

    /// Starts it, without waiting until it serves.
    pub(crate) fn start(&mut self) -> Result<(), Failure> {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(&self.log)?;
        let child = self.command(&self.arguments).stdout(Stdio::null()).stderr(log).spawn()?;
        self.child = Some(child);
        Ok(())
    }

    /// Runs one of its commands to the end.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Result<(), Failure> {
        let output = self.command(arguments).stdout(Stdio::null()).output().await?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Failure::Other(format!("turnout {arguments:?} ended with {}: {said}", output.status)))
    }

    /// With nothing of this process's environment, so that no setting of a developer counts.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .args(arguments)
            .env_clear()
            .env("DATABASE_URL", &self.database_url)
            .env("LISTEN_ADDR", self.address.to_string())
            .env("JWT_SECRET", SECRET)
            .env("EMAIL_VERIFICATION", "optional")
            .env("RATE_LIMIT", "off")
            .env("RUST_LOG", "warn")
            .envs(self.settings.iter().cloned())
            .current_dir(std::env::temp_dir())
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Starts it and waits until it serves.
    pub(crate) async fn start_and_wait(&mut self) -> Result<Duration, Failure> {
        self.start()?;
        self.until_ready(PATIENCE).await
    }

    /// Waits until it serves and its database answers; says how long that took.
    pub(crate) async fn until_ready(&mut self, patience: Duration) -> Result<Duration, Failure> {
        let began = Instant::now();
        while began.elapsed() < patience {
            if self.is_ready().await {
                return Ok(began.elapsed());
            }
            let ended = self.child.as_mut().map(Child::try_wait).transpose()?.flatten();
            if let Some(status) = ended {
                let log = self.log.display();
                return Err(Failure::Other(format!("a server ended with {status}; see {log}")));
            }
            sleep(LOOK).await;
        }
        let (address, log) = (self.address, self.log.display());
        Err(Failure::Other(format!("{address} does not serve after {patience:?}; see {log}")))
    }

    async fn is_ready(&self) -> bool {
        let Ok(mut connection) = Connection::open(self.address).await else { return false };
        let asked = tokio::time::timeout(Duration::from_secs(5), async {
            connection.send(&get("/readyz")).await.is_ok_and(|reply| reply.status == 200)
        });
        asked.await.unwrap_or(false)
    }

    /// Ends it as a power cut would: SIGKILL.
    pub(crate) async fn kill(&mut self) -> Result<(), Failure> {
        if let Some(mut child) = self.child.take() {
            child.kill().await?;
        }
        Ok(())
    }

    /// Its process, while it runs.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.child.as_ref().and_then(Child::id)
    }
}
