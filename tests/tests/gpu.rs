//! The GPU executor in Chromium, whose WebGPU computes on SwiftShader here, and everything that may befall a device or
//! a worker. What breaks is broken for real, inside the worker, by a script that the test puts before it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use lab::run::Simd;
use tests::{Browser, Page, Window};

/// Small and short.
const RUN: &str = "inverse-permutation/#rev=2&seed=3&members=1&n=2&alphabet=2&scratch=1&steps=64";

/// Remembers the devices that the worker opens and the memory of its engine, and loses the first, or the worker, or what
/// stands in the last, on demand.
const LOSSES: &str = "{
  const devices = [];
  let memory;
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const make = WebAssembly[name];
    WebAssembly[name] = async (...how) => {
      const made = await make.apply(WebAssembly, how);
      memory = (made.instance ?? made).exports.memory ?? memory;
      return made;
    };
  }
  const open = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...how) {
    const device = await open.apply(this, how);
    devices.push(device);
    return device;
  };
  self.sabotage = new BroadcastChannel('sabotage');
  self.sabotage.onmessage = ({ data }) => {
    if (data === 'vanish') GPU.prototype.requestAdapter = async () => null;
    if (data === 'vanish' || data === 'destroy') devices.at(-1).destroy();
    if (data === 'close') self.close();
    if (data === 'scramble') new Uint8Array(memory.buffer).fill(0xe0, 4096);
  };
}";

/// Remembers whether the page is seen.
const SEEN: &str = "window.seen = [];
  document.addEventListener('visibilitychange', () => seen.push(document.visibilityState));";

/// Opens a run and starts it.
async fn start(page: &Page, link: &str) -> Result<()> {
    page.open(link).await?;
    page.reaches("ready").await?;
    page.click("#run").await
}

async fn sabotaged(script: &str) -> Result<Page> {
    Browser::Chromium.start_sabotaged(Window::default(), script).await
}

/// Waits until so many steps are done.
async fn reaches(page: &Page, step: u32) -> Result<()> {
    page.wait_for(".step", |it| of(&it.text) >= step).await.map(drop)
}

/// 12 of "step 12 of 96".
fn of(text: &str) -> u32 {
    text.split_whitespace().nth(1).and_then(|number| number.replace(',', "").parse().ok()).unwrap_or(0)
}

async fn finishes(page: &Page, backend: &str) -> Result<()> {
    let main = page
        .wait_for("main", |main| matches!(main.attribute("data-state"), Some("finished" | "failed")))
        .await?;
    let has = (main.attribute("data-state"), main.attribute("data-backend"));
    ensure!(has == (Some("finished"), Some(backend)), "{has:?}, not {backend}. {}", page.describe().await);
    let digest = page.find("[data-digest]").await?;
    ensure!(digest.is_some() == (backend == "exact"), "only an exact run has a digest");
    Ok(())
}

/// The digest on the page is that of the same run on this machine.
async fn has_the_native_digest(page: &Page, link: &str) -> Result<()> {
    let native = lab::run::digest_of(link, Simd::widest(), 2).context("the native run failed")?.to_string();
    let shown = page.find("[data-digest]").await?.context("no digest")?;
    ensure!(shown.attribute("data-digest") == Some(native.as_str()), "another digest");
    Ok(())
}

async fn says(page: &Page, css: &str, words: &str) -> Result<()> {
    let text = page.find(css).await?.map(|it| it.text).unwrap_or_default();
    ensure!(text.contains(words), "{css} says {text:?}, not {words:?}");
    println!("{text}");
    Ok(())
}

/// Every kernel agrees with the exact executor, in the browser. Prints what handing in costs there.
#[tokio::test]
async fn kernels_agree_in_chromium() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("parity/").await?;
    let main = page.wait_for("main", |main| main.attribute("data-state") != Some("running")).await?;
    println!("{}", main.text);
    if main.attribute("data-state") != Some("finished") {
        bail!("{}", main.text);
    }
    Ok(())
}

/// Also while nobody looks: the page lies behind another tab for a minute.
#[tokio::test]
async fn a_run_on_the_gpu_goes_on_in_a_hidden_tab() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    // One network, so that a GPU that is a program comes to the end.
    let link = RUN.replace("steps=64", "steps=128") + "&networks=scratch";
    start(&page, &format!("{link}&backend=gpu")).await?;
    page.script(SEEN).await?;
    reaches(&page, 1).await?;
    let before = of(&page.find(".step").await?.context("no step")?.text);
    page.hide_for(Duration::from_secs(60)).await?;
    let seen = page.script("return window.seen.join(' ')").await?;
    ensure!(seen.as_str().is_some_and(|seen| seen.starts_with("hidden")), "the page was {seen}");
    let after = of(&page.find(".step").await?.context("no step")?.text);
    ensure!(after > before + 10, "from step {before} to {after} in a minute");
    finishes(&page, "gpu").await?;
    says(&page, "#why", "On the GPU, as the link asks.").await?;
    says(&page, "#no-digest", "No digest").await
}

#[tokio::test]
async fn a_lost_device_is_opened_again() -> Result<()> {
    let page = sabotaged(LOSSES).await?;
    start(&page, &format!("{RUN}&backend=gpu")).await?;
    reaches(&page, 10).await?;
    page.sabotage("destroy").await?;
    page.wait_for("#notices", |it| it.text.contains("opened again")).await?;
    says(&page, "#notices", "goes on from its last checkpoint").await?;
    still_runs_on_the_gpu(&page).await
}

