//! What is measured at each point of progress: pictures are drawn for every prompt at once, from the same noise, and the probe
//! says what they show.

use engine::feed::Keys;
use engine::graph::{Graph, Id};

use super::data::{RADIUS, Settings, noise, say};
use super::model::{Network, Parts, waves};
use super::world::{
    Corner, DRAWN, LATENT, OVER, PLAIN, PROMPTS, PUSHES, RANDOM, SAMPLER, SHOWN, STRONGER, Shape,
};
use crate::run::Measured;

/// The first of the prompts that are trained.
const TRAINED: usize = 0;
/// How far pushed embeddings go against the direction of the other size.
const AGAINST: f64 = 0.1;
/// The colour that directions are taken from, as half the difference of red and blue, and how far the size is from the mean:
/// both more than any picture shows by default.
const FULL_COLOUR: f32 = 0.45;
const FULL_SIZE: f32 = 0.15;

/// What is asked for with each prompt.
pub(super) fn asked(shape: Shape) -> Vec<Corner> {
    let held_out = std::iter::repeat_n(shape.held_out, PROMPTS - PLAIN);
    shape.trained().into_iter().chain(held_out).collect()
}

/// The outputs of an evaluation. Of each prompt: how likely its pictures are to show what was asked for, the colour and the size
/// (means), the mean squared distance of both from certainty, the mean likelihood of the colour, and that of the size; then the
/// loss, and the pictures that are shown, with values from 0 to 1.
pub(super) fn outputs(g: &mut Graph, parts: &Parts, loss: Id) -> Vec<Id> {
    let shape = parts.shape;
    let embeddings = embeddings(g, parts);
    let pictures = draw(g, &parts.network, &parts.keys, shape.numbers(), embeddings); // [15 * 16, D]
    let said = parts.probe.says(g, shape, &parts.settings, pictures);
    let corners = asked(shape);
    let right = [0, 1].map(|concept| {
        let is = |corner: &Corner| if concept == 0 { corner.is_blue } else { corner.is_small };
        let wanted: Vec<u32> = corners.iter().map(|corner| u32::from(is(corner))).collect();
        let wanted = g.constant_u32(&[PROMPTS, 1], &wanted);
        let likely = g.reshape(said[concept], &[PROMPTS, DRAWN]);
        let one = g.f32(1.0);
        let other = g.sub(one, likely);
        g.select(wanted, likely, other)
    });
    let both = g.mul(right[0], right[1]);
    let squares = right.map(|likely| {
        let off = g.offset(likely, -1.0);
        g.mul(off, off)
    });
    let distance = g.add(squares[0], squares[1]);
    let distance = g.scale(distance, 0.5);
    let mut outputs: Vec<Id> = [both, distance, right[0], right[1]].map(|each| g.mean(each, 1)).to_vec();
    outputs.push(loss);
    let (black, white) = (g.f32(0.0), g.f32(1.0));
    for prompt in 0..PROMPTS {
        let shown = g.slice(pictures, 0, prompt * DRAWN, SHOWN);
        let shown = g.max(shown, black);
        outputs.push(g.min(shown, white));
    }
    outputs
}

/// Sixteen pictures of so many numbers for each prompt, whose embeddings `[N, H]` are given for each layer: `[N * 16, D]`. The
/// sampler is deterministic (DDIM, Song, Meng and Ermon, 2021): from nothing but noise, the same for each prompt, to none in even
/// steps, each along the straight line to the picture that the network sees at its end.
pub(super) fn draw(g: &mut Graph, network: &Network, keys: &Keys, numbers: usize, embeddings: Vec<Id>) -> Id {
    let prompts = embeddings.first().map_or(1, |of_layer| g.shape(*of_layer)[0]);
    let rows = prompts * DRAWN;
    let embeddings: Vec<Id> = embeddings
        .into_iter()
        .map(|of_layer| {
            let width = g.shape(of_layer)[1];
            let each = g.reshape(of_layer, &[prompts, 1, width]);
            let each = g.expand(each, &[prompts, DRAWN, width]);
            g.reshape(each, &[rows, width])
        })
        .collect();
    let zero = g.u32(0);
    let start = noise(g, keys, "sampler", zero, &[DRAWN, numbers]);
    let start = g.reshape(start, &[1, DRAWN, numbers]);
    let start = g.expand(start, &[prompts, DRAWN, numbers]);
    let mut x = g.reshape(start, &[rows, numbers]);
    let amounts: Vec<f64> = (1..=SAMPLER).map(|at| at as f64 / SAMPLER as f64).collect();
    let waves = waves(g, &amounts);
    let times = network.times(g, waves);
    for step in (1..=SAMPLER).rev() {
        let now: Vec<Id> = times.iter().map(|of_layer| g.slice(*of_layer, 0, step - 1, 1)).collect();
        let clean = network.clean(g, x, &embeddings, &now);
        #[allow(clippy::cast_precision_loss, reason = "a few steps")]
        let left = (step - 1) as f32 / step as f32;
        let way = g.sub(x, clean);
        let way = g.scale(way, left);
        x = g.add(clean, way);
    }
    x
}

