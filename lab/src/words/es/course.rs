//! Worked pages for those who teach, in Spanish.

use crate::words::{Course, OpenEdx};

pub(super) const COURSE: Course = Course {
    title: "Una página de curso con una pregunta calificada",
    says: "Esta página representa una de las tuyas. Pone un experimento en una lección, escucha lo que ocurre en él y califica \
           una pregunta a partir de eso.",
    lesson: "La lección",
    task: "Primero predice: elige una respuesta en el experimento. Después pulsa Ejecutar y espera a que termine.",
    question: "La pregunta",
    ask: "Responde ahora a partir del gráfico:",
    wait: "La pregunta se abre cuando termina la ejecución.",
    unpredicted: "Lo ejecutaste sin predicción. Pulsa Borrar, elige una respuesta en el experimento y ejecútalo otra vez.",
    check: "Comprobar mi respuesta",
    right: "Eso es lo que muestra la ejecución.",
    wrong: "La ejecución muestra otra cosa. Mira de nuevo el gráfico.",
    choose: "Elige primero una respuesta.",
    grade: "Tu calificación",
    points: "{got} de {of} puntos",
    gives: [
        "Hiciste una predicción antes de la ejecución.",
        "Ejecutaste el experimento hasta el final.",
        "Leíste el resultado en el gráfico.",
    ],
    done: "hecho",
    open: "pendiente",
    sent: "Qué recibiría una plataforma de aprendizaje",
    sent_says: "Nada sale de esta página. En una página tuya, su programa entregaría esto a la plataforma: la calificación y \
                una declaración xAPI por cada cosa que ocurrió.",
    nothing: "Nada todavía.",
    how: "Lo mismo en una página tuya",
    how_says: "Dos etiquetas ponen el experimento en la página y unas pocas líneas lo escuchan. Todo lo anterior está hecho de \
               estos eventos; el programa de esta página es un ejemplo más largo de lo mismo.",
    honest: "La calificación se calcula en el navegador de quien estudia, así que quien sepa cómo puede atribuirse cualquiera. \
             Sirve para practicar y para la asistencia, no para un examen.",
};

pub(super) const OPEN_EDX: OpenEdx = OpenEdx {
    title: "Experimentos en Open edX",
    says: "Esta página conecta un experimento con Open edX, como problema del tipo JS Input: la plataforma le pide una \
           calificación, y guarda y devuelve lo que hizo cada estudiante.",
    how: "Cómo usarla",
    steps: [
        "En Studio, añade un problema avanzado en blanco y abre su editor.",
        "Pega el problema de abajo. Detrás del # de su dirección están el experimento y sus ajustes, escritos como en \
         cualquier enlace; “show” y “controls” eligen qué se ve.",
        "Cambia a tu gusto la función que califica. Se ejecuta en el servidor de la plataforma.",
    ],
    graded: "Qué entrega a la plataforma",
    graded_says: "La respuesta dice si la ejecución terminó, si cada predicción se cumplió y el veredicto de cada afirmación. \
                  El estado dice lo mismo, con los ajustes y las predicciones, para que estén de nuevo en la próxima visita. \
                  Las predicciones cuentan tal como estaban al empezar la última ejecución.",
    unknown: "La dirección de este problema nombra el experimento “{id}”, que este sitio no tiene. Se escribe como en \
              open-edx/#two-moons?rev=1&seed=1&members=4.",
    unreadable: "Lo que el curso ha guardado de tu trabajo no se puede leer, así que empiezas de nuevo.",
    restored: "Tu trabajo de la última visita está aquí de nuevo.",
};
