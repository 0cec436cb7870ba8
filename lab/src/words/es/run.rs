//! The run, in Spanish: how far it is, what computes it, and what becomes of it where something is lost.

use super::record::{DIGEST, comparison};
use super::{count, counted};
#[cfg(feature = "run")]
use crate::run::SessionError;
#[cfg(feature = "gpu")]
use crate::run::{GpuError, GpuSessionError};
use crate::words::run::duration;
use crate::words::{Computed, Run, Trouble};

pub(super) const RUN: Run = Run {
    start: "Ejecutar",
    pause: "Pausar",
    resume: "Seguir",
    again: "Repetir",
    retry: "Reintentar",
    step: "Paso",
    step_does: "Entrena hasta la siguiente de 64 medidas.",
    reset: "Borrar",
    reset_does: "Olvida esta ejecución y conserva los ajustes.",
    speed: "Velocidad",
    full_speed: "máxima",
    takes_seconds: |seconds| format!("{seconds} s en total"),
    progress: "Progreso de la ejecución",
    position,
    preparing: "preparando…",
    pace,
    pace_means: "Pasos de entrenamiento de todas las variantes y todos los miembros juntos.",
    left,
    running: "En marcha.",
    quarter: "Completada una cuarta parte.",
    half: "Completada la mitad.",
    three_quarters: "Completadas tres cuartas partes.",
    paused: |step, of| format!("En pausa en el {}.", position(step, of)),
    finished: |compared| match compared {
        Some(compared) => {
            format!("Terminada. Comparada con la ejecución del enlace: {}.", comparison(compared))
        }
        None => "Terminada.".to_owned(),
    },
    settings: |rev, seed, members| {
        format!("revisión {rev}, semilla {seed}, {}", counted(members.into(), "miembro", "miembros"))
    },
    stopped: "La ejecución se detuvo",
    without_digest: |lacking| format!("La ejecución terminó sin huella. {}", (DIGEST.lacking)(lacking)),
};

pub(super) const COMPUTED: Computed = Computed {
    exact: "exacto",
    exact_detail: "WASM SIMD",
    exact_means: "WebAssembly SIMD en el procesador, con cada suma en un orden fijo: los mismos ajustes dan los mismos bits \
                  en cualquier máquina.",
    gpu: "gpu",
    gpu_detail: "WebGPU",
    gpu_means: "WebGPU en el procesador gráfico. Cada tipo de GPU suma en otro orden, así que los últimos bits cambian de una \
                máquina a otra.",
    mixed: "mixto",
    mixed_means: "Empezó en el procesador gráfico y siguió en el procesador: no es ni de uno ni de otro, y no tiene huella.",
    auto: "auto",
    asked_for: "solicitada",
    open_means: "Lo que calcula la ejecución se elige cuando empieza.",
    link_asks_exact: "En el procesador, como pide el enlace.",
    link_has_digest: "En el procesador: el enlace trae una huella, y solo ahí se puede volver a calcular.",
    link_asks_gpu: "En la GPU, como pide el enlace.",
    link_may_get_gpu: "El enlace pide la GPU; si se puede usar se verá cuando empiece la ejecución.",
    page_chooses: "En la GPU o en el procesador: la página elige cuando empieza la ejecución.",
    link_does_not_get_gpu: |error| format!("En el procesador, aunque el enlace pide la GPU. {error}"),
    no_adapter: "En el procesador: este navegador no ofrece ningún adaptador gráfico.",
    gpu_failed: |error| format!("En el procesador. {error}"),
    software_adapter: "En el procesador: el único adaptador gráfico que hay aquí es un programa que también se ejecuta en \
                       él.",
    trial: |gpu, exact| {
        let (on, than) = if gpu > exact { ("la GPU", "el procesador") } else { ("el procesador", "la GPU") };
        let (more, less) = (gpu.max(exact), gpu.min(exact));
        format!(
            "En {on}: una prueba breve dio ahí {more:.0} pasos de entrenamiento por segundo, y {less:.0} en {than}."
        )
    },
    trial_failed: |error| format!("En el procesador: una prueba breve en la GPU falló. {error}"),
    asking_failed: "En el procesador: el worker que pidió la GPU se cerró al pedirla.",
    continued: |error| format!("Empezó en la GPU y siguió en el procesador. {error}"),
};