/// The prompts that are put into words or numbers, `[9, 4]`, and the two that directions are taken from, `[2, 4]`.
fn prompts(g: &mut Graph, parts: &Parts) -> [Id; 2] {
    let Parts { shape, settings, .. } = parts;
    let sign = |g: &mut Graph, at: usize, corner: Corner| {
        #[allow(clippy::cast_possible_truncation, reason = "1 or -1")]
        let sign = corner.signs()[at] as f32;
        g.constant_f32(&[1, 1], &[sign])
    };
    let held_out = shape.held_out;
    let half = settings.colour(g);
    let mut rows: Vec<Id> = Vec::new();
    let mut stronger: Vec<Option<f64>> = vec![None; LATENT - OVER];
    for (at, half) in STRONGER.into_iter().enumerate() {
        stronger[at + 1] = Some(half);
    }
    let all = asked(*shape).into_iter().take(OVER).map(|corner| (corner, None));
    let all: Vec<(Corner, Option<f64>)> =
        all.chain(stronger.into_iter().map(|stronger| (held_out, stronger))).collect();
    for (at, (corner, stronger)) in all.into_iter().enumerate() {
        let (blue, small) = (sign(g, 0, corner), sign(g, 1, corner));
        if shape.words {
            let said = say(g, blue, small);
            // One word, said louder and louder.
            #[allow(clippy::cast_precision_loss, reason = "a few prompts")]
            let loud = if stronger.is_some() { 1.0 + 0.5 * (at - OVER) as f32 } else { 1.0 };
            let louder = g.constant_f32(&[1, 4], &[loud, loud, 1.0, 1.0]);
            rows.push(g.mul(said, louder));
            continue;
        }
        let half = match stronger {
            Some(stronger) => {
                #[allow(clippy::cast_possible_truncation, reason = "the engine computes in f32")]
                let stronger = g.f32(stronger as f32);
                g.max(half, stronger)
            }
            None => half,
        };
        let [red, green, blue] = Settings::paint(g, half, blue);
        let radius = settings.radius(g, small);
        rows.push(g.concat(&[red, green, blue, radius], 1));
    }
    let [colour, size] = held_out.signs();
    let wanted = |is: bool| f32::from(u8::from(is));
    let directions: Vec<f32> = if shape.words {
        // The word of the colour alone, and that of the other size.
        vec![
            wanted(colour < 0.0),
            wanted(colour > 0.0),
            0.0,
            0.0,
            0.0,
            0.0,
            wanted(size > 0.0),
            wanted(size < 0.0),
        ]
    } else {
        #[allow(clippy::cast_possible_truncation, reason = "the engine computes in f32")]
        let (colour, size, radius) = (colour as f32, size as f32, RADIUS as f32);
        vec![
            0.5 - FULL_COLOUR * colour,
            0.5 - FULL_COLOUR,
            0.5 + FULL_COLOUR * colour,
            0.0,
            0.0,
            0.0,
            0.0,
            radius + FULL_SIZE * size,
        ]
    };
    [g.concat(&rows, 0), g.constant_f32(&[2, 4], &directions)]
}

