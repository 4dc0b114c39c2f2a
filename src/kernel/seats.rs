//! Numbers of seats.

use std::iter::Sum;
use std::ops::{Add, Sub};

/// A number of seats, never below nothing: taking more than there are leaves none.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, sea_orm::DeriveValueType,
)]
pub struct Seats(i32);

impl Seats {
    /// No seats.
    pub const NONE: Self = Self(0);
    /// One seat.
    pub const ONE: Self = Self(1);

    /// `count` seats, none where it is negative.
    #[must_use]
    pub const fn new(count: i32) -> Self {
        Self(if count < 0 { 0 } else { count })
    }

    /// The plain number, as GraphQL's Int has it.
    #[must_use]
    pub const fn count(self) -> i32 {
        self.0
    }
}

impl Add for Seats {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Seats {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.0.saturating_sub(other.0))
    }
}

impl Sum for Seats {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::NONE, Add::add)
    }
}
