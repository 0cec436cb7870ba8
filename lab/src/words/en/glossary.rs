//! Words that a student may not know, in English.

use crate::words::Term;

pub(super) const GLOSSARY: &[Term] = &[
    Term {
        key: "arm",
        name: "arm",
        says: "One variant of a model, such as a network with and one without hidden units. The arms of an experiment train \
               side by side, so that they can be compared.",
    },
    Term {
        key: "attention",
        name: "attention",
        says: "How a transformer brings together what stands at different places of a text: each place asks, and takes \
               most from the places that fit its question.",
    },
    Term {
        key: "band",
        name: "band",
        says: "The shaded strip around a curve. Half of the members lie in it: a quarter lies above, and a quarter below.",
    },
    Term { key: "batch", name: "batch", says: "The examples that a model sees in one training step." },
    Term {
        key: "chance",
        name: "chance",
        says: "How often somebody is right who only guesses: once in eight times, where there are eight answers.",
    },
    Term {
        key: "digest",
        name: "digest",
        says: "32 hexadecimal digits that stand for everything a run has computed. Two runs with the same digest \
               computed the same, to the last bit.",
    },
    Term {
        key: "embedding",
        name: "embedding",
        says: "The numbers that a network has in place of a word or a thing. What they are is learned.",
    },
    Term {
        key: "epoch",
        name: "epoch",
        says: "As many training steps as it takes to see every training example once.",
    },
    Term {
        key: "gradient-descent",
        name: "gradient descent",
        says: "The usual way to train: find out for every weight which way the loss falls, and move all of them a little \
               that way. Then again.",
    },
    Term {
        key: "hidden-unit",
        name: "hidden unit",
        says: "A number that a network computes on its way from input to output. Where there are none, an answer is a \
               weighted sum of the input.",
    },
    Term {
        key: "knob",
        name: "knob",
        says: "A setting of an experiment. A changed knob starts the run anew, and stands in its link.",
    },
    Term {
        key: "learning-rate",
        name: "learning rate",
        says: "How far the weights move in one training step. Too little takes for ever, and too much overshoots.",
    },
    Term {
        key: "loss",
        name: "loss",
        says: "How wrong a model is, as one number. Training makes it smaller.",
    },
    Term {
        key: "median",
        name: "median",
        says: "The one in the middle, when all are put in order by their size: half are larger, and half are smaller.",
    },
    Term {
        key: "member",
        name: "member",
        says: "One of several models of the same kind that train side by side and differ only in their seed. What one \
               does may be luck; what most do is a finding.",
    },
    Term {
        key: "optimiser",
        name: "optimiser",
        says: "The rule by which training moves the weights: gradient descent, or one that keeps in mind how it moved \
               them before, such as Adam.",
    },
    Term {
        key: "seed",
        name: "seed",
        says: "The number that everything random in a run follows from: first weights, and the order of the examples. The \
               same seed gives the same run.",
    },
    Term {
        key: "step",
        name: "training step",
        says: "A model is shown some examples, and its weights are moved a little towards better answers. Training is \
               hundreds or thousands of such steps.",
    },
    Term {
        key: "token",
        name: "token",
        says: "What a network reads and writes at one place: a word, a number, a sign.",
    },
    Term {
        key: "transformer",
        name: "transformer",
        says: "The kind of network behind today's language models: layers of attention, and of networks that work on each \
               place by itself.",
    },
];
