//! Where the site will be published, if that is known.
//!
//! Inside the site every address is relative, so that it runs from any folder of any host. But what makes a pasted
//! link unfurl (Open Graph, oEmbed) is read by programs that take only whole addresses.

use std::str::FromStr;

use anyhow::{Error, Result, ensure};
use axum::http::Uri;

/// The address of the site's top folder, with a slash at its end; or nothing.
#[derive(Debug, Clone, Default)]
pub struct Host(Option<String>);

impl Host {
    /// A site that may be published anywhere.
    pub const UNKNOWN: Self = Self(None);

    /// Whether whole addresses can be written.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.0.is_some()
    }

    /// The address of a path that starts at the site's top folder: whole where the host is known, else relative to a
    /// file for which `base` leads to that folder.
    #[must_use]
    pub fn address(&self, base: &str, path: &str) -> String {
        format!("{}{path}", self.0.as_deref().unwrap_or(base))
    }
}

impl FromStr for Host {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let sentence = || {
            format!(
                "{text:?} is not the address of a folder. It starts with http:// or https:// and has no `?` or `#`, \
                 like https://example.org/gedanken/"
            )
        };
        // The parser leaves a fragment out without a word.
        ensure!(!text.contains('#'), sentence());
        let uri: Uri = text.parse().map_err(|_| Error::msg(sentence()))?;
        ensure!(matches!(uri.scheme_str(), Some("http" | "https")) && uri.query().is_none(), sentence());
        let slash = if text.ends_with('/') { "" } else { "/" };
        Ok(Self(Some(format!("{text}{slash}"))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_whole_where_the_host_is_known() {
        let known: Host = "https://example.org/sub".parse().unwrap();
        assert_eq!(known.address("../", "a/"), "https://example.org/sub/a/");
        assert_eq!(Host::UNKNOWN.address("../", "a/"), "../a/");
    }

    #[test]
    fn only_folders_of_the_web_are_hosts() {
        for wrong in
            ["", "example.org", "/sub/", "ftp://a.b/", "https://a.b/?c", "https://a.b/#c", "https://"]
        {
            assert!(wrong.parse::<Host>().is_err(), "{wrong}");
        }
    }
}
