//! Every list of the contract, in every order and with every filter, is read from an index.

mod crowd;
mod explain;
mod lists;
mod notifications;
