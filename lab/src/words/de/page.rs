//! What stands around the pictures, and what a visitor can set, say and ask, in German.

use super::link::accepts;
use crate::facts::{FactsError, LETTERS, Problem};
use crate::flips::{self, FlipsError};
use crate::observed::{self, ObservedError};
use crate::words::{
    Back, Compare, Controls, Data, Embed, Facts, Figure, Flips, Lines, Notes, Observations, Predict, Presets,
    Probe, Share, Sweep,
};

pub(super) const FIGURE: Figure = Figure {
    read_with_keys: |title| format!("{title}: das Bild mit den Pfeiltasten lesen"),
    grows_here: "Nach dem Starten wachsen unten die Bilder.",
    nothing_here: "Noch ist nichts gemessen.",
    nothing_chosen: "nichts gewählt",
    how_to_read: "Werte liest man, indem man das Bild berührt, darauf zeigt oder darin die Pfeiltasten drückt.",
    every_member: "Jedes Mitglied",
    as_table: "Tabelle und Dateien",
    listen: "Anhören",
    listen_to: |title| format!("Anhören: {title}; höhere Töne sind höhere Werte"),
    stop: "Stopp",
    heard: |curve| format!("Jetzt: {curve}."),
    silent: "Dieser Browser spielt hier keinen Ton.",
    save: |title| format!("{title} speichern als"),
    svg: "SVG",
    png: "PNG",
    csv: "CSV",
};

pub(super) const PREDICT: Predict = Predict {
    title: "Deine Vorhersage",
    help: "Sag vor dem Start, was du erwartest. Es wird behalten und mit dem verglichen, was herauskommt.",
    draw: "Kurve zeichnen",
    drawn: "Fertig gezeichnet",
    how_to_draw: "Ziehe über das Diagramm, oder stelle unten jeden Punkt ein.",
    point: |step| format!("bei Schritt {}", step.replace(',', "\u{202f}")),
    kept: "Behalten. Der Lauf wird es zeigen.",
    over: "Der Lauf ist vorbei. Unter jeder Frage steht, was herauskam.",
    right: |said| format!("Du hattest recht: {said}."),
    wrong: |said, outcome| format!("Du sagtest: {said}. Es kam anders: {outcome}."),
    came: |outcome| format!("So kam es: {outcome}."),
    none: "Der Lauf bestätigt keine dieser Antworten.",
    off: |distance| format!("Im Mittel liegt deine Kurve {distance:.2} neben der gemessenen."),
    conclusion: "Was herauskam",
};

pub(super) const PROBE: Probe = Probe {
    ask: "Fragen",
    another: "Andere",
    nobody_yet: "Noch ist niemand trainiert. Nach dem Starten erscheinen hier die Antworten.",
    who: "Es antwortet das erste Mitglied jeder Art, so wie es zuletzt gesichert wurde.",
};

pub(super) const DATA: Data = Data {
    title: "Eigene Punkte",
    how: "Ein Klick setzt einen Punkt. Mit der Tastatur: Pfeiltasten bewegen das Kreuz, Enter setzt einen Punkt, Entf nimmt \
          den letzten weg.",
    board: |x, y| format!("Tafel für Punkte; das Kreuz steht bei {x}, {y} von 255"),
    class: "Punkte setzen von",
    undo: "Rückgängig",
    clear: "Leeren",
    take: "Damit trainieren",
    built_in: "Ohne sie trainieren",
    count: |counts| {
        let one = |(name, count): &(&str, usize)| format!("{name}: {count}");
        format!("{}.", counts.iter().map(one).collect::<Vec<_>>().join(", "))
    },
    refused: |what| format!("Im Experiment erlaubt: {}.", accepts(what)),
    own_in_run: "Dieser Lauf lernt aus eigenen Punkten, die in seinem Link stehen.",
};

