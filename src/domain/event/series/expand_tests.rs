use chrono::{Datelike, Weekday};
use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn times(rule: &str, starts_at: &str, zone: &str) -> Result<Vec<String>, String> {
    let zone: Tz = zone.parse().unwrap();
    let rule = Rule::parse(rule).unwrap();
    let found = occurrences(&rule, starts_at.parse().unwrap(), zone)?;
    Ok(found
        .iter()
        .map(|start| start.with_timezone(&zone).format("%m-%d %H:%M").to_string())
        .collect())
}

/// The examples of RFC 5545 §3.8.5.3, where they end and begin at least a day apart.
#[rstest]
#[case(
    "FREQ=DAILY;COUNT=10",
    "1997-09-02",
    "09-02 09-03 09-04 09-05 09-06 09-07 09-08 09-09 09-10 09-11"
)]
#[case("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "09-02 09-12 09-22 10-02 10-12")]
#[case(
    "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
    "1997-09-02",
    "09-02 09-04 09-09 09-11 09-16 09-18 09-23 09-25 09-30 10-02"
)]
#[case(
    "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
    "1997-09-02",
    "09-02 09-04 09-16 09-18 09-30 10-02 10-14 10-16"
)]
#[case("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22", "09-22 10-20 11-17 12-22 01-19 02-16")]
#[case(
    "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
    "1997-09-07",
    "09-07 09-28 11-02 11-30 01-04 01-25 03-01 03-29 05-03 05-31"
)]
#[case(
    "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
    "1997-09-30",
    "09-30 10-01 10-31 11-01 11-30 12-01 12-31 01-01 01-31 02-01"
)]
#[case(
    "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
    "1997-06-10",
    "06-10 07-10 06-10 07-10 06-10 07-10 06-10 07-10 06-10 07-10"
)]
#[case(
    "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
    "1997-01-01",
    "01-01 04-10 07-19 01-01 04-09 07-18 01-01 04-10 07-19 01-01"
)]
#[case("FREQ=YEARLY;BYDAY=20MO;COUNT=3", "1997-05-19", "05-19 05-18 05-17")]
#[case("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3", "1997-05-12", "05-12 05-11 05-17")]
#[case("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "09-04 10-07 11-06")]
#[case("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15", "01-15 01-30 02-15 03-15 03-30")]
#[case(
    "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
    "1997-08-05",
    "08-05 08-10 08-19 08-24"
)]
#[case(
    "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
    "1997-08-05",
    "08-05 08-17 08-19 08-31"
)]
fn the_examples_of_the_standard_hold(#[case] rule: &str, #[case] day: &str, #[case] days: &str) {
    let zone: Tz = "America/New_York".parse().unwrap();
    let nine: NaiveDateTime = format!("{day}T09:00:00").parse().unwrap();
    let starts_at = zone.from_local_datetime(&nine).unwrap().to_utc().to_rfc3339();
    let found = times(rule, &starts_at, zone.name()).unwrap();
    let expected: Vec<String> = days.split(' ').map(|day| format!("{day} 09:00")).collect();
    assert_eq!(found, expected);
}

#[test]
fn an_hour_that_the_clocks_leave_out_is_no_occurrence() {
    // On 31 March 2030 Berlin's clocks go from 02:00 to 03:00.
    let found = times("FREQ=DAILY;COUNT=3", "2030-03-30T01:30:00Z", "Europe/Berlin").unwrap();
    assert_eq!(found, ["03-30 02:30", "04-01 02:30", "04-02 02:30"]);
}

#[test]
fn of_an_hour_that_comes_twice_the_first_is_meant() {
    // On 27 October 2030 Berlin's clocks show 02:30 at 00:30 and at 01:30 UTC.
    let rule = Rule::parse("FREQ=DAILY;COUNT=3").unwrap();
    let zone: Tz = "Europe/Berlin".parse().unwrap();
    let found = occurrences(&rule, "2030-10-26T00:30:00Z".parse().unwrap(), zone).unwrap();
    let found: Vec<String> = found.iter().map(|start| start.to_rfc3339()).collect();
    assert_eq!(
        found,
        ["2030-10-26T00:30:00+00:00", "2030-10-27T00:30:00+00:00", "2030-10-28T01:30:00+00:00"]
    );
    // Unless the event itself was given for the second.
    let second = "2030-10-27T01:30:00Z".parse().unwrap();
    assert_eq!(occurrences(&rule, second, zone).unwrap()[0], second);
}

#[rstest]
#[case::day("FREQ=DAILY;UNTIL=20300604", 3)]
#[case::local("FREQ=DAILY;UNTIL=20300604T180000", 3)]
#[case::just_before("FREQ=DAILY;UNTIL=20300604T175959", 2)]
#[case::instant("FREQ=DAILY;UNTIL=20300604T170000Z", 3)]
#[case::instant_before("FREQ=DAILY;UNTIL=20300604T165959Z", 2)]
fn until_is_read_on_the_clocks_of_the_zone(#[case] rule: &str, #[case] count: usize) {
    // Lagos is an hour ahead of UTC.
    let found = times(rule, "2030-06-02T17:00:00Z", "Africa/Lagos").unwrap();
    assert_eq!(found.len(), count, "{found:?}");
}

#[test]
fn parts_of_a_second_stay() {
    let rule = Rule::parse("FREQ=DAILY;COUNT=2").unwrap();
    let starts_at = "2030-06-02T17:00:00.123456Z".parse().unwrap();
    let found = occurrences(&rule, starts_at, Tz::UTC).unwrap();
    assert_eq!(found, [starts_at, starts_at + TimeDelta::days(1)]);
}

