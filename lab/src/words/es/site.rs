//! What stands in the pages before any program runs, in Spanish.

use super::course::{COURSE, OPEN_EDX};
use super::dialog::DIALOG;
use super::glossary::GLOSSARY;
use crate::words::{OtherRelease, Site};

pub(in crate::words) static SITE: Site = Site {
    language: "es",
    language_name: "Español",
    languages: "Idioma",
    direction: "ltr",
    pages: "Páginas",
    gallery: "Galería",
    about: "Acerca de",
    newer: "Hay una versión nueva de esta página.",
    reload: "Cargarla",
    device_name: "Gedanken: experimentos sobre cómo aprenden los modelos",
    gallery_title: "Experimentos sobre cómo aprenden los modelos",
    gallery_says: "Pequeños modelos se entrenan en vivo en tu navegador. Observa cómo aparece un hallazgo publicado, \
                   cambia un control y mira cómo cambia.",
    find: "Buscar un experimento",
    family: "Familia",
    all_families: "Todas",
    found: |count| match count {
        1 => "Un experimento.".to_owned(),
        count => format!("{count} experimentos."),
    },
    none_found: "Ningún experimento contiene todas estas palabras.",
    show_all: "Mostrar todos",
    takes: |seconds| match seconds {
        ..60.0 => format!("Se ejecuta en unos {seconds:.0} segundos"),
        60.0 => "Se ejecuta en cerca de un minuto".to_owned(),
        _ => format!("Se ejecuta en unos {:.0} minutos", seconds / 60.0),
    },
    skip_to_experiments: "Saltar a los experimentos",
    skip_to_experiment: "Saltar al experimento",
    after: |authors, paper, year| format!("Según {authors}, {paper}, {year}."),
    loading: "Cargando el laboratorio…",
    needs_scripts: "Esta página entrena pequeños modelos en tu navegador, y para eso necesita JavaScript. El texto se \
                    puede leer sin él.",
    code: "Código",
    lesson: "Qué significa",
    in_english: Some(
        "Los botones, los gráficos y lo que dice la página están en español; el experimento y su explicación, en inglés.",
    ),
    glossary: GLOSSARY,
    picture: |finding| format!("El gráfico de una ejecución terminada junto a su pregunta. {finding}"),
    about_title: "Acerca de este laboratorio",
    about_says: "Cómo entrena Gedanken modelos en tu navegador, qué promete una huella, dónde están los límites y cómo \
                 citar una ejecución.",
    skip_to_text: "Saltar al texto",
    compare_title: "Comparar dos ejecuciones",
    compare_says: "Pega los enlaces de dos ejecuciones de un mismo experimento. Se entrenan una tras otra, y sus curvas se \
                   dibujan unas sobre otras, junto a una lista de los ajustes en que difieren.",
    compare_links: ["Enlace de una ejecución", "Enlace de otra ejecución"],
    compare_example: "Abrir un ejemplo",
    compare_go: "Comparar",
    compare_unknown: |id| {
        format!(
            "No existe el experimento “{id}”. Un enlace es la dirección de una ejecución, tal como la copia Compartir."
        )
    },
    compare_differ: "Estos enlaces son de dos experimentos distintos. Las curvas se pueden comparar si las dos son del \
                     mismo.",
    dialog: DIALOG,
    course: COURSE,
    open_edx: OPEN_EDX,
    embed_title: "Experimentos en tu propia página",
    embed_says: "Cómo poner un experimento en la página de un curso, elegir qué muestra y recibir lo que \
                 comunica: fragmento, atributos, eventos, mensajes, xAPI.",
    embed_loading: "Cargando…",
    embed_failed: "El experimento no se carga aquí.",
    embed_refused: "Esta dirección no es de un experimento de aquí.",
    missing: "Esta página no existe",
    missing_short: "En esta dirección no hay ningún experimento.",
    missing_says: |gallery, about| {
        format!(
            "En esta dirección no hay ningún experimento. <a href=\"{gallery}\">La galería</a> los muestra todos, y \
             <a href=\"{about}\">otra página</a> explica qué es esto."
        )
    },
    link_of_other: OtherRelease {
        found: "Este enlace se hizo con otra versión de Gedanken, que se conserva aquí.",
        open: "Abrirlo en la versión {release}",
        none: "Este enlace se hizo con otra versión de Gedanken, y ninguna de las que se conservan aquí \
                 ejecuta lo que indica. Esta ejecuta el experimento tal como es ahora.",
        unread: "Este enlace se hizo con otra versión de Gedanken. No se sabe si se conserva aquí: la lista \
                 de versiones no se puede leer ({why}).",
    },
    record_of_other: OtherRelease {
        found: "Otra versión de Gedanken calculó este registro. Se conserva aquí y puede repetir la ejecución.",
        open: "Abrir la ejecución en la versión {release}",
        none: "Otra versión de Gedanken calculó este registro, y ninguna de las que se conservan aquí puede repetir \
               la ejecución.",
        unread: "Otra versión de Gedanken calculó este registro. No se sabe si se conserva aquí: la lista de versiones \
                 no se puede leer ({why}).",
    },
    no_webassembly: "Esta página entrena sus modelos con WebAssembly, que este navegador no tiene o tiene desactivado. Lo \
                     tienen Chrome y Edge desde la versión 91, Firefox desde la 114 y Safari desde la 16.4.",
    no_simd: "Esta página entrena sus modelos con WebAssembly SIMD, que este navegador no tiene. Lo tienen Chrome y Edge \
              desde la versión 91, Firefox desde la 114 y Safari desde la 16.4.",
    no_workers: "Esta página entrena sus modelos en workers de módulo, que este navegador no tiene. Los tienen Chrome y \
                 Edge desde la versión 91, Firefox desde la 114 y Safari desde la 16.4.",
    no_origin: "Esta página está en un marco que no le deja cargar su programa ni iniciar workers, así que \
                aquí no se puede entrenar nada.",
    no_server: "Esta página se abrió como archivo, y los navegadores no cargan programas de archivos. Sirve su carpeta en \
                su lugar: con `gedanken serve` o con `python3 -m http.server`.",
    own_window: "Ábrela en una ventana propia.",
    not_loaded: |why| {
        format!(
            "No se pudo cargar el laboratorio ({why}). Comprueba la conexión y vuelve a cargar la página."
        )
    },
};
