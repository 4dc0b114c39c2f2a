use secrecy::ExposeSecret;

use super::*;

fn read(url: &str) -> Result<SmtpConfig, ConfigError> {
    let source = Source::from_pairs(&[("SMTP_URL", url)]);
    Ok(MailConfig::read(&source, "https://events.example.org")?.smtp.unwrap())
}

#[test]
fn the_scheme_says_how_the_connection_is_kept_private() {
    for (url, tls, port) in [
        ("smtps://mail.example.org", SmtpTls::Implicit, 465),
        ("smtps://127.0.0.1:1465", SmtpTls::Implicit, 1465),
        ("smtp://mail.example.org", SmtpTls::StartTls, 587),
        ("smtp://mail.example.org:25?tls=none", SmtpTls::None, 25),
        ("smtp://localhost:1025", SmtpTls::None, 1025),
        ("smtp://[::1]", SmtpTls::None, 25),
        ("smtp://127.0.0.1:2525?tls=starttls", SmtpTls::StartTls, 2525),
    ] {
        let smtp = read(url).unwrap();
        assert_eq!((smtp.tls, smtp.port), (tls, port), "{url}");
    }
}

#[test]
fn the_login_is_read_and_never_shown() {
    let smtp =
        read("smtps://ann%40example.org:p%40ss%2Fword@mail.example.org?ca=/etc/ca.pem").unwrap();
    let (user, password) = smtp.login.as_ref().unwrap();
    assert_eq!((&**user, password.expose_secret()), ("ann@example.org", "p@ss/word"));
    assert_eq!(smtp.ca.as_deref(), Some(std::path::Path::new("/etc/ca.pem")));
    assert!(!format!("{smtp:?}").contains("p@ss"));
    assert!(read("smtp://localhost").unwrap().login.is_none());
}

#[test]
fn an_odd_address_is_refused_without_being_shown() {
    for bad in [
        "mail.example.org",
        "http://u:secret@mail.example.org",
        "smtps://u:secret@mail.example.org?tls=none",
        "smtp://u:secret@mail.example.org?tls=maybe",
        "smtp://",
    ] {
        let refused = read(bad).unwrap_err();
        assert_eq!(refused.name, "SMTP_URL");
        assert!(!refused.to_string().contains("secret"), "{refused}");
    }
}

#[test]
fn the_sender_is_the_servers_own_where_nobody_named_one() {
    let from = |pairs: &[(&str, &str)], url| {
        MailConfig::read(&Source::from_pairs(pairs), url).map(|config| config.from)
    };
    assert_eq!(from(&[], "https://a.example.org").unwrap(), "Turnout <no-reply@a.example.org>");
    assert_eq!(from(&[], "http://127.0.0.1:8000").unwrap(), "Turnout <no-reply@localhost>");
    let named = [("MAIL_FROM", "Olu <olu@example.org>")];
    assert_eq!(from(&named, "https://a.example.org").unwrap(), "Olu <olu@example.org>");
    assert!(from(&[("MAIL_FROM", "olu")], "https://a.example.org").is_err());
}
