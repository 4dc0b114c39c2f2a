//! What the database holds of the event that everybody wanted.

use sea_orm::QueryResult;
use uuid::Uuid;

use crate::database::Database;
use crate::failure::Failure;
use crate::identity::Kind;
use crate::log::Status;

/// The rows of one event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Books {
    pub(crate) capacity: i64,
    pub(crate) registered: i64,
    pub(crate) waiting: i64,
    pub(crate) last_line_number: i64,
    pub(crate) registrations: Vec<RegistrationRow>,
    pub(crate) tickets: Vec<TicketRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RegistrationRow {
    pub(crate) id: Uuid,
    pub(crate) person: Uuid,
    pub(crate) quantity: i32,
    pub(crate) status: Status,
    pub(crate) line_number: Option<i64>,
    /// How often its person was told that they have seats, that they wait, and that they got them from the line.
    pub(crate) told: Told,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) registered: i64,
    pub(crate) waitlisted: i64,
    pub(crate) promoted: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TicketRow {
    pub(crate) registration: Uuid,
    pub(crate) code: String,
    pub(crate) is_cancelled: bool,
    pub(crate) is_used: bool,
}

/// The event of the storm.
pub(crate) const EVENT: u64 = 1;

impl Books {
    /// Reads them, after `changes` that are taken back again.
    pub(crate) async fn read_after(
        database: &Database,
        changes: &[String],
    ) -> Result<Self, Failure> {
        let event = format!("{{id:{}:{EVENT}}}", Kind::Event.base());
        let queries = [
            format!(
                "SELECT CAST(capacity AS bigint) AS capacity,
                    CAST(registered_count AS bigint) AS registered,
                    CAST(waitlisted_count AS bigint) AS waiting, last_line_number
                FROM events WHERE id = {event}"
            ),
            format!(
                "SELECT id, user_id, quantity, status, line_number, {}, {}, {} FROM registrations
                WHERE event_id = {event}",
                told("REGISTERED"),
                told("WAITLISTED"),
                told("PROMOTED"),
            ),
            format!(
                "SELECT registration_id, code, cancelled_at IS NOT NULL AS is_cancelled,
                    checked_in_at IS NOT NULL AS is_used
                FROM tickets WHERE registration_id IN
                    (SELECT id FROM registrations WHERE event_id = {event})"
            ),
        ];
        let found = database.look_after(changes, &queries).await?;
        let [events, registrations, tickets] = found.as_slice() else {
            return Err(Failure::Other("not every query was answered".to_owned()));
        };
        let row = events.first().ok_or_else(|| Failure::Other("the event is gone".to_owned()))?;
        Ok(Self {
            capacity: row.try_get("", "capacity")?,
            registered: row.try_get("", "registered")?,
            waiting: row.try_get("", "waiting")?,
            last_line_number: row.try_get("", "last_line_number")?,
            registrations: registrations.iter().map(registration).collect::<Result<_, _>>()?,
            tickets: tickets.iter().map(ticket).collect::<Result<_, _>>()?,
        })
    }

    /// Reads them as they are.
    pub(crate) async fn read(database: &Database) -> Result<Self, Failure> {
        Self::read_after(database, &[]).await
    }

    /// Seats of the registrations that stand so.
    pub(crate) fn seats(&self, status: Status) -> i64 {
        let parties = self.registrations.iter().filter(|row| row.status == status);
        parties.map(|row| i64::from(row.quantity)).sum()
    }
}

/// How many notifications of `kind` there are of a registration, as a column of that name.
fn told(kind: &str) -> String {
    format!(
        "(SELECT count(*) FROM notifications WHERE notifications.user_id = registrations.user_id
            AND registration_id = registrations.id AND kind = '{kind}') AS told_{}",
        kind.to_lowercase()
    )
}

fn registration(row: &QueryResult) -> Result<RegistrationRow, Failure> {
    let status: String = row.try_get("", "status")?;
    Ok(RegistrationRow {
        id: row.try_get("", "id")?,
        person: row.try_get("", "user_id")?,
        quantity: row.try_get("", "quantity")?,
        status: Status::parse(&status)
            .ok_or_else(|| Failure::Other(format!("a registration is {status}")))?,
        line_number: row.try_get("", "line_number")?,
        told: Told {
            registered: row.try_get("", "told_registered")?,
            waitlisted: row.try_get("", "told_waitlisted")?,
            promoted: row.try_get("", "told_promoted")?,
        },
    })
}

fn ticket(row: &QueryResult) -> Result<TicketRow, Failure> {
    Ok(TicketRow {
        registration: row.try_get("", "registration_id")?,
        code: row.try_get("", "code")?,
        is_cancelled: row.try_get("", "is_cancelled")?,
        is_used: row.try_get("", "is_used")?,
    })
}