pub(super) const FACTS: Facts = Facts {
    lines: Lines {
        title: "Eigene Fakten",
        how: "Ein Fakt je Zeile: ein Name, ein Komma, was er für den anderen ist, ein Komma, der andere Name, ein Semikolon, \
          und was der andere für den ersten ist. Nur was vor dem Semikolon steht, wird gesagt; der Rest wird gefragt.",
        field: "Fakten, einer je Zeile",
        example: "Beispiel einsetzen",
        take: "Auch damit trainieren",
        without: "Ohne sie trainieren",
        in_run: "Diesem Lauf werden eigene Fakten gesagt, die in seinem Link stehen.",
    },
    count: |facts| match facts {
        1 => "Ein Fakt.".to_owned(),
        facts => format!("{facts} Fakten."),
    },
    wrong: |error| {
        let FactsError { line, problem } = error;
        let what = match problem {
            Problem::None => return "Es gibt noch keine Fakten.".to_owned(),
            Problem::TooMany { most } => {
                return format!("Das sind mehr als {most} Fakten; nimm einige weg.");
            }
            Problem::TooManyRelations { most } => {
                format!("bringt ein Paar von Beziehungen zu viel: Möglich sind {most}")
            }
            Problem::Form => "liest sich nicht wie „Ann, mentor of, Bo; pupil of“".to_owned(),
            Problem::Letters => format!(
                "hat einen Namen oder eine Beziehung mit mehr als {LETTERS} Zeichen oder mit einem unsichtbaren"
            ),
            Problem::OneName => "hat auf beiden Seiten denselben Namen".to_owned(),
            Problem::Twice { line } => format!("sagt dasselbe wie Zeile {line}"),
            Problem::BothWays { line } => {
                format!("sagt Zeile {line} andersherum, sodass nichts zu fragen bleibt")
            }
            Problem::TwoAnswers { line } => {
                format!("gibt einer Frage eine zweite Antwort, neben der von Zeile {line}")
            }
            Problem::OtherInverse { line } => {
                format!("hat eine Beziehung, die in Zeile {line} mit einer anderen Umkehrung steht")
            }
        };
        match line {
            0 => format!("Einer der Fakten {what}."),
            line => format!("Zeile {line} {what}."),
        }
    },
};

pub(super) const OBSERVATIONS: Observations = Observations {
    lines: Lines {
        title: "Eine Funktion beibringen",
        how: "Ein Wert je Zeile: ein Name, ein Doppelpunkt, ein Argument, ein Pfeil und der Wert dort, wie „zuba: 3 -> 8“. \
          Das Netz sieht diese Zeilen und keine Aussage über den Namen.",
        field: "Beobachtungen, eine je Zeile",
        example: "Beispiel einsetzen",
        take: "Auch damit trainieren",
        without: "Ohne sie trainieren",
        in_run: "Dieser Lauf lernt aus eigenen Beobachtungen, die in seinem Link stehen.",
    },
    count: |observations, functions| {
        let observations = match observations {
            1 => "Eine Beobachtung".to_owned(),
            count => format!("{count} Beobachtungen"),
        };
        match functions {
            1 => format!("{observations} einer Funktion."),
            count => format!("{observations} von {count} Funktionen."),
        }
    },
    wrong: |error| {
        use observed::Problem;
        let ObservedError { line, problem } = error;
        let what = match problem {
            Problem::None => return "Es gibt noch keine Beobachtungen.".to_owned(),
            Problem::TooMany { most } => format!("nennt eine Funktion zu viel: Möglich sind {most}"),
            Problem::Form => "liest sich nicht wie „zuba: 3 -> 8“".to_owned(),
            Problem::Letters => format!(
                "hat einen Namen ohne Zeichen, mit mehr als {} oder mit einem unsichtbaren",
                observed::LETTERS
            ),
            Problem::Argument { least, largest } => {
                format!("hat ein Argument, das nicht zwischen {least} und {largest} liegt")
            }
            Problem::Value { least, largest } => {
                format!("hat einen Wert, der nicht zwischen {least} und {largest} liegt")
            }
            Problem::Twice { line } => format!("sagt dasselbe wie Zeile {line}"),
            Problem::TwoValues { line } => {
                format!("widerspricht Zeile {line}: Eine Funktion hat an jedem Argument einen Wert")
            }
        };
        match line {
            0 => format!("Eine der Beobachtungen {what}."),
            line => format!("Zeile {line} {what}."),
        }
    },
};

pub(super) const FLIPS: Flips = Flips {
    lines: Lines {
        title: "Eine Münze beibringen",
        how: "Eine Münze je Zeile: ein Name, ein Doppelpunkt, und wie oft sie bei wie vielen Würfen Kopf zeigte, wie \
          „penny: 17 of 25“, oder jeder Wurf, wie „penny: HTHH“ (H für Kopf, T für Zahl). Wirf eine echte. Das Netz sieht \
          einzelne Würfe und keine Aussage über die Münze.",
        field: "Münzen, eine je Zeile",
        example: "Beispiel einsetzen",
        take: "Auch damit trainieren",
        without: "Ohne sie trainieren",
        in_run: "Dieser Lauf lernt aus Würfen eigener Münzen, die in seinem Link stehen.",
    },
    count: |coins| {
        let flips: u32 = coins.iter().map(|coin| coin.all).sum();
        let flips = match flips {
            1 => "Ein Wurf".to_owned(),
            count => format!("{count} Würfe"),
        };
        match coins.len() {
            1 => format!("{flips} einer Münze."),
            count => format!("{flips} von {count} Münzen."),
        }
    },
    wrong: |error| {
        use flips::Problem;
        let FlipsError { line, problem } = error;
        let what = match problem {
            Problem::None => return "Es gibt noch keine Würfe.".to_owned(),
            Problem::TooMany { most } => format!("nennt eine Münze zu viel: Möglich sind {most}"),
            Problem::Form => "liest sich nicht wie „penny: 17 of 25“ oder „penny: HTHH“".to_owned(),
            Problem::Letters => format!(
                "hat einen Namen ohne Zeichen, mit mehr als {} oder mit einem unsichtbaren",
                flips::LETTERS
            ),
            Problem::NoFlip => "hat keinen Wurf".to_owned(),
            Problem::Heads => "hat öfter Kopf als Würfe".to_owned(),
            Problem::Flips { most } => format!("wirft diese Münze mehr als {most} Mal"),
            Problem::Twice => "nennt eine Münze, die schon vorkam".to_owned(),
        };
        match line {
            0 => format!("Eine der Münzen {what}."),
            line => format!("Zeile {line} {what}."),
        }
    },
};

