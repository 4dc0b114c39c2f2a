//! Every list of the contract, in every order and with every filter, is read from an index.

mod audit;
mod crowd;
mod explain;
mod export;
mod lists;
mod notifications;
