//! `cargo xtask serve`: builds the site and serves it.

use anyhow::{Context, Result};

use crate::stages::Stages;
use crate::{server, site};

/// How to serve.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on; 0.0.0.0 lets other machines in
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
}

/// Builds, serves, and prints the address; returns only when something went wrong.
///
/// # Errors
/// When the port is taken or the site does not build.
pub fn run(options: &Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("could not start the server")?;
    runtime.block_on(async {
        // Before the build, so that nobody waits minutes to hear that the port is taken.
        let (listener, address) = server::listen(&options.host, options.port).await?;
        let mut stages = Stages::default();
        let site = stages.run("Building the site", site::build)?;
        stages.report();
        println!("\nGedanken is at http://{address}/ (stop it with Ctrl+C)");
        server::serve(listener, &site, "/").await
    })
}