pub(super) const PRESETS: Presets = Presets { title: "Einstellungen zum Ausprobieren" };

pub(super) const SWEEP: Sweep = Sweep {
    title: "Sweep",
    help: "Mitglieder, die sich in einem Regler unterscheiden, nebeneinander in einem Lauf.",
    knob: "Regler im Sweep",
    none: "keiner",
    from: "Von",
    to: "Bis",
    count: "Werte",
    shown: "Bilder zeigen",
    choose: "Ein Druck auf einen Wert, oder Enter darauf, und die anderen Bilder zeigen seinen Lauf.",
    chosen: |run| format!("Die anderen Bilder zeigen {run}."),
    open: "Diesen Lauf in neuem Tab öffnen",
    refused: |what| format!("Im Sweep erlaubt: {}.", accepts(what)),
};

pub(super) const BACK: Back =
    Back { title: "Zurückblicken", at: |j| format!("bei {j} von 64"), latest: "neuester Stand" };

pub(super) const COMPARE: Compare = Compare {
    title: "Neben einem anderen Lauf",
    is_there: "In den Liniendiagrammen sind dünne Kurven ohne Band der andere Lauf.",
    is_missing: "Der andere Lauf ist auf dieser Seite noch nicht berechnet.",
    comes_next: "Der andere Lauf folgt, wenn dieser vorbei ist.",
    same: "Die beiden Läufe haben dieselben Einstellungen.",
    columns: ["Einstellung", "Dieser Lauf", "Anderer Lauf"],
    data: "Eigene Daten",
    no_own_data: "keine",
    curve: |name| format!("{name} (anderer)"),
    run_both: "Beide starten",
    run_other: "Den anderen starten",
    open: "Den anderen Lauf in neuem Tab öffnen",
    close: "Den anderen Lauf weglegen",
    field: "Link eines anderen Laufs",
    take: "Vergleichen",
    elsewhere: |question| format!("Dieser Link gehört zu einem anderen Experiment: {question}"),
};

pub(super) const CONTROLS: Controls = Controls {
    title: "Regler",
    defaults: "Standard",
    starts_anew: "Wird ein Regler verstellt, beginnt der Lauf neu.",
    limits: |min, max| format!("Von {min} bis {max}."),
    members: "Mitglieder",
    members_help: "Modelle jeder Art, jedes von einem eigenen Anfang aus, nebeneinander trainiert.",
    seed: "Seed",
    seed_help: "Alles Zufällige im Lauf folgt daraus.",
    new_seed: "Neuer Seed",
};

pub(super) const SHARE: Share = Share {
    share: "Teilen",
    share_does: "Kopiert einen Link zu diesem Lauf.",
    copied: "Link kopiert.",
    holds: |settings, digest| {
        let digest = if digest { ", und den Digest" } else { "" };
        format!("Er enthält {settings}{digest}.")
    },
    by_hand: "Diesen Link kopieren:",
    embed: "Einbetten",
    embed_does: "Erzeugt, was diesen Lauf in eine Kursseite, ein Notebook oder Folien bringt, und seinen QR-Code.",
};

pub(super) const EMBED: Embed = Embed {
    malformed: "Eine Nachricht braucht eine Zahl „v“, einen Text „type“ und ein Objekt „payload“ oder \
                keines; eine „id“ ist eine ganze Zahl oder ein Text von höchstens 64 Zeichen.",
    version: "Diese Seite versteht Nachrichten der Version 1.",
    unknown: "Nachrichten dieser Art gibt es nicht.",
    payload: "Die „payload“ passt nicht zur Art der Nachricht; nichts davon wurde übernommen.",
    elsewhere: "Der Link gehört zu einem anderen Experiment als diese Seite; nichts davon wurde übernommen.",
    size: "Die Nachricht ist zu lang.",
    flood: "Es sind zu viele Nachrichten; weitere werden erst nach einer Pause wieder gehört.",
};

pub(super) const NOTES: Notes = Notes {
    link: "Zu diesem Link",
    run: "Zu diesem Lauf",
    more: |count| match count {
        1 => "Und noch einer dieser Art.".to_owned(),
        count => format!("Und {count} weitere dieser Art."),
    },
};
