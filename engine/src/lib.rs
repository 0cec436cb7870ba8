//! Gedanken's engine: trains models of a thousand to two million parameters, as fast as the machine allows, and
//! bit for bit the same on every machine.
//!
//! It knows tensors, graphs and executors. It knows nothing of papers, pages or addresses.
//!
//! ```text
//! model code ─▶ Graph ─▶ gradient ─┬▶ resolve, fuse, order, plan ─▶ Schedule ─┬▶ exact executor
//! (nn, optim)   (data)   (graph)   │                                          └▶ GPU executor (WGSL)
//!                                  └▶ reference executor (plain loops, f32 or f64: the oracle)
//! ```
//!
//! The whole way in a few lines, here fitting `y = 3 x` by gradient descent:
//!
//! ```
//! use engine::exact::{Exact, Simd};
//! use engine::grad::gradients;
//! use engine::graph::Graph;
//! use engine::layout::{Init, Layout, PARAMETERS};
//! use engine::lower::{Fusion, Roots, lower};
//! use engine::nn::squared_error;
//!
//! let mut layout = Layout::new();
//! let slope = layout.parameter("slope", &[1, 1], Init::Zeros, false);
//!
//! let mut g = Graph::new();
//! let x = g.constant_f32(&[4, 1], &[-1.0, 0.5, 1.0, 2.0]);
//! let wanted = g.scale(x, 3.0);
//! let slope = slope.node(&mut g);
//! let y = g.matmul(x, slope);
//! let loss = squared_error(&mut g, y, wanted);
//! let gradient = gradients(&mut g, loss, &[slope])[0];
//! let change = g.scale(gradient, 0.1);
//! let next = g.sub(slope, change);
//! let roots = Roots { updates: vec![(PARAMETERS, next)], outputs: vec![loss] };
//!
//! let schedule = lower(&g, &layout, &roots, Fusion::Full);
//! println!("{schedule}");
//! let mut executor = Exact::new(schedule, Simd::widest());
//! let (mut state, mut losses) = (vec![0.0], vec![0.0]);
//! for _ in 0..100 {
//!     executor.run(&mut state, &[], &mut losses);
//! }
//! assert!((state[0] - 3.0).abs() < 1e-5);
//! ```

pub mod exact;
pub mod feed;
pub mod gpu;
pub mod grad;
pub mod graph;
pub mod layout;
pub mod lower;
pub mod nn;
pub mod num;
pub mod optim;
pub mod parity;
pub mod reference;
pub mod rng;
pub mod schedule;
pub mod train;
