//! Pictures in pixels, drawn from their SVG with the fonts of this machine.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

/// How many dots there are for each unit of a picture, as in what the page saves.
const SHARPNESS: f32 = 2.0;

/// Families that stand for `sans-serif` and `monospace`, the first that is there; as systems have them.
const SANS: &[&str] = &["DejaVu Sans", "Liberation Sans", "Noto Sans", "Segoe UI", "Helvetica Neue", "Arial"];
const MONO: &[&str] =
    &["DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono", "Consolas", "Menlo", "Courier New"];

/// What draws.
pub(crate) struct Pixels(Options<'static>);

impl Pixels {
    /// Looks for fonts.
    ///
    /// # Errors
    /// When the machine has none, because words would be left out.
    pub(crate) fn ready() -> Result<Self, String> {
        let mut fonts = Database::new();
        fonts.load_system_fonts();
        let Some(any) = fonts.faces().find_map(|face| Some(face.families.first()?.0.clone())) else {
            return Err(
                "There is no font on this machine to write words in pictures with. Install one, as with \
                        `apt-get install fonts-dejavu-core`, or take --svg."
                    .to_owned(),
            );
        };
        let first = |names: &[&str]| {
            let is_there =
                |name: &&str| fonts.faces().any(|face| face.families.iter().any(|(it, _)| it == name));
            names.iter().copied().find(|name| is_there(name)).map_or_else(|| any.clone(), str::to_owned)
        };
        let (sans, mono) = (first(SANS), first(MONO));
        fonts.set_sans_serif_family(sans.clone());
        fonts.set_monospace_family(mono);
        Ok(Self(Options { fontdb: Arc::new(fonts), font_family: sans, ..Options::default() }))
    }

    /// A picture as PNG.
    pub(crate) fn png(&self, svg: &str) -> Result<Vec<u8>, String> {
        let wrong =
            |why: String| format!("A picture cannot be drawn: {why}. This is an error of the program.");
        let tree = Tree::from_str(svg, &self.0).map_err(|error| wrong(error.to_string()))?;
        let size = tree.size().to_int_size().scale_by(SHARPNESS);
        let pixels = size.and_then(|size| Pixmap::new(size.width(), size.height()));
        let mut pixels = pixels.ok_or_else(|| wrong("it has no size".to_owned()))?;
        resvg::render(&tree, Transform::from_scale(SHARPNESS, SHARPNESS), &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| wrong(error.to_string()))
    }
}
