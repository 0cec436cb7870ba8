//! The pictures of a run as files: the same that the page paints.

use std::path::PathBuf;

use lab::keys::RunKeys;
use lab::panel::palette::Palette;
use lab::panel::svg::svg;
use lab::panel::{Panel, Size, View};
use lab::recording::Recording;

use crate::out::Folder;

/// How wide they are, in their own units.
const WIDTH: f64 = 800.0;

/// Writes every panel of a run as SVG; where they are.
pub(crate) fn write(folder: &Folder, keys: &RunKeys, recording: &Recording) -> Result<Vec<PathBuf>, String> {
    let arms = keys.arms();
    let view = View::new(keys, &arms, recording);
    let one = |panel: Panel| {
        let draw = panel.draw();
        let size = Size { width: WIDTH, height: draw.height(&view, WIDTH) };
        let text = svg(&draw.picture(&view, size), &Palette::LIGHT, &panel.title(), &draw.sentence(&view));
        folder.write(&format!("{}-{}.svg", keys.experiment.id, panel.key()), &text)
    };
    lab::panel::of(keys, view.words).into_iter().map(one).collect()
}
