use chrono::TimeZone;
use rstest::rstest;

use super::*;

#[rstest]
#[case("FREQ=WEEKLY;COUNT=10", End::Count(10))]
#[case("RRULE:freq=weekly;count=10", End::Count(10))]
#[case(" FREQ=DAILY;UNTIL=20301231 ", End::Day(NaiveDate::from_ymd_opt(2030, 12, 31).unwrap()))]
#[case(
    "FREQ=DAILY;UNTIL=20301231T180000",
    End::Local(NaiveDate::from_ymd_opt(2030, 12, 31).unwrap().and_hms_opt(18, 0, 0).unwrap())
)]
#[case(
    "UNTIL=20301231T180000Z;FREQ=DAILY",
    End::Instant(Utc.with_ymd_and_hms(2030, 12, 31, 18, 0, 0).unwrap())
)]
#[case("FREQ=MONTHLY;BYDAY=1MO,-1FR;COUNT=366", End::Count(366))]
#[case("FREQ=YEARLY;INTERVAL=65535;BYWEEKNO=20;BYDAY=MO;WKST=SU;COUNT=1", End::Count(1))]
#[case("FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0,30;BYSECOND=0;COUNT=8", End::Count(8))]
#[case("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", End::Count(3))]
fn a_rule_tells_its_end(#[case] text: &str, #[case] end: End) {
    let rule = Rule::parse(text).unwrap();
    assert_eq!(rule.end, end);
    assert!(rule.text.starts_with("FREQ") || rule.text.starts_with("UNTIL"), "{}", rule.text);
}

#[rstest]
#[case::endless("FREQ=WEEKLY", "never ends")]
#[case::too_many("FREQ=DAILY;COUNT=367", "at most 366")]
#[case::very_many("FREQ=DAILY;COUNT=99999999999999999999", "at most 366")]
#[case::none("FREQ=DAILY;COUNT=0", "at most 366")]
#[case::both_ends("FREQ=DAILY;COUNT=2;UNTIL=20301231", "not by both")]
#[case::no_frequency("COUNT=2", "FREQ")]
#[case::hourly("FREQ=HOURLY;COUNT=2", "DAILY, WEEKLY")]
#[case::minutely("FREQ=MINUTELY;COUNT=2", "DAILY, WEEKLY")]
#[case::secondly("FREQ=SECONDLY;COUNT=2", "DAILY, WEEKLY")]
#[case::no_rule("every monday", "Give the rule alone")]
#[case::empty("", "no part")]
#[case::no_value("FREQ=;COUNT=2", "no part")]
#[case::left_open("FREQ=DAILY;COUNT=2;", "no part")]
#[case::unknown("FREQ=DAILY;COUNT=2;BYEASTER=1", "BYEASTER")]
#[case::twice("FREQ=DAILY;COUNT=2;COUNT=3", "twice")]
#[case::a_start("DTSTART:20300101T000000Z\nRRULE:FREQ=DAILY;COUNT=2", "Give the rule alone")]
#[case::an_exception("FREQ=DAILY;COUNT=2\r\nEXDATE:20300102T000000Z", "Give the rule alone")]
#[case::two_rules("RRULE:RRULE:FREQ=DAILY;COUNT=2", "Give the rule alone")]
#[case::not_ascii("FREQ=DAILY;COUNT=2;BYDAY=é", "Give the rule alone")]
#[case::interval_0("FREQ=DAILY;COUNT=2;INTERVAL=0", "INTERVAL is between")]
#[case::interval_minus("FREQ=DAILY;COUNT=2;INTERVAL=-1", "INTERVAL is between")]
#[case::interval_giant("FREQ=DAILY;COUNT=2;INTERVAL=65536", "INTERVAL is between")]
#[case::day_of_nothing("FREQ=WEEKLY;COUNT=2;BYDAY=XMO", "BYDAY is between")]
#[case::no_day("FREQ=WEEKLY;COUNT=2;BYDAY=M", "no day of the week")]
#[case::day_0("FREQ=MONTHLY;COUNT=2;BYDAY=0MO", "counts from 1")]
#[case::numbered_week("FREQ=WEEKLY;COUNT=2;BYDAY=1MO", "Days are numbered")]
#[case::mixed_days("FREQ=MONTHLY;COUNT=2;BYDAY=MO,1TU", "not both")]
#[case::month_13("FREQ=YEARLY;COUNT=2;BYMONTH=13", "BYMONTH is between")]
#[case::month_0("FREQ=YEARLY;COUNT=2;BYMONTH=0", "BYMONTH is between")]
#[case::month_day_0("FREQ=MONTHLY;COUNT=2;BYMONTHDAY=0", "counts from 1")]
#[case::month_day_32("FREQ=MONTHLY;COUNT=2;BYMONTHDAY=32", "BYMONTHDAY is between")]
#[case::month_day_of_weeks("FREQ=WEEKLY;COUNT=2;BYMONTHDAY=3", "does not go with")]
#[case::week_of_months("FREQ=MONTHLY;COUNT=2;BYWEEKNO=3", "does not go with")]
#[case::year_day_of_days("FREQ=DAILY;COUNT=2;BYYEARDAY=3", "does not go with")]
#[case::position_of_nothing("FREQ=MONTHLY;COUNT=2;BYSETPOS=1", "BYSETPOS")]
#[case::hour_24("FREQ=DAILY;COUNT=2;BYHOUR=24", "BYHOUR is between")]
#[case::until_no_day("FREQ=DAILY;UNTIL=20300230", "UNTIL is")]
#[case::until_words("FREQ=DAILY;UNTIL=TOMORROW", "UNTIL is")]
#[case::until_half("FREQ=DAILY;UNTIL=20300101T", "UNTIL is")]
#[case::until_offset("FREQ=DAILY;UNTIL=20300101T000000+0100", "UNTIL is")]
fn what_makes_no_series_is_refused_with_its_reason(#[case] text: &str, #[case] reason: &str) {
    let message = Rule::parse(text).unwrap_err();
    assert!(message.contains(reason), "{text}: {message}");
}

#[test]
fn a_rule_is_bounded() {
    let long = format!("FREQ=DAILY;COUNT=2;BYMONTH={}1", "1,".repeat(300));
    assert!(Rule::parse(&long).unwrap_err().contains("500 characters"));
    let minutes: Vec<String> = (0..13).map(|minute| minute.to_string()).collect();
    let often = format!("FREQ=DAILY;COUNT=2;BYHOUR=1,2;BYMINUTE={}", minutes.join(","));
    assert!(Rule::parse(&often).unwrap_err().contains("24 times"));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(FREQ|BYDAY|UNTIL|COUNT|BYSETPOS)=[A-Z0-9,;=+é-]{0,30}") {
        let _ = Rule::parse(&text);
    }
}
