//! Listening, and stopping in good order.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use hyper_util::rt::TokioTimer;

/// How long a client may take to send its headers, and to send the next ones.
const HEADERS: Duration = Duration::from_secs(15);
/// How long requests under way may go on after the stop.
const DRAIN: Duration = Duration::from_secs(15);

/// Serves until SIGTERM or Ctrl-C, then calls `stopping` and lets what is under way end.
///
/// # Errors
/// Where the listener fails.
pub async fn until_stopped<T>(
    listener: TcpListener,
    router: Router,
    stopping: impl FnOnce() -> T + Send + 'static,
) -> std::io::Result<()> {
    let handle = Handle::new();
    tokio::spawn({
        let handle = handle.clone();
        async move {
            stop_signal().await;
            tracing::info!("stopping: no new requests, those under way may end");
            stopping();
            handle.graceful_shutdown(Some(DRAIN));
        }
    });
    listener.set_nonblocking(true)?;
    // HTTP/1 alone: to find out which version a silent connection means takes for ever. TLS, and with it
    // HTTP/2, ends at the proxy.
    let mut server = axum_server::from_tcp(listener)?.handle(handle).http1_only();
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADERS);
    server.serve(router.into_make_service_with_connect_info::<SocketAddr>()).await
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(fault) => {
            tracing::warn!(%fault, "cannot listen for SIGTERM");
            let _ = interrupt.await;
        }
    }
}
