//! The run, in German: how far it is, what computes it, and what becomes of it where something is lost.

use super::record::{DIGEST, comparison};
use super::{count, counted};
#[cfg(feature = "gpu")]
use crate::run::GpuSessionError;
#[cfg(feature = "run")]
use crate::run::SessionError;
use crate::words::run::duration;
use crate::words::{Computed, Run, Trouble};

pub(super) const RUN: Run = Run {
    start: "Starten",
    pause: "Pause",
    resume: "Weiter",
    again: "Neu starten",
    retry: "Nochmal",
    step: "Schritt",
    step_does: "Trainiert bis zur nächsten von 64 Messungen.",
    reset: "Verwerfen",
    reset_does: "Vergisst diesen Lauf und behält die Einstellungen.",
    speed: "Tempo",
    full_speed: "voll",
    takes_seconds: |seconds| format!("{seconds} s für den Lauf"),
    progress: "Fortschritt des Laufs",
    position,
    preparing: "bereitet vor …",
    pace,
    pace_means: "Trainingsschritte aller Arme und Mitglieder zusammen.",
    left: |seconds| format!("noch {}", duration(seconds)),
    running: "Läuft.",
    quarter: "Ein Viertel ist geschafft.",
    half: "Die Hälfte ist geschafft.",
    three_quarters: "Drei Viertel sind geschafft.",
    paused: |step, of| format!("Pause bei {}.", position(step, of)),
    finished: |compared| match compared {
        Some(compared) => format!("Fertig. Verglichen mit dem Lauf des Links: {}.", comparison(compared)),
        None => "Fertig.".to_owned(),
    },
    settings: |rev, seed, members| {
        format!("Fassung {rev}, Seed {seed}, {}", counted(members.into(), "Mitglied", "Mitglieder"))
    },
    stopped: "Der Lauf ist stehen geblieben",
    without_digest: |lacking| format!("Der Lauf endete ohne Digest. {}", (DIGEST.lacking)(lacking)),
};

pub(super) const COMPUTED: Computed = Computed {
    exact: "exakt",
    exact_detail: "WASM SIMD",
    exact_means: "WebAssembly SIMD auf dem Prozessor, jede Summe in fester Reihenfolge: Dieselben Einstellungen ergeben \
                  auf jedem Gerät dieselben Bits.",
    gpu: "GPU",
    gpu_detail: "WebGPU",
    gpu_means: "WebGPU auf dem Grafikprozessor. Jede Art von GPU summiert in anderer Reihenfolge, deshalb unterscheiden \
                sich die letzten Bits von Gerät zu Gerät.",
    mixed: "gemischt",
    mixed_means: "Auf dem Grafikprozessor begonnen, auf dem Prozessor fortgesetzt: ein Lauf von keinem der beiden, ohne \
                  Digest.",
    auto: "offen",
    asked_for: "gewünscht",
    open_means: "Was den Lauf berechnet, entscheidet sich beim Start.",
    link_asks_exact: "Auf dem Prozessor, wie der Link es verlangt.",
    link_has_digest: "Auf dem Prozessor: Der Link bringt einen Digest mit, und nur dort lässt er sich nachrechnen.",
    link_asks_gpu: "Auf der GPU, wie der Link es verlangt.",
    link_may_get_gpu: "Der Link verlangt die GPU; ob sie nutzbar ist, zeigt sich beim Start.",
    page_chooses: "Auf der GPU oder auf dem Prozessor: Die Seite entscheidet beim Start.",
    link_does_not_get_gpu: |error| format!("Auf dem Prozessor, obwohl der Link die GPU verlangt. {error}"),
    no_adapter: "Auf dem Prozessor: Dieser Browser bietet keinen Grafikadapter an.",
    gpu_failed: |error| format!("Auf dem Prozessor. {error}"),
    software_adapter: "Auf dem Prozessor: Der einzige Grafikadapter hier ist ein Programm, das selbst auf ihm läuft.",
    trial: |gpu, exact| {
        let (on, than) =
            if gpu > exact { ("der GPU", "dem Prozessor") } else { ("dem Prozessor", "der GPU") };
        let (more, less) = (gpu.max(exact), gpu.min(exact));
        format!(
            "Auf {on}: Ein kurzer Versuch schaffte dort {more:.0} Trainingsschritte pro Sekunde, auf {than} {less:.0}."
        )
    },
    trial_failed: |error| {
        format!("Auf dem Prozessor: Ein kurzer Versuch auf der GPU ist gescheitert. {error}")
    },
    asking_failed: "Auf dem Prozessor: Die Frage nach der GPU hat den Worker beendet, der sie stellte.",
    continued: |error| format!("Auf der GPU begonnen, auf dem Prozessor fortgesetzt. {error}"),
};

