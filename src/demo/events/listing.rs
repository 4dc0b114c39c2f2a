//! One row of the tables.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::domain::access::EventRole;
use crate::domain::event::Fields;
use crate::entity::word::{GuestList, Visibility};
use crate::kernel::error::Failure;

/// An event of the data set. Days are counted from today, and times are those of its zone.
pub(in crate::demo) struct Listing {
    pub(in crate::demo) organizer: &'static str,
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) place: &'static str,
    pub(super) language: &'static str,
    pub(super) zone: &'static str,
    pub(super) category: &'static str,
    pub(super) day: i64,
    /// Hours and minutes.
    pub(super) at: (u32, u32),
    pub(super) minutes: i64,
    /// None: no limit.
    pub(super) seats: Option<i32>,
    pub(super) waitlist: bool,
    /// On which day registration opens; None: at once.
    pub(super) opens: Option<i64>,
    /// On which day registration closes; None: when it starts.
    pub(super) closes: Option<i64>,
    pub(in crate::demo) visibility: Visibility,
    pub(super) guests: GuestList,
    pub(super) life: Life,
    /// Who asked for how many seats, in this order.
    pub(in crate::demo) parties: &'static [(&'static str, i32)],
    /// With whom it was shared once it was announced, and as what.
    pub(in crate::demo) shared: &'static [(&'static str, EventRole)],
    /// Where it takes place after all: told to its guests.
    pub(in crate::demo) moved_to: Option<&'static str>,
    /// What was said of it afterwards: by whom, 1 to 5, and why.
    pub(in crate::demo) feedback: &'static [(&'static str, i32, &'static str)],
}

#[derive(Clone, Copy)]
pub(super) enum Life {
    Draft,
    Published,
    /// Published, and called off for this reason.
    CalledOff(&'static str),
}

/// What most listings are like.
pub(super) const PLAIN: Listing = Listing {
    organizer: "",
    title: "",
    about: "",
    place: "",
    language: "en",
    zone: "UTC",
    category: "community",
    day: 1,
    at: (19, 0),
    minutes: 120,
    seats: None,
    waitlist: true,
    opens: None,
    closes: None,
    visibility: Visibility::Public,
    guests: GuestList::Collaborators,
    life: Life::Published,
    parties: &[],
    shared: &[],
    moved_to: None,
    feedback: &[],
};

impl Listing {
    /// What the event is made from, `now` being some time today.
    pub(super) fn fields(&self, now: DateTime<Utc>) -> Result<Fields, Failure> {
        let starts_at = self.instant(now, self.day, self.at)?;
        let day = |day: Option<i64>| day.map(|day| self.instant(now, day, (12, 0))).transpose();
        Ok(Fields {
            title: self.title.to_owned(),
            description: self.about.to_owned(),
            location: self.place.to_owned(),
            language: self.language.to_owned(),
            starts_at,
            ends_at: starts_at + TimeDelta::minutes(self.minutes),
            time_zone: self.zone.to_owned(),
            capacity: self.seats,
            selling_out_threshold: 5,
            max_seats_per_registration: 10,
            waitlist_enabled: self.waitlist,
            registration_opens_at: day(self.opens)?,
            registration_closes_at: day(self.closes)?,
            visibility: self.visibility,
            guest_list_visibility: self.guests,
        })
    }

    /// When the clocks of the event's zone show `at`, `day` days from today.
    fn instant(
        &self,
        now: DateTime<Utc>,
        day: i64,
        (hour, minute): (u32, u32),
    ) -> Result<DateTime<Utc>, Failure> {
        let odd = || Failure::internal(format!("{} has no such time: {}", self.zone, self.title));
        let zone: Tz = self.zone.parse().map_err(Failure::internal)?;
        let time = NaiveTime::from_hms_opt(hour, minute, 0).ok_or_else(odd)?;
        let days = Days::new(day.unsigned_abs());
        let today = now.with_timezone(&zone).date_naive();
        let date =
            if day < 0 { today.checked_sub_days(days) } else { today.checked_add_days(days) };
        let local = date.ok_or_else(odd)?.and_time(time).and_local_timezone(zone);
        Ok(local.earliest().ok_or_else(odd)?.to_utc())
    }
}
