//! Drives the built site in real browsers: Chromium, Firefox and WebKit, through the W3C WebDriver protocol.
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! use tests::{Browser, Window};
//!
//! let mut page = Browser::Firefox.start(Window::default()).await?;
//! page.open("inverse-permutation/#rev=2&seed=3").await?;
//! page.click("#run").await?;
//! page.reaches("finished").await?;
//! # Ok(())
//! # }
//! ```
//!
//! A test starts its own browser with an empty profile and its own server, so that tests share nothing. What a
//! test started ends with it, also when it fails. A browser that is missing is a failure, never a skip.

mod axe;
mod browser;
mod devtools;
mod driver;
mod log;
mod page;
mod runs;
mod site;
mod xapi;

pub use axe::{Node, Violation};
pub use browser::{Browser, Window};
pub use devtools::Accessible;
pub use page::{Element, Page, Tab};
pub use runs::shortest_run;
pub use site::{Server, folder as site_folder, release};
pub use xapi::faults as xapi_faults;
