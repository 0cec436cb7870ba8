//! Paints pictures on canvases: the same marks that the command line writes as SVG.

use ::lab::panel::palette::Palette;
use ::lab::panel::picture::{Anchor, Font, Ink, Mark, Picture, Place, Shape};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::whole;

/// How a page looks: what its colours follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Looks {
    /// Light ink on dark paper.
    pub(super) dark: bool,
    /// Whether the system chooses all colours, for people who need its contrast.
    pub(super) forced: bool,
}

impl Looks {
    /// As the device and the link say.
    pub(super) fn now() -> Self {
        let matches =
            |query: &str| window().match_media(query).ok().flatten().is_some_and(|list| list.matches());
        let theme = document().document_element().and_then(|root| root.get_attribute("data-theme"));
        let dark = match theme.as_deref() {
            Some("dark") => true,
            Some("light") => false,
            _ => matches("(prefers-color-scheme: dark)"),
        };
        Self { dark, forced: matches("(forced-colors: active)") }
    }

    /// Its colours.
    pub(super) fn palette(self) -> &'static Palette {
        if self.dark { &Palette::DARK } else { &Palette::LIGHT }
    }

    fn color(self, ink: Ink) -> String {
        if !self.forced {
            return self.palette().color(ink).to_string();
        }
        match ink {
            // A minus sign stands on what lies below zero.
            Ink::Card | Ink::Wash | Ink::Below(_) => "Canvas".to_owned(),
            // Shades cannot be told apart in two colours; the table has the numbers.
            Ink::Heat(_, value) => if value > 0.5 { "CanvasText" } else { "Canvas" }.to_owned(),
            // A picture is a picture in every colour scheme.
            Ink::Own(color) => color.to_string(),
            Ink::Strong | Ink::Soft | Ink::Rule | Ink::Axis | Ink::Series(_) | Ink::Good | Ink::Bad => {
                "CanvasText".to_owned()
            }
        }
    }
}

/// The largest side of a canvas that every browser has, in dots.
const LARGEST: u32 = 16_384;

/// Paints pictures on a canvas, one in the place of the other.
pub(super) struct Painter {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    told: Told,
    /// The size of the canvas in dots, and how many there are to a pixel; `None` before anything is painted.
    dots: Option<(u32, u32, f64)>,
}

/// What a context was told last. To tell it everything for each mark would take longer than to paint it: to read a font
/// alone, browsers settle the styles of the whole page.
#[derive(Clone, Copy, PartialEq)]
struct Told {
    opacity: f64,
    stroke: Option<(Ink, f64)>,
    fill: Option<Ink>,
    dash: &'static [f64],
    font: Option<Font>,
    anchor: Option<Anchor>,
    looks: Looks,
}

impl Told {
    /// Nothing, by a context that has just been made or emptied.
    fn nothing(looks: Looks) -> Self {
        Self { opacity: 1.0, stroke: None, fill: None, dash: &[], font: None, anchor: None, looks }
    }
}

impl Painter {
    /// A painter for a canvas, where the browser has one.
    pub(super) fn of(canvas: HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok().flatten()?.dyn_into().ok()?;
        // Charts read from left to right in every language, and so does the text in them.
        canvas.set_dir("ltr");
        let told = Told::nothing(Looks { dark: false, forced: false });
        Some(Self { canvas, context, told, dots: None })
    }

