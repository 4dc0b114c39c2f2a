//! The data set of `turnout demo`.

mod contents;
mod reload;
