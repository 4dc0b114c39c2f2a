//! `turnout`: see the library.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match turnout::cli::run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            use std::io::Write;
            // Nothing is left to do where even this cannot be written.
            let mut message = format!("turnout: {fault}");
            let mut cause = fault.source();
            while let Some(fault) = cause {
                message = format!("{message}: {fault}");
                cause = fault.source();
            }
            let _ = writeln!(std::io::stderr(), "{message}");
            ExitCode::FAILURE
        }
    }
}
