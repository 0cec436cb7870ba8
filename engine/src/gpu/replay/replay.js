// What wgpu does too slowly in a browser: making pipelines without stopping the worker, and handing in the same list
// of dispatches again and again. A submission is one call from WebAssembly, and within it nothing is made for a step
// or a dispatch.

const COMPUTE = 4; // GPUShaderStage.COMPUTE

function buffer(binding, type) {
  return { binding, visibility: COMPUTE, buffer: { type } };
}

// Layouts, and every pipeline that was made, by the text of its shader.
export function kit(device, queue) {
  const spaces = device.createBindGroupLayout({
    // Inputs and tables are only read.
    entries: [0, 1, 2, 3, 4].map((n) => buffer(n, n === 2 || n === 3 ? "read-only-storage" : "storage")),
  });
  const parameters = device.createBindGroupLayout({ entries: [buffer(0, "read-only-storage")] });
  const layout = device.createPipelineLayout({ bindGroupLayouts: [spaces, parameters] });
  return { device, queue, spaces, parameters, layout, known: new Map() };
}

// The adapter's name, as far as the browser tells it.
export function adapter({ device }) {
  const { description, vendor, architecture } = device.adapterInfo ?? {};
  return description || [vendor, architecture].filter(Boolean).join(" ") || "a nameless adapter";
}

// Comes when the device is lost, or does not seem to be.
export async function settled({ device }) {
  await Promise.race([device.lost, new Promise((resolve) => setTimeout(resolve, 500))]);
}

async function pipeline(kit, code) {
  // What is wrong with a module is told when its pipeline is made.
  kit.device.pushErrorScope("validation");
  const module = kit.device.createShaderModule({ code });
  kit.device.popErrorScope().catch(() => {});
  try {
    const compute = { module, entryPoint: "main" };
    return await kit.device.createComputePipelineAsync({ layout: kit.layout, compute });
  } catch (error) {
    kit.known.delete(code);
    const { messages } = await module.getCompilationInfo();
    const first = messages.find(({ type }) => type === "error");
    throw new Error(first ? `${first.message} (line ${first.lineNum})` : error.message);
  }
}

// The pipelines of these shaders, those that are not known yet made side by side.
export async function pipelines(kit, texts) {
  for (const code of texts) {
    if (!kit.known.has(code)) kit.known.set(code, pipeline(kit, code));
  }
  return Promise.all(texts.map((code) => kit.known.get(code)));
}

// What a step dispatches. `dispatches` holds six numbers for each: shader, three sizes, first byte and bytes of its
// parameters; `slots` three for each of five buffers of each slot: buffer, first byte, bytes.
export function list(kit, pipelines, dispatches, parameters, buffers, slots) {
  const group = (layout, resources) =>
    kit.device.createBindGroup({
      layout,
      entries: resources.map((resource, binding) => ({ binding, resource })),
    });
  const made = { pipelines: [], groups: [], sizes: dispatches.slice(), spaces: [] };
  for (let at = 0; at < dispatches.length; at += 6) {
    const [shader, , , , offset, size] = dispatches.subarray(at, at + 6);
    made.pipelines.push(pipelines[shader]);
    made.groups.push(group(kit.parameters, [{ buffer: parameters, offset, size }]));
  }
  for (let at = 0; at < slots.length; at += 15) {
    const resources = [0, 3, 6, 9, 12].map((n) => {
      const [number, offset, size] = slots.subarray(at + n, at + n + 3);
      return { buffer: buffers[number], offset, size };
    });
    made.spaces.push(group(kit.spaces, resources));
  }
  return made;
}

// Hands in so many steps of each list, then the copies: from, to, first byte there, bytes.
export function submit(kit, lists, steps, copies) {
  const encoder = kit.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (let part = 0; part < lists.length; part += 1) {
    const { pipelines, groups, sizes, spaces } = lists[part];
    const count = pipelines.length;
    let set = null;
    for (let step = 0; step < steps[part]; step += 1) {
      pass.setBindGroup(0, spaces[step]);
      for (let n = 0, at = 1; n < count; n += 1, at += 6) {
        const next = pipelines[n];
        if (next !== set) {
          pass.setPipeline(next);
          set = next;
        }
        pass.setBindGroup(1, groups[n]);
        pass.dispatchWorkgroups(sizes[at], sizes[at + 1], sizes[at + 2]);
      }
    }
  }
  pass.end();
  for (let at = 0; at < copies.length; at += 4) {
    encoder.copyBufferToBuffer(copies[at], 0, copies[at + 1], copies[at + 2], copies[at + 3]);
  }
  kit.queue.submit([encoder.finish()]);
}