pub(super) const TROUBLE: Trouble = Trouble {
    not_loaded: |why| {
        format!(
            "Das Rechenwerk ließ sich nicht laden{}. Bitte die Verbindung prüfen und es noch einmal versuchen.",
            in_brackets(why)
        )
    },
    not_loaded_yet: "Das Rechenwerk ist noch nicht geladen. Bitte die Verbindung prüfen und es noch einmal versuchen.",
    no_address: "Die Seite sagt nicht, wo ihr Rechenwerk liegt; deshalb lässt sich nichts trainieren.",
    no_workers: "Diese Seite darf hier keine Worker starten; deshalb lässt sich nichts trainieren. Bitte in einem eigenen \
                 Tab öffnen.",
    no_channels: "Dieser Browser gibt Workern keine Nachrichtenkanäle; deshalb lässt sich nichts trainieren.",
    not_understood: |why| {
        format!("Die Seite und ihr Worker verstehen einander nicht ({why}). Bitte die Seite neu laden.")
    },
    panicked: |why| format!("Das Rechenwerk ist an einem eigenen Fehler stehen geblieben ({why})."),
    other_engine: "Diese Seite und ihr Rechenwerk gehören zu verschiedenen Versionen. Bitte die Seite neu laden; hilft \
                   das nicht, den Zwischenspeicher des Browsers für sie leeren.",
    silent: "Ein Worker des Laufs antwortete nicht mehr.",
    broke_off: |why| format!("Ein Worker des Laufs brach ab{}.", in_brackets(why)),
    unfit: UNFIT,
    begun_again: |lost| format!("{lost} Ein neuer beginnt dessen Mitglieder von vorn."),
    gone_on: |lost| {
        format!("{lost} Ein neuer macht dort weiter, wo dessen Mitglieder zuletzt gesichert wurden.")
    },
    begins_on_processor: |error| format!("{error} Der Lauf beginnt neu, auf dem Prozessor."),
    goes_on_on_processor: |error| {
        format!("{error} Der Lauf geht auf dem Prozessor weiter, von der letzten Sicherung an.")
    },
    gpu_opened_again: |error, from_checkpoint| {
        let from = if from_checkpoint { "von der letzten Sicherung" } else { "vom Anfang" };
        format!("{error} Sie wurde neu geöffnet, und der Lauf geht {from} an weiter.")
    },
    #[cfg(feature = "run")]
    session,
    #[cfg(feature = "gpu")]
    gpu_session: |error| match error {
        GpuSessionError::Session(error) => session(error),
        GpuSessionError::Gpu(error) => error.to_string(),
        GpuSessionError::Saved => UNFIT.to_owned(),
    },
    #[cfg(feature = "gpu")]
    gpu: ToString::to_string,
};

const UNFIT: &str =
    "Was von diesem Lauf gesichert wurde, passt nicht zu ihm; von dort kann er nicht weitergehen.";

#[cfg(feature = "run")]
fn session(error: &SessionError) -> String {
    match error {
        SessionError::NoSuchMember { got, last } => {
            format!("Dieser Lauf hat die Mitglieder 0 bis {last}, verlangt war Mitglied {got}.")
        }
    }
}

fn in_brackets(why: Option<&str>) -> String {
    why.map_or_else(String::new, |why| format!(" ({why})"))
}

/// "Schritt 824 von 1 200".
fn position(step: u32, of: u32) -> String {
    format!("Schritt {} von {}", count(step.into()), count(of.into()))
}

/// "6 100 Schritte/s", "0.4 Schritte/s".
fn pace(steps: f64) -> String {
    let digits = usize::from(steps < 10.0);
    let number = format!("{steps:.digits$}");
    format!("{} Schritte/s", number.parse().map_or(number, count))
}
