//! Worked pages for those who teach, in German.

use crate::words::{Course, OpenEdx};

pub(super) const COURSE: Course = Course {
    title: "Eine Kursseite mit benoteter Frage",
    says: "Diese Seite steht für eine von deinen. Sie setzt ein Experiment in eine Lektion, hört zu, was darin geschieht, und \
           bewertet danach eine Frage.",
    lesson: "Die Lektion",
    task: "Erst vorhersagen: Wähle im Experiment eine Antwort. Drücke dann auf Starten und warte, bis der Lauf fertig ist.",
    question: "Die Frage",
    ask: "Antworte jetzt nach dem Diagramm:",
    wait: "Die Frage öffnet sich, wenn der Lauf fertig ist.",
    unpredicted: "Du hast ohne Vorhersage gestartet. Drücke auf Verwerfen, wähle im Experiment eine Antwort und starte noch einmal.",
    check: "Antwort prüfen",
    right: "Das zeigt der Lauf.",
    wrong: "Der Lauf zeigt etwas anderes. Sieh dir das Diagramm noch einmal an.",
    choose: "Wähle zuerst eine Antwort.",
    grade: "Deine Note",
    points: "{got} von {of} Punkten",
    gives: [
        "Du hast vor dem Lauf etwas vorhergesagt.",
        "Du hast das Experiment bis zum Ende laufen lassen.",
        "Du hast das Ergebnis am Diagramm abgelesen.",
    ],
    done: "erledigt",
    open: "offen",
    sent: "Was eine Lernplattform bekäme",
    sent_says: "Nichts verlässt diese Seite. Auf einer eigenen Seite gäbe ihr Skript der Plattform dies: die Note, und eine \
                xAPI-Aussage für alles, was geschehen ist.",
    nothing: "Noch nichts.",
    how: "Dasselbe auf einer eigenen Seite",
    how_says: "Zwei Elemente setzen das Experiment in die Seite, und wenige Zeilen hören ihm zu. Alles oben besteht aus diesen \
               Ereignissen; das Skript dieser Seite ist ein längeres Beispiel dafür.",
    honest: "Die Note wird im Browser der Studierenden berechnet; wer weiß, wie, kann jede behaupten. Das taugt für Übung und \
             Anwesenheit, nicht für eine Prüfung.",
};

pub(super) const OPEN_EDX: OpenEdx = OpenEdx {
    title: "Experimente in Open edX",
    says: "Diese Seite verbindet ein Experiment mit Open edX, als Aufgabe der Art JS Input: Die Plattform fragt nach einer \
           Note, bewahrt auf, was getan wurde, und gibt es zurück.",
    how: "So geht es",
    steps: [
        "Lege in Studio eine leere Aufgabe für Fortgeschrittene an und öffne ihren Editor.",
        "Füge die Aufgabe von unten ein. Hinter dem # ihrer Adresse stehen das Experiment und seine Einstellungen, wie in \
         jedem Link; „show“ und „controls“ wählen, was zu sehen ist.",
        "Passe die Funktion an, die benotet. Sie läuft auf dem Server der Plattform.",
    ],
    graded: "Was die Plattform bekommt",
    graded_says: "Die Antwort sagt, ob der Lauf fertig wurde, für jede Vorhersage, ob sie eintraf, und für jede Behauptung das \
                  Urteil. Der Zustand sagt dasselbe, dazu Einstellungen und Vorhersagen, damit sie beim nächsten Besuch wieder \
                  da sind. Vorhersagen zählen so, wie sie beim Beginn des letzten Laufs standen.",
    unknown: "Die Adresse dieser Aufgabe nennt das Experiment „{id}“, das es hier nicht gibt. Geschrieben wird sie wie \
              open-edx/#two-moons?rev=1&seed=1&members=4.",
    unreadable: "Was der Kurs von deiner Arbeit aufbewahrt hat, ist nicht lesbar; du beginnst von vorn.",
    restored: "Deine Arbeit vom letzten Besuch ist wieder da.",
};
