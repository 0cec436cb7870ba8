// The benchmark's rows in jax-js (@jax-js/jax 0.1.25): a module worker. The first message opens the library,
// the others are requests, answered in order:
//
//     {device: "webgpu", jax: "<URL of dist/index.js>"}        {ready: true}
//     {do: "prepare", data: "<URL>", members: 1}               {first_step_ms, losses}
//     {do: "run", seconds: 2}                                  {steps, ms, host_ms, dispatches}
//
// Formulations tried on the row t64: least ms a step of 25 to 40, each block of lines taken in turn in one
// process, and kernels a step (2026-11-26, 2 cores, other work on the machine; wasm in Node 20, no threads).
//
//     AdamW a parameter                                                55.7    362
//     all parameters in one vector                                     56.1    233 (this gelu)
//     parameters of one shape stacked, gelu by the logistic (kept)     49.0    253
//     and query, key and value as one product                          52.7    227 (WebGPU: within the noise)
//
//     the embedding as a one-hot product, matmul for attention (kept)  55.9    362
//     the embedding by take, whose gradient scatters                   60.3    360
//     einsum for attention, nn.dotProductAttention                     56.0    362
//     nn.standardize                                                   56.9    367
//     the loss by takeAlongAxis                                        its gradient does not compile
//
//     rates and corrections from the host, a batch an array (kept)     49.6    253
//     rates and corrections in the graph                               49.4    260
//     the batch cut out on the device                                  50.6    257
//
// Eight members of t64, ms a step: on wasm a state a member 430 (kept), vmap 10400; on WebGPU (SwiftShader)
// vmap 8300 with 271 dispatches (kept), a state a member 9000 with 2048.

const AHEAD = 16; // steps handed in and not yet waited for
const AHEAD_MS = 500; // and no more of them than take about this long

let jax, np, nn, device, row;
let dispatches = 0;

if (typeof GPUComputePassEncoder !== "undefined") {
  const dispatch = GPUComputePassEncoder.prototype.dispatchWorkgroups;
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...groups) {
    dispatches += 1;
    return dispatch.apply(this, groups);
  };
}

async function open(message) {
  jax = await import(message.jax);
  ({ numpy: np, nn } = jax);
  device = message.device;
  if (!(await jax.init(device)).includes(device)) throw new Error(`the device ${device} is not available`);
  jax.defaultDevice(device);
  return { ready: true };
}

const range = (n) => Array.from({ length: n }, (_, i) => i);

function mapValues(object, f) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, f(value)]));
}

