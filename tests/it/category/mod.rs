//! Categories, kept by staff.
