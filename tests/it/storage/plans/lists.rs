//! Every list of the contract with each filter in each order, as whoever may ask.
//!
//! To add one: its query in `queries`, with `ARGS` where filter and order stand.

use rstest::rstest;
use serde_json::json;

use crate::storage::plans::crowd::Crowd;
use crate::storage::plans::explain::{self, excesses};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const ORDERS: [&str; 4] = ["STARTS_AT", "CREATED_AT", "TITLE", "REGISTERED_COUNT"];

/// With `OLU` for an organizer's id and `SERIES` for that of a series. Texts to search for have a test of their own.
const FILTERS: [&str; 15] = [
    "",
    "language: \"en\"",
    "language: \"yo\"",
    "category: \"category-1\"",
    "category: \"category-9\"",
    "organizerId: \"OLU\"",
    "seriesId: \"SERIES\"",
    "seriesId: \"SERIES\", includePast: true, status: [PUBLISHED, CANCELLED]",
    "hasSeats: true",
    "startsFrom: \"2030-06-03T00:00:00Z\"",
    "startsBefore: \"2030-05-01T00:00:00Z\"",
    "near: { from: \"2030-06-03T00:00:00Z\" }",
    "includePast: true",
    "status: [PUBLISHED, DRAFT, CANCELLED]",
    "status: [CANCELLED], category: \"category-1\"",
];

const EVENTS: &str = "{ events(ARGS) { nodes { id } } }";
const OWN: &str = "{ viewer { events(ARGS) { nodes { id } } } }";
const OWN_IN_ROLE: &str = "{ viewer { events(role: [OWNER, EDITOR] ARGS) { nodes { id } } } }";
const ORGANIZED: &str = "{ user(id: \"OLU\") { organizedEvents(ARGS) { nodes { id } } } }";
const IN_CATEGORY: &str = "{ category(slug: \"category-1\") { events(ARGS) { nodes { id } } } }";

/// A query and who asks it.
type Asked<'a> = (Option<&'a Person>, String);

fn events(crowd: &Crowd) -> Vec<Asked<'_>> {
    let anybody = [None, Some(&crowd.ada), Some(&crowd.sam)];
    let mut all = Vec::new();
    for (list, people) in [
        (EVENTS, anybody.as_slice()),
        (ORGANIZED, &anybody),
        (IN_CATEGORY, &anybody),
        (OWN, &[Some(&crowd.olu), Some(&crowd.ada)]),
        (OWN_IN_ROLE, &[Some(&crowd.ada)]),
    ] {
        for (person, filter) in
            people.iter().flat_map(|person| FILTERS.map(|filter| (*person, filter)))
        {
            for field in ORDERS {
                let directions =
                    if filter.is_empty() { ["ASC", "DESC"].as_slice() } else { &["ASC"] };
                for direction in directions {
                    let order = format!("orderBy: {{ field: {field} direction: {direction} }}");
                    let args = match filter {
                        "" => order,
                        filter => format!("{order} filter: {{ {filter} }}"),
                    };
                    let query = list.replace("ARGS", &args).replace("OLU", &crowd.olu.id);
                    let query = query.replace("SERIES", &crowd.series);
                    all.push((person, query));
                }
            }
        }
    }
    all
}

fn occurrences(crowd: &Crowd) -> Vec<Asked<'_>> {
    let list = "... on EventSeries { events { nodes { id } } }";
    let query = format!("{{ node(id: \"{}\") {{ {list} }} }}", crowd.series);
    vec![(None, query.clone()), (Some(&crowd.olu), query.clone()), (Some(&crowd.sam), query)]
}

fn full_events(crowd: &Crowd) -> Vec<Asked<'_>> {
    let query = |list: &str| list.replace("ARGS", "filter: { hasSeats: false }");
    vec![(None, query(EVENTS)), (Some(&crowd.olu), query(OWN))]
}

fn people(crowd: &Crowd) -> Vec<Asked<'_>> {
    let filters = [
        "",
        "role: ATTENDEE",
        "role: ORGANIZER",
        "isActive: false",
        "isActive: true",
        "role: ATTENDEE, isActive: true",
    ];
    let orders = ["CREATED_AT", "USERNAME"].iter().flat_map(|field| {
        ["ASC", "DESC"].map(|direction| format!("{{ field: {field} direction: {direction} }}"))
    });
    orders
        .flat_map(|order| {
            filters.map(|filter| {
                let args = format!("orderBy: {order} filter: {{ {filter} }}");
                (Some(&crowd.sam), format!("{{ users({args}) {{ nodes {{ id }} }} }}"))
            })
        })
        .collect()
}

