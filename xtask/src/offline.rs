//! What keeps the playground on a visitor's device: the service worker `sw.js` with the names of this release's files, and
//! the manifest that makes it one of the device's programs.

use anyhow::{Context, Result};
use lab::words;
use serde_json::json;

/// Where the manifest lies, from the site's top folder.
pub const MANIFEST: &str = "manifest.webmanifest";

/// Where the service worker lies. It may look after all below its own folder, so it is in the top one.
pub const WORKER: &str = "sw.js";

/// The paper that pages stand on, in light and in dark.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Of light pages.
    pub light: String,
    /// Of dark pages.
    pub dark: String,
}

impl Paper {
    /// Reads it from the style sheet, where light comes first.
    ///
    /// # Errors
    /// When it sets no two.
    pub fn read(style: &str) -> Result<Self> {
        let mut colours = style.split("--paper: ").skip(1).filter_map(|rest| rest.split(';').next());
        let mut colour = || colours.next().map(str::to_owned).context("style.css does not set --paper twice");
        Ok(Self { light: colour()?, dark: colour()? })
    }
}

/// The file names of the icons, all in `assets/`.
#[derive(Debug, Default)]
pub struct Icons {
    /// For browsers: as sharp as they like.
    pub drawing: String,
    /// For devices, which take only pixels: in each of [`SIDES`].
    pub pixels: [String; 2],
}

/// Width and height of the icons that are made of pixels.
pub const SIDES: [u32; 2] = [192, 512];

/// What a device is told of the playground as a program.
#[must_use]
pub fn manifest(icons: &Icons, paper: &Paper) -> String {
    let words = words::site(None);
    let icon = |file: &str, sizes: &str, kind: &str, purpose: &str| {
        let file = format!("assets/{file}");
        json!({ "src": file, "sizes": sizes, "type": kind, "purpose": purpose })
    };
    let mut all = vec![icon(&icons.drawing, "any", "image/svg+xml", "any")];
    for (side, file) in SIDES.iter().zip(&icons.pixels) {
        // Devices may cut a shape of their own out of the same picture.
        for purpose in ["any", "maskable"] {
            all.push(icon(file, &format!("{side}x{side}"), "image/png", purpose));
        }
    }
    let manifest = json!({
        "name": words.device_name,
        "short_name": "Gedanken",
        "description": words.gallery_says,
        "lang": words.language,
        "start_url": ".",
        "scope": ".",
        "display": "standalone",
        "background_color": paper.light,
        "theme_color": paper.light,
        "icons": all,
    });
    format!("{manifest:#}\n")
}

/// The name of a release: its version, and a hash over everything in it. Each part has a name and contents, or a name that
/// is made of its contents.
#[must_use]
pub fn release<'a>(parts: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts.into_iter().flat_map(|(name, contents)| [name, contents]) {
        hasher.update(&part.len().to_le_bytes()).update(part.as_bytes());
    }
    format!("{}-{}", env!("CARGO_PKG_VERSION"), &hasher.finalize().to_hex()[..12])
}

/// The service worker of a release, that keeps these pages and assets. Both are addresses from the site's top folder.
#[must_use]
pub fn worker(text: &str, release: &str, pages: &[String], assets: &[String]) -> String {
    format!(
        "const RELEASE = {};\nconst PAGES = {:#};\nconst ASSETS = {:#};\n\n{text}",
        json!(release),
        json!(pages),
        json!(assets)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places;

    #[test]
    fn the_paper_is_that_of_the_style_sheet() {
        let style = std::fs::read_to_string(places::root().join("public/style.css")).unwrap();
        let paper = Paper::read(&style).unwrap();
        for colour in [&paper.light, &paper.dark] {
            assert!(colour.starts_with('#') && colour.len() == 7, "{colour}");
        }
        assert_ne!(paper.light, paper.dark);
        assert!(Paper::read("--paper: #ffffff;").is_err());
    }

    #[test]
    fn a_release_is_another_when_any_part_is() {
        let one = release([("a", "b"), ("c", "")]);
        assert_eq!(one, release([("a", "b"), ("c", "")]));
        assert_ne!(one, release([("a", "c"), ("c", "")]));
        assert_ne!(one, release([("ab", ""), ("c", "")]));
        assert_ne!(one, release([("a", "b")]));
    }
}
