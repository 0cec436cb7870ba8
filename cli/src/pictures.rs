//! The pictures of a run as files: the same that the page paints.

use std::path::PathBuf;

use lab::keys::RunKeys;
use lab::panel::palette::Palette;
use lab::panel::svg::svg;
use lab::panel::{Panel, Size, Verdicts, View};
use lab::recording::Recording;
use lab::words::Words;

use crate::out::Folder;

/// How wide they are, in their own units.
const WIDTH: f64 = 800.0;
/// How wide a thumbnail is.
const THUMBNAIL: f64 = 360.0;

/// Writes every panel of a run as SVG, and what came of the claims as SVG and CSV; where they are.
pub(crate) fn write(
    folder: &Folder,
    keys: &RunKeys,
    recording: &Recording,
    words: &Words,
) -> Result<Vec<PathBuf>, String> {
    let mut files = each(folder, keys, recording, words, "svg", |panel, view| {
        let draw = panel.draw();
        let size = Size { width: WIDTH, height: draw.height(view, WIDTH) };
        svg(&draw.picture(view, size), &Palette::LIGHT, &panel.title(), &draw.sentence(view))
    })?;
    if !keys.experiment.claims.is_empty() {
        let verdicts = Verdicts::of(keys, recording, words);
        let (picture, sentence) = (verdicts.picture(WIDTH), verdicts.sentence());
        let text = svg(&picture, &Palette::LIGHT, words.claims.title, &sentence);
        files.push(folder.write(&name(keys, Verdicts::key(), "svg"), &text)?);
        files.push(folder.write(&name(keys, Verdicts::key(), "csv"), &verdicts.table().csv())?);
    }
    Ok(files)
}

/// Writes the numbers of every panel of a run as CSV; where they are.
pub(crate) fn numbers(
    folder: &Folder,
    keys: &RunKeys,
    recording: &Recording,
    words: &Words,
) -> Result<Vec<PathBuf>, String> {
    each(folder, keys, recording, words, "csv", |panel, view| panel.draw().table(view).csv())
}

/// Writes a text for every panel of a run; where they are.
fn each(
    folder: &Folder,
    keys: &RunKeys,
    recording: &Recording,
    words: &Words,
    ending: &str,
    text: impl Fn(&Panel, &View<'_>) -> String,
) -> Result<Vec<PathBuf>, String> {
    let arms = keys.arms();
    let view = View::new(keys, &arms, recording);
    let one = |panel: Panel| folder.write(&name(keys, panel.key(), ending), &text(&panel, &view));
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