fn registrations(crowd: &Crowd) -> Vec<Asked<'_>> {
    let mut all = Vec::new();
    let event = &crowd.event;
    for status in
        ["", "status: [REGISTERED]", "status: [CANCELLED]", "status: [WAITLISTED, CANCELLED]"]
    {
        for page in ["first: 20", "last: 20"] {
            let list =
                format!("registrations({page} {status}) {{ nodes {{ id tickets {{ code }} }} }}");
            all.push((Some(&crowd.sam), format!("{{ event(id: \"{event}\") {{ {list} }} }}")));
        }
        let own = format!("registrations({status} upcomingOnly: true) {{ nodes {{ id }} }}");
        all.push((Some(&crowd.ada), format!("{{ viewer {{ {own} }} }}")));
    }
    let guests = "attendees { nodes { id } } viewerRegistration { id } viewerRole";
    all.push((Some(&crowd.ada), format!("{{ event(id: \"{event}\") {{ {guests} }} }}")));
    let nested = "{ events { nodes { attendees(first: 5) { nodes { id } } organizer { id } \
                  registrations(first: 5) { nodes { id } } category { id } } } }";
    all.push((Some(&crowd.sam), nested.to_owned()));
    all
}

/// SQLite plans by what it has counted, if somebody told it to count.
#[rstest]
#[case::sqlite(Sqlite, false)]
#[case::sqlite_that_has_counted(Sqlite, true)]
#[case::postgres(Postgres, true)]
#[tokio::test]
async fn every_list_is_read_from_an_index_no_further_than_its_page(
    #[case] on: Database,
    #[case] counted: bool,
) {
    let app = TestApp::start(on).await;
    let crowd = Crowd::gather(&app, counted).await;
    let mut all = events(&crowd);
    all.extend(full_events(&crowd));
    all.extend(occurrences(&crowd));
    all.extend(people(&crowd));
    all.extend(registrations(&crowd));
    let mut found = Vec::new();
    for (person, query) in all {
        // What one organizer has is sorted where the order is that of seats taken: see decision 0007.
        let of_one_person = query.contains("REGISTERED_COUNT");
        let asked = app.send(person, &query, json!({}));
        let (reply, statements) = app.bound_statements_of(asked).await;
        reply.data();
        for statement in statements {
            let excesses = excesses(&app, on, &statement, of_one_person).await;
            if !excesses.is_empty() {
                found.push(format!("{query}\n  {}\n  {}", excesses.join("\n  "), statement.sql));
            }
        }
    }
    assert!(found.is_empty(), "{} of them:\n{}", found.len(), found.join("\n"));
}

#[rstest]
#[case::words("search: \"kano\"", "event_search_words")]
#[case::part_of_a_location("location: \"kano\"", "event_search_location")]
#[case::occurrences("seriesId: \"SERIES\"", "events_by_series")]
#[case::somebodys("organizerId: \"OLU\"", "events_by_organizer")]
#[tokio::test]
async fn what_names_a_few_events_begins_at_its_own_index(
    #[values((Sqlite, true), (Sqlite, false), (Postgres, true))] (on, counted): (Database, bool),
    #[case] filter: &str,
    #[case] index: &str,
) {
    let app = TestApp::start(on).await;
    let crowd = Crowd::gather(&app, counted).await;
    let filter = filter.replace("OLU", &crowd.olu.id).replace("SERIES", &crowd.series);
    let both = "includePast: true status: [PUBLISHED, CANCELLED]";
    for (person, filter) in [(None, filter.clone()), (Some(&crowd.ada), format!("{filter} {both}"))]
    {
        let query = EVENTS.replace("ARGS", &format!("filter: {{ {filter} }}"));
        let asked = app.send(person, &query, json!({}));
        let (reply, statements) = app.bound_statements_of(asked).await;
        assert!(!reply.at("events.nodes").as_array().unwrap().is_empty());
        let plan = explain::plan(&app, on, statements.last().unwrap()).await;
        assert!(plan.contains(index), "{plan}");
    }
}
