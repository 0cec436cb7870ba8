//! Digests and records, in German.

use super::{count, link};
use crate::digest::{BITS, Comparison, NoDigest, PROGRESS};
use crate::record::{Contradiction, Counted, Doubt, FORMAT, LARGEST, RecordError};
use crate::words::{Digest, Nearly, Records, Runs};

pub(super) const DIGEST: Digest = Digest {
    title: "Digest des Laufs",
    means,
    comparison,
    lacking: |NoDigest { at }| {
        format!(
            "Bei Fortschritt {at} von {PROGRESS} fehlt dem Lauf der exakte Hash eines Modells, darum hat er keinen Digest."
        )
    },
    none: "Kein Digest",
    none_of_gpu: "Die GPU hat diesen Lauf berechnet, und jede Art von GPU summiert in anderer Reihenfolge: Die letzten Bits \
                  unterscheiden sich von Gerät zu Gerät, es gibt also nichts zu vergleichen. Der Prozessor rechnet dieselben \
                  Einstellungen mit jeder Summe in fester Reihenfolge, und dieser Lauf hat einen Digest.",
    none_of_mixed: "Dieser Lauf begann auf der GPU, die verloren ging, und ging auf dem Prozessor von der letzten Sicherung \
                    an weiter. Er ist ein Lauf von keinem der beiden und hat keinen Digest, auf den ein anderes Gerät \
                    kommen könnte.",
    certify: "Auf dem Prozessor bestätigen",
    promised: "Dieser Link bringt einen Digest mit",
    promised_says: "Er stammt aus einem fertigen Lauf. Nach einem Lauf hier sagt die Seite, ob dieses Gerät dasselbe \
                    berechnet hat, Bit für Bit.",
    verify: "Nachrechnen und prüfen",
};

pub(super) const RECORDS: Records = Records {
    title: "Aufzeichnung",
    says: "Eine Datei mit den Einstellungen, allen Messungen und Urteilen des Laufs und dem, was ein anderes Gerät braucht, \
           um ihn zu prüfen. Auf dieser Seite abgelegt, wird sie geöffnet.",
    unreadable: "Die Datei lässt sich nicht als Text lesen, ist also keine Aufzeichnung.",
    unread,
    elsewhere: |question| {
        format!(
            "Die Aufzeichnung gehört zu einem anderen Experiment, „{question}“. Bitte auf dessen Seite öffnen."
        )
    },
    save: "Aufzeichnung speichern",
    more: "Mehr von diesem Lauf zum Speichern:",
    csv: "Messungen (CSV)",
    json: "Messungen (JSON)",
    weights: "Gewichte (safetensors)",
    without: |without, all| {
        format!(
            "Die Gewichte von {without} von {all} Modellen fehlen: Ein Modell, das vorzeitig endete, hat keine, und von \
             einem großen Lauf bleiben nur die des ersten Mitglieds. Die Kommandozeile schreibt alle."
        )
    },
    script: "Skript für PyTorch (Python)",
    citation: "Zitat (BibTeX)",
    repeats: "Derselbe Lauf auf der Kommandozeile:",
    open: "Aufzeichnung öffnen",
    opened: "Aus einer Aufzeichnung",
    opened_says: |backend| {
        format!(
            "Was du siehst, wurde aus einer Datei gelesen und nicht hier berechnet, sondern auf {backend}. Ein Lauf hier \
             zeigt, ob dieses Gerät auf dasselbe kommt."
        )
    },
    doubt,
    close: "Weglegen",
};

