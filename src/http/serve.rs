//! Listening, and stopping in good order.

use std::net::{SocketAddr, TcpListener};
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::config::TimeLimits;

/// Waited where the system has no more descriptors to give.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until SIGTERM or Ctrl-C, then calls `stopping` and lets what is under way end.
///
/// # Errors
/// Where the listener fails.
pub async fn until_stopped(
    listener: TcpListener,
    router: Router,
    limits: TimeLimits,
    stopping: impl FnOnce(),
) -> std::io::Result<()> {
    let stop = async {
        stop_signal().await;
        stopping();
    };
    until(stop, listener, router, limits).await
}

/// Serves until `stop`, then refuses new connections and lets the requests under way end, for as long
/// as `limits` allow.
///
/// # Errors
/// Where the listener fails.
pub async fn until(
    stop: impl Future<Output = ()>,
    listener: TcpListener,
    router: Router,
    limits: TimeLimits,
) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    // HTTP/1 alone: to find out which version a silent connection means takes for ever. TLS, and with it
    // HTTP/2, ends at the proxy.
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.headers);
    // Each connection has a receiver for as long as it lives.
    let (stopping, connected) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let router = router.clone();
                tokio::spawn(serve(http.clone(), stream, peer, router, connected.clone()));
            }
            Err(fault) => {
                tracing::warn!(%fault, "cannot accept a connection");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    // Closed before anything else: who comes now goes to another process, or is told at once.
    drop((listener, connected));
    tracing::info!("stopping: no new requests, those under way may end");
    stopping.send_replace(true);
    if tokio::time::timeout(limits.drain, stopping.closed()).await.is_err() {
        tracing::warn!("some requests had not ended in time");
    }
    Ok(())
}

async fn serve(
    http: http1::Builder,
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    mut stopping: watch::Receiver<bool>,
) {
    // An answer is written whole; nothing is gained by waiting for more.
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.call(request)
    });
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
    let stop = async move {
        // Gone is the sender only with the server itself.
        let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
        stopping
    };
    let outcome = tokio::select! {
        biased;
        outcome = connection.as_mut() => outcome,
        _stopping = stop => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(fault) = outcome {
        tracing::debug!(%fault, "a connection broke off");
    }
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
