//! Floor 0: what the operator sets, one documented struct a concern, read once from the environment.
//!
//! To add a setting: a documented field in the struct of its concern, a line in its `read`, a line in
//! `.env.example` and in the README's table.

mod accounts;
mod database;
mod desk;
mod http;
mod mail;
mod notifications;
mod source;

pub use accounts::{AccountConfig, EmailVerification, OrganizerSignup};
pub use database::DatabaseConfig;
pub use desk::DeskConfig;
pub use http::{HttpConfig, LogFormat, TimeLimits};
pub use mail::{MailConfig, SmtpConfig, SmtpTls};
pub use notifications::NotificationConfig;
pub use source::{ConfigError, Source};

/// Where the server runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// On a developer's machine: secrets are made up, tools are on.
    Development,
    /// For real: nothing is made up.
    Production,
}

/// The whole configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// `APP_ENV`: `development` (the default) or `production`.
    pub environment: Environment,
    /// The store.
    pub database: DatabaseConfig,
    /// The desk where requests for seats queue.
    pub desk: DeskConfig,
    /// Accounts and sessions.
    pub accounts: AccountConfig,
    /// The endpoint.
    pub http: HttpConfig,
    /// Mail.
    pub mail: MailConfig,
    /// What people are told, and when.
    pub notifications: NotificationConfig,
}

impl Config {
    /// Reads the configuration.
    ///
    /// # Errors
    /// [`ConfigError`] naming the first setting that makes no sense.
    pub fn read(source: &Source) -> Result<Self, ConfigError> {
        let environment = source.one_of(
            "APP_ENV",
            "development",
            &[("development", Environment::Development), ("production", Environment::Production)],
        )?;
        let http = HttpConfig::read(source, environment)?;
        let config = Self {
            environment,
            database: DatabaseConfig::read(source)?,
            desk: DeskConfig::read(source)?,
            accounts: AccountConfig::read(source, environment)?,
            mail: MailConfig::read(source, &http.public_url)?,
            notifications: NotificationConfig::read(source)?,
            http,
        };
        if config.sends_no_mail()
            && config.accounts.email_verification == EmailVerification::Required
        {
            let reason = "must be set in production, since nobody could sign up without a mail; or set \
                          EMAIL_VERIFICATION=optional";
            return Err(ConfigError::new("SMTP_URL", reason));
        }
        Ok(config)
    }

    /// Whether mail goes nowhere: neither to an SMTP server nor to a developer's log.
    #[must_use]
    pub fn sends_no_mail(&self) -> bool {
        self.environment == Environment::Production && self.mail.smtp.is_none()
    }
}
