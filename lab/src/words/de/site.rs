//! What stands in the pages before any program runs, in German.

use super::course::{COURSE, OPEN_EDX};
use super::dialog::DIALOG;
use super::glossary::GLOSSARY;
use crate::words::{OtherRelease, Site};

pub(in crate::words) static SITE: Site = Site {
    language: "de",
    language_name: "Deutsch",
    languages: "Sprache",
    direction: "ltr",
    pages: "Seiten",
    gallery: "Galerie",
    about: "Info",
    newer: "Es gibt eine neue Version dieser Seite.",
    reload: "Laden",
    device_name: "Gedanken: Experimente dazu, wie Modelle lernen",
    gallery_title: "Experimente dazu, wie Modelle lernen",
    gallery_says: "Kleine Modelle trainieren live im Browser. Sieh zu, wie ein veröffentlichter Befund entsteht, verstelle \
                   einen Regler, und sieh, wie er sich ändert.",
    find: "Experiment finden",
    family: "Familie",
    all_families: "Alle",
    found: |count| match count {
        0 => "Kein Experiment.".to_owned(),
        1 => "Ein Experiment.".to_owned(),
        count => format!("{count} Experimente."),
    },
    none_found: "Kein Experiment hat alle diese Wörter.",
    show_all: "Alle zeigen",
    takes: |seconds| match seconds {
        ..60.0 => format!("Läuft etwa {seconds:.0} Sekunden"),
        60.0 => "Läuft etwa eine Minute".to_owned(),
        _ => format!("Läuft etwa {:.0} Minuten", seconds / 60.0),
    },
    skip_to_experiments: "Zu den Experimenten springen",
    skip_to_experiment: "Zum Experiment springen",
    after: |authors, paper, year| format!("Nach {authors}, {paper}, {year}."),
    loading: "Das Labor wird geladen …",
    needs_scripts: "Diese Seite trainiert kleine Modelle im Browser und braucht dafür JavaScript. Der Text lässt sich auch \
                    ohne lesen.",
    code: "Quelltext",
    lesson: "Was es bedeutet",
    in_english: Some(
        "Die Bedienung ist deutsch. Fragen, Texte und Namen der Experimente gibt es bisher nur auf Englisch.",
    ),
    glossary: GLOSSARY,
    picture: |finding| format!("Das Diagramm eines fertigen Laufs neben seiner Frage. {finding}"),
    about_title: "Über diesen Spielplatz",
    about_says: "Wie Gedanken im Browser Modelle trainiert, was ein Digest verspricht, wo die Grenzen liegen und wie man \
                 einen Lauf zitiert.",
    skip_to_text: "Zum Text springen",
    compare_title: "Zwei Läufe vergleichen",
    compare_says: "Füge die Links zweier Läufe eines Experiments ein. Sie werden nacheinander trainiert, und ihre Kurven \
                   werden übereinander gezeichnet, neben einer Liste der Einstellungen, in denen sie sich unterscheiden.",
    compare_links: ["Link eines Laufs", "Link eines anderen Laufs"],
    compare_example: "Ein Beispiel öffnen",
    compare_go: "Vergleichen",
    compare_unknown: |id| {
        format!(
            "Ein Experiment „{id}“ gibt es nicht. Ein Link ist die Adresse eines Laufs, wie Teilen sie kopiert."
        )
    },
    compare_differ: "Das sind Links zweier verschiedener Experimente. Vergleichen lassen sich Kurven desselben Experiments.",
    dialog: DIALOG,
    course: COURSE,
    open_edx: OPEN_EDX,
    embed_title: "Experimente in der eigenen Seite",
    embed_says: "Wie man ein Experiment in eine Kursseite stellt, wählt, was es zeigt, und von ihm hört: \
                 Schnipsel, Attribute, Ereignisse, Nachrichten, xAPI.",
    embed_loading: "Wird geladen …",
    embed_failed: "Das Experiment lädt hier nicht.",
    embed_refused: "Diese Adresse ist keine eines Experiments von hier.",
    missing: "Diese Seite gibt es nicht",
    missing_short: "Unter dieser Adresse gibt es kein Experiment.",
    missing_says: |gallery, about| {
        format!(
            "Unter dieser Adresse gibt es kein Experiment. <a href=\"{gallery}\">Die Galerie</a> zeigt alle, und \
             <a href=\"{about}\">eine andere Seite</a> sagt, was das hier ist."
        )
    },
    link_of_other: OtherRelease {
        found: "Dieser Link stammt aus einer anderen Version von Gedanken, die hier aufbewahrt wird.",
        open: "In Version {release} öffnen",
        none: "Dieser Link stammt aus einer anderen Version von Gedanken, und keine hier aufbewahrte \
                 rechnet, was er nennt. Diese rechnet das Experiment, wie es jetzt ist.",
        unread: "Dieser Link stammt aus einer anderen Version von Gedanken. Ob sie hier aufbewahrt wird, \
                 ist nicht bekannt: Die Liste der Versionen ist nicht lesbar ({why}).",
    },
    record_of_other: OtherRelease {
        found: "Eine andere Version von Gedanken hat diese Aufzeichnung berechnet. Sie wird hier aufbewahrt und kann den \
                Lauf wiederholen.",
        open: "Den Lauf in Version {release} öffnen",
        none: "Eine andere Version von Gedanken hat diese Aufzeichnung berechnet, und keine hier aufbewahrte kann den \
               Lauf wiederholen.",
        unread: "Eine andere Version von Gedanken hat diese Aufzeichnung berechnet. Ob sie hier aufbewahrt wird, ist nicht \
                 bekannt: Die Liste der Versionen ist nicht lesbar ({why}).",
    },
    no_webassembly: "Diese Seite trainiert ihre Modelle mit WebAssembly, das dieser Browser nicht hat oder das abgeschaltet \
                     ist. Chrome und Edge haben es ab 91, Firefox ab 114, Safari ab 16.4.",
    no_simd: "Diese Seite trainiert ihre Modelle mit WebAssembly SIMD, das dieser Browser nicht hat. Chrome und Edge haben \
              es ab 91, Firefox ab 114, Safari ab 16.4.",
    no_workers: "Diese Seite trainiert ihre Modelle in Modul-Workern, die dieser Browser nicht hat. Chrome und Edge haben \
                 sie ab 91, Firefox ab 114, Safari ab 16.4.",
    no_origin: "Diese Seite steht in einem Rahmen, der sie weder ihr Programm laden noch Worker starten \
                lässt; deshalb lässt sich hier nichts trainieren.",
    no_server: "Diese Seite wurde als Datei geöffnet, und Browser laden keine Programme aus Dateien. Stelle ihren Ordner \
                stattdessen über einen Server bereit: mit `gedanken serve` oder mit `python3 -m http.server`.",
    own_window: "In einem eigenen Fenster öffnen.",
    not_loaded: |why| {
        format!(
            "Das Labor ließ sich nicht laden ({why}). Bitte die Verbindung prüfen und die Seite neu laden."
        )
    },
};
