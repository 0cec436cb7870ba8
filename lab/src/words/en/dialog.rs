//! The dialog that puts an experiment into another page, in English.

use crate::words::Dialog;

pub(super) const DIALOG: Dialog = Dialog {
    title: "Embed this run",
    says: "Choose what is shown, then copy the snippet into your page. It runs in each reader's own browser.",
    close: "Close",
    parts: "What is shown",
    story: "Question and story",
    digest: "Digest and record",
    controls: "Controls",
    data: "Own data",
    theme: "Colours",
    themes: ["As the device", "Light", "Dark"],
    language: "Language",
    height: "Height in pixels",
    limits: "From 160 to 2000.",
    autorun: "Start the run by itself",
    form: "Where it goes",
    forms: ["Web page", "Plain frame", "Jupyter", "Quarto", "Reveal.js"],
    does: [
        "Loads a small script from this site, which makes the frame when it is scrolled near, fits its height and hands \
         on answers and results as events.",
        "A frame with a fixed height and no script of ours in your page. It tells your page nothing.",
        "A cell for a notebook. When the cell is run, the experiment appears below it; readers of an exported page see it \
         too.",
        "A raw block for a .qmd file. Quarto copies it into the page as it is; other formats than HTML leave it out.",
        "A slide. Reveal.js loads the frame when the slide is shown and stops it when it is left.",
    ],
    snippet: "Snippet",
    copy: "Copy",
    copied: "Copied.",
    by_hand: "The browser does not let this page copy. The snippet is selected; copy it with Ctrl+C or ⌘C.",
    preview: "Preview",
    code: "QR code",
    code_does: "Point a phone at it to open this run there.",
    too_long: "This link is too long for a QR code that a camera can read from a distance. A run without own data has a \
               shorter one.",
    no_code: "The QR code could not be loaded. Check the connection and try again.",
    full_screen: "Full screen",
    course: "A worked course page with a graded question",
    open_edx: "Experiments in Open edX",
    not_loaded: "The dialog could not be loaded. Check the connection and press the button again.",
};
