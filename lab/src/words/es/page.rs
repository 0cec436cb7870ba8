//! What stands around the pictures, and what a visitor can set, say and ask, in Spanish.

use super::counted_in_words;
use super::link::accepts;
use crate::facts::{FactsError, LETTERS, Problem};
use crate::flips::{self, FlipsError};
use crate::observed::{self, ObservedError};
use crate::text::capital;
use crate::words::{
    Back, Compare, Controls, Data, Embed, Facts, Figure, Flips, Lines, Notes, Observations, Predict, Presets,
    Probe, Share, Sweep,
};

pub(super) const FIGURE: Figure = Figure {
    read_with_keys: |title| format!("{title}: lee el gráfico con las teclas de flecha"),
    grows_here: "Pulsa Ejecutar y los gráficos crecerán abajo.",
    nothing_here: "Aún no se ha medido nada.",
    nothing_chosen: "nada elegido",
    how_to_read: "Para leer valores, toca o señala el gráfico, o usa en él las teclas de flecha.",
    every_member: "Cada miembro",
    as_table: "Tabla y archivos",
    listen: "Escuchar",
    listen_to: |title| format!("Escuchar {title}: los tonos más agudos son valores más altos"),
    stop: "Parar",
    heard: |curve| format!("Ahora: {curve}."),
    silent: "Este navegador no reproduce sonido aquí.",
    save: |title| format!("Guardar {title} como"),
    svg: "SVG",
    png: "PNG",
    csv: "CSV",
};

pub(super) const PREDICT: Predict = Predict {
    title: "Tu predicción",
    help: "Di qué esperas antes de ejecutar. Se guarda y se compara con lo que resulte.",
    draw: "Dibujar tu curva",
    drawn: "Listo",
    how_to_draw: "Arrastra sobre el gráfico, o fija cada punto más abajo.",
    point: |step| format!("en el paso {step}"),
    kept: "Guardada. La ejecución lo dirá.",
    over: "La ejecución ha terminado. Bajo cada pregunta está lo que resultó.",
    right: |said| format!("Acertaste: {said}."),
    wrong: |said, outcome| format!("Dijiste: {said}. Resultó de otro modo: {outcome}."),
    came: |outcome| format!("Resultó así: {outcome}."),
    none: "La ejecución no confirma ninguna de estas respuestas.",
    off: |distance| format!("En promedio, tu curva se aparta {distance:.2} de la medida."),
    conclusion: "Lo que resultó",
};

pub(super) const PROBE: Probe = Probe {
    ask: "Preguntar",
    another: "Otra",
    nobody_yet: "Aún no hay ningún modelo entrenado. Pulsa Ejecutar y las respuestas aparecerán aquí.",
    who: "Responde el primer miembro de cada tipo, tal como se guardó por última vez.",
};

pub(super) const DATA: Data = Data {
    title: "Tus propios puntos",
    how: "Haz clic para poner un punto. Con el teclado: las flechas mueven la cruz, Enter pone un punto y Supr quita el \
          último.",
    board: |x, y| format!("Tablero para puntos; la cruz está en {x}, {y} de 255"),
    class: "Poner puntos de",
    undo: "Deshacer",
    clear: "Borrar todo",
    take: "Entrenar con estos",
    built_in: "Entrenar sin ellos",
    count: |counts| {
        let one = |(name, count): &(&str, usize)| format!("{name}: {count}");
        format!("{}.", counts.iter().map(one).collect::<Vec<_>>().join(", "))
    },
    refused: |what| format!("El experimento admite {}.", accepts(what)),
    own_in_run: "Esta ejecución aprende de puntos propios de quien la creó, que están en su enlace.",
};

