//! Events: their life, their lists, who sees them.
