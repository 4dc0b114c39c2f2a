//! A mail with tickets as a server receives it.

use rstest::rstest;
use serde_json::json;

use crate::support::smtp::{SmtpServer, header_of};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn tickets_arrive_with_their_pictures_a_calendar_and_the_way_to_unsubscribe(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let mut smtp = SmtpServer::start("ok", &[]);
    let url = smtp.url();
    let settings = [("SMTP_URL", &*url), ("PUBLIC_URL", "https://events.example.org")];
    let app = TestApp::start_with(on, &settings).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let ada = app.proved(ada).await;
    let event = app.event(&olu, json!({ "startsAt": "2030-06-08T12:00:00Z" })).await;
    app.registered(&ada, &event, 1).await;
    app.settle().await;
    let mail = smtp.mail();
    assert_eq!(
        (header_of(&mail, "To"), header_of(&mail, "Subject")),
        ("ada@example.org".to_owned(), "Your seats for Concert".to_owned())
    );
    let way = header_of(&mail, "List-Unsubscribe");
    let is_ours = way.starts_with("<https://events.example.org/unsubscribe/") && way.ends_with('>');
    assert!(is_ours, "{way}");
    assert_eq!(header_of(&mail, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let data = mail["data"].as_str().unwrap();
    for part in
        ["multipart/mixed", "multipart/related", "Content-ID: <ticket-1>", "filename=\"event.ics\""]
    {
        assert!(data.contains(part), "{part}: {data}");
    }
}
