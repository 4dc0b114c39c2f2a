//! Sharing events: with people by name, with addresses by invitation; changing, leaving, handing on.

mod access;
mod answer;
mod audit;
mod change;
mod faults;
mod handing_on;
mod invitations;
mod races;
mod secrecy;
mod share;
mod side_by_side;
mod switched;
mod unproved;

use serde_json::{Value, json};

use crate::support::{Person, Reply, TestApp};

pub(crate) const SHARE: &str = "mutation($input: ShareEventInput!) { shareEvent(input: $input) {
    event { id collaborators { user { username } role } invitations { email role } }
    collaborators { user { username } role addedAt }
    invitations { email role invitedBy { username } event { title } }
    userErrors { code message field } } }";

pub(crate) const CHANGE: &str =
    "mutation($input: UpdateCollaboratorInput!) { updateCollaborator(input: $input) {
        collaborator { user { username } role } userErrors { code message field } } }";

pub(crate) const REMOVE: &str =
    "mutation($input: RemoveCollaboratorInput!) { removeCollaborator(input: $input) {
        removedUserId event { title } userErrors { code message field } } }";

pub(crate) const TRANSFER: &str =
    "mutation($input: TransferEventInput!) { transferEvent(input: $input) {
        event { organizer { username } viewerRole version collaborators { user { username } role }
            versions(first: 1) { nodes { change actor { username } changes { field before after } } } }
        userErrors { code message field } } }";

const WITHDRAW: &str =
    "mutation($input: WithdrawInvitationInput!) { withdrawInvitation(input: $input) {
        withdrawnEmail event { invitations { email } } userErrors { code message field } } }";

const ACCEPT: &str = "mutation($id: ID!) { acceptInvitation(input: { eventId: $id }) {
    collaborator { user { username } role } userErrors { code message field } } }";

const DECLINE: &str = "mutation($id: ID!) { declineInvitation(input: { eventId: $id }) {
    declinedEventId userErrors { code message field } } }";

/// Shares an event with one person or address.
pub(crate) async fn share(
    app: &TestApp,
    who: &Person,
    event: &str,
    person: Value,
    role: &str,
) -> Reply {
    share_all(app, who, event, json!([{ "person": person, "role": role }])).await
}

pub(crate) async fn share_all(app: &TestApp, who: &Person, event: &str, with: Value) -> Reply {
    app.send(who, SHARE, json!({ "input": { "eventId": event, "with": with } })).await
}

async fn change(app: &TestApp, who: &Person, event: &str, user: &str, role: &str) -> Reply {
    let input = json!({ "eventId": event, "userId": user, "role": role });
    app.send(who, CHANGE, json!({ "input": input })).await
}

async fn remove(app: &TestApp, who: &Person, event: &str, user: &str) -> Reply {
    let input = json!({ "eventId": event, "userId": user });
    app.send(who, REMOVE, json!({ "input": input })).await
}

async fn transfer(app: &TestApp, who: &Person, event: &str, to: &str) -> Reply {
    let input = json!({ "eventId": event, "toUserId": to });
    app.send(who, TRANSFER, json!({ "input": input })).await
}

async fn withdraw(app: &TestApp, who: &Person, event: &str, email: &str) -> Reply {
    let input = json!({ "eventId": event, "email": email });
    app.send(who, WITHDRAW, json!({ "input": input })).await
}

/// What the event is shared with the viewer as; null where it is not, and where it is hidden.
async fn role_of(app: &TestApp, who: &Person, event: &str) -> Value {
    let query = "query($id: ID!) { event(id: $id) { viewerRole } }";
    app.send(who, query, json!({ "id": event })).await.at("event")["viewerRole"].clone()
}

/// What the owner sees of whom the event is shared with: `name ROLE` or `address ROLE`.
async fn shown(app: &TestApp, owner: &Person, event: &str) -> Vec<String> {
    let query = "query($id: ID!) { event(id: $id) {
        collaborators { user { username } role } invitations { email role } } }";
    let found = app.send(owner, query, json!({ "id": event })).await.at("event");
    let people = found["collaborators"].as_array().unwrap().iter();
    let people = people.map(|one| (one["user"]["username"].clone(), one["role"].clone()));
    let addresses = found["invitations"].as_array().unwrap().iter();
    let addresses = addresses.map(|one| (one["email"].clone(), one["role"].clone()));
    people
        .chain(addresses)
        .map(|(who, role)| format!("{} {}", who.as_str().unwrap(), role.as_str().unwrap()))
        .collect()
}