#[tokio::test]
async fn a_run_whose_device_is_gone_goes_on_on_the_processor() -> Result<()> {
    let page = sabotaged(LOSSES).await?;
    start(&page, &format!("{RUN}&backend=gpu")).await?;
    reaches(&page, 10).await?;
    page.sabotage("vanish").await?;
    finishes(&page, "mixed").await?;
    says(&page, "#notices", "goes on on the processor").await
}

#[tokio::test]
async fn a_killed_worker_is_replaced_and_the_digest_stays() -> Result<()> {
    // Both workers die in mid-run; each is replaced, and takes up its member where it was saved.
    let link = RUN.replace("members=1", "members=2").replace("steps=64", "steps=512") + "&backend=exact";
    let page = sabotaged(LOSSES).await?;
    start(&page, &format!("{link}&workers=2")).await?;
    reaches(&page, 60).await?;
    page.sabotage("close").await?;
    let start = Instant::now();
    finishes(&page, "exact").await?;
    println!("finished {} s after the workers were killed", start.elapsed().as_secs());
    has_the_native_digest(&page, &link).await?;
    says(&page, "#notices", "from where its members were last saved").await
}

/// As when a browser compiles it wrongly: its memory is not what it wrote there, and it stops at an error of its own.
#[tokio::test]
async fn an_engine_that_breaks_is_replaced_and_the_digest_stays() -> Result<()> {
    let link = RUN.replace("members=1", "members=2").replace("steps=64", "steps=512") + "&backend=exact";
    let page = sabotaged(LOSSES).await?;
    start(&page, &format!("{link}&workers=2")).await?;
    reaches(&page, 60).await?;
    page.sabotage("scramble").await?;
    finishes(&page, "exact").await?;
    has_the_native_digest(&page, &link).await?;
    says(&page, "#notices", "from where its members were last saved").await
}

#[tokio::test]
async fn a_killed_worker_of_the_gpu_is_replaced() -> Result<()> {
    let page = sabotaged(LOSSES).await?;
    start(&page, &format!("{RUN}&backend=gpu")).await?;
    reaches(&page, 10).await?;
    page.sabotage("close").await?;
    page.wait_for("#notices", |it| it.text.contains("last saved")).await?;
    still_runs_on_the_gpu(&page).await
}

/// It gets further than it was, and is not mixed.
async fn still_runs_on_the_gpu(page: &Page) -> Result<()> {
    let before = of(&page.find(".step").await?.context("no step")?.text);
    reaches(page, before + 4).await?;
    let main = page.find("main").await?.context("no page")?;
    let has = (main.attribute("data-state"), main.attribute("data-backend"));
    ensure!(has == (Some("running"), Some("gpu")), "{has:?}");
    Ok(())
}

/// What keeps a run from the GPU at its start: it is an ordinary exact run then, and the page says why.
async fn stays_exact(script: &str, backend: &str, place: &str, words: &str) -> Result<()> {
    let page = sabotaged(script).await?;
    start(&page, &format!("{RUN}{backend}")).await?;
    finishes(&page, "exact").await?;
    has_the_native_digest(&page, RUN).await?;
    says(&page, place, words).await
}

#[tokio::test]
async fn without_webgpu_a_run_is_exact() -> Result<()> {
    let script = "Object.defineProperty(WorkerNavigator.prototype, 'gpu', { value: undefined });";
    stays_exact(script, "", "#why", "this browser offers no graphics adapter").await?;
    stays_exact(script, "&backend=gpu", "#why", "though the link asks for the GPU").await
}

#[tokio::test]
async fn without_an_adapter_a_run_is_exact() -> Result<()> {
    let script = "GPU.prototype.requestAdapter = async () => null;";
    stays_exact(script, "", "#why", "this browser offers no graphics adapter").await
}

#[tokio::test]
async fn with_a_software_adapter_a_run_is_exact_unless_it_asks() -> Result<()> {
    stays_exact("", "", "#why", "the only graphics adapter here is a program").await
}

#[tokio::test]
async fn a_trial_decides_between_a_graphics_card_and_the_processor() -> Result<()> {
    // SwiftShader says that it is a graphics card; the trial finds out that it is none worth having.
    let script = "Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { value: false });";
    stays_exact(script, "", "#why", "training steps a second").await
}

#[tokio::test]
async fn a_refused_kernel_leaves_the_run_to_the_processor() -> Result<()> {
    let script = "{
      const make = GPUDevice.prototype.createShaderModule;
      GPUDevice.prototype.createShaderModule = function ({ code }) {
        return make.call(this, { code: code.replace('fn main(', 'fn main(broken ') });
      };
    }";
    stays_exact(script, "&backend=gpu", "#notices", "compiler refused a kernel").await
}

#[tokio::test]
async fn without_memory_the_run_is_left_to_the_processor() -> Result<()> {
    let script = "GPUDevice.prototype.popErrorScope = async () => new GPUOutOfMemoryError('out of memory');";
    stays_exact(script, "&backend=gpu", "#notices", "not enough memory").await
}
