//! Replay in a browser: `replay.js` has the loops, this the calls.

use js_sys::{Array, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::super::device::{Gpu, GpuError, Submitted, shorten};
use super::{Bring, Part, Range};

#[wasm_bindgen(module = "/src/gpu/replay/replay.js")]
extern "C" {
    fn kit(device: &JsValue, queue: &JsValue) -> JsValue;

    fn adapter(kit: &JsValue) -> String;

    async fn settled(kit: &JsValue);

    #[wasm_bindgen(catch)]
    async fn pipelines(kit: &JsValue, texts: &Array) -> Result<JsValue, JsValue>;

    fn list(
        kit: &JsValue,
        pipelines: &JsValue,
        dispatches: &Uint32Array,
        parameters: &JsValue,
        buffers: &Array,
        slots: &Uint32Array,
    ) -> JsValue;

    fn submit(kit: &JsValue, lists: &Array, steps: &Uint32Array, copies: &Array);
}

/// Layouts, and every pipeline that was made.
#[derive(Debug)]
pub(crate) struct Kit(JsValue);

/// What a step dispatches.
#[derive(Debug)]
pub(super) struct List(JsValue);

/// The browser's own buffer behind one of wgpu's. In a browser there is no other kind.
fn raw(buffer: &wgpu::Buffer) -> JsValue {
    buffer.as_webgpu().map_or(JsValue::UNDEFINED, |buffer| buffer.into())
}

fn number(bytes: u64) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

impl Kit {
    pub(crate) fn new(device: &wgpu::Device, queue: &wgpu::Queue) -> Self {
        let device = device.as_webgpu().map_or(JsValue::UNDEFINED, |device| device.into());
        let queue = queue.as_webgpu().map_or(JsValue::UNDEFINED, |queue| queue.into());
        Self(kit(&device, &queue))
    }

    /// The adapter's name, as far as the browser tells it.
    pub(crate) fn adapter(&self) -> String {
        adapter(&self.0)
    }

    /// Lets the device say what it has to say.
    pub(crate) async fn settle(&self, _: &Gpu) {
        settled(&self.0).await;
    }

    pub(super) async fn pipelines(&self, gpu: &Gpu, texts: &[String]) -> Result<JsValue, GpuError> {
        let texts: Array = texts.iter().map(|text| JsValue::from_str(text)).collect();
        match pipelines(&self.0, &texts).await {
            Ok(pipelines) => Ok(pipelines),
            Err(error) => {
                // A device that is lost compiles nothing, and says so less clearly.
                self.settle(gpu).await;
                gpu.check()?;
                let words = js_sys::Error::from(error).message().as_string().unwrap_or_default();
                Err(GpuError::Shader(shorten(&words)))
            }
        }
    }

    pub(super) fn list(
        &self,
        _: &Gpu,
        pipelines: &JsValue,
        dispatches: &[(usize, [u32; 3], Range)],
        parameters: &wgpu::Buffer,
        slots: &[[(&wgpu::Buffer, Range); 5]],
    ) -> List {
        let mut buffers: Vec<&wgpu::Buffer> = Vec::new();
        let mut places: Vec<u32> = Vec::with_capacity(slots.len() * 15);
        for (buffer, (offset, size)) in slots.iter().flatten() {
            let at = buffers.iter().position(|known| known == buffer).unwrap_or_else(|| {
                buffers.push(buffer);
                buffers.len() - 1
            });
            places.extend([u32::try_from(at).unwrap_or(u32::MAX), number(*offset), number(*size)]);
        }
        let mut numbers: Vec<u32> = Vec::with_capacity(dispatches.len() * 6);
        for (shader, [x, y, z], (offset, size)) in dispatches {
            let shader = u32::try_from(*shader).unwrap_or(u32::MAX);
            numbers.extend([shader, *x, *y, *z, number(*offset), number(*size)]);
        }
        let buffers: Array = buffers.into_iter().map(raw).collect();
        let (numbers, places) = (Uint32Array::from(&*numbers), Uint32Array::from(&*places));
        List(list(&self.0, pipelines, &numbers, &raw(parameters), &buffers, &places))
    }

    pub(super) fn submit(&self, _: &Gpu, parts: &[Part<'_>], brought: &[Bring<'_>]) -> Submitted {
        let lists: Array = parts.iter().map(|part| part.replay.list.0.clone()).collect();
        let steps: Vec<u32> =
            parts.iter().map(|part| u32::try_from(part.steps).unwrap_or(u32::MAX)).collect();
        let copies = Array::new();
        for Bring { from, to, at, words } in brought {
            copies.push(&raw(from));
            copies.push(&raw(to));
            copies.push(&number(*at as u64 * 4).into());
            copies.push(&number(*words as u64 * 4).into());
        }
        submit(&self.0, &lists, &Uint32Array::from(&*steps), &copies);
        Submitted()
    }
}