pub(super) const TROUBLE: Trouble = Trouble {
    not_loaded: |why| {
        format!(
            "No se pudo cargar el motor{}. Comprueba la conexión y vuelve a intentarlo.",
            in_brackets(why)
        )
    },
    not_loaded_yet: "El motor aún no se ha cargado. Comprueba la conexión y vuelve a intentarlo.",
    no_address: "La página no indica dónde está su motor, así que no se puede entrenar nada.",
    no_workers: "Aquí esta página no tiene permiso para iniciar workers, así que no se puede entrenar nada. Ábrela en una \
                 pestaña propia.",
    no_channels: "Este navegador no da canales de mensajes a los workers, así que no se puede entrenar nada.",
    not_understood: |why| {
        format!("La página y su worker no se entienden ({why}). Vuelve a cargar la página.")
    },
    panicked: |why| format!("El motor se detuvo por un error propio ({why})."),
    other_engine: "Esta página y su motor son de versiones distintas. Vuelve a cargar la página; si no basta, vacía la caché \
                   del navegador para ella.",
    silent: "Un worker de la ejecución dejó de responder.",
    broke_off: |why| format!("Un worker de la ejecución se interrumpió{}.", in_brackets(why)),
    unfit: UNFIT,
    begun_again: |lost| format!("{lost} Uno nuevo vuelve a empezar sus miembros."),
    gone_on: |lost| format!("{lost} Uno nuevo sigue desde el último punto guardado de sus miembros."),
    begins_on_processor: |error| format!("{error} La ejecución empieza de nuevo, en el procesador."),
    goes_on_on_processor: |error| {
        format!("{error} La ejecución sigue en el procesador, desde el último punto guardado.")
    },
    gpu_opened_again: |error, from_checkpoint| {
        let from = if from_checkpoint { "el último punto guardado" } else { "el principio" };
        format!("{error} Se volvió a abrir, y la ejecución sigue desde {from}.")
    },
    #[cfg(feature = "run")]
    session,
    #[cfg(feature = "gpu")]
    gpu_session: |error| match error {
        GpuSessionError::Session(error) => session(error),
        GpuSessionError::Gpu(error) => gpu(error),
        GpuSessionError::Saved => UNFIT.to_owned(),
    },
    #[cfg(feature = "gpu")]
    gpu,
};

const UNFIT: &str =
    "Lo que se guardó de esta ejecución no corresponde a ella, así que no puede seguir desde ahí.";

#[cfg(feature = "run")]
fn session(error: &SessionError) -> String {
    match error {
        SessionError::NoSuchMember { got, last } => {
            format!("Esta ejecución tiene los miembros 0 a {last}, y se pidió el miembro {got}.")
        }
    }
}

/// What a driver or browser says of it follows as it comes.
#[cfg(feature = "gpu")]
fn gpu(error: &GpuError) -> String {
    match error {
        GpuError::NoAdapter(why) => {
            format!("No hay ningún adaptador gráfico que pueda calcular aquí ({why}).")
        }
        GpuError::NoDevice(why) => format!("No se pudo abrir el adaptador gráfico ({why})."),
        GpuError::Lost(why) => format!("Se perdió el adaptador gráfico ({why})."),
        GpuError::OutOfMemory { megabytes: 0 } => {
            "El adaptador gráfico no tiene memoria suficiente para esta ejecución.".to_owned()
        }
        GpuError::OutOfMemory { megabytes } => format!(
            "El adaptador gráfico no tiene memoria suficiente para esta ejecución: se le pidieron {megabytes} MB más."
        ),
        GpuError::TooLarge { needed, given } => format!(
            "Un miembro de esta ejecución necesita {needed} MB de memoria de trabajo de una pieza, y el adaptador gráfico \
             da {given} MB. Elige ajustes más pequeños."
        ),
        GpuError::Shader(why) => {
            format!("El compilador del adaptador gráfico rechazó un kernel de esta ejecución: {why}")
        }
        GpuError::Refused(why) => format!("El adaptador gráfico rechazó una orden ({why})."),
    }
}

fn in_brackets(why: Option<&str>) -> String {
    why.map_or_else(String::new, |why| format!(" ({why})"))
}

/// "paso 824 de 1200".
fn position(step: u32, of: u32) -> String {
    format!("paso {} de {}", count(step.into()), count(of.into()))
}

/// "6100 pasos/s", "0.4 pasos/s".
fn pace(steps: f64) -> String {
    let digits = usize::from(steps < 10.0);
    let number = format!("{steps:.digits$}");
    format!("{} pasos/s", number.parse().map_or(number, count))
}

/// "quedan 6 s", "queda 1 h 10 min".
fn left(seconds: f64) -> String {
    let time = duration(seconds);
    let verb = if time.starts_with("1 ") { "queda" } else { "quedan" };
    format!("{verb} {time}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        let cases = [
            (0.0, "queda 1 s"),
            (5.2, "quedan 6 s"),
            (61.0, "queda 1 min"),
            (250.0, "quedan 4 min"),
            (4200.0, "queda 1 h 10 min"),
            (39_600.0, "quedan 11 h 0 min"),
        ];
        for (seconds, text) in cases {
            assert_eq!(left(seconds), text);
        }
    }

    #[test]
    fn the_pace_has_no_comma() {
        assert_eq!(
            [pace(0.44), pace(6100.2), pace(61_000.0)],
            ["0.4 pasos/s", "6100 pasos/s", "61\u{202f}000 pasos/s"]
        );
    }
}
