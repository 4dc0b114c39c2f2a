//! Who is in the data set.

use chrono::TimeDelta;

use crate::demo::clock;
use crate::domain::Core;
use crate::domain::access::{SignedIn, Viewer};
use crate::domain::account::{self, NewAccount, NotificationChange, ProfileChange};
use crate::entity::user;
use crate::entity::word::Role::{self, Admin, Attendee, Organizer, Staff};
use crate::kernel::error::Failure;
use crate::kernel::id::SessionId;

/// Everybody's password.
pub(super) const PASSWORD: &str = "demo seats for everyone";

/// How long ago they signed up.
const SINCE: TimeDelta = TimeDelta::days(200);

struct Person {
    username: &'static str,
    first_name: &'static str,
    last_name: &'static str,
    role: Role,
    time_zone: &'static str,
}

/// The first, who is the admin, makes the others.
const PEOPLE: [Person; 20] = [
    person("maya", "Maya", "Fernández", Admin, "America/Argentina/Buenos_Aires"),
    person("tomasz", "Tomasz", "Wiśniewski", Staff, "Europe/Warsaw"),
    person("ngozi", "Ngozi", "Okafor", Organizer, "Africa/Lagos"),
    person("lena", "Lena", "Hoffmann", Organizer, "Europe/Berlin"),
    person("caio", "Caio", "Ribeiro", Organizer, "America/Sao_Paulo"),
    person("aiko", "愛子", "田中", Organizer, "Asia/Tokyo"),
    person("amara", "Amara", "Diallo", Attendee, "Africa/Dakar"),
    person("kofi", "Kofi", "Mensah", Attendee, "Africa/Accra"),
    person("wanjiru", "Wanjirũ", "Kamau", Attendee, "Africa/Nairobi"),
    person("youssef", "Youssef", "Benali", Attendee, "Africa/Casablanca"),
    person("jonas", "Jonas", "Weber", Attendee, "Europe/Berlin"),
    person("camille", "Camille", "Lefèvre", Attendee, "Europe/Paris"),
    person("aoife", "Aoife", "Byrne", Attendee, "Europe/Dublin"),
    person("elif", "Elif", "Yılmaz", Attendee, "Europe/Istanbul"),
    person("beatriz", "Beatriz", "Souza", Attendee, "America/Sao_Paulo"),
    person("diego", "Diego", "Morales", Attendee, "America/Mexico_City"),
    person("grace", "Grace", "Thompson", Attendee, "America/New_York"),
    person("haruto", "陽翔", "佐藤", Attendee, "Asia/Tokyo"),
    person("priya", "Priya", "Nair", Attendee, "Asia/Kolkata"),
    person("minh", "Minh", "Nguyễn", Attendee, "Asia/Ho_Chi_Minh"),
];

const fn person(
    username: &'static str,
    first_name: &'static str,
    last_name: &'static str,
    role: Role,
    time_zone: &'static str,
) -> Person {
    Person { username, first_name, last_name, role, time_zone }
}

impl Person {
    /// Of a domain that is kept for examples (RFC 2606 §2): mail to it reaches nobody. It tells people
    /// of the demo from others, who may have their usernames.
    fn email(&self) -> String {
        format!("{}@turnout.example", self.username)
    }
}

/// The people of the data set, as the database has them.
pub(super) struct Cast(Vec<(&'static str, Viewer)>);

impl Cast {
    /// The person whom the tables call `name`.
    pub(super) fn viewer(&self, name: &str) -> Result<&Viewer, Failure> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, viewer)| viewer)
            .ok_or_else(|| Failure::internal(format!("nobody in the demo is called {name}")))
    }

    /// As [`Cast::viewer`].
    pub(super) fn person(&self, name: &str) -> Result<&SignedIn, Failure> {
        self.viewer(name)?.signed_in()
    }

    /// Everybody, the admin first.
    pub(super) fn users(&self) -> impl Iterator<Item = &user::Model> {
        self.0.iter().filter_map(|(_, viewer)| Some(&viewer.person()?.user))
    }
}

/// Makes those who are missing.
pub(super) async fn load(core: &Core) -> Result<Cast, Failure> {
    let core = &clock::at(core, core.clock.now() - SINCE);
    let mut cast = Cast(Vec::new());
    let mut admin = Viewer::Anonymous;
    for person in &PEOPLE {
        let user = match account::by_email(core, &person.email()).await? {
            Some(user) => user,
            None if person.role == Admin => {
                without_mail(core, make_admin(core, person).await?).await?
            }
            None => {
                let made = account::create_user(core, admin.admin()?, person.account()).await?;
                without_mail(core, made).await?
            }
        };
        let viewer = viewer(core, user);
        if person.role == Admin {
            admin = viewer.clone();
        }
        cast.0.push((person.username, viewer));
    }
    Ok(cast)
}

/// The commands ask who somebody is, not through which session they came: there is none.
fn viewer(core: &Core, user: user::Model) -> Viewer {
    Viewer::of(user, SessionId::new(core.clock.now(), &*core.random), None, true)
}

impl Person {
    /// The username is left to be made from the address: should somebody else have it, another is found.
    fn account(&self) -> NewAccount {
        NewAccount {
            email: self.email(),
            username: None,
            password: PASSWORD.to_owned(),
            first_name: Some(self.first_name.to_owned()),
            last_name: Some(self.last_name.to_owned()),
            role: self.role,
            time_zone: Some(self.time_zone.to_owned()),
        }
    }
}

/// Mail to their addresses reaches nobody, and a hundred letters would fill a developer's log at the first start.
async fn without_mail(core: &Core, user: user::Model) -> Result<user::Model, Failure> {
    let change = NotificationChange { email: Some(false), ..NotificationChange::default() };
    account::update_notification_settings(core, viewer(core, user).signed_in()?, change).await
}

async fn make_admin(core: &Core, person: &Person) -> Result<user::Model, Failure> {
    let username = match account::by_username(core, person.username).await? {
        None => person.username.to_owned(),
        Some(_) => format!("{}-demo", person.username),
    };
    let admin = account::create_admin(core, &username, &person.email(), PASSWORD).await?;
    let change = ProfileChange {
        first_name: Some(person.first_name.to_owned()),
        last_name: Some(person.last_name.to_owned()),
        time_zone: Some(person.time_zone.to_owned()),
        ..ProfileChange::default()
    };
    account::update_profile(core, viewer(core, admin).signed_in()?, change).await
}

/// The role as clients spell it.
pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Admin => "ADMIN",
        Staff => "STAFF",
        Organizer => "ORGANIZER",
        Attendee => "ATTENDEE",
    }
}
