"""The benchmark's rows in JAX: one request a line on stdin, one answer a line on stdout, both JSON.

    {"do": "prepare", "data": "row.safetensors", "members": 1}    {"first_step_ms": ..., "losses": [...]}
    {"do": "run", "seconds": 2}                {"steps": ..., "ms": ..., "host_ms": ..., "dispatches": null}

A step is one jitted call: forward, backward, AdamW, schedule and the choice of the batch; its state is
donated.

Formulations tried on the row t64, steps a second (medians of chunks of 15 steps, taken in turn; 2026-11-26,
2 cores, other work on the machine; without it about 80 for the one kept):

    kept: indexing for the embedding and the loss, batched query @ key, AdamW a parameter     49.7
    the embedding as a one-hot product                                                        48.3
    the loss as a one-hot product                                                             48.9
    attention by einsum                                                                       49.5
    jax.nn.dot_product_attention                                                              47.0
    query, key and value as one product                                                       49.7
    the variance as E[x^2] - E[x]^2                                                           45.8
    all parameters in one vector                                                              46.3

Eight members of t64, member steps a second: jax.vmap 56 (kept), eight copies of the step in one jit 63,
eight separate states 79.
"""

import collections
import json
import math
import struct
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np

AHEAD = 16  # steps handed in and not yet waited for
AHEAD_MS = 500  # and no more of them than take about this long


def read_safetensors(path):
    with open(path, "rb") as file:
        raw = file.read()
    (length,) = struct.unpack_from("<Q", raw)
    header = json.loads(raw[8 : 8 + length])
    config = json.loads(header.pop("__metadata__")["config"])
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        values = np.frombuffer(raw[start:end], {"F32": "<f4", "U32": "<u4"}[entry["dtype"]])
        tensors[name] = values.reshape(entry["shape"])
    return config, tensors


def linear(p, name, x):
    return x @ p[f"{name}.weight"] + p[f"{name}.bias"]


def cross_entropy(logits, targets):
    log_probabilities = jax.nn.log_softmax(logits)
    return -jnp.take_along_axis(log_probabilities, targets[:, None], axis=-1).mean()


