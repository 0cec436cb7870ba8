//! What lives on between training steps, for one member: every parameter in one flat tensor, and beside it the
//! optimiser's moments, the step counter, the random key and the hyper-parameters, all of it data.

use crate::graph::{Dtype, Graph, Id};
use crate::rng::{Stream, standard_normal, word_at};

/// How a parameter begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Init {
    /// All zeros.
    Zeros,
    /// All ones.
    Ones,
    /// Independent normal draws with this standard deviation, from the stream named after the parameter.
    Normal(f32),
}

/// A trainable tensor.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name, unique in the model; it also names the random stream of its first values.
    pub name: String,
    /// The size of each axis.
    pub shape: Vec<usize>,
    /// How it begins.
    pub init: Init,
    /// Whether weight decay shrinks it.
    pub decay: bool,
    /// Its first element in the flat tensor of all parameters.
    pub offset: usize,
}

/// A persistent tensor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// What it holds.
    pub name: &'static str,
    /// Number of elements.
    pub length: usize,
    /// Type of the elements.
    pub dtype: Dtype,
    /// Its first word among all that persists.
    pub offset: usize,
}

/// The number of the state that holds every parameter, flat.
pub const PARAMETERS: usize = 0;

/// A handle to a declared parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weight {
    index: usize,
    shape: Vec<usize>,
}

impl Weight {
    /// The parameter as a node.
    pub fn node(&self, g: &mut Graph) -> Id {
        g.parameter(self.index, &self.shape)
    }
}

/// Everything that persists.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    parameters: Vec<Parameter>,
    states: Vec<State>,
}

impl Default for Layout {
    fn default() -> Self {
        let parameters = State { name: "parameters", length: 0, dtype: Dtype::F32, offset: 0 };
        Self { parameters: Vec::new(), states: vec![parameters] }
    }
}

impl Layout {
    /// Nothing declared yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares a parameter.
    ///
    /// # Panics
    /// If the name is taken, or another state was declared before.
    pub fn parameter(&mut self, name: &str, shape: &[usize], init: Init, decay: bool) -> Weight {
        assert_eq!(self.states.len(), 1, "parameters are declared before other states");
        assert!(self.parameters.iter().all(|other| other.name != name), "two parameters named {name}");
        let flat = &mut self.states[PARAMETERS];
        let offset = flat.length;
        flat.length += shape.iter().product::<usize>();
        let index = self.parameters.len();
        self.parameters.push(Parameter { name: name.to_owned(), shape: shape.to_vec(), init, decay, offset });
        Weight { index, shape: shape.to_vec() }
    }

    /// Declares a state; its number.
    pub fn state(&mut self, name: &'static str, length: usize, dtype: Dtype) -> usize {
        let offset = self.words();
        self.states.push(State { name, length, dtype, offset });
        self.states.len() - 1
    }

    /// Every parameter, in the order of declaration and of the flat tensor.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// Every parameter as a node, in the same order: what a gradient is taken with respect to.
    pub fn nodes(&self, g: &mut Graph) -> Vec<Id> {
        self.parameters.iter().enumerate().map(|(i, p)| g.parameter(i, &p.shape)).collect()
    }

    /// Every state; the first holds the parameters.
    #[must_use]
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// The number of trainable numbers.
    #[must_use]
    pub fn parameter_count(&self) -> usize {
        self.states[PARAMETERS].length
    }

    /// 1 for each trainable number that weight decay shrinks, else 0.
    #[must_use]
    pub fn decay_mask(&self) -> Vec<f32> {
        let of = |p: &Parameter| std::iter::repeat_n(f32::from(u8::from(p.decay)), p.shape.iter().product());
        self.parameters.iter().flat_map(of).collect()
    }

    /// Words that persist for one member.
    #[must_use]
    pub fn words(&self) -> usize {
        self.states.iter().map(|state| state.offset + state.length).max().unwrap_or(0)
    }

    /// The first values of every parameter for the member whose key this is: integer draws, exactly converted,
    /// times the standard deviation.
    #[must_use]
    pub fn initial_parameters(&self, member: [u32; 2]) -> Vec<f32> {
        let mut flat = Vec::with_capacity(self.parameter_count());
        for parameter in &self.parameters {
            let count: u32 = parameter.shape.iter().product::<usize>().try_into().unwrap_or(u32::MAX);
            match parameter.init {
                Init::Zeros => flat.extend((0..count).map(|_| 0.0)),
                Init::Ones => flat.extend((0..count).map(|_| 1.0)),
                Init::Normal(deviation) => {
                    let key = Stream::named(&parameter.name).key(member);
                    flat.extend((0..count).map(|i| standard_normal(word_at(key, 0, i)) * deviation));
                }
            }
        }
        flat
    }
}
