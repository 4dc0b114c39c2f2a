//! What the audit log tells of series: what ended, a line for each occurrence. To make or to change one is
//! no matter of the log, as with a single event; its versions tell that.

use rstest::rstest;
use serde_json::json;

use crate::audit::line;
use crate::series::{CANCEL, DELETE, series, try_series, update};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn every_occurrence_that_was_cancelled_or_deleted_is_a_line(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, eve) = (app.organizer("olu").await, app.organizer("eve").await);
    let (id, events) = series(&app, &olu, json!({}), "FREQ=WEEKLY;COUNT=3").await;
    update(&app, &olu, &id, json!({ "title": "Choir practice" })).await.done();
    try_series(&app, &olu, json!({}), "FREQ=WEEKLY").await.refusals();
    assert_eq!(app.audit().await, []);

    let from = |from: &str| json!({ "input": { "seriesId": id, "from": from } });
    let whole = json!({ "input": { "seriesId": id } });
    // Refused: nothing is theirs, nothing is told.
    for mutation in [CANCEL, DELETE] {
        let reply = app.send(&eve, mutation, whole.clone()).await;
        assert_eq!(reply.codes(), ["FORBIDDEN"]);
    }
    app.send(&olu, CANCEL, from("2030-10-14T00:00:00Z")).await.done();
    // Those that are cancelled already are not cancelled again, the first one is.
    app.send(&olu, CANCEL, whole.clone()).await.done();
    app.send(&olu, DELETE, whole).await.done();

    let cancelled = |at: usize| line(&olu, "event.cancelled", &events[at], json!({}));
    let deleted = |at: usize| line(&olu, "event.deleted", &events[at], json!({}));
    let lines = app.audit().await;
    // The lines of one command are written at the same moment, in no order.
    let sorted = |mut lines: Vec<_>| {
        lines.sort_by_key(|(_, _, event, _): &(_, _, String, _)| event.clone());
        lines
    };
    assert_eq!(sorted(lines[..2].to_vec()), sorted(vec![cancelled(1), cancelled(2)]));
    assert_eq!(lines[2], cancelled(0));
    assert_eq!(sorted(lines[3..].to_vec()), sorted((0..3).map(deleted).collect()));
}
