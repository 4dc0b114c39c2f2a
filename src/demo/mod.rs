//! A small believable data set to try the server with: `turnout demo`.
//!
//! What is loaded stands in tables: `people`, `categories`, and the events with their parties, one
//! file an organizer, in `events`. To add one more, add a row; the next run loads it. Everything goes
//! through the commands of the domain, so that every rule holds. What is there already is found again
//! (people by address, categories by slug, events by organizer and title, parties by person) and left
//! as it stands, so that a second run changes nothing and one that was killed is completed.

mod categories;
mod clock;
mod events;
mod life;
mod people;
mod registrations;

use crate::domain::Core;
use crate::kernel::error::Failure;

/// Loads whatever of the data set is missing, and answers with the sign-ins to try.
///
/// Everybody in it has a password that the whole world knows: whoever calls this sees to it that the
/// server is not a real one.
///
/// # Errors
/// As the commands that make the data; [`Failure::Forbidden`] where somebody with the address of a
/// person of the demo has not that person's role.
pub async fn load(core: &Core) -> Result<String, Failure> {
    let cast = people::load(core).await?;
    let categories = categories::load(core, &cast).await?;
    for listing in events::all() {
        let event = events::load(core, &cast, &categories, listing).await?;
        registrations::load(core, &cast, listing, &event).await?;
        life::load(core, &cast, listing, &event).await?;
        events::call_off(core, &cast, listing, &event).await?;
    }
    Ok(sign_ins(&cast))
}

fn sign_ins(cast: &people::Cast) -> String {
    let mut text = format!(
        "The demo data is loaded. Everybody has the password: {}\n\n{:<12}{:<12}NAME\n",
        people::PASSWORD,
        "USERNAME",
        "ROLE",
    );
    for user in cast.users() {
        let role = people::role_name(user.role);
        let (username, first, last) = (&user.username, &user.first_name, &user.last_name);
        text += &format!("{username:<12}{role:<12}{first} {last}\n");
    }
    text += "\nNow start the server, `turnout` or `cargo run`, and open the address that it prints.\n\
             Ngozi has a draft and Lena a private event; staff and admins see everything.\n";
    text
}
