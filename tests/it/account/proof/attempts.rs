//! A code stands five guesses, however many come at once.

use chrono::TimeDelta;
use futures::future::join_all;
use rstest::rstest;

use crate::account::PASSWORD;
use crate::account::proof::{OTHER_PASSWORD, other_than};
use crate::support::{Database, Postgres, Sqlite, TestApp};

fn sorted(all: Vec<Vec<String>>) -> (usize, usize) {
    let of = |code: &str| all.iter().filter(|refusals| refusals[..] == [code]).count();
    let counted = (of("INVALID_CODE code"), of("TOO_MANY_ATTEMPTS code"));
    assert_eq!(counted.0 + counted.1, all.len(), "{all:#?}");
    counted
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_hundred_wrong_codes_at_once_five_are_looked_at(
    #[values(Sqlite, Postgres)] on: Database,
    #[values("ann@example.org", "nobody@example.org")] email: &str,
) {
    let app = TestApp::proving(on).await;
    app.asks_to_join("ann@example.org", PASSWORD).await;
    let code = app.mailed_code("ann@example.org").await;
    let wrong =
        (0..200).map(|_| async { app.try_verify(None, email, other_than(&code)).await.refusals() });
    assert_eq!(sorted(join_all(wrong).await), (5, 195));
    if email == "ann@example.org" {
        let right = app.try_verify(None, email, &code).await;
        assert_eq!(right.refusals(), ["TOO_MANY_ATTEMPTS code"]);
    }
    assert_eq!(app.user_count().await, 0);
    app.advance(TimeDelta::minutes(2));
    app.resend(None, "ann@example.org").await;
    let fresh = app.mailed_code("ann@example.org").await;
    app.try_verify(None, "ann@example.org", &fresh).await.done();
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_goes_for_resets_of_known_and_unknown_addresses(
    #[values(Sqlite, Postgres)] on: Database,
    #[values("ann@example.org", "nobody@example.org")] email: &str,
) {
    let app = TestApp::proving(on).await;
    app.joined("ann@example.org").await;
    app.ask_reset("ann@example.org").await;
    let code = app.mailed_code("ann@example.org").await;
    let wrong = (0..12).map(|_| async {
        app.try_reset(email, other_than(&code), OTHER_PASSWORD).await.refusals()
    });
    assert_eq!(sorted(join_all(wrong).await), (5, 7));
    app.signed_in("ann").await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_right_code_many_times_at_once_makes_one_account(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    app.asks_to_join("ann@example.org", PASSWORD).await;
    let code = app.mailed_code("ann@example.org").await;
    let all = (0..4).map(|_| app.try_verify(None, "ann@example.org", &code));
    let replies = join_all(all).await;
    let made = replies.iter().filter(|reply| !reply.payload()["session"].is_null()).count();
    assert_eq!((made, app.user_count().await), (1, 1));
    for reply in replies.iter().filter(|reply| reply.payload()["session"].is_null()) {
        assert_eq!(reply.refusals(), ["INVALID_CODE code"]);
    }
}
