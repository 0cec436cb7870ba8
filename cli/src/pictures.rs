//! The pictures of a run as files: the same that the page paints.

use std::path::PathBuf;

use lab::keys::RunKeys;
use lab::panel::palette::Palette;
use lab::panel::svg::svg;
use lab::panel::{Panel, Size, Verdicts, View};
use lab::recording::Recording;
use lab::words::Words;

use crate::out::Folder;
use crate::pixels::Pixels;

/// How wide they are, in their own units.
const WIDTH: f64 = 800.0;
/// How wide a thumbnail is.
const THUMBNAIL: f64 = 360.0;

/// Every panel of a run as SVG and, where it is asked for, as PNG, and what came of the claims as the same and CSV; where
/// they are.
pub(crate) fn write(
    folder: &Folder,
    keys: &RunKeys,
    recording: &Recording,
    words: &Words,
    forms: &Forms,
) -> Result<Vec<PathBuf>, String> {
    let arms = keys.arms();
    let view = View::new(keys, &arms, recording);
    let mut files = Vec::new();
    for panel in lab::panel::of(keys, view.cell, words) {
        let draw = panel.draw();
        let size = Size { width: WIDTH, height: draw.height(&view, WIDTH) };
        let text = svg(&draw.picture(&view, size), &Palette::LIGHT, &panel.title(), &draw.sentence(&view));
        files.extend(forms.write(folder, keys, panel.key(), &text)?);
    }
    if !keys.experiment.claims.is_empty() {
        let verdicts = Verdicts::of(keys, recording, words);
        let (picture, sentence) = (verdicts.picture(WIDTH), verdicts.sentence());
        let text = svg(&picture, &Palette::LIGHT, words.claims.title, &sentence);
        files.extend(forms.write(folder, keys, Verdicts::key(), &text)?);
        files.push(folder.write(&name(keys, Verdicts::key(), "csv"), &verdicts.table().csv())?);
    }
    Ok(files)
}

/// What pictures are written as.
pub(crate) struct Forms {
    /// Lines, as a page has them.
    pub(crate) svg: bool,
    /// Dots.
    pub(crate) png: Option<Pixels>,
}

impl Forms {
    fn write(&self, folder: &Folder, keys: &RunKeys, key: &str, svg: &str) -> Result<Vec<PathBuf>, String> {
        let mut files = Vec::new();
        if self.svg {
            files.push(folder.write(&name(keys, key, "svg"), svg)?);
        }
        if let Some(pixels) = &self.png {
            files.push(folder.replace(&name(keys, key, "png"), &pixels.png(svg)?)?);
        }
        Ok(files)
    }
}

/// Writes the numbers of every panel of a run as CSV; where they are.
pub(crate) fn numbers(
    folder: &Folder,
    keys: &RunKeys,
    recording: &Recording,
    words: &Words,
) -> Result<Vec<PathBuf>, String> {
    let arms = keys.arms();
    let view = View::new(keys, &arms, recording);
    let one = |panel: Panel| folder.write(&name(keys, panel.key(), "csv"), &panel.draw().table(&view).csv());
    lab::panel::of(keys, view.cell, words).into_iter().map(one).collect()
}

/// The name of a file of a run.
fn name(keys: &RunKeys, key: &str, ending: &str) -> String {
    format!("{}-{key}.{ending}", keys.experiment.id)
}

/// Writes the first panel of a run as SVG, as small as in the gallery, for light and for dark pages; where they are.
pub(crate) fn thumbnails(
    folder: &Folder,
    keys: &RunKeys,
    recording: &Recording,
    words: &Words,
) -> Result<Vec<PathBuf>, String> {
    let arms = keys.arms();
    let view = View::new(keys, &arms, recording);
    let panel = lab::panel::of(keys, view.cell, words).into_iter().next();
    let Some(panel) = panel else { return Ok(Vec::new()) };
    let draw = panel.draw();
    let picture = draw.picture(&view, Size { width: THUMBNAIL, height: draw.height(&view, THUMBNAIL) });
    let write = |(name, palette): (&str, &Palette)| {
        let text = svg(&picture, palette, &panel.title(), &draw.sentence(&view));
        folder.write(&format!("thumbnail-{name}.svg"), &text)
    };
    [("light", &Palette::LIGHT), ("dark", &Palette::DARK)].into_iter().map(write).collect()
}