pub(super) const FACTS: Facts = Facts {
    lines: Lines {
        title: "Tus propios hechos",
        how: "Un hecho por línea: un nombre, una coma, lo que es para el otro nombre, una coma, el otro nombre, un punto y \
              coma, y lo que el otro nombre es para el primero. A la red solo se le dice lo que va antes del punto y coma; \
              lo demás se le pregunta.",
        field: "Hechos, uno por línea",
        example: "Poner un ejemplo",
        take: "Entrenar también con estos",
        without: "Entrenar sin ellos",
        in_run: "A esta ejecución se le dicen hechos propios de quien la creó, que están en su enlace.",
    },
    count: |facts| match facts {
        1 => "Un hecho.".to_owned(),
        facts => format!("{facts} hechos."),
    },
    wrong: |error| {
        let FactsError { line, problem } = error;
        let what = match problem {
            Problem::None => return "Aún no hay hechos.".to_owned(),
            Problem::TooMany { most } => return format!("Hay más de {most} hechos; quita algunos."),
            Problem::TooManyRelations { most } => {
                format!("empieza un par de relaciones de más: puede haber {most}")
            }
            Problem::Form => "no tiene la forma “Ana, mentora de, Bo; alumno de”".to_owned(),
            Problem::Letters => {
                format!(
                    "tiene un nombre o una relación con más de {LETTERS} letras, o con alguna que no se puede ver"
                )
            }
            Problem::OneName => "tiene el mismo nombre en ambos lados".to_owned(),
            Problem::Twice { line } => format!("dice lo mismo que la línea {line}"),
            Problem::BothWays { line } => {
                format!("dice al revés lo de la línea {line}, de modo que no queda nada que preguntar")
            }
            Problem::TwoAnswers { line } => {
                format!("da a una pregunta una segunda respuesta, además de la que da la línea {line}")
            }
            Problem::OtherInverse { line } => {
                format!("tiene una relación que en la línea {line} lleva otra inversa")
            }
        };
        match line {
            0 => format!("Uno de los hechos {what}."),
            line => format!("La línea {line} {what}."),
        }
    },
};

pub(super) const OBSERVATIONS: Observations = Observations {
    lines: Lines {
        title: "Enséñale una función",
        how: "Un valor por línea: un nombre, dos puntos, un argumento, una flecha y el valor en él, como “zuba: 3 -> 8”. La \
              red ve estas líneas y ninguna frase sobre el nombre.",
        field: "Observaciones, una por línea",
        example: "Poner un ejemplo",
        take: "Entrenar también con estas",
        without: "Entrenar sin ellas",
        in_run: "Esta ejecución aprende de observaciones propias de quien la creó, que están en su enlace.",
    },
    count: |observations, functions| {
        let observations = counted_in_words(observations as u64, "observación", "observaciones");
        let functions = counted_in_words(functions as u64, "función", "funciones");
        capital(&format!("{observations} de {functions}."))
    },
    wrong: |error| {
        use observed::Problem;
        let ObservedError { line, problem } = error;
        let what = match problem {
            Problem::None => return "Aún no hay observaciones.".to_owned(),
            Problem::TooMany { most } => format!("trata de una función de más: puede haber {most}"),
            Problem::Form => "no tiene la forma “zuba: 3 -> 8”".to_owned(),
            Problem::Letters => format!(
                "tiene un nombre sin letras, con más de {} o con alguna que no se puede ver",
                observed::LETTERS
            ),
            Problem::Argument { least, largest } => {
                format!("tiene un argumento que no está entre {least} y {largest}")
            }
            Problem::Value { least, largest } => {
                format!("tiene un valor que no está entre {least} y {largest}")
            }
            Problem::Twice { line } => format!("dice lo mismo que la línea {line}"),
            Problem::TwoValues { line } => {
                format!("contradice la línea {line}: una función tiene un solo valor en cada argumento")
            }
        };
        match line {
            0 => format!("Una de las observaciones {what}."),
            line => format!("La línea {line} {what}."),
        }
    },
};

pub(super) const FLIPS: Flips = Flips {
    lines: Lines {
        title: "Enséñale una moneda",
        how: "Una moneda por línea: un nombre, dos puntos y cuántas caras salieron de cuántos lanzamientos, como \
              “centavo: 17/25”, o cada lanzamiento, como “centavo: HTHH”, donde H es cara y T es cruz. Lanza una de verdad. \
              La red ve lanzamientos sueltos y ninguna frase sobre la moneda.",
        field: "Monedas, una por línea",
        example: "Poner un ejemplo",
        take: "Entrenar también con estas",
        without: "Entrenar sin ellas",
        in_run: "Esta ejecución aprende de lanzamientos de monedas propias de quien la creó, que están en su enlace.",
    },
    count: |coins| {
        let flips = match coins.iter().map(|coin| coin.all).sum() {
            1 => "un lanzamiento".to_owned(),
            flips => format!("{flips} lanzamientos"),
        };
        capital(&format!("{flips} de {}.", counted_in_words(coins.len() as u64, "moneda", "monedas")))
    },
    wrong: |error| {
        use flips::Problem;
        let FlipsError { line, problem } = error;
        let what = match problem {
            Problem::None => return "Aún no hay lanzamientos.".to_owned(),
            Problem::TooMany { most } => format!("trata de una moneda de más: puede haber {most}"),
            Problem::Form => "no tiene la forma “centavo: 17/25” ni “centavo: HTHH”".to_owned(),
            Problem::Letters => format!(
                "tiene un nombre sin letras, con más de {} o con alguna que no se puede ver",
                flips::LETTERS
            ),
            Problem::NoFlip => "no tiene ningún lanzamiento".to_owned(),
            Problem::Heads => "tiene más caras que lanzamientos".to_owned(),
            Problem::Flips { most } => format!("suma más de {most} lanzamientos de esta moneda"),
            Problem::Twice => "trata de una moneda que ya apareció antes".to_owned(),
        };
        match line {
            0 => format!("Una de las monedas {what}."),
            line => format!("La línea {line} {what}."),
        }
    },
};