/// The concept embeddings of every prompt, one for each layer: `[15, H]`. In the last rows, those of the plain prompt are pushed
/// along the direction of the held-out colour and against that of the other size (the paper's code does the same with the
/// embedding of every block), by a multiple of what they have of it; or the same in directions that are drawn at random.
fn embeddings(g: &mut Graph, parts: &Parts) -> Vec<Id> {
    let [asked, directions] = prompts(g, parts);
    let all = g.concat(&[asked, directions], 0);
    let embedded = parts.network.embeddings(g, all);
    let zero = g.u32(0);
    let strength = parts.settings.push(g);
    let widest = parts.shape.embedded().into_iter().max().unwrap_or(1);
    let drawn = noise(g, &parts.keys, "directions", zero, &[2 * embedded.len(), widest]);
    let mut layers = Vec::new();
    for (at, of_layer) in embedded.into_iter().enumerate() {
        let width = g.shape(of_layer)[1];
        let plain = g.slice(of_layer, 0, PLAIN, 1);
        let own = [0, 1].map(|which| {
            let row = g.slice(of_layer, 0, LATENT + which, 1);
            unit(g, row)
        });
        let random = [0, 1].map(|which| {
            let row = g.slice(drawn, 0, 2 * at + which, 1);
            let row = g.slice(row, 1, 0, width);
            unit(g, row)
        });
        let mut rows = vec![g.slice(of_layer, 0, TRAINED, LATENT)];
        for along in [own, random] {
            for push in PUSHES {
                #[allow(clippy::cast_possible_truncation, reason = "the engine computes in f32")]
                let (push, against) = (push as f32, -AGAINST as f32);
                let far = overlap(g, plain, along[0]);
                let far = g.scale(far, push);
                let far = g.mul(far, strength);
                let pushed = step(g, plain, along[0], far);
                let far = overlap(g, pushed, along[1]);
                let far = g.scale(far, against);
                rows.push(step(g, pushed, along[1], far));
            }
        }
        layers.push(g.concat(&rows, 0));
    }
    debug_assert_eq!(RANDOM + PUSHES.len(), PROMPTS);
    layers
}

/// A row at a length of 1.
fn unit(g: &mut Graph, row: Id) -> Id {
    let square = g.mul(row, row);
    let sum = g.sum(square, 1);
    let sum = g.offset(sum, 1e-12);
    let length = g.sqrt(sum);
    g.div(row, length)
}

fn overlap(g: &mut Graph, a: Id, b: Id) -> Id {
    let product = g.mul(a, b);
    g.sum(product, 1)
}

fn step(g: &mut Graph, from: Id, direction: Id, far: Id) -> Id {
    let way = g.mul(direction, far);
    g.add(from, way)
}

/// One value for each series, then the pictures that are shown.
pub(super) fn measure(shape: Shape, outputs: &[f32]) -> Measured {
    let Some((table, rest)) = outputs.split_at_checked(4 * PROMPTS) else { return Measured::default() };
    let Some((loss, pictures)) = rest.split_first() else { return Measured::default() };
    let of = |which: usize, prompt: usize| table[which * PROMPTS + prompt];
    // Of equally good ones the first.
    let best = |from: usize, to: usize| {
        (from..to).fold(from, |best, prompt| if of(0, prompt) > of(0, best) { prompt } else { best })
    };
    let trained = |which| (TRAINED..PLAIN).map(|prompt| of(which, prompt)).sum::<f32>() / 3.0;
    let (colour, size) = (of(2, PLAIN), of(3, PLAIN));
    let Corner { is_blue, is_small } = shape.held_out;
    let likely = |right: f32, is: bool| if is { right } else { 1.0 - right };
    let values = vec![
        of(0, PLAIN),
        of(0, best(OVER, LATENT)),
        of(0, best(LATENT, RANDOM)),
        of(0, best(RANDOM, PROMPTS)),
        trained(0),
        colour,
        size,
        likely(colour, is_blue),
        likely(size, is_small),
        trained(1),
        of(1, PLAIN),
        *loss,
    ];
    // The plain prompt, which is the first of the stronger ones, too, has its own place.
    let ways = [best(OVER + 1, LATENT), best(LATENT, RANDOM), best(RANDOM, PROMPTS)];
    let size = SHOWN * shape.numbers();
    let shown = (TRAINED..=PLAIN).chain(ways);
    let samples = shown
        .flat_map(|prompt| packed(shape.pixels(), pictures.get(prompt * size..(prompt + 1) * size)))
        .collect();
    Measured { values, samples }
}

/// Pictures with one number for each pixel: red times 65,536, green times 256 and blue, of 255 each.
pub(super) fn packed(pixels: usize, pictures: Option<&[f32]>) -> Vec<f32> {
    let pictures = pictures.unwrap_or_default();
    let mut all = Vec::with_capacity(pictures.len() / 3);
    for picture in pictures.chunks_exact(3 * pixels) {
        let part = |at: usize| (picture[at] * 255.0 + 0.5).floor();
        all.extend(
            (0..pixels).map(|at| (part(at) * 256.0 + part(pixels + at)) * 256.0 + part(2 * pixels + at)),
        );
    }
    all
}
