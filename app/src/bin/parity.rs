//! Compares the executors in the browser that runs it, kernel by kernel, and measures what handing in costs. A worker
//! of the tests: it posts pairs of a state (`running`, `finished`, `failed`) and a line of text.

use std::rc::Rc;

use engine::gpu::wgsl::Product;
use engine::gpu::{Gpu, GpuError};
use engine::lower::Fusion;
use engine::parity::{Case, kernels, submission_cost};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::DedicatedWorkerGlobalScope;

/// Rounds over all kernels, each with other shapes, and random graphs.
const ROUNDS: u32 = 2;
const GRAPHS: u32 = 20;

fn global() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn say(state: &str, line: &str) {
    // Nobody is left to be told where it fails.
    let _ = global().post_message(&Array::of2(&JsValue::from_str(state), &JsValue::from_str(line)));
}

async fn compare(gpu: &Gpu, case: &Case, fusion: Fusion, product: Product) -> Result<(), String> {
    let difference =
        case.compare(gpu, fusion, product).await.map_err(|error| format!("{}: {error}", case.name))?;
    let line = format!("{}: {:.1e} of {:.0e}", case.name, difference.worst, case.tolerance);
    if difference.worst > case.tolerance {
        return Err(format!("{line}, {fusion:?}, {product:?}: {difference:?}"));
    }
    say("running", &line);
    Ok(())
}

async fn everything() -> Result<String, String> {
    let words = |error: GpuError| error.to_string();
    let gpu = Rc::new(Gpu::open().await.map_err(words)?);
    say("running", &format!("on {:?}", gpu.adapter()));
    for case in (0..ROUNDS).flat_map(kernels) {
        for &product in case.products() {
            compare(&gpu, &case, Fusion::Full, product).await?;
        }
    }
    for case in (0..GRAPHS).map(Case::random) {
        compare(&gpu, &case, Fusion::Full, Product::Fitting).await?;
    }
    let clock = global().performance().ok_or("no clock")?;
    let cost = submission_cost(&gpu, || clock.now()).await.map_err(words)?;
    Ok(format!("{} dispatches, {:.2} microseconds each", cost.dispatches, cost.microseconds))
}

fn main() {
    std::panic::set_hook(Box::new(|panic| say("failed", &panic.to_string())));
    spawn_local(async {
        match everything().await {
            Ok(line) => say("finished", &line),
            Err(line) => say("failed", &line),
        }
    });
}