fn means(comparison: Option<Comparison>) -> String {
    match comparison {
        None => "Er deckt jeden Parameter, jeden Zustand des Optimierers und jeden Verlust an 65 Punkten des Laufs ab. Wer \
                 den geteilten Link öffnet und startet, kommt auf denselben Digest, auf jedem Gerät."
            .to_owned(),
        Some(Comparison::Same) => "Der Link kam mit diesem Digest: Dieses Gerät hat soeben jeden Parameter, jeden Zustand \
                                   des Optimierers und jeden Verlust jenes Laufs noch einmal berechnet, gleich, Bit für \
                                   Bit."
            .to_owned(),
        Some(Comparison::Differs) => "Der Link kam mit einem anderen Digest. Die Einstellungen sind dieselben, also wurde \
                                      einer der beiden Läufe nicht so berechnet, wie dieses Programm rechnet, oder der Link \
                                      wurde von Hand geändert."
            .to_owned(),
        Some(Comparison::Departs { after, by }) => format!(
            "Die beiden Läufe sind bis {after} von 64 gleich und bei {by} von 64 nicht mehr: Dazwischen wurde einer von \
             ihnen nicht so berechnet, wie dieses Programm rechnet."
        ),
        Some(Comparison::Inconsistent) => "Digest und Nachweis des Links gehören nicht zum selben Lauf; er wurde von Hand \
                                           geändert oder unterwegs beschädigt."
            .to_owned(),
    }
}

pub(super) fn comparison(comparison: Comparison) -> String {
    match comparison {
        Comparison::Same => "gleich, Bit für Bit".to_owned(),
        Comparison::Differs => "verschieden".to_owned(),
        Comparison::Departs { after, by } => format!("weicht ab zwischen {after} und {by} von {PROGRESS}"),
        Comparison::Inconsistent => "in sich widersprüchlich".to_owned(),
    }
}

fn unread(error: &RecordError) -> String {
    match error {
        RecordError::TooLarge { bytes } => {
            format!("Die Aufzeichnung hat {bytes} Byte, erlaubt sind {LARGEST}; sie bleibt ungelesen.")
        }
        RecordError::CutShort { line, column } => format!(
            "Die Aufzeichnung ist abgeschnitten: Sie endet mitten in Zeile {line}, Spalte {column}. Bitte noch einmal \
             holen."
        ),
        RecordError::NotJson { line, column } => {
            format!(
                "Das ist keine Aufzeichnung eines Laufs: In Zeile {line}, Spalte {column} ist es kein JSON."
            )
        }
        RecordError::NotARecord { line, column } => format!(
            "Das ist keine Aufzeichnung eines Laufs: Vor Zeile {line}, Spalte {column} fehlt etwas oder ist von anderer \
             Art."
        ),
        RecordError::NewerFormat { got } => format!(
            "Die Aufzeichnung hat Format {got}, dieses Programm liest {FORMAT}: Bitte mit einer neueren Version öffnen."
        ),
        RecordError::UnknownExperiment { got } => {
            format!("Die Aufzeichnung gehört zu einem Experiment „{got}“, das dieses Programm nicht hat.")
        }
        RecordError::Unreadable(error) => {
            format!("Die Schlüssel der Aufzeichnung sind nicht lesbar: {}", link::unread(error))
        }
        RecordError::Keys { notes } => {
            let sentences: Vec<String> = notes.iter().map(link::note).collect();
            format!(
                "Nicht alle Schlüssel der Aufzeichnung gelten, deshalb lässt sie sich nicht zeigen: {}",
                sentences.join(" ")
            )
        }
        RecordError::Count { what, got, expects } => {
            let what = match what {
                Counted::Arms => "Arme",
                Counted::Models => "Modelle in einem Arm",
                Counted::Steps => "Schritte eines Modells",
                Counted::Values => "Werte einer Reihe",
                Counted::Chain => "Werte auf dem Weg zum Digest",
            };
            format!("Die Aufzeichnung ist beschädigt. {what}: {got}, wo {expects} hingehören.")
        }
        RecordError::Contradiction(what) => {
            format!("Die Aufzeichnung ist beschädigt: {}.", contradiction(*what))
        }
        RecordError::Digest => {
            "Der Digest der Aufzeichnung oder ein Wert auf dem Weg dorthin ist beschädigt: Jeder hat 32 \
                                hexadezimale Ziffern."
                .to_owned()
        }
    }
}

