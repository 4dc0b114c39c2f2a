//! Making a series.

use rstest::rstest;
use serde_json::{Value, json};

use super::{CREATE, FIRST, each, history, series, try_series};
use crate::event::scene::{listed, outcome};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn the_hour_on_the_wall_stays_across_a_clock_change(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let changes = json!({ "endsAt": "2030-10-07T18:30:00Z",
        "registrationOpensAt": "2030-10-01T00:00:00Z", "registrationClosesAt": FIRST });
    let made = try_series(&app, &olu, changes, "freq=weekly;count=5").await.done();
    assert_eq!(made["series"]["recurrenceRule"], "FREQ=WEEKLY;COUNT=5");
    assert_eq!(
        each(&made, "startsAt"),
        [
            "2030-10-07T16:00:00Z",
            "2030-10-14T16:00:00Z",
            "2030-10-21T16:00:00Z",
            "2030-10-28T17:00:00Z",
            "2030-11-04T17:00:00Z",
        ]
    );
    let last = &made["events"][4];
    assert_eq!(last["endsAt"], "2030-11-04T19:30:00Z");
    assert_eq!(last["registrationOpensAt"], "2030-10-29T01:00:00Z");
    assert_eq!(last["registrationClosesAt"], "2030-11-04T17:00:00Z");
    assert_eq!(last["series"]["id"], made["series"]["id"]);
    assert!(each(&made, "isRecurring").iter().all(|is| *is == true));
    for event in each(&made, "id") {
        assert_eq!(history(&app, event.as_str().unwrap()).await, "1 Created");
    }
    let nodes: Vec<Value> = made["series"]["events"]["nodes"].as_array().unwrap().clone();
    assert_eq!(nodes.iter().map(|node| node["id"].clone()).collect::<Vec<_>>(), each(&made, "id"));
    assert_eq!(listed(&app, None, json!({ "search": "choir" })).await, ["Choir"; 5].join(", "));
}

#[rstest]
#[case("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", &["2030-10-07", "2030-10-10", "2030-10-14"])]
#[case("FREQ=WEEKLY;INTERVAL=2;UNTIL=20301104T170000Z", &["2030-10-07", "2030-10-21", "2030-11-04"])]
#[case("FREQ=WEEKLY;INTERVAL=2;UNTIL=20301104T165959Z", &["2030-10-07", "2030-10-21"])]
#[case("FREQ=MONTHLY;BYDAY=1MO;COUNT=3", &["2030-10-07", "2030-11-04", "2030-12-02"])]
#[case("FREQ=YEARLY;COUNT=2", &["2030-10-07", "2031-10-07"])]
#[case("FREQ=DAILY;COUNT=1", &["2030-10-07"])]
#[tokio::test]
async fn rules_make_their_days(
    #[case] rule: &str,
    #[case] days: &[&str],
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let made = try_series(&app, &olu, json!({}), rule).await.done();
    let starts = each(&made, "startsAt");
    let found: Vec<&str> = starts.iter().map(|start| &start.as_str().unwrap()[..10]).collect();
    assert_eq!(found, days);
}

#[rstest]
#[case::endless("FREQ=WEEKLY", json!({}), &["INVALID recurrenceRule"])]
#[case::too_many("FREQ=DAILY;COUNT=367", json!({}), &["INVALID recurrenceRule"])]
#[case::too_many_until("FREQ=DAILY;UNTIL=20320101", json!({}), &["INVALID recurrenceRule"])]
#[case::never("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", json!({}), &["INVALID recurrenceRule"])]
#[case::other_day("FREQ=WEEKLY;BYDAY=TU;COUNT=3", json!({}), &["INVALID recurrenceRule"])]
#[case::hourly("FREQ=HOURLY;COUNT=3", json!({}), &["INVALID recurrenceRule"])]
#[case::a_line("FREQ=DAILY;COUNT=3\r\nEXDATE:20301008T160000Z", json!({}), &["INVALID recurrenceRule"])]
#[case::nonsense("\u{0}", json!({}), &["INVALID recurrenceRule"])]
#[case::no_zone("FREQ=DAILY;COUNT=3", json!({ "timeZone": "Europe/Atlantis" }), &["INVALID event.timeZone"])]
#[case::beyond_the_years("FREQ=YEARLY;COUNT=3", json!({ "startsAt": "9998-10-07T16:00:00Z" }),
    &["INVALID recurrenceRule"])]
#[case::both("FREQ=WEEKLY", json!({ "title": "", "category": "none" }),
    &["INVALID recurrenceRule", "INVALID event.title", "INVALID event.category"])]
#[tokio::test]
async fn what_makes_no_series_is_refused(
    #[case] rule: &str,
    #[case] changes: Value,
    #[case] refused: &[&str],
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let reply = try_series(&app, &olu, changes, rule).await;
    assert_eq!(reply.refusals(), refused);
    assert_eq!(reply.payload()["series"], Value::Null);
    assert_eq!(reply.payload()["events"], json!([]));
    assert_eq!(listed(&app, &root, json!({ "includePast": true })).await, "");
}

#[rstest]
#[tokio::test]
async fn the_longest_takes_few_statements_more_than_the_shortest(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let made = |rule: &'static str| {
        let query = "mutation($input: CreateEventSeriesInput!) {
            createEventSeries(input: $input) { events { id } userErrors { code } } }";
        let event = json!({ "title": "Sunrise", "location": "Lagos", "startsAt": FIRST });
        app.send(&olu, query, json!({ "input": { "event": event, "recurrenceRule": rule } }))
    };
    let (_, for_one) = app.statements_of(made("FREQ=DAILY;COUNT=1")).await;
    let (reply, for_year) = app.statements_of(made("FREQ=DAILY;COUNT=366")).await;
    assert_eq!(reply.done()["events"].as_array().unwrap().len(), 366);
    // The versions go in four statements.
    assert!(for_year.len() <= for_one.len() + 3, "{for_year:#?}");
}

#[rstest]
#[tokio::test]
async fn organizers_and_admins_alone_may(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (ada, sam) = (app.attendee("ada").await, app.staff("sam").await);
    let root = app.admin("root").await;
    for who in [&ada, &sam] {
        let reply = try_series(&app, who, json!({}), "FREQ=DAILY;COUNT=2").await;
        assert_eq!(outcome(&reply), "FORBIDDEN");
    }
    let event = json!({ "title": "T", "location": "L", "startsAt": FIRST });
    let input = json!({ "event": event, "recurrenceRule": "FREQ=DAILY;COUNT=2" });
    let nobody = app.send(None, CREATE, json!({ "input": input })).await;
    assert_eq!(nobody.codes(), ["UNAUTHENTICATED"]);
    assert_eq!(listed(&app, &root, json!({})).await, "");
    series(&app, &root, json!({}), "FREQ=DAILY;COUNT=2").await;
}
