//! The dialog that puts an experiment into another page, in Spanish.

use crate::words::Dialog;

pub(super) const DIALOG: Dialog = Dialog {
    title: "Insertar esta ejecución",
    says: "Elige qué se muestra y copia el fragmento en tu página. Se ejecuta en el navegador de cada persona que la lee.",
    close: "Cerrar",
    parts: "Qué se muestra",
    story: "Pregunta e historia",
    digest: "Huella y registro",
    controls: "Botones y ajustes",
    data: "Datos propios",
    theme: "Colores",
    themes: ["Como el dispositivo", "Claro", "Oscuro"],
    language: "Idioma",
    height: "Altura en píxeles",
    limits: "De 160 a 2000.",
    autorun: "Empezar la ejecución sola",
    form: "Dónde va",
    forms: [
        "Página web",
        "Marco simple",
        "Cuaderno de Jupyter",
        "Documento de Quarto",
        "Diapositiva de Reveal.js",
    ],
    does: [
        "Carga un pequeño programa de este sitio, que crea el marco cuando queda cerca de la vista, ajusta su altura y \
         transmite respuestas y resultados como eventos.",
        "Un marco de altura fija, sin ningún programa nuestro en tu página. No le comunica nada a tu página.",
        "Una celda para un cuaderno. Al ejecutarla, el experimento aparece debajo, también en las páginas exportadas.",
        "Un bloque sin procesar para un archivo .qmd. Quarto lo copia tal cual en la página; los formatos que no son HTML lo \
         omiten.",
        "Una diapositiva. Reveal.js carga el marco cuando se muestra la diapositiva y lo detiene al salir de ella.",
    ],
    snippet: "Fragmento",
    copy: "Copiar",
    copied: "Copiado.",
    by_hand: "El navegador no deja copiar a esta página. El fragmento está seleccionado; cópialo con Ctrl+C o ⌘C.",
    preview: "Vista previa",
    code: "Código QR",
    code_does: "Apunta con un teléfono para abrir allí esta ejecución.",
    too_long: "Este enlace es demasiado largo para un código QR que una cámara pueda leer de lejos. Una ejecución sin datos \
               propios tiene uno más corto.",
    no_code: "No se pudo cargar el código QR. Comprueba la conexión e inténtalo de nuevo.",
    full_screen: "Pantalla completa",
    course: "Una página de curso completa con una pregunta calificada",
    open_edx: "Usar experimentos en Open edX",
    not_loaded: "No se pudo cargar el diálogo. Comprueba la conexión y vuelve a pulsar el botón.",
};