// A tensor on the host is {data, shape}.
async function readSafetensors(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: status ${response.status}`);
  const raw = await response.arrayBuffer();
  const start = 8 + Number(new DataView(raw).getBigUint64(0, true));
  const header = new TextDecoder().decode(new Uint8Array(raw, 8, start - 8));
  const { __metadata__, ...entries } = JSON.parse(header);
  const tensors = mapValues(entries, ({ dtype, shape, data_offsets: [from, to] }) => {
    const bytes = raw.slice(start + from, start + to);
    return { shape, data: dtype === "F32" ? new Float32Array(bytes) : new Uint32Array(bytes) };
  });
  return [JSON.parse(__metadata__.config), tensors];
}

// Element i of the first axis.
function part({ data, shape }, i) {
  const size = data.length / shape[0];
  return { data: data.subarray(i * size, (i + 1) * size), shape: shape.slice(1) };
}

// Tensors of one shape along a new first axis.
function join(parts) {
  const [{ data, shape }] = parts;
  const all = new data.constructor(parts.length * data.length);
  parts.forEach((tensor, i) => all.set(tensor.data, i * data.length));
  return { data: all, shape: [parts.length, ...shape] };
}

const toDevice = ({ data, shape }) => np.array(data, { shape });

// `at` gives a parameter by its name, as a new reference.
const linear = (at, name, x) => np.matmul(x, at(`${name}.weight`)).add(at(`${name}.bias`));

function crossEntropy(logits, targets) {
  const [rows, classes] = logits.shape;
  return nn.logSoftmax(logits).mul(nn.oneHot(targets, classes)).sum().mul(-1 / rows);
}

// The tanh form: (1 + tanh u) / 2 is 1 / (1 + exp(-2 u)), which costs five kernels a block less than nn.gelu.
function gelu(x) {
  const u = x.ref.mul(x.ref.mul(x.ref).mul(0.044715).add(1)).mul(-2 * Math.sqrt(2 / Math.PI));
  return x.mul(np.reciprocal(np.exp(u).add(1)));
}

function transformerLoss(config, at, { tokens, targets }, { mask }) {
  const { heads, blocks, read } = config;
  const positions = at("position_embedding");
  const [length, width] = positions.shape;
  const embedding = at("token_embedding");
  const embedded = np.matmul(nn.oneHot(tokens, embedding.shape[0]), embedding);
  let x = embedded.reshape([-1, length, width]).add(positions).reshape([-1, width]);

  const normalise = (name, x) => {
    if (!config.normalised) return x;
    const centred = x.ref.sub(np.mean(x, -1, { keepdims: true }));
    const variance = np.mean(np.square(centred.ref), -1, { keepdims: true });
    return centred.div(np.sqrt(variance.add(1e-5))).mul(at(`${name}.scale`)).add(at(`${name}.shift`));
  };
  const last = (x, places) => {
    if (places === length) return x;
    return x.reshape([-1, length, width]).slice([], [length - places]).reshape([-1, width]);
  };
  const split = (x, places, axes) => x.reshape([-1, places, heads, width / heads]).transpose(axes);

  for (let i = 0; i < blocks; i += 1) {
    const name = `block${i}`;
    // Only the last `read` places answer; past the last block's keys and values nothing needs the others.
    const places = i === blocks - 1 ? read : length;
    const y = normalise(`${name}.norm1`, x.ref);
    x = last(x, places);
    const query = split(linear(at, `${name}.attention.query`, last(y.ref, places)), places, [0, 2, 1, 3]);
    const key = split(linear(at, `${name}.attention.key`, y.ref), length, [0, 2, 3, 1]);
    const value = split(linear(at, `${name}.attention.value`, y), length, [0, 2, 1, 3]);
    let scores = np.matmul(query, key).mul(1 / Math.sqrt(width / heads));
    if (config.causal) scores = scores.add(mask.ref.slice([length - places]));
    const mixed = np.matmul(nn.softmax(scores), value).transpose([0, 2, 1, 3]).reshape([-1, width]);
    x = x.add(linear(at, `${name}.attention.output`, mixed));
    const up = linear(at, `${name}.mlp.up`, normalise(`${name}.norm2`, x.ref));
    x = x.add(linear(at, `${name}.mlp.down`, config.activation === "gelu" ? gelu(up) : nn.relu(up)));
  }
  mask.dispose();
  return crossEntropy(linear(at, "head", normalise("final_norm", x)), targets);
}

function mlpLoss(config, at, { rows }, { dataset, labels }) {
  let x = dataset.slice(rows.ref);
  for (let i = 0; i < config.layers; i += 1) x = linear(at, `layer${i}`, i === 0 ? x : nn.relu(x));
  return crossEntropy(x, labels.slice(rows));
}

// What of AdamW changes from step to step, in double precision: the rate over the first moment's correction,
// the inverse of the second moment's, the rate times the decay.
function adamwFactors(o, t) {
  const warmup = o.warmup > 0 ? Math.min(1, (t + 1) / o.warmup) : 1;
  // A run longer than the schedule stays at its end.
  const decay = o.decay > 0 ? Math.min(1, Math.max(0, o.steps - t) / o.decay) : 1;
  const rate = o.rate * warmup * decay;
  const [correct1, correct2] = o.betas.map((beta) => 1 - beta ** (t + 1));
  return np.array(new Float32Array([rate / correct1, 1 / correct2, rate * o.weight_decay]));
}

function adamw(o, decays, p, gradient, m, v, factors) {
  const [beta1, beta2] = o.betas;
  const newM = m.mul(beta1).add(gradient.ref.mul(1 - beta1));
  const newV = v.mul(beta2).add(np.square(gradient).mul(1 - beta2));
  const root = np.sqrt(newV.ref.mul(factors.ref.slice(1))).add(o.epsilon);
  let newP = p.ref.sub(newM.ref.mul(factors.ref.slice(0)).div(root));
  if (decays) newP = newP.sub(p.ref.mul(factors.ref.slice(2)));
  p.dispose();
  factors.dispose();
  return [newP, newM, newV];
}

function model(config, tensors, members) {
  const o = config.optimiser;
  const isTransformer = config.kind === "transformer";
  const vmapped = members > 1 && device === "webgpu"; // see the times at the top
  const states = range(vmapped ? 1 : members);
  // A state's tensor from each member's: all of them, or the one member's.
  const ofState = (ofMember, state) => (vmapped ? join(range(members).map(ofMember)) : ofMember(state));

  // Parameters of one shape that all decay, or all do not, lie in one array, a stack: the optimiser then has
  // three kernels a stack, not three a parameter.
  const decaying = new Set(o.decays);
  const stacks = {};
  const places = {};
  for (const [key, tensor] of Object.entries(tensors)) {
    if (!key.startsWith("parameters/")) continue;
    const name = key.slice("parameters/".length);
    const decays = decaying.has(name);
    const stack = `${tensor.shape} ${decays}`;
    stacks[stack] ??= { decays, tensors: [] };
    places[name] = [stack, stacks[stack].tensors.push(tensor) - 1];
  }
  const parametersOf = (state) =>
    mapValues(stacks, ({ tensors }) => {
      const stackOf = (member) => join(tensors.map((tensor) => part(tensor, member)));
      return ofState(stackOf, state);
    });

  // A batch is an array of its own, so that no step has to cut it out.
  const slotted = isTransformer ? ["tokens", "targets"] : ["rows"];
  const batchOf = (state, slot) => {
    const flat = (name) => (member) => {
      const { data } = part(part(tensors[name], slot), member);
      return { data, shape: [data.length] };
    };
    return Object.fromEntries(slotted.map((name) => [name, toDevice(ofState(flat(name), state))]));
  };
  const slots = range(tensors[slotted[0]].shape[0]);
  const batches = states.map((state) => slots.map((slot) => batchOf(state, slot)));

  const shared = {};
  if (isTransformer) {
    const [, length] = tensors["parameters/position_embedding"].shape;
    const mask = range(length * length).map((i) => (i % length <= Math.floor(i / length) ? 0 : -1e9));
    shared.mask = toDevice({ data: new Float32Array(mask), shape: [length, length] });
  } else {
    shared.dataset = toDevice(tensors.dataset);
    shared.labels = toDevice(tensors.labels);
  }

  const lossOf = (p, batch, shared) => {
    const at = (name) => p[places[name][0]].ref.slice(places[name][1]);
    const loss = (isTransformer ? transformerLoss : mlpLoss)(config, at, batch, shared);
    jax.tree.dispose(p);
    return loss;
  };
  const valueAndGrad = jax.valueAndGrad(lossOf);
  const gradientOf = vmapped ? jax.vmap(valueAndGrad, [0, 0, null]) : valueAndGrad;
  const step = ([p, m, v], batch, shared, factors) => {
    const [loss, gradient] = gradientOf(jax.tree.ref(p), batch, shared);
    const next = [{}, {}, {}];
    for (const [stack, { decays }] of Object.entries(stacks)) {
      const updated = adamw(o, decays, p[stack], gradient[stack], m[stack], v[stack], factors.ref);
      updated.forEach((value, i) => (next[i][stack] = value));
    }
    factors.dispose();
    return [next, loss];
  };

  const zeros = ({ data, shape }) => ({ data: new Float32Array(data.length), shape });
  return {
    step,
    states: states.map((state) => {
      const p = parametersOf(state);
      return [p, mapValues(p, zeros), mapValues(p, zeros)].map((tensors) => mapValues(tensors, toDevice));
    }),
    data: { batches, shared },
    inputs: ({ batches, shared }, state, t) => {
      const batch = batches[state][t % slots.length];
      return [jax.tree.ref(batch), jax.tree.ref(shared), adamwFactors(o, t)];
    },
  };
}

function matmul(_config, tensors) {
  return {
    step: (x, a) => {
      const next = np.matmul(x, a);
      return [next.ref, next.slice(0, 0)];
    },
    states: [toDevice(tensors.x)],
    data: toDevice(tensors["parameters/a"]),
    inputs: (a) => [a.ref],
  };
}

function stream({ length }) {
  return {
    step: (x, y) => {
      const next = x.mul(0.999).add(y.mul(0.001));
      return [next.ref, next.slice(0)];
    },
    // From typed arrays, to lie in memory: np.ones would stay a constant.
    states: [np.array(new Float32Array(length).fill(1))],
    data: np.array(new Float32Array(length).fill(0.5)),
    inputs: (y) => [y.ref],
  };
}

function chain({ length }, tensors) {
  return {
    step: (x, a) => {
      let next = x;
      for (let i = 0; i < length; i += 1) next = np.matmul(next, a.ref);
      a.dispose();
      return [next.ref, next.slice(0, 0)];
    },
    states: [toDevice(tensors.x)],
    data: toDevice(tensors["parameters/a"]),
    inputs: (a) => [a.ref],
  };
}

// Takes a step; on WebGPU it has handed it in when it returns. Resolves to member 0's loss.
async function advance() {
  const t = row.t++;
  // Without threads wasm computes on this thread, and asking synchronously saves the promises.
  const threads = typeof SharedArrayBuffer !== "undefined" && typeof Worker !== "undefined";
  const losses = [];
  for (const i of row.states.keys()) {
    const [next, loss] = row.jitted(row.states[i], ...row.inputs(row.data, i, t));
    row.states[i] = next;
    // Nothing is submitted before a result is asked for: this submits the step and waits for nothing. The
    // first step is left to data(), which compiles its kernels side by side.
    if (device === "webgpu" && t > 0) loss.ref.gpuBufferSync();
    const [value] = device === "wasm" && !threads ? loss.dataSync() : await loss.data();
    losses.push(value);
  }
  return losses[0];
}

async function prepare({ data, members }) {
  const [config, tensors] = await readSafetensors(data);
  row = { transformer: model, mlp: model, matmul, stream, chain }[config.kind](config, tensors, members);
  row.t = 0;
  await jax.blockUntilReady([row.states, row.data]);
  const start = performance.now();
  row.jitted = jax.jit(row.step);
  const losses = [await advance()];
  const first = performance.now();
  while (losses.length < 10) losses.push(await advance());
  const stepMs = (performance.now() - first) / 9;
  // There is nothing to gain from running ahead on wasm.
  row.ahead = device === "webgpu" ? Math.min(AHEAD, Math.ceil(AHEAD_MS / stepMs)) : 0;
  return { first_step_ms: first - start, losses };
}

async function run({ seconds }) {
  const ahead = [];
  let steps = 0;
  let host_ms = 0;
  const dispatched = dispatches;
  const start = performance.now();
  let now = start;
  while (now - start < seconds * 1000) {
    ahead.push(advance());
    host_ms += performance.now() - now;
    steps += 1;
    if (ahead.length > row.ahead) await ahead.shift();
    now = performance.now();
  }
  await Promise.all(ahead);
  const ms = performance.now() - start;
  return { steps, ms, host_ms, dispatches: device === "webgpu" ? dispatches - dispatched : null };
}

async function answer(message) {
  try {
    if (message.jax) return await open(message);
    return await (message.do === "prepare" ? prepare(message) : run(message));
  } catch (error) {
    return { error: `${error}`.replace(/\s+/g, " ") };
  }
}

let queue = Promise.resolve();
self.onmessage = ({ data }) => {
  queue = queue.then(async () => self.postMessage(await answer(data)));
};
