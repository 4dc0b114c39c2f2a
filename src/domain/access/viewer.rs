//! Who asks, and what their role on the platform lets them do.

use std::sync::Arc;

use crate::entity::user;
use crate::entity::word::Role;
use crate::kernel::error::Failure;
use crate::kernel::id::{SessionId, UserId};

/// Whoever sent the request.
#[derive(Debug, Clone)]
pub enum Viewer {
    /// Nobody known.
    Anonymous,
    /// A person with a live session.
    SignedIn(Arc<SignedIn>),
}

/// A person with a live session, as the database has them at this request.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account.
    pub user: user::Model,
    /// The session that the request came with.
    pub session_id: SessionId,
    /// Where the request came from.
    pub ip_address: Option<String>,
    /// Whether the address is theirs as far as the server asks: proved, or the operator asks for no proof.
    pub has_address: bool,
}

/// Proof that the viewer reads everything: STAFF or ADMIN.
#[derive(Debug, Clone, Copy)]
pub struct StaffAccess<'a>(&'a SignedIn);

/// Proof that the viewer may do everything: ADMIN.
#[derive(Debug, Clone, Copy)]
pub struct AdminAccess<'a>(&'a SignedIn);

/// Proof that the viewer may create events: ORGANIZER or ADMIN.
#[derive(Debug, Clone, Copy)]
pub struct OrganizerAccess<'a>(&'a SignedIn);

impl Viewer {
    /// The viewer with a session, asking from `ip_address`. Whether their address counts is decided by
    /// [`AccountRules::counts_address`](crate::domain::account::AccountRules::counts_address).
    #[must_use]
    pub fn of(
        user: user::Model,
        session_id: SessionId,
        ip_address: Option<String>,
        has_address: bool,
    ) -> Self {
        Self::SignedIn(Arc::new(SignedIn { user, session_id, ip_address, has_address }))
    }

    /// The person, where somebody is signed in.
    #[must_use]
    pub fn person(&self) -> Option<&SignedIn> {
        match self {
            Self::Anonymous => None,
            Self::SignedIn(person) => Some(person),
        }
    }

    /// The person's id, where somebody is signed in.
    #[must_use]
    pub fn id(&self) -> Option<UserId> {
        self.person().map(|person| person.user.id)
    }

    /// Whether this is `user` in person.
    #[must_use]
    pub fn is(&self, user: UserId) -> bool {
        self.id() == Some(user)
    }

    /// Whether the viewer reads everything, as STAFF and ADMIN do.
    #[must_use]
    pub fn reads_everything(&self) -> bool {
        self.role().is_some_and(|role| matches!(role, Role::Staff | Role::Admin))
    }

    /// The platform role.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.person().map(|person| person.user.role)
    }

    /// The person.
    ///
    /// # Errors
    /// [`Failure::Unauthenticated`] where nobody is signed in.
    pub fn signed_in(&self) -> Result<&SignedIn, Failure> {
        self.person().ok_or(Failure::Unauthenticated)
    }

    /// The right to read everything and to keep categories.
    ///
    /// # Errors
    /// [`Failure::Unauthenticated`] or [`Failure::Forbidden`].
    pub fn staff(&self) -> Result<StaffAccess<'_>, Failure> {
        self.with_role(&[Role::Staff, Role::Admin]).map(StaffAccess)
    }

    /// The right to do everything.
    ///
    /// # Errors
    /// [`Failure::Unauthenticated`] or [`Failure::Forbidden`].
    pub fn admin(&self) -> Result<AdminAccess<'_>, Failure> {
        self.with_role(&[Role::Admin]).map(AdminAccess)
    }

    /// The right to create events.
    ///
    /// # Errors
    /// [`Failure::Unauthenticated`] or [`Failure::Forbidden`].
    pub fn organizer(&self) -> Result<OrganizerAccess<'_>, Failure> {
        self.with_role(&[Role::Organizer, Role::Admin]).map(OrganizerAccess)
    }

    fn with_role(&self, roles: &[Role]) -> Result<&SignedIn, Failure> {
        let person = self.signed_in()?;
        if roles.contains(&person.user.role) { Ok(person) } else { Err(Failure::Forbidden) }
    }
}

impl SignedIn {
    /// The same person, as the database now has them.
    #[must_use]
    pub fn as_now(&self, user: user::Model) -> Viewer {
        Viewer::of(user, self.session_id, self.ip_address.clone(), self.has_address)
    }

    /// The address by which invitations find the person, in the form that is unique; `None` where it does not
    /// count, for it may be somebody else's.
    #[must_use]
    pub fn address_key(&self) -> Option<&str> {
        self.has_address.then_some(self.user.email_key.as_str())
    }
}

impl<'a> StaffAccess<'a> {
    /// Who holds it.
    #[must_use]
    pub fn person(&self) -> &'a SignedIn {
        self.0
    }
}

impl<'a> AdminAccess<'a> {
    /// Who holds it.
    #[must_use]
    pub fn person(&self) -> &'a SignedIn {
        self.0
    }
}

impl<'a> OrganizerAccess<'a> {
    /// Who holds it.
    #[must_use]
    pub fn person(&self) -> &'a SignedIn {
        self.0
    }
}