#[rstest]
#[case::never("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "never happens")]
#[case::never_yearly("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,31;COUNT=5", "never happens")]
#[case::never_week("FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;COUNT=5", "never happens")]
#[case::not_then("FREQ=WEEKLY;BYDAY=MO;COUNT=5", "Sunday 2030-06-02 18:00")]
#[case::too_many("FREQ=DAILY;UNTIL=20310604", "at most 366")]
#[case::too_many_by_far("FREQ=DAILY;UNTIL=99991231", "at most 366")]
#[case::over_before("FREQ=DAILY;UNTIL=20300601", "before the first")]
#[case::not_so_often("FREQ=YEARLY;INTERVAL=5000;COUNT=3", "does not happen 3 times")]
#[case::not_so_often_monthly("FREQ=MONTHLY;INTERVAL=65535;COUNT=5", "does not happen 5 times")]
#[case::five_mondays("FREQ=MONTHLY;BYDAY=-5SU;COUNT=5", "makes no sense")]
fn what_makes_no_series_is_refused(#[case] rule: &str, #[case] reason: &str) {
    // A Sunday.
    let message = times(rule, "2030-06-02T17:00:00Z", "Africa/Lagos").unwrap_err();
    assert!(message.contains(reason), "{message}");
}

#[test]
fn the_longest_series_is_a_leap_year_of_days() {
    assert_eq!(times("FREQ=DAILY;COUNT=366", "2030-06-02T17:00:00Z", "UTC").unwrap().len(), 366);
    let until = "FREQ=DAILY;UNTIL=20310602T170000Z";
    assert_eq!(times(until, "2030-06-02T17:00:00Z", "UTC").unwrap().len(), 366);
}

/// Rules that take the library as far as it goes, to the year 10000 in steps of a day.
#[rstest]
#[case("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU;INTERVAL=7;COUNT=366")]
#[case("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=366")]
#[case("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU;UNTIL=99991231")]
#[case("FREQ=YEARLY;BYYEARDAY=60;BYMONTHDAY=29;BYHOUR=17;BYMINUTE=0,1,2,3;BYSETPOS=1;COUNT=366")]
#[case("FREQ=MONTHLY;BYDAY=5SU;BYMONTHDAY=29;BYMONTH=2;UNTIL=99991231T000000Z")]
fn hostile_rules_end(#[case] rule: &str) {
    // 29 February 2032 is a Sunday.
    let outcome = times(rule, "2032-02-29T17:00:00Z", "UTC");
    assert!(outcome.is_ok() || outcome.is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_weekly_evening_stays_one_in_every_zone_and_year(
        zone in 0..chrono_tz::TZ_VARIANTS.len(),
        year in 2000_i32..2100,
        day in 1_u32..=365,
        count in 2_usize..=106,
    ) {
        let zone = chrono_tz::TZ_VARIANTS[zone];
        let first = NaiveDateTime::parse_from_str(&format!("{year}-{day} 18:00"), "%Y-%j %H:%M");
        let LocalResult::Single(first) = zone.from_local_datetime(&first.unwrap()) else {
            return Ok(());
        };
        let rule = Rule::parse(&format!("FREQ=WEEKLY;COUNT={count}")).unwrap();
        let found = occurrences(&rule, first.to_utc(), zone).unwrap();
        prop_assert_eq!(found.len(), count);
        let local: Vec<NaiveDateTime> =
            found.iter().map(|start| start.with_timezone(&zone).naive_local()).collect();
        for pair in local.windows(2) {
            let week = pair[1] - pair[0];
            // A zone that skips a day (Samoa, in 2011) may skip an occurrence with it.
            let skips = zone.name().contains("Apia") || zone.name().contains("Fakaofo");
            prop_assert!(week == TimeDelta::days(7) || (skips && week == TimeDelta::days(14)), "{:?}", pair);
        }
        prop_assert!(local.iter().all(|time| time.format("%H:%M:%S").to_string() == "18:00:00"));
    }

    #[test]
    fn rules_of_weekdays_name_each_such_day_once(
        year in 2020_i32..2060,
        days in proptest::collection::btree_set(0_u8..7, 1..7),
        interval in 1_i64..5,
        count in 1_usize..60,
    ) {
        let zone: Tz = "America/New_York".parse().unwrap();
        let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
        let monday = chrono::NaiveDate::from_isoywd_opt(year, 10, Weekday::Mon).unwrap();
        let wanted: Vec<NaiveDateTime> = (0..)
            .flat_map(|week| days.iter().map(move |day| week * interval * 7 + i64::from(*day)))
            .map(|after| (monday + TimeDelta::days(after)).and_hms_opt(18, 0, 0).unwrap())
            .take(count)
            .collect();
        let by_day: Vec<&str> = days.iter().map(|day| names[usize::from(*day)]).collect();
        let text = format!("FREQ=WEEKLY;INTERVAL={interval};BYDAY={};COUNT={count}", by_day.join(","));
        let first = zone.from_local_datetime(&wanted[0]).unwrap().to_utc();
        let found = occurrences(&Rule::parse(&text).unwrap(), first, zone).unwrap();
        let found: Vec<NaiveDateTime> =
            found.iter().map(|start| start.with_timezone(&zone).naive_local()).collect();
        prop_assert!(found.iter().all(|day| day.year() >= year));
        prop_assert_eq!(found, wanted);
    }
}
