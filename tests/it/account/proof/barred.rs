//! Who guesses codes does not bar the owner from entering theirs.

use futures::future::join_all;
use rstest::rstest;
use serde_json::json;

use crate::account::PASSWORD;
use crate::account::proof::{ASK_RESET, OTHER_PASSWORD, RESET, VERIFY, other_than};
use crate::support::{Database, Postgres, Reply, Sqlite, TestApp};
use crate::throttle::ON;

const HOME: &str = "203.0.113.7";
const THERE: &str = "198.51.100.1";
const ELSEWHERE: &str = "192.0.2.9";
const ANN: &str = "ann@example.org";

async fn proving(on: Database) -> TestApp {
    let mut settings = vec![("EMAIL_VERIFICATION", "required")];
    settings.extend_from_slice(ON);
    TestApp::start_with(on, &settings).await
}

async fn sign_up(app: &TestApp, from: &str) -> String {
    let input = json!({ "input": { "email": ANN, "password": PASSWORD } });
    app.send_from(from, None, crate::account::SIGN_UP, input).await.done();
    app.mailed_code(ANN).await
}

async fn ask_reset(app: &TestApp, from: &str) -> String {
    app.send_from(from, None, ASK_RESET, json!({ "email": ANN })).await.done();
    app.mailed_code(ANN).await
}

async fn verify(app: &TestApp, from: &str, code: &str) -> Reply {
    app.send_from(from, None, VERIFY, json!({ "email": ANN, "code": code })).await
}

async fn reset(app: &TestApp, from: &str, code: &str) -> Reply {
    let variables = json!({ "email": ANN, "code": code, "password": OTHER_PASSWORD });
    app.send_from(from, None, RESET, variables).await
}

/// Enters wrong codes until none is looked at any more: five.
async fn use_up(app: &TestApp, from: &str, code: &str) {
    for _ in 0..5 {
        let wrong = reset(app, from, other_than(code)).await;
        assert_eq!(wrong.refusals(), ["INVALID_CODE code"]);
    }
    assert_eq!(reset(app, from, other_than(code)).await.refusals(), ["TOO_MANY_ATTEMPTS code"]);
}

#[rstest]
#[tokio::test]
async fn strangers_use_up_their_own_guesses_and_not_those_of_who_signs_up(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = proving(on).await;
    let code = sign_up(&app, HOME).await;
    let guesses = [THERE, ELSEWHERE].map(|from| {
        let wrong = other_than(&code);
        join_all((0..30).map(|_| verify(&app, from, wrong)))
    });
    let replies = join_all(guesses).await;
    let refusals: Vec<_> = replies.iter().flatten().map(Reply::refusals).collect();
    let looked_at = refusals.iter().filter(|one| one[..] == ["INVALID_CODE code"]).count();
    assert_eq!((looked_at, refusals.len()), (5, 60), "all strangers together");
    assert_eq!(verify(&app, THERE, &code).await.refusals(), ["TOO_MANY_ATTEMPTS code"]);
    assert_eq!(app.user_count().await, 0);
    verify(&app, HOME, &code).await.done();
}

#[rstest]
#[tokio::test]
async fn who_asked_for_the_code_has_five_guesses_too(#[values(Sqlite, Postgres)] on: Database) {
    let app = proving(on).await;
    let code = sign_up(&app, THERE).await;
    let all = join_all((0..30).map(|_| verify(&app, THERE, other_than(&code)))).await;
    let looked_at = all.iter().filter(|reply| reply.refusals() == ["INVALID_CODE code"]).count();
    assert_eq!(looked_at, 5);
    assert_eq!(verify(&app, THERE, &code).await.refusals(), ["TOO_MANY_ATTEMPTS code"]);
    verify(&app, HOME, &code).await.done();
}

#[rstest]
#[tokio::test]
async fn nobody_bars_the_owner_at_home_whoever_asked_for_the_code(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = proving(on).await;
    let code = sign_up(&app, HOME).await;
    verify(&app, HOME, &code).await.done();
    let code = ask_reset(&app, THERE).await;
    use_up(&app, THERE, &code).await;
    use_up(&app, ELSEWHERE, &code).await;
    reset(&app, HOME, &code).await.done();
    app.try_sign_in("ann", OTHER_PASSWORD).await.done();
}

#[rstest]
#[tokio::test]
async fn at_home_there_is_an_end_of_guessing_too(#[values(Sqlite, Postgres)] on: Database) {
    let app = proving(on).await;
    let code = sign_up(&app, HOME).await;
    verify(&app, HOME, &code).await.done();
    let code = ask_reset(&app, HOME).await;
    use_up(&app, HOME, &code).await;
    assert_eq!(reset(&app, HOME, &code).await.refusals(), ["TOO_MANY_ATTEMPTS code"]);
    app.signed_in("ann").await;
}
