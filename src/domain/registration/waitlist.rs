//! The line: who gets the seats that come free.
//!
//! The rule is [`next_in`], a pure function, and the [`Book`](crate::domain::registration::book::Book)
//! applies it wherever seats come free. [`promote`] is for commands that hold the event's lock
//! themselves. After it no waiting party fits into the free seats.

use sea_orm::DatabaseTransaction;

use crate::domain::Core;
use crate::domain::notification::Told;
use crate::domain::registration::store;
use crate::entity::event;
use crate::kernel::error::Failure;
use crate::kernel::seats::Seats;

/// Of the parties in line, first to last, those that get seats when `free` are free (`None`: no limit):
/// each in turn that fits into what is left as a whole. A party is never split, and one that does not
/// fit does not hold up those behind it.
#[must_use]
pub fn next_in(free: Option<Seats>, line: &[Seats]) -> Vec<usize> {
    let mut left = free;
    let mut admitted = Vec::new();
    for (place, party) in line.iter().enumerate() {
        match left {
            Some(seats) if *party > seats => {}
            Some(seats) => {
                left = Some(seats - *party);
                admitted.push(place);
            }
            None => admitted.push(place),
        }
    }
    admitted
}

/// Gives the free seats of `event`, the locked row as it now stands in the database, to the earliest
/// waiting parties that fit, and answers the event as it then is. A draft or cancelled event gives
/// nothing away.
///
/// # Errors
/// As any statement.
pub async fn promote(
    core: &Core,
    on: &DatabaseTransaction,
    event: event::Model,
) -> Result<event::Model, Failure> {
    let mut book = store::open(on, event).await?;
    let now = core.clock.now();
    store::promote(on, &mut book, now, &*core.random).await?;
    store::close(on, book, Told::at(core, now)).await
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) use crate::entity::event::example::event;

    fn seats(counts: &[i32]) -> Vec<Seats> {
        counts.iter().map(|count| Seats::new(*count)).collect()
    }

    #[test]
    fn a_party_that_does_not_fit_lets_the_next_one_by() {
        assert_eq!(next_in(Some(Seats::new(1)), &seats(&[2, 1, 1])), [1]);
        assert_eq!(next_in(Some(Seats::new(3)), &seats(&[2, 2, 1])), [0, 2]);
        assert_eq!(next_in(None, &seats(&[9, 9])), [0, 1]);
    }

    proptest! {
        #[test]
        fn nobody_left_in_line_fits_and_nobody_overtakes(
            free in 0..40_i32,
            line in prop::collection::vec(1..12_i32, 0..30),
        ) {
            let line = seats(&line);
            let admitted = next_in(Some(Seats::new(free)), &line);
            let given: Seats = admitted.iter().map(|place| line[*place]).sum();
            prop_assert!(given <= Seats::new(free));
            let left = Seats::new(free) - given;
            for (place, party) in line.iter().enumerate() {
                let before: Seats =
                    admitted.iter().filter(|p| **p < place).map(|p| line[*p]).sum();
                let fits_in_turn = *party <= Seats::new(free) - before;
                prop_assert_eq!(admitted.contains(&place), fits_in_turn);
                if !admitted.contains(&place) {
                    prop_assert!(*party > left);
                }
            }
        }
    }
}