def transformer_loss(config, p, batch, _shared):
    heads, read = config["heads"], config["read"]
    activation = {"gelu": jax.nn.gelu, "relu": jax.nn.relu}[config["activation"]]
    tokens = batch["tokens"]
    b, t = tokens.shape
    x = p["token_embedding"][tokens] + p["position_embedding"]
    d = x.shape[-1]

    def normalise(name, x):
        if not config["normalised"]:
            return x
        centred = x - x.mean(-1, keepdims=True)
        variance = (centred * centred).mean(-1, keepdims=True)
        return centred / jnp.sqrt(variance + 1e-5) * p[f"{name}.scale"] + p[f"{name}.shift"]

    def split(y):
        return y.reshape(b, -1, heads, d // heads).transpose(0, 2, 1, 3)

    for block in range(config["blocks"]):
        name = f"block{block}"
        # Only the last `read` places answer; past the last block's keys and values nothing needs the others.
        places = read if block == config["blocks"] - 1 else t
        y = normalise(f"{name}.norm1", x)
        x = x[:, t - places :]
        query = split(linear(p, f"{name}.attention.query", y[:, t - places :]))
        key = split(linear(p, f"{name}.attention.key", y))
        value = split(linear(p, f"{name}.attention.value", y))
        scores = query @ key.transpose(0, 1, 3, 2) / math.sqrt(d // heads)
        if config["causal"]:
            mask = jnp.where(jnp.tril(jnp.ones((t, t), bool)), 0.0, -1e9)
            scores = scores + mask[t - places :]
        mixed = (jax.nn.softmax(scores) @ value).transpose(0, 2, 1, 3).reshape(b, places, d)
        x = x + linear(p, f"{name}.attention.output", mixed)
        hidden = activation(linear(p, f"{name}.mlp.up", normalise(f"{name}.norm2", x)))
        x = x + linear(p, f"{name}.mlp.down", hidden)
    logits = linear(p, "head", normalise("final_norm", x))
    return cross_entropy(logits.reshape(b * read, -1), batch["targets"])


def mlp_loss(config, p, batch, shared):
    x = shared["dataset"][batch["rows"]]
    for layer in range(config["layers"]):
        x = linear(p, f"layer{layer}", x if layer == 0 else jax.nn.relu(x))
    return cross_entropy(x, shared["labels"][batch["rows"]])


def adamw(o, p, gradient, m, v, t):
    step = (t + 1).astype(jnp.float32)
    rate = o["rate"]
    if o["warmup"] > 0:
        rate = rate * jnp.minimum(1, step / o["warmup"])
    if o["decay"] > 0:
        # A run longer than the schedule stays at its end.
        rate = rate * jnp.clip((o["steps"] - t) / o["decay"], 0, 1)
    beta1, beta2 = o["betas"]
    # 1 - beta^step; the plain power would lose digits to cancellation in single precision.
    correct1, correct2 = (-jnp.expm1(step * math.log(beta)) for beta in (beta1, beta2))
    decays = set(o["decays"])

    def update(name):
        new_m = beta1 * m[name] + (1 - beta1) * gradient[name]
        new_v = beta2 * v[name] + (1 - beta2) * gradient[name] * gradient[name]
        change = new_m / correct1 / (jnp.sqrt(new_v / correct2) + o["epsilon"])
        if name in decays:
            change = change + o["weight_decay"] * p[name]
        return p[name] - rate * change, new_m, new_v

    updated = {name: update(name) for name in p}
    return tuple({name: parts[i] for name, parts in updated.items()} for i in range(3))


def model(config, tensors, members):
    loss_of, slotted = {
        "transformer": (transformer_loss, {"tokens", "targets"}),
        "mlp": (mlp_loss, {"rows"}),
    }[config["kind"]]
    parameters, slots, shared = {}, {}, {}
    for name, value in tensors.items():
        if name.startswith("parameters/"):
            parameters[name.removeprefix("parameters/")] = value if members > 1 else value[0]
        elif name in slotted:
            slots[name] = value if members > 1 else value[:, 0]
        else:
            shared[name] = value
    gradient_of = jax.value_and_grad(lambda p, batch, shared: loss_of(config, p, batch, shared))
    if members > 1:
        gradient_of = jax.vmap(gradient_of, in_axes=(0, 0, None))

    def step(state, slots, shared):
        p, m, v, t = state
        batch = {
            name: jax.lax.dynamic_index_in_dim(value, t % value.shape[0], keepdims=False)
            for name, value in slots.items()
        }
        loss, gradient = gradient_of(p, batch, shared)
        return (*adamw(config["optimiser"], p, gradient, m, v, t), t + 1), loss

    zeros = {name: np.zeros_like(value) for name, value in parameters.items()}
    return step, (parameters, zeros, zeros, np.int32(0)), (slots, shared)


def matmul(_config, tensors, _members):
    def step(x, a):
        x = x @ a
        return x, x[0, 0]

    return step, tensors["x"], (tensors["parameters/a"],)


def stream(config, _tensors, _members):
    def step(x, y):
        x = 0.999 * x + 0.001 * y
        return x, x[0]

    n = config["length"]
    return step, np.ones(n, np.float32), (np.full(n, 0.5, np.float32),)


def chain(config, tensors, _members):
    def step(x, a):
        for _ in range(config["length"]):
            x = x @ a
        return x, x[0, 0]

    return step, tensors["x"], (tensors["parameters/a"],)


class Row:
    def __init__(self, path, members):
        config, tensors = read_safetensors(path)
        kind = {"transformer": model, "mlp": model, "matmul": matmul, "stream": stream, "chain": chain}
        self.function, state, data = kind[config["kind"]](config, tensors, members)
        # A copy of each leaf: the two moments start as one array, and a buffer can be donated once.
        self.state = jax.tree.map(lambda x: jnp.array(x, copy=True), state)
        self.data = jax.tree.map(jnp.asarray, data)
        jax.block_until_ready((self.state, self.data))

    def prepare(self):
        start = time.perf_counter()
        self.step = jax.jit(self.function, donate_argnums=0)
        losses = [jax.block_until_ready(self.advance())]
        first = time.perf_counter()
        losses += [self.advance() for _ in range(9)]
        jax.block_until_ready(self.state)
        step_ms = (time.perf_counter() - first) * 1e3 / 9
        self.ahead = min(AHEAD, math.ceil(AHEAD_MS / step_ms))
        losses = [float(np.ravel(loss)[0]) for loss in losses]
        return {"first_step_ms": (first - start) * 1e3, "losses": losses}

    def advance(self):
        self.state, loss = self.step(self.state, *self.data)
        return loss

    def run(self, seconds):
        ahead = collections.deque()
        steps, host = 0, 0.0
        start = now = time.perf_counter()
        while now - start < seconds:
            ahead.append(self.advance())
            host += time.perf_counter() - now
            steps += 1
            if len(ahead) > self.ahead:
                ahead.popleft().block_until_ready()
            now = time.perf_counter()
        jax.block_until_ready(self.state)
        ms = (time.perf_counter() - start) * 1e3
        return {"steps": steps, "ms": ms, "host_ms": host * 1e3, "dispatches": None}


def main():
    row = None
    for line in sys.stdin:
        try:
            request = json.loads(line)
            if request["do"] == "prepare":
                row = Row(request["data"], request["members"])
                answer = row.prepare()
            else:
                answer = row.run(request["seconds"])
        except Exception as error:
            answer = {"error": " ".join(f"{type(error).__name__}: {error}".split())}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