pub(super) const PRESETS: Presets = Presets { title: "Ajustes para probar" };

pub(super) const SWEEP: Sweep = Sweep {
    title: "Barrido",
    help: "Miembros que difieren en un control, unos junto a otros en una misma ejecución.",
    knob: "Control que varía",
    none: "ninguno",
    from: "Desde",
    to: "Hasta",
    count: "Valores",
    shown: "Los gráficos muestran",
    choose: "Pulsa un valor, o Enter sobre él, y los demás gráficos mostrarán su ejecución.",
    chosen: |run| format!("Los demás gráficos muestran {run}."),
    open: "Abrir esta ejecución en otra pestaña",
    refused: |what| format!("Un barrido admite {}.", accepts(what)),
};

pub(super) const BACK: Back =
    Back { title: "Mirar atrás", at: |j| format!("en {j} de 64"), latest: "lo último" };

pub(super) const COMPARE: Compare = Compare {
    title: "Junto a otra ejecución",
    is_there: "En los gráficos de líneas, las curvas finas y sin banda son la otra ejecución.",
    is_missing: "La otra ejecución aún no se ha calculado en esta página.",
    comes_next: "La otra ejecución empezará cuando termine esta.",
    same: "Las dos ejecuciones tienen los mismos ajustes.",
    columns: ["Ajuste", "Esta ejecución", "Otra ejecución"],
    data: "Datos propios",
    no_own_data: "ninguno",
    curve: |name| format!("{name} (otra)"),
    run_both: "Ejecutar ambas",
    run_other: "Ejecutar la otra",
    open: "Abrir la otra ejecución en otra pestaña",
    close: "Quitar la otra ejecución",
    field: "Enlace de otra ejecución",
    take: "Comparar",
    elsewhere: |question| format!("Ese enlace es de otro experimento: {question}"),
};

pub(super) const CONTROLS: Controls = Controls {
    title: "Controles",
    defaults: "Por defecto",
    starts_anew: "Al cambiar un control, la ejecución empieza de nuevo.",
    limits: |min, max| format!("De {min} a {max}."),
    members: "Miembros",
    members_help: "Modelos de cada tipo, cada uno con su propio comienzo, que se entrenan a la vez.",
    seed: "Semilla",
    seed_help: "De ella sale todo lo aleatorio de la ejecución.",
    new_seed: "Otra semilla",
};

pub(super) const SHARE: Share = Share {
    share: "Compartir",
    share_does: "Copia un enlace a esta ejecución.",
    copied: "Enlace copiado.",
    holds: |settings, digest| {
        let digest = if digest { ", y la huella" } else { "" };
        format!("Contiene {settings}{digest}.")
    },
    by_hand: "Copia este enlace:",
    embed: "Insertar",
    embed_does: "Crea lo que lleva esta ejecución a una página de curso, un cuaderno o unas diapositivas, y su código QR.",
};

pub(super) const EMBED: Embed = Embed {
    malformed: "Un mensaje necesita un número “v”, un texto “type” y un objeto “payload” o ninguno; un “id” \
                es un número entero o un texto de 64 letras como máximo.",
    version: "Esta página entiende mensajes de la versión 1.",
    unknown: "No hay mensajes de este tipo.",
    payload: "El “payload” no corresponde al tipo del mensaje; no se ha aplicado nada de él.",
    elsewhere: "El enlace es de otro experimento, no del de esta página; no se ha aplicado nada de él.",
    size: "El mensaje es demasiado largo.",
    flood: "Hay demasiados mensajes; no se atienden más hasta que haya una pausa.",
};

pub(super) const NOTES: Notes = Notes {
    link: "Sobre este enlace",
    run: "Sobre esta ejecución",
    more: |count| format!("Y {count} más de este tipo."),
};
