//! Recurrence rules as RFC 5545 §3.3.10 writes them, read to the letter.
//!
//! The reading is ours: the library's takes `XMO` for `MO`, knows properties beside the rule, and lets a
//! part come twice. What it does well, to tell which days a rule names, is asked of it by its builder.

use chrono::{DateTime, Month, NaiveDate, NaiveDateTime, Utc};
use rrule::{Frequency, NWeekday, RRule, Unvalidated, Weekday};

use crate::domain::event::series::MOST;

/// Longest text of a rule.
const LONGEST: usize = 500;
/// The most times of one day that a rule may name.
const TIMES_OF_A_DAY: usize = 24;

/// A recurrence rule that ends.
#[derive(Debug, Clone)]
pub struct Rule {
    /// As it is kept and shown: in capitals, without a name before it.
    pub text: String,
    /// When it is over.
    pub end: End,
    /// The rest of it, without an end.
    pub days: RRule<Unvalidated>,
}

/// When a rule is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// After so many occurrences, the first one counted.
    Count(usize),
    /// With the last occurrence on this day, by the zone's calendar.
    Day(NaiveDate),
    /// With the last occurrence up to this time, by the zone's clocks.
    Local(NaiveDateTime),
    /// With the last occurrence up to this instant.
    Instant(DateTime<Utc>),
}

/// The parts that say when, as they are read.
#[derive(Debug, Default)]
struct Parts {
    frequency: Option<Frequency>,
    count: Option<usize>,
    until: Option<End>,
    numbered_days: bool,
    plain_days: bool,
    by: Vec<&'static str>,
    times: usize,
}

impl Rule {
    /// Reads a rule.
    ///
    /// # Errors
    /// What is wrong with it, for a person to read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = bare(text)?;
        let mut parts = Parts { times: 1, ..Parts::default() };
        let mut days = RRule::new(Frequency::Daily);
        let mut seen: Vec<&str> = Vec::new();
        for part in text.split(';') {
            let (name, value) =
                part.split_once('=').filter(|(_, value)| !value.is_empty()).ok_or_else(|| {
                    format!("{part:?} is no part of a rule; write for example COUNT=10.")
                })?;
            if seen.contains(&name) {
                return Err(format!("{name} stands twice."));
            }
            seen.push(name);
            days = parts.read(days, name, value)?;
        }
        let frequency = parts.frequency.ok_or("A rule has a FREQ, for example FREQ=WEEKLY.")?;
        parts.check(frequency)?;
        let end = match (parts.count, parts.until) {
            (Some(_), Some(_)) => {
                return Err("A rule ends by COUNT or by UNTIL, not by both.".into());
            }
            (Some(count), None) => End::Count(count),
            (None, Some(until)) => until,
            (None, None) => {
                return Err(format!(
                    "This rule never ends. End it by COUNT or UNTIL, after {MOST} occurrences at most."
                ));
            }
        };
        Ok(Self { end, days: days.freq(frequency), text })
    }
}

/// The rule in capitals and on its own: no line of another property comes in with it.
fn bare(text: &str) -> Result<String, String> {
    let text = text.trim_matches(' ').to_ascii_uppercase();
    let text = text.strip_prefix("RRULE:").unwrap_or(&text);
    if text.len() > LONGEST {
        return Err(format!("A rule has at most {LONGEST} characters."));
    }
    let belongs = |letter: char| letter.is_ascii_alphanumeric() || "=;,+-".contains(letter);
    if !text.chars().all(belongs) {
        let message = "Give the rule alone, for example FREQ=WEEKLY;COUNT=10: the event's startsAt, \
                       in its time zone, is its DTSTART.";
        return Err(message.to_owned());
    }
    Ok(text.to_owned())
}

impl Parts {
    fn read(
        &mut self,
        days: RRule<Unvalidated>,
        name: &str,
        value: &str,
    ) -> Result<RRule<Unvalidated>, String> {
        Ok(match name {
            "FREQ" => {
                self.frequency = Some(frequency(value)?);
                days
            }
            "INTERVAL" => days.interval(number(name, value, 1, i32::from(u16::MAX))?),
            "COUNT" => {
                self.count = Some(count(value)?);
                days
            }
            "UNTIL" => {
                self.until = Some(until(value)?);
                days
            }
            "WKST" => days.week_start(weekday(value)?),
            "BYDAY" => days.by_weekday(self.days(value)?),
            "BYMONTH" => {
                let months: Vec<u8> = self.list("BYMONTH", value, 1, 12)?;
                let months: Vec<Month> =
                    months.into_iter().filter_map(|month| Month::try_from(month).ok()).collect();
                days.by_month(&months)
            }
            "BYMONTHDAY" => days.by_month_day(self.list("BYMONTHDAY", value, -31, 31)?),
            "BYYEARDAY" => days.by_year_day(self.list("BYYEARDAY", value, -366, 366)?),
            "BYWEEKNO" => days.by_week_no(self.list("BYWEEKNO", value, -53, 53)?),
            "BYSETPOS" => days.by_set_pos(self.list("BYSETPOS", value, -366, 366)?),
            "BYHOUR" => days.by_hour(self.times("BYHOUR", value, 23)?),
            "BYMINUTE" => days.by_minute(self.times("BYMINUTE", value, 59)?),
            "BYSECOND" => days.by_second(self.times("BYSECOND", value, 59)?),
            _ => return Err(format!("{name} is no part of a recurrence rule.")),
        })
    }

