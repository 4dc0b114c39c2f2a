//! What nested fields load, batched: one file a kind.
//!
//! To add one: a type that implements [`batch::Batch`] in its own file, a field of [`Loaders`].

pub mod batch;
mod check_in;
mod event_pages;
mod events;
mod feedback;
mod figures;
mod own;
mod registrations;
mod rows;
mod sharing;
mod versions;

use std::sync::Arc;

use batch::BatchLoader;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::export::registrations::Room;

pub use check_in::{CheckInCounts, CheckInPages};
pub use event_pages::{EventCountKey, EventCounts, EventPageKey, EventPages};
pub use events::{Events, Series, ViewerRoles};
pub use feedback::{FeedbackById, FeedbackPages, ViewerFeedback};
pub use figures::Figures;
pub use own::{AuditEntries, Notifications, Sessions};
pub use registrations::{
    GuestCounts, GuestPages, Positions, RegistrationCounts, RegistrationPages, Registrations,
    Tickets, TicketsOf, ViewerRegistrations,
};
pub use rows::{Categories, Users};
pub use sharing::{Collaborators, Invitations};
pub use versions::Versions;

/// The loaders of one request, for one viewer.
#[derive(Debug)]
pub struct Loaders {
    /// People by id.
    pub users: BatchLoader<Users>,
    /// Categories by id.
    pub categories: BatchLoader<Categories>,
    /// Events by id, those that the viewer sees.
    pub events: BatchLoader<Events>,
    /// The figures of events, each with its zone.
    pub statistics: BatchLoader<Figures>,
    /// How many registrations the request may still take along.
    pub export_room: Room,
    /// Series by id, those of which the viewer sees an occurrence.
    pub series: BatchLoader<Series>,
    /// What each event was shared with the viewer as.
    pub viewer_roles: BatchLoader<ViewerRoles>,
    /// Pages of the events of organizers and categories.
    pub event_pages: BatchLoader<EventPages>,
    /// How many events those lists have.
    pub event_counts: BatchLoader<EventCounts>,
    /// The collaborators of each event; whoever loads them holds the access.
    pub collaborators: BatchLoader<Collaborators>,
    /// The invitations to each event; whoever loads them holds the access of its owner.
    pub invitations: BatchLoader<Invitations>,
    /// Versions of events by their numbers; whoever loads one holds the access.
    pub versions: BatchLoader<Versions>,
    /// Registrations by id; whoever shows one asks whether the viewer sees it.
    pub registrations: BatchLoader<Registrations>,
    /// Tickets by id; whoever shows one asks whether the viewer sees it.
    pub tickets: BatchLoader<Tickets>,
    /// The viewer's own active registration for each event.
    pub viewer_registrations: BatchLoader<ViewerRegistrations>,
    /// The good tickets of each registration.
    pub tickets_of: BatchLoader<TicketsOf>,
    /// The place in line of each waiting registration.
    pub positions: BatchLoader<Positions>,
    /// Pages of the guest lists of events.
    pub guest_pages: BatchLoader<GuestPages>,
    /// How many people come to each event.
    pub guest_counts: BatchLoader<GuestCounts>,
    /// Pages of the check-in lists of events.
    pub check_in_pages: BatchLoader<CheckInPages>,
    /// How many tickets each event has.
    pub check_in_counts: BatchLoader<CheckInCounts>,
    /// Pages of the registrations of events.
    pub registration_pages: BatchLoader<RegistrationPages>,
    /// How many registrations each event has.
    pub registration_counts: BatchLoader<RegistrationCounts>,
    /// Feedback by id; whoever shows one sees to it that the viewer sees its event.
    pub feedback: BatchLoader<FeedbackById>,
    /// The viewer's own feedback on each event.
    pub viewer_feedback: BatchLoader<ViewerFeedback>,
    /// Pages of the feedback on events.
    pub feedback_pages: BatchLoader<FeedbackPages>,
    /// The viewer's own notifications by id.
    pub notifications: BatchLoader<Notifications>,
    /// Lines of the audit log by id, for admins.
    pub audit_entries: BatchLoader<AuditEntries>,
    /// The viewer's own live sessions by id.
    pub sessions: BatchLoader<Sessions>,
}

impl Loaders {
    /// Loaders that remember nothing yet. Whatever is visible to some only is loaded as `viewer`.
    #[must_use]
    pub fn new(core: &Arc<Core>, viewer: &Viewer) -> Self {
        Self {
            users: BatchLoader::new(Users(Arc::clone(core))),
            categories: BatchLoader::new(Categories(Arc::clone(core))),
            events: BatchLoader::new(Events(Arc::clone(core), viewer.clone())),
            statistics: BatchLoader::new(Figures(Arc::clone(core))),
            export_room: Room::default(),
            series: BatchLoader::new(Series(Arc::clone(core), viewer.clone())),
            viewer_roles: BatchLoader::new(ViewerRoles(Arc::clone(core), viewer.clone())),
            event_pages: BatchLoader::new(EventPages(Arc::clone(core), viewer.clone())),
            event_counts: BatchLoader::new(EventCounts(Arc::clone(core), viewer.clone())),
            collaborators: BatchLoader::new(Collaborators(Arc::clone(core))),
            invitations: BatchLoader::new(Invitations(Arc::clone(core))),
            versions: BatchLoader::new(Versions(Arc::clone(core))),
            registrations: BatchLoader::new(Registrations(Arc::clone(core))),
            tickets: BatchLoader::new(Tickets(Arc::clone(core))),
            viewer_registrations: BatchLoader::new(ViewerRegistrations(
                Arc::clone(core),
                viewer.clone(),
            )),
            tickets_of: BatchLoader::new(TicketsOf(Arc::clone(core))),
            positions: BatchLoader::new(Positions(Arc::clone(core))),
            guest_pages: BatchLoader::new(GuestPages(Arc::clone(core))),
            guest_counts: BatchLoader::new(GuestCounts(Arc::clone(core))),
            check_in_pages: BatchLoader::new(CheckInPages(Arc::clone(core))),
            check_in_counts: BatchLoader::new(CheckInCounts(Arc::clone(core))),
            registration_pages: BatchLoader::new(RegistrationPages(Arc::clone(core))),
            registration_counts: BatchLoader::new(RegistrationCounts(Arc::clone(core))),
            feedback: BatchLoader::new(FeedbackById(Arc::clone(core))),
            viewer_feedback: BatchLoader::new(ViewerFeedback(Arc::clone(core), viewer.clone())),
            feedback_pages: BatchLoader::new(FeedbackPages(Arc::clone(core))),
            notifications: BatchLoader::new(Notifications(Arc::clone(core), viewer.clone())),
            sessions: BatchLoader::new(Sessions(Arc::clone(core), viewer.clone())),
            audit_entries: BatchLoader::new(AuditEntries(Arc::clone(core), viewer.clone())),
        }
    }
}
