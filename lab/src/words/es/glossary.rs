//! Words that a student may not know, in Spanish.

use crate::words::Term;

pub(super) const GLOSSARY: &[Term] = &[
    Term {
        key: "arm",
        name: "variante",
        says: "Una de las formas de un modelo que se comparan, como una red con unidades ocultas y otra sin ellas. Las \
               variantes de un experimento se entrenan a la vez, para poder compararlas.",
    },
    Term {
        key: "attention",
        name: "atención",
        says: "La manera en que un transformer reúne lo que está en distintos lugares de un texto: cada lugar pregunta, y \
               toma más de los lugares que mejor responden a su pregunta.",
    },
    Term {
        key: "band",
        name: "banda",
        says: "La franja sombreada alrededor de una curva. En ella está la mitad de los miembros: una cuarta parte queda \
               por encima y otra cuarta parte por debajo.",
    },
    Term {
        key: "batch",
        name: "lote",
        says: "Los ejemplos que un modelo ve en un paso de entrenamiento (en inglés, batch).",
    },
    Term {
        key: "chance",
        name: "azar",
        says: "Con qué frecuencia acierta quien solo adivina: una vez de cada ocho, si hay ocho respuestas.",
    },
    Term {
        key: "digest",
        name: "huella",
        says: "32 dígitos hexadecimales que representan todo lo que una ejecución ha calculado. Dos ejecuciones con la \
               misma huella calcularon lo mismo, hasta el último bit.",
    },
    Term {
        key: "embedding",
        name: "embedding",
        says: "Los números que una red tiene en lugar de una palabra o de una cosa. Cuáles son se aprende.",
    },
    Term {
        key: "epoch",
        name: "época",
        says: "Los pasos de entrenamiento que hacen falta para ver una vez cada ejemplo de entrenamiento.",
    },
    Term {
        key: "gradient-descent",
        name: "descenso de gradiente",
        says: "La forma habitual de entrenar: averiguar, para cada peso, en qué sentido baja la pérdida, y moverlos todos \
               un poco en ese sentido. Y otra vez.",
    },
    Term {
        key: "hidden-unit",
        name: "unidad oculta",
        says: "Un número que una red calcula en el camino de la entrada a la salida. Donde no las hay, una respuesta es una \
               suma ponderada de la entrada.",
    },
    Term {
        key: "knob",
        name: "control",
        says: "Un ajuste de un experimento. Al cambiar un control, la ejecución empieza de nuevo, y el cambio queda en su \
               enlace.",
    },
    Term {
        key: "learning-rate",
        name: "tasa de aprendizaje",
        says: "Cuánto se mueven los pesos en un paso de entrenamiento. Con muy poco no se acaba nunca, y con demasiado se \
               pasa de largo.",
    },
    Term {
        key: "loss",
        name: "pérdida",
        says: "Cuánto se equivoca un modelo, en un solo número. El entrenamiento lo reduce.",
    },
    Term {
        key: "median",
        name: "mediana",
        says: "El valor de en medio cuando todos se ordenan por tamaño: la mitad son mayores y la mitad son menores.",
    },
    Term {
        key: "member",
        name: "miembro",
        says: "Uno de varios modelos del mismo tipo que se entrenan a la vez y solo difieren en su semilla. Lo que hace uno \
               puede ser suerte; lo que hace la mayoría es un hallazgo.",
    },
    Term {
        key: "optimiser",
        name: "optimizador",
        says: "La regla con la que el entrenamiento mueve los pesos: el descenso de gradiente, o una que tiene en cuenta \
               cómo los movió antes, como Adam.",
    },
    Term {
        key: "seed",
        name: "semilla",
        says: "El número del que sale todo lo aleatorio de una ejecución: los primeros pesos y el orden de los ejemplos. La \
               misma semilla da la misma ejecución.",
    },
    Term {
        key: "step",
        name: "paso de entrenamiento",
        says: "Al modelo se le muestran unos ejemplos, y sus pesos se mueven un poco hacia mejores respuestas. Entrenar son \
               cientos o miles de estos pasos.",
    },
    Term {
        key: "token",
        name: "token",
        says: "Lo que una red lee y escribe en un lugar: una palabra, un número, un signo.",
    },
    Term {
        key: "transformer",
        name: "transformer",
        says: "El tipo de red que hay detrás de los modelos de lenguaje actuales: capas de atención, y de redes que trabajan \
               en cada lugar por separado.",
    },
];