    /// A list of numbers, each once; where numbers may be negative, none of them is 0.
    fn list<N: TryFrom<i32> + Ord>(
        &mut self,
        name: &'static str,
        value: &str,
        least: i32,
        most: i32,
    ) -> Result<Vec<N>, String> {
        self.by.push(name);
        let mut numbers = Vec::new();
        for item in value.split(',') {
            if least < 0 && item.trim_start_matches(['+', '-', '0']).is_empty() {
                return Err(format!("{name} counts from 1, or from the end with -1."));
            }
            numbers.push(number(name, item, least, most)?);
        }
        numbers.sort();
        numbers.dedup();
        Ok(numbers)
    }

    fn times(&mut self, name: &'static str, value: &str, most: i32) -> Result<Vec<u8>, String> {
        let times = self.list(name, value, 0, most)?;
        self.times = self.times.saturating_mul(times.len());
        Ok(times)
    }

    fn days(&mut self, value: &str) -> Result<Vec<NWeekday>, String> {
        self.by.push("BYDAY");
        let mut days = Vec::new();
        for item in value.split(',') {
            let (which, day) = item
                .split_at_checked(item.len().saturating_sub(2))
                .ok_or_else(|| format!("{item:?} is no day of the week."))?;
            let day = weekday(day)?;
            if which.is_empty() {
                self.plain_days = true;
                days.push(NWeekday::Every(day));
            } else {
                self.numbered_days = true;
                let which: i16 = number("BYDAY", which, -53, 53)?;
                if which == 0 {
                    return Err("BYDAY counts from 1, or from the end with -1.".to_owned());
                }
                days.push(NWeekday::Nth(which, day));
            }
        }
        Ok(days)
    }

    /// What RFC 5545 forbids to stand together, and what the library would read wrongly.
    fn check(&self, frequency: Frequency) -> Result<(), String> {
        let has = |name: &str| self.by.contains(&name);
        let only = |name: &str, allowed: bool| {
            if has(name) && !allowed {
                return Err(format!("{name} does not go with FREQ={frequency}."));
            }
            Ok(())
        };
        only("BYWEEKNO", frequency == Frequency::Yearly)?;
        only("BYYEARDAY", frequency == Frequency::Yearly)?;
        only("BYMONTHDAY", frequency != Frequency::Weekly)?;
        let counts_days = matches!(frequency, Frequency::Monthly | Frequency::Yearly);
        if self.numbered_days && (!counts_days || has("BYWEEKNO")) {
            let message = "Days are numbered (1MO, -1FR) with FREQ=MONTHLY, and with FREQ=YEARLY \
                           without BYWEEKNO.";
            return Err(message.to_owned());
        }
        if self.numbered_days && self.plain_days {
            return Err("BYDAY has days with a number, or without, not both.".to_owned());
        }
        if has("BYSETPOS") && self.by.len() == 1 {
            return Err("BYSETPOS chooses among what another BY… part names.".to_owned());
        }
        if self.times > TIMES_OF_A_DAY {
            return Err(format!("A rule names at most {TIMES_OF_A_DAY} times of a day."));
        }
        Ok(())
    }
}

fn frequency(value: &str) -> Result<Frequency, String> {
    match value {
        "DAILY" => Ok(Frequency::Daily),
        "WEEKLY" => Ok(Frequency::Weekly),
        "MONTHLY" => Ok(Frequency::Monthly),
        "YEARLY" => Ok(Frequency::Yearly),
        _ => Err("FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.".to_owned()),
    }
}

fn weekday(value: &str) -> Result<Weekday, String> {
    Ok(match value {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return Err(format!("{value:?} is no day of the week: MO, TU, WE, TH, FR, SA or SU.")),
    })
}

fn count(value: &str) -> Result<usize, String> {
    let most = i32::try_from(MOST).unwrap_or(i32::MAX);
    let message =
        format!("COUNT is between 1 and {MOST}: a series has at most {MOST} occurrences.");
    let count = number::<i32>("COUNT", value, 1, most).map_err(|_| message)?;
    Ok(usize::try_from(count).unwrap_or(MOST))
}

/// A day, a local time, or with a Z an instant.
fn until(value: &str) -> Result<End, String> {
    let wrong = || "UNTIL is a day or a time, for example 20301231 or 20301231T180000Z.".to_owned();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (day, time) = value.split_once('T').unwrap_or((value, ""));
    if day.len() != 8 || !digits(day) {
        return Err(wrong());
    }
    if time.is_empty() && !value.contains('T') {
        return NaiveDate::parse_from_str(day, "%Y%m%d").map(End::Day).map_err(|_| wrong());
    }
    let (time, is_utc) = time.strip_suffix('Z').map_or((time, false), |time| (time, true));
    if time.len() != 6 || !digits(time) {
        return Err(wrong());
    }
    let local = NaiveDateTime::parse_from_str(&format!("{day}T{time}"), "%Y%m%dT%H%M%S")
        .map_err(|_| wrong())?;
    Ok(if is_utc { End::Instant(local.and_utc()) } else { End::Local(local) })
}

fn number<N: TryFrom<i32>>(name: &str, value: &str, least: i32, most: i32) -> Result<N, String> {
    let is_number = value.trim_start_matches(['+', '-']).bytes().all(|byte| byte.is_ascii_digit());
    let parsed = if is_number { value.parse::<i32>().ok() } else { None };
    parsed
        .filter(|number| (least..=most).contains(number))
        .and_then(|number| N::try_from(number).ok())
        .ok_or_else(|| format!("{name} is between {least} and {most}, and not {value:?}."))
}

#[cfg(test)]
#[path = "rule_tests.rs"]
mod tests;
