//! Days of a zone, from quarters of an hour that the database counted.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;

use crate::db::bucket;

/// Seats by the days of a zone.
#[derive(Debug, Default)]
pub(super) struct Days(BTreeMap<NaiveDate, i64>);

impl Days {
    /// Adds the seats of a quarter of an hour to the day that it falls into by the clocks of `zone`.
    pub(super) fn add(&mut self, zone: Tz, quarter: i64, seats: i64) {
        let Some(instant) = DateTime::from_timestamp(quarter.saturating_mul(bucket::SECONDS), 0)
        else {
            return;
        };
        let day = self.0.entry(instant.with_timezone(&zone).date_naive()).or_default();
        *day = day.saturating_add(seats);
    }

    /// The days that saw any, in order.
    pub(super) fn finish(self) -> Vec<(NaiveDate, i64)> {
        self.0.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("UTC", "2030-06-01T23:59:59Z", "2030-06-01")]
    #[case("Africa/Lagos", "2030-06-01T23:00:00Z", "2030-06-02")]
    #[case("Asia/Kathmandu", "2030-06-01T18:14:59Z", "2030-06-01")]
    #[case("Asia/Kathmandu", "2030-06-01T18:15:00Z", "2030-06-02")]
    #[case("Australia/Eucla", "2030-06-01T15:14:59Z", "2030-06-01")]
    #[case("Australia/Eucla", "2030-06-01T15:15:00Z", "2030-06-02")]
    #[case("America/St_Johns", "2030-06-02T02:29:59Z", "2030-06-01")]
    #[case("America/St_Johns", "2030-06-02T02:30:00Z", "2030-06-02")]
    fn a_day_begins_at_the_midnight_of_the_zone(
        #[case] zone: &str,
        #[case] instant: DateTime<chrono::Utc>,
        #[case] day: NaiveDate,
    ) {
        let mut days = Days::default();
        let zone = zone.parse().unwrap();
        days.add(zone, instant.timestamp().div_euclid(bucket::SECONDS), 2);
        days.add(zone, instant.timestamp().div_euclid(bucket::SECONDS), 1);
        assert_eq!(days.finish(), [(day, 3)]);
    }

    #[test]
    fn every_zone_begins_its_days_on_a_border() {
        for zone in chrono_tz::TZ_VARIANTS {
            for year in 2026..2060 {
                for month in 1..=12 {
                    use chrono::{Offset, TimeZone};
                    let instant = chrono::Utc.with_ymd_and_hms(year, month, 1, 0, 0, 0).unwrap();
                    let offset = zone.offset_from_utc_datetime(&instant.naive_utc()).fix();
                    assert_eq!(i64::from(offset.local_minus_utc()) % bucket::SECONDS, 0, "{zone}");
                }
            }
        }
    }
}
