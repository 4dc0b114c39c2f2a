//! Mail by SMTP (RFC 5321), through a few connections that are kept open.

use std::time::Duration;

use futures::future::{BoxFuture, FutureExt};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::ExposeSecret;

use crate::config::{SmtpConfig, SmtpTls};
use crate::domain::job::Fault;
use crate::kernel::error::Failure;
use crate::mail::{Mail, Transport, compose};

/// Connections to the server: as many as there are jobs at once.
const POOL: u32 = 4;
/// How long an unused connection is kept; servers end it after some minutes.
const IDLE: Duration = Duration::from_secs(30);
/// A mail takes a handful of steps; all of them together take no longer than this many of one.
const STEPS: u32 = 4;
/// And no longer than this: a server that takes longer is better asked anew.
const LONGEST: Duration = Duration::from_secs(90);

/// Sends mail to one SMTP server.
#[derive(Debug)]
pub(super) struct Smtp {
    server: AsyncSmtpTransport<Tokio1Executor>,
    patience: Duration,
}

impl Smtp {
    pub(super) fn new(config: &SmtpConfig) -> Result<Self, Failure> {
        let tls = match config.tls {
            SmtpTls::None => Tls::None,
            SmtpTls::StartTls => Tls::Required(parameters(config)?),
            SmtpTls::Implicit => Tls::Wrapper(parameters(config)?),
        };
        let mut server =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(config.host.clone())
                .port(config.port)
                .tls(tls)
                .timeout(Some(config.timeout))
                .pool_config(PoolConfig::new().max_size(POOL).idle_timeout(IDLE));
        if let Some((user, password)) = &config.login {
            let password = password.expose_secret().to_owned();
            server = server.credentials(Credentials::new(user.clone(), password));
        }
        let patience = config.timeout.saturating_mul(STEPS).min(LONGEST);
        Ok(Self { server: server.build(), patience })
    }
}

fn parameters(config: &SmtpConfig) -> Result<TlsParameters, Failure> {
    let mut builder = TlsParameters::builder(config.host.clone());
    if let Some(file) = &config.ca {
        let unread = |fault: String| {
            Failure::internal(format!("SMTP_URL: the certificate {}: {fault}", file.display()))
        };
        let pem = std::fs::read(file).map_err(|fault| unread(fault.to_string()))?;
        let certificate = Certificate::from_pem(&pem).map_err(|fault| unread(fault.to_string()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build_rustls().map_err(Failure::internal)
}

impl Transport for Smtp {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<(), Fault>> {
        async {
            let message = compose::message(mail)?;
            match tokio::time::timeout(self.patience, self.server.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(fault)) => Err(judge(&fault)),
                Err(_) => Err(Fault::Retry("the SMTP server takes too long".to_owned())),
            }
        }
        .boxed()
    }
}

/// Whether it is worth another try. What the server refuses for good (5xx) is not, save where it is us it does
/// not take (RFC 4954: a login that is wrong or missing): that is for the operator to mend. Servers that are away,
/// slow, busy (4xx) or greylisting are tried again.
fn judge(fault: &lettre::transport::smtp::Error) -> Fault {
    let mut text = fault.to_string();
    let mut cause = std::error::Error::source(fault);
    while let Some(fault) = cause {
        text = format!("{text}: {fault}");
        cause = fault.source();
    }
    let status = fault.status().map(|code| code.to_string());
    let is_ours = matches!(status.as_deref(), Some("530" | "534" | "535" | "538"));
    if fault.is_permanent() && !is_ours { Fault::GiveUp(text) } else { Fault::Retry(text) }
}
