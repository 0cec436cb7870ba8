//! Who takes part, and how each is started and asked: a process through its standard input, a browser through a page.

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use bench::contestant::{Answer, Request};
use clap::ValueEnum;
use serde::{Serialize, Serializer};
use tests::{Browser, Page, Window};

use crate::processes;

/// A contestant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Who {
    /// The exact backend, natively, a member on each core.
    #[value(name = "native:gedanken-exact")]
    GedankenExact,
    /// The GPU backend through Vulkan.
    #[value(name = "native:gedanken-gpu")]
    GedankenGpu,
    /// JAX on the processor, compiled.
    #[value(name = "native:jax-jit")]
    JaxJit,
    /// The exact backend in a browser's workers.
    #[value(name = "chromium:gedanken-exact")]
    WebExact,
    /// jax-js in a worker, WebAssembly.
    #[value(name = "chromium:jax-js-wasm")]
    WebJaxWasm,
    /// The GPU backend in a browser's worker.
    #[value(name = "chromium:gedanken-gpu")]
    WebGpu,
    /// jax-js in a worker, WebGPU.
    #[value(name = "chromium:jax-js-webgpu")]
    WebJaxGpu,
}

impl Who {
    /// Where it runs, and its name.
    pub(crate) fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::GedankenExact => ("native", "gedanken-exact"),
            Self::GedankenGpu => ("native", "gedanken-gpu"),
            Self::JaxJit => ("native", "jax-jit"),
            Self::WebExact => ("Chromium", "gedanken-exact"),
            Self::WebJaxWasm => ("Chromium", "jax-js-wasm"),
            Self::WebGpu => ("Chromium", "gedanken-gpu"),
            Self::WebJaxGpu => ("Chromium", "jax-js-webgpu"),
        }
    }

    /// With whom it is compared: the one of ours that does the same where it does.
    pub(crate) fn ours(self) -> Self {
        match self {
            Self::GedankenExact | Self::JaxJit => Self::GedankenExact,
            Self::GedankenGpu => Self::GedankenGpu,
            Self::WebExact | Self::WebJaxWasm => Self::WebExact,
            Self::WebGpu | Self::WebJaxGpu => Self::WebGpu,
        }
    }

    /// Eight members of a transformer take a graphics card of software half a minute a step.
    pub(crate) fn takes_part(self, members: u32) -> bool {
        self != Self::WebJaxGpu || members == 1
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (place, name) = self.parts();
        write!(f, "{name} ({place})")
    }
}

impl Serialize for Who {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.parts().1)
    }
}

/// A contestant that was started. It ends with this value.
pub(crate) struct Contestant {
    who: Who,
    way: Way,
}

enum Way {
    Process { child: Child, ask: ChildStdin, hear: BufReader<ChildStdout> },
    Browser(Box<Page>),
}

/// How long an answer may take: software GPUs are slow, and so is compiling for them.
const PATIENCE: Duration = Duration::from_secs(600);

fn named(variable: &str) -> Result<PathBuf> {
    let value = std::env::var_os(variable);
    value.map(PathBuf::from).with_context(|| format!("{variable} is not set: run `cargo xtask bench`."))
}

impl Contestant {
    /// Starts it.
    ///
    /// # Errors
    /// When a program or a browser is missing or does not start.
    pub(crate) async fn start(who: Who) -> Result<Self> {
        let way = match who {
            Who::GedankenExact | Who::GedankenGpu => {
                let name =
                    who.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
                let mut command = Command::new(std::env::current_exe()?);
                command.args(["--be", &name]);
                Way::process(command)?
            }
            Who::JaxJit => {
                let mut command = Command::new(named("GEDANKEN_BENCH_PYTHON")?);
                command.arg(xtask::places::root().join("bench/peers/jax_jit.py")).env("JAX_PLATFORMS", "cpu");
                Way::process(command)?
            }
            Who::WebExact | Who::WebGpu | Who::WebJaxWasm | Who::WebJaxGpu => {
                let page = Browser::Chromium.start(Window::default()).await?;
                page.open("index.html").await?;
                page.reaches("ready").await?;
                Way::Browser(Box::new(page))
            }
        };
        Ok(Self { who, way })
    }

    /// Asks and waits for the answer.
    ///
    /// # Errors
    /// When it has gone, or says nothing for long.
    pub(crate) async fn ask(&mut self, request: &Request) -> Result<Answer> {
        let who = self.who;
        match &mut self.way {
            Way::Process { ask, hear, .. } => {
                let mut request = request.clone();
                if let Request::Prepare { data, .. } = &mut request {
                    *data = tests::site_folder()?.join(&*data).display().to_string();
                }
                writeln!(ask, "{}", serde_json::to_string(&request)?)
                    .with_context(|| format!("{who} has gone"))?;
                let mut line = String::new();
                hear.read_line(&mut line)?;
                serde_json::from_str(&line).with_context(|| format!("{who} answered {line:?}"))
            }
            Way::Browser(page) => {
                let request = serde_json::to_string(request)?;
                page.script_with("ask(arguments[0], arguments[1])", &[who.parts().1, &request]).await?;
                let start = Instant::now();
                while start.elapsed() < PATIENCE {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    let answer = page.script("return answer").await?;
                    if !answer.is_null() {
                        return serde_json::from_value(answer)
                            .with_context(|| format!("{who} answered otherwise"));
                    }
                }
                bail!("{who} does not answer. {}", page.describe().await)
            }
        }
    }

    /// The processes that compute.
    fn processes(&self) -> Vec<u32> {
        match &self.way {
            Way::Process { child, .. } => vec![child.id()],
            Way::Browser(page) => {
                let kinds = ["renderer", "gpu-process"];
                let computes = |&it: &u32| kinds.iter().any(|kind| processes::is_kind(it, kind));
                page.processes().into_iter().filter(computes).collect()
            }
        }
    }

    /// From here on, the largest memory counts anew.
    pub(crate) fn forget_peak(&self) {
        self.processes().into_iter().for_each(processes::forget_peak);
    }

    /// The largest memory of all its processes that compute, in MB.
    pub(crate) fn peak(&self) -> f64 {
        self.processes().into_iter().map(processes::peak).sum()
    }
}

impl Way {
    fn process(mut command: Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("could not start {}", command.get_program().display()))?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (ask, hear) = pipes.context("a process without pipes")?;
        Ok(Self::Process { child, ask, hear: BufReader::new(hear) })
    }
}

impl Drop for Contestant {
    fn drop(&mut self) {
        if let Way::Process { child, .. } = &mut self.way {
            // It has nothing to save.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
