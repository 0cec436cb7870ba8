//! Words that a student may not know, in German. Lessons are English, so each has its English name in brackets, where that
//! is another one.

use crate::words::Term;

pub(super) const GLOSSARY: &[Term] = &[
    Term {
        key: "arm",
        name: "Arm (arm)",
        says: "Eine Variante eines Modells, etwa ein Netz mit und eines ohne verborgene Einheiten. Die Arme eines \
               Experiments trainieren nebeneinander, damit sie sich vergleichen lassen.",
    },
    Term {
        key: "attention",
        name: "Attention",
        says: "Wie ein Transformer zusammenbringt, was an verschiedenen Stellen eines Textes steht: Jede Stelle fragt, \
               und nimmt am meisten von den Stellen, die zu ihrer Frage passen.",
    },
    Term {
        key: "band",
        name: "Band (band)",
        says: "Der getönte Streifen um eine Kurve. Die Hälfte der Mitglieder liegt darin, ein Viertel darüber und ein \
               Viertel darunter.",
    },
    Term {
        key: "batch",
        name: "Batch",
        says: "Die Beispiele, die ein Modell in einem Trainingsschritt sieht.",
    },
    Term {
        key: "chance",
        name: "Zufallsniveau (chance)",
        says: "Wie oft richtig liegt, wer nur rät: eins von acht Malen, wenn es acht Antworten gibt.",
    },
    Term {
        key: "digest",
        name: "Digest",
        says: "32 hexadezimale Ziffern, die für alles stehen, was ein Lauf berechnet hat. Zwei Läufe mit gleichem Digest \
               haben dasselbe berechnet, bis aufs letzte Bit.",
    },
    Term {
        key: "embedding",
        name: "Embedding",
        says: "Die Zahlen, die in einem Netz für ein Wort oder ein Ding stehen. Welche es sind, wird gelernt.",
    },
    Term {
        key: "epoch",
        name: "Epoche (epoch)",
        says: "So viele Trainingsschritte, wie es braucht, um jedes Trainingsbeispiel einmal zu sehen.",
    },
    Term {
        key: "gradient-descent",
        name: "Gradientenabstieg (gradient descent)",
        says: "Die übliche Art zu trainieren: für jedes Gewicht herausfinden, in welcher Richtung der Verlust sinkt, und \
               alle ein wenig dorthin bewegen. Dann von vorn.",
    },
    Term {
        key: "hidden-unit",
        name: "verborgene Einheit (hidden unit)",
        says: "Eine Zahl, die ein Netz auf dem Weg von der Eingabe zur Ausgabe berechnet. Wo es keine gibt, ist eine \
               Antwort eine gewichtete Summe der Eingabe.",
    },
    Term {
        key: "knob",
        name: "Regler (knob)",
        says: "Eine Einstellung eines Experiments. Wird ein Regler verstellt, beginnt der Lauf neu; der Wert steht im Link.",
    },
    Term {
        key: "learning-rate",
        name: "Lernrate (learning rate)",
        says: "Wie weit sich die Gewichte in einem Trainingsschritt bewegen. Zu wenig dauert ewig, zu viel schießt übers \
               Ziel hinaus.",
    },
    Term {
        key: "loss",
        name: "Verlust (loss)",
        says: "Wie falsch ein Modell liegt, als eine Zahl. Training macht sie kleiner.",
    },
    Term {
        key: "median",
        name: "Median (median)",
        says: "Der mittlere Wert, wenn alle der Größe nach geordnet sind: die Hälfte ist größer, die Hälfte kleiner.",
    },
    Term {
        key: "member",
        name: "Mitglied (member)",
        says: "Eines von mehreren Modellen gleicher Art, die nebeneinander trainieren und sich nur im Seed unterscheiden. \
               Was eines tut, kann Zufall sein; was die meisten tun, ist ein Befund.",
    },
    Term {
        key: "optimiser",
        name: "Optimierer (optimiser)",
        says: "Die Regel, nach der das Training die Gewichte bewegt: Gradientenabstieg, oder eine, die sich merkt, wie sie \
               sie zuvor bewegt hat, wie Adam.",
    },
    Term {
        key: "seed",
        name: "Seed",
        says: "Die Zahl, aus der alles Zufällige eines Laufs folgt: die ersten Gewichte und die Reihenfolge der Beispiele. \
               Derselbe Seed ergibt denselben Lauf.",
    },
    Term {
        key: "step",
        name: "Trainingsschritt (training step)",
        says: "Ein Modell bekommt einige Beispiele gezeigt, und seine Gewichte werden ein wenig in Richtung besserer \
               Antworten bewegt. Training besteht aus Hunderten oder Tausenden solcher Schritte.",
    },
    Term {
        key: "token",
        name: "Token",
        says: "Was ein Netz an einer Stelle liest und schreibt: ein Wort, eine Zahl, ein Zeichen.",
    },
    Term {
        key: "transformer",
        name: "Transformer",
        says: "Die Art von Netz hinter den heutigen Sprachmodellen: Schichten aus Attention und aus Netzen, die an jeder \
               Stelle für sich arbeiten.",
    },
];
