//! The dialog that puts an experiment into another page, in German.

use crate::words::Dialog;

pub(super) const DIALOG: Dialog = Dialog {
    title: "Diesen Lauf einbetten",
    says: "Wähle, was gezeigt wird, und kopiere das Schnipsel in deine Seite. Es läuft bei allen, die sie lesen, im eigenen \
           Browser.",
    close: "Schließen",
    parts: "Was gezeigt wird",
    story: "Frage und Geschichte",
    digest: "Digest und Protokoll",
    controls: "Bedienelemente",
    data: "Eigene Daten",
    theme: "Farben",
    themes: ["Wie das Gerät", "Hell", "Dunkel"],
    language: "Sprache",
    height: "Höhe in Pixeln",
    limits: "Von 160 bis 2000.",
    autorun: "Der Lauf beginnt von selbst",
    form: "Wohin es kommt",
    forms: ["Webseite", "Einfacher Rahmen", "Jupyter-Notebook", "Quarto-Dokument", "Reveal.js-Folie"],
    does: [
        "Lädt ein kleines Skript von dieser Seite. Es erzeugt den Rahmen, sobald er in die Nähe gescrollt wird, passt seine \
         Höhe an und reicht Antworten und Ergebnisse als Ereignisse weiter.",
        "Ein Rahmen mit fester Höhe, ohne ein Skript von uns in deiner Seite. Er teilt deiner Seite nichts mit.",
        "Eine Zelle für ein Notebook. Wird sie ausgeführt, erscheint darunter das Experiment, auch in exportierten Seiten.",
        "Ein roher Block für eine .qmd-Datei. Quarto übernimmt ihn unverändert in die Seite; andere Formate als HTML lassen \
         ihn weg.",
        "Eine Folie. Reveal.js lädt den Rahmen, wenn die Folie gezeigt wird, und hält ihn an, wenn sie verlassen wird.",
    ],
    snippet: "Schnipsel",
    copy: "Kopieren",
    copied: "Kopiert.",
    by_hand: "Der Browser lässt diese Seite nicht kopieren. Das Schnipsel ist markiert; kopiere es mit Strg+C oder ⌘C.",
    preview: "Vorschau",
    code: "QR-Code",
    code_does: "Richte ein Telefon darauf, um diesen Lauf dort zu öffnen.",
    too_long: "Dieser Link ist zu lang für einen QR-Code, den eine Kamera von weitem lesen kann. Ein Lauf ohne eigene Daten \
               hat einen kürzeren.",
    no_code: "Der QR-Code ließ sich nicht laden. Bitte die Verbindung prüfen und es noch einmal versuchen.",
    full_screen: "Vollbild",
    course: "Eine ausgearbeitete Kursseite mit benoteter Frage",
    open_edx: "Experimente in Open edX verwenden",
    not_loaded: "Der Dialog ließ sich nicht laden. Bitte die Verbindung prüfen und noch einmal drücken.",
};
