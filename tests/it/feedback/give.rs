//! Giving feedback, changing it and taking it back.

use rstest::rstest;
use serde_json::json;

use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn who_was_there_says_how_it_was_and_may_think_again(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let ben = app.attendee("ben").await;
    let event = app.event_with(&olu, &[&ada, &ben]).await;
    app.over();

    let said = json!({ "rating": 5, "comment": " Wonderful. " });
    let made = app.leave(&ada, &event, said).await.done();
    let feedback = &made["feedback"];
    assert_eq!((&feedback["rating"], &feedback["comment"]), (&json!(5), &json!("Wonderful.")));
    assert_eq!(feedback["author"]["username"], "ada");
    let seen =
        json!({ "feedbackCount": 1, "averageRating": 5.0, "viewerFeedback": { "rating": 5 } });
    assert_eq!(feedback["event"], seen);

    app.left(&ben, &event, 2).await;
    assert_eq!(app.figures(&olu, &event).await, json!([2, 3.5]));

    let id = feedback["id"].as_str().unwrap();
    let changed = app.change_feedback(&ada, id, json!({ "rating": 4 })).await.done();
    assert_eq!(changed["feedback"]["comment"], "Wonderful.", "left out, it stays");
    assert_eq!(changed["feedback"]["event"]["averageRating"], 3.0);
    let changed = app.change_feedback(&ada, id, json!({ "comment": null })).await.done();
    assert_eq!(changed["feedback"]["comment"], "");

    let deleted = app.delete_feedback(&ada, id).await.done();
    assert_eq!(deleted["deletedFeedbackId"], id);
    assert_eq!(app.figures(&olu, &event).await, json!([1, 2.0]));
    app.left(&ada, &event, 1).await;
    assert_eq!(app.figures(&olu, &event).await, json!([2, 1.5]));
}

#[rstest]
#[tokio::test]
async fn an_omitted_variable_leaves_the_feedback_as_it_was(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event_with(&olu, &[&ada]).await;
    app.over();
    let said = json!({ "rating": 3, "comment": "Fine." });
    let made = app.leave(&ada, &event, said).await.done();
    let operation = "mutation($id: ID!, $rating: Int, $comment: String) {
        updateFeedback(input: { id: $id, rating: $rating, comment: $comment }) {
            feedback { rating comment } userErrors { code } } }";
    let changed =
        app.send(&ada, operation, json!({ "id": made["feedback"]["id"], "rating": 2 })).await;
    assert_eq!(changed.done()["feedback"], json!({ "rating": 2, "comment": "Fine." }));
}

#[rstest]
#[tokio::test]
async fn feedback_waits_for_the_end(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event_with(&olu, &[&ada]).await;
    let early = app.leave(&ada, &event, json!({ "rating": 5 })).await;
    assert_eq!(early.refusals(), ["TOO_EARLY eventId"]);
    app.advance(chrono::TimeDelta::hours(24) + chrono::TimeDelta::minutes(30));
    let during = app.leave(&ada, &event, json!({ "rating": 5 })).await;
    assert_eq!(during.refusals(), ["TOO_EARLY eventId"]);
    app.advance(chrono::TimeDelta::minutes(30));
    app.left(&ada, &event, 5).await;
}

#[rstest]
#[tokio::test]
async fn what_is_said_has_bounds(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event_with(&olu, &[&ada]).await;
    app.over();
    for (input, told) in [
        (json!({ "rating": 0 }), vec!["INVALID rating"]),
        (json!({ "rating": 6 }), vec!["INVALID rating"]),
        (json!({ "rating": -1, "comment": "a\u{0}b" }), vec!["INVALID rating", "INVALID comment"]),
        (json!({ "rating": 3, "comment": "x".repeat(2001) }), vec!["INVALID comment"]),
    ] {
        assert_eq!(app.leave(&ada, &event, input.clone()).await.refusals(), told, "{input}");
    }
    assert_eq!(app.figures(&ada, &event).await, json!([0, null]));

    let id = app.left(&ada, &event, 3).await;
    for (change, told) in [
        (json!({ "rating": 6 }), "INVALID rating"),
        (json!({ "rating": null }), "INVALID rating"),
        (json!({ "comment": "x".repeat(2001) }), "INVALID comment"),
    ] {
        assert_eq!(app.change_feedback(&ada, &id, change).await.refusals(), [told]);
    }
    assert_eq!(app.figures(&ada, &event).await, json!([1, 3.0]));
}
