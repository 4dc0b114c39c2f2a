//! What people take along: events for their calendars, registrations for their spreadsheets.

mod calendar;
mod csv;
mod csv_pages;
mod feed;

use std::collections::HashMap;

/// The events of a calendar, each as its properties, unfolded, by name.
#[track_caller]
fn events(calendar: &str) -> Vec<HashMap<String, String>> {
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), "{calendar}");
    assert!(calendar.ends_with("END:VCALENDAR\r\n"), "{calendar}");
    let unfolded = calendar.replace("\r\n ", "");
    let blocks = unfolded.split("BEGIN:VEVENT\r\n").skip(1);
    let properties = |block: &str| {
        let block = block.split("END:VEVENT").next().unwrap();
        let lines = block.split_terminator("\r\n");
        lines.map(|line| line.split_once(':').unwrap()).map(owned).collect()
    };
    blocks.map(properties).collect()
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