    /// Paints a picture, and marks over it, for a screen with so many dots to a pixel.
    pub(super) fn paint(&mut self, picture: &Picture, over: &[Mark], looks: Looks, ratio: f64) {
        let dots = |pixels: f64| whole(pixels * ratio).min(LARGEST);
        let (width, height) = (dots(picture.size.width), dots(picture.size.height));
        if self.dots == Some((width, height, ratio)) {
            self.context.clear_rect(0.0, 0.0, picture.size.width, picture.size.height);
            if looks != self.told.looks {
                (self.told.stroke, self.told.fill, self.told.looks) = (None, None, looks);
            }
        } else {
            // Setting either empties the canvas, and has the context forget everything.
            self.canvas.set_width(width);
            self.canvas.set_height(height);
            self.dots = Some((width, height, ratio));
            self.told = Told::nothing(looks);
            // It can only fail for numbers that are none, and then nothing is painted.
            let _ = self.context.scale(ratio, ratio);
            self.context.set_line_join("round");
            self.context.set_text_baseline("middle");
        }
        for mark in picture.marks.iter().chain(over) {
            self.mark(mark);
        }
    }

    /// Has the context paint as a mark wants it.
    #[allow(clippy::float_cmp, reason = "what is the very same need not be said again")]
    fn take_up(&mut self, mark: &Mark) {
        let Self { context, told, .. } = self;
        if told.opacity != mark.opacity {
            told.opacity = mark.opacity;
            context.set_global_alpha(mark.opacity);
        }
        if let Some((ink, width)) = mark.stroke
            && told.stroke != mark.stroke
        {
            told.stroke = mark.stroke;
            context.set_stroke_style_str(&told.looks.color(ink));
            context.set_line_width(width);
        }
        if let Some(ink) = mark.fill
            && told.fill != mark.fill
        {
            told.fill = mark.fill;
            context.set_fill_style_str(&told.looks.color(ink));
        }
        if told.dash != mark.dash {
            told.dash = mark.dash;
            let dash: js_sys::Array = mark.dash.iter().map(|length| JsValue::from_f64(*length)).collect();
            // As above: it can only fail for numbers that are none.
            let _ = context.set_line_dash(&dash);
        }
    }

    fn mark(&mut self, mark: &Mark) {
        self.take_up(mark);
        let context = &self.context;
        if let Shape::Text { at, text, anchor, font } = &mark.shape {
            return self.write(mark, *at, text, *anchor, *font);
        }
        context.begin_path();
        match &mark.shape {
            Shape::Path { places, closed } => {
                for (number, place) in places.iter().enumerate() {
                    if number == 0 {
                        context.move_to(place.x, place.y);
                    } else {
                        context.line_to(place.x, place.y);
                    }
                }
                if *closed {
                    context.close_path();
                }
            }
            Shape::Rect { at, size, radius: 0.0 } => context.rect(at.x, at.y, size.width, size.height),
            Shape::Rect { at, size, radius } => {
                let _ = context.round_rect_with_f64(at.x, at.y, size.width, size.height, *radius);
            }
            Shape::Circle { at, radius } => {
                let _ = context.arc(at.x, at.y, radius.max(0.0), 0.0, std::f64::consts::TAU);
            }
            Shape::Text { .. } => {}
        }
        if mark.fill.is_some() {
            context.fill();
        }
        if mark.stroke.is_some() {
            context.stroke();
        }
    }

    fn write(&mut self, mark: &Mark, at: Place, text: &str, anchor: Anchor, font: Font) {
        let Self { context, told, .. } = self;
        if told.font != Some(font) {
            told.font = Some(font);
            context.set_font(match font {
                Font::Small => "13px system-ui, \"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, sans-serif",
                Font::Name => {
                    "600 13px system-ui, \"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, sans-serif"
                }
                Font::Token => {
                    "500 15px ui-monospace, \"SF Mono\", Menlo, Consolas, \"DejaVu Sans Mono\", monospace"
                }
            });
        }
        if told.anchor != Some(anchor) {
            told.anchor = Some(anchor);
            context.set_text_align(match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "center",
                Anchor::End => "end",
            });
        }
        // An outline keeps a name readable where it crosses a line.
        if mark.stroke.is_some() {
            let _ = context.stroke_text(text, at.x, at.y);
        }
        if mark.fill.is_some() {
            let _ = context.fill_text(text, at.x, at.y);
        }
    }
}
