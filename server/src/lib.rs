//! Serves a built site over HTTP, for `cargo xtask serve`, for the browser tests, and for `gedanken serve` on machines that
//! have nothing else. Files only: it builds nothing and watches nothing.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result};
use axum::Router;
use axum::http::Response;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, HeaderValue};
use tokio::net::TcpListener;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeader;

/// The page that a host shows for an address that has none, from the site's top folder.
pub const NOT_FOUND: &str = "404.html";

/// The script that other sites load, from the site's top folder.
pub const SCRIPT: &str = "embed.js";

/// May be kept, but must be asked for again each time.
const NO: &str = "no-cache";
/// Pages of every origin may load it.
const ANY: &str = "*";
/// May be kept without asking.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Serves `site` to everyone who connects to the listener, until the program ends. `folder` is where it appears:
/// `/`, or a path like `/some/folder`.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(listener: TcpListener, site: &Path, folder: &str) -> Result<()> {
    serve_until(listener, site, folder, std::future::pending()).await
}

/// The same until something comes to its end; then connections are closed, too.
///
/// # Errors
/// As [`serve`].
pub async fn serve_until(
    listener: TcpListener,
    site: &Path,
    folder: &str,
    end: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    // As a service: as a router, it would not answer at the folder itself.
    let routes = if folder == "/" { routes(site) } else { Router::new().nest_service(folder, routes(site)) };
    axum::serve(listener, routes).with_graceful_shutdown(end).await.context("the server stopped")
}

/// Serves `site` at the top of an address of this machine, until the program ends; says the address once it can be opened.
///
/// # Errors
/// As [`listen`], and when the listener breaks.
pub fn serve_here(site: &Path, host: &str, port: u16, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.context("could not start the server")?.block_on(async {
        let (listener, address) = listen(host, port).await?;
        ready(address);
        serve(listener, site, "/").await
    })
}

/// Opens a port; port 0 takes a free one. Gives the address that was opened.
///
/// # Errors
/// One sentence that says why the port cannot be had.
pub async fn listen(host: &str, port: u16) -> Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((host, port)).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => anyhow::anyhow!(
            "Port {port} on {host} is taken by another program. Choose another with `--port <number>`."
        ),
        _ => anyhow::anyhow!("Port {port} on {host} cannot be opened: {error}."),
    })?;
    let address = listener.local_addr().context("the opened port has no address")?;
    Ok((listener, address))
}

/// Pages are asked for again each time, so that a rebuilt site shows at once. An asset's name changes with its
/// contents, so that it may be kept for ever, once it is there.
fn routes(site: &Path) -> Router {
    let missing = || ServeFile::new(site.join(NOT_FOUND));
    let pages = ServeDir::new(site).not_found_service(missing());
    let assets = ServeDir::new(site.join("assets")).not_found_service(missing());
    let keep = |response: &Response<_>| {
        let how = if response.status().is_client_error() { NO } else { FOR_EVER };
        Some(HeaderValue::from_static(how))
    };
    // Browsers load a module from another origin only if that one allows it.
    let script = ServeFile::new(site.join(SCRIPT));
    let script = SetResponseHeader::overriding(script, CACHE_CONTROL, HeaderValue::from_static(NO));
    let any = HeaderValue::from_static(ANY);
    Router::new()
        .route_service(
            &format!("/{SCRIPT}"),
            SetResponseHeader::overriding(script, ACCESS_CONTROL_ALLOW_ORIGIN, any),
        )
        .nest_service("/assets", SetResponseHeader::overriding(assets, CACHE_CONTROL, keep))
        .fallback_service(SetResponseHeader::overriding(pages, CACHE_CONTROL, HeaderValue::from_static(NO)))
}