/// To stand within a sentence.
fn contradiction(what: Contradiction) -> String {
    match what {
        Contradiction::Rev => "Ihre Schlüssel gehören zu einer anderen Fassung als der Rest".to_owned(),
        Contradiction::Arm { number } => {
            format!(
                "Arm {number} ist ein anderer als laut den Schlüsseln, oder hat eine andere Zahl von Schritten"
            )
        }
        Contradiction::Point { number } => format!(
            "Eine Messung von Arm {number} steht bei einem Schritt oder Fortschritt, an dem keine gemacht wird, oder ist \
             doppelt da"
        ),
        Contradiction::Stop { number } => {
            format!(
                "Ein Modell von Arm {number} endete später als sein Arm, oder wurde nach seinem Ende gemessen"
            )
        }
        Contradiction::Digest => {
            "Ein Digest gehört zu jedem vollständigen Lauf auf exact und zu keinem anderen".to_owned()
        }
    }
}

fn doubt(doubt: Doubt) -> String {
    match doubt {
        Doubt::OtherRev { got, runs } => format!(
            "Die Aufzeichnung gehört zu Fassung {got} ihres Experiments, dieses Programm rechnet {runs}: Sie lässt sich \
             zeigen, nicht prüfen."
        ),
        Doubt::Incomplete => {
            "Der aufgezeichnete Lauf war nicht vollständig, es gibt also nichts zu vergleichen: Er lässt \
                              sich zeigen, nicht prüfen."
                .to_owned()
        }
        Doubt::OtherBits { got } => format!(
            "Die Aufzeichnung hat „bits“ {got}, dieses Programm rechnet {BITS}: Sie lässt sich zeigen, nicht prüfen."
        ),
        Doubt::NotExact => {
            "Eine GPU war am Lauf beteiligt, deshalb lässt er sich nicht Bit für Bit vergleichen.".to_owned()
        }
    }
}

pub(super) const RUNS: Runs = Runs {
    title: "Läufe auf diesem Gerät",
    says: "Läufe dieses Experiments, die in diesem Browser berechnet wurden. Sie bleiben auf diesem Gerät, bis du sie \
           vergisst.",
    none: "Noch keine: Ein Lauf wird hier behalten, sobald er fertig ist.",
    refused: "Dieser Browser behält nichts für diese Seite; Läufe sind vergessen, wenn sie geschlossen wird.",
    defaults: "Standardeinstellungen",
    unfinished: |j| format!("unfertig, bei {j} von 64"),
    open: "Öffnen",
    compare: "Vergleichen",
    go_on: "Weiter",
    forget: "Vergessen",
    of_run: |action, run| format!("{action}: {run}"),
    forget_all: "Alle Läufe vergessen",
    other_release: "Eine frühere Version von Gedanken hat diesen Lauf begonnen, und diese kann ihn nicht fortsetzen; er ist \
                    vergessen.",
    can_go_on: |j| {
        format!(
            "Ein Lauf mit diesen Einstellungen blieb bei {j} von 64 stehen, als seine Seite geschlossen wurde."
        )
    },
};

pub(super) const NEARLY: Nearly = Nearly {
    says: "Eine GPU war am aufgezeichneten Lauf beteiligt, deshalb lässt er sich nicht Bit für Bit vergleichen.",
    agrees: "Kein entscheidendes Urteil weicht ab.",
    differs: "Ein entscheidendes Urteil weicht ab.",
    verdict: |id, is_gate, [ours, theirs]| {
        let kind = if is_gate { " (entscheidend)" } else { "" };
        format!("{id}{kind}: {ours} in der Aufzeichnung, {theirs} auf exact")
    },
    stop: |arm, model, steps| {
        let [ours, theirs] = steps.map(|step| {
            step.map_or("lief bis zum Ende".to_owned(), |step| {
                format!("endete bei Schritt {}", count(step.into()))
            })
        });
        format!("{arm}, Modell {model}: {ours} in der Aufzeichnung, {theirs} auf exact")
    },
    differences: "Größte Unterschiede am Ende",
    columns: ["Arm", "Reihe", "Modell", "Aufzeichnung", "exakt", "Unterschied"],
};
