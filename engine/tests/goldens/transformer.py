"""A small decoder-only transformer in JAX: logits, loss, gradients and six training steps, to compare with.

Run (CPU; written with Python 3.11, jax 0.10.2, jaxlib 0.10.2, numpy 2.4.6, safetensors 0.8.0):

    python3 -m venv venv
    venv/bin/pip install jax==0.10.2 numpy==2.4.6 safetensors==0.8.0
    JAX_PLATFORMS=cpu venv/bin/python tests/goldens/transformer.py

It writes transformer.safetensors next to itself. The last bits of the results depend on the machine's code
for exp, tanh and matrix products, so another machine need not give the same file: compare within tolerances.

Model: pre-LN, V = 11 tokens, T = 7 positions, D = 16 wide, 2 heads of 8, 2 blocks, MLP 32 wide, batch B = 3.

    x = token_embedding[tokens] + position_embedding
    for each block:
        x = x + output(attention(norm1(x)))       causal: scores q.k / sqrt(8), plus 0 or -1e9, softmax
        x = x + down(gelu(up(norm2(x))))          gelu in its tanh form
    logits = head(final_norm(x))
    loss = mean over all B T positions of the softmax cross-entropy

Layer norm: biased variance, epsilon 1e-5, times scale plus shift. Linear layers: x @ weight + bias, weights
[in, out]. Head h of query, key and value is columns 8 h to 8 h + 7.

Training: six steps on the one batch, t = 0 to 5. The gradient is scaled by min(1, 0.5 / (norm + 1e-6)), norm
that of all gradients together; then AdamW:

    m = 0.9 m + 0.1 g;  v = 0.98 v + 0.02 g^2;  mhat = m / (1 - 0.9^(t+1));  vhat = v / (1 - 0.98^(t+1))
    p = p - lr_t (mhat / (sqrt(vhat) + 1e-8) + decay p)        decay 0.1 for *.weight and *_embedding, else 0
    lr_t = 0.01 min(1, (t + 1) / 3) min(1, (6 - t) / 2)        warm-up over 3 steps, decay over the last 2

lr_t and the two bias corrections are computed in double precision and rounded once to the run's precision.

Tensors:

    tokens, targets              i32 [3, 7]
    init.<name>                  f32, the parameters both runs start from
    f32.* and f64.*              the run in single and in double precision:
        logits [3, 7, 11], loss [1], grad.<name> (not clipped), losses [6] (before each update), after.<name>

The gradient of a key's bias is zero in exact arithmetic (the bias adds the same amount to every score of a
row), so that grad.block*.attention.key.bias is rounding, and Adam divides rounding by its own size: do not
compare f32.after.block*.attention.key.bias. In double precision the rounding is far below Adam's epsilon and
the bias moves by 1e-11 at most. Neither reaches the losses.

Token 9 does not occur among the inputs: its row of token_embedding has no gradient, only decay moves it. The
gradient's norm is above 0.5 at every step, so that all six are clipped.

Known answers of JAX's Threefry-2x32 (threefry_2x32 of jax.extend.random; this script prints them):

    key [0x00000000, 0x00000000], counter [0x00000000, 0x00000000]: [0x6b200159, 0x99ba4efe]
    key [0x00000001, 0x00000002], counter [0x00000003, 0x00000004]: [0x5df433ec, 0x8617198e]
    key [0x00000000, 0x0000002a], counter [0x00000001, 0x00000000]: [0x19a3f86f, 0xcfbc07f9]
    key [0xdeadbeef, 0x12345678], counter [0x9abcdef0, 0xcafef00d]: [0x13baced1, 0x7a7ed0e3]
"""

import os
import pathlib

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend.random import threefry_2x32
from safetensors.numpy import save_file

jax.config.update("jax_enable_x64", True)

V, T, D, HEADS, BLOCKS, HIDDEN, B = 11, 7, 16, 2, 2, 32, 3
STEPS, WARMUP, DECAY_STEPS = 6, 3, 2
LR, BETA1, BETA2, EPSILON, DECAY, CLIP = 0.01, 0.9, 0.98, 1e-8, 0.1, 0.5


def shapes():
    out = {"token_embedding": (V, D), "position_embedding": (T, D)}
    for block in range(BLOCKS):
        p = f"block{block}"
        out |= {f"{p}.norm1.scale": (D,), f"{p}.norm1.shift": (D,)}
        for name in ["query", "key", "value", "output"]:
            out |= {f"{p}.attention.{name}.weight": (D, D), f"{p}.attention.{name}.bias": (D,)}
        out |= {f"{p}.norm2.scale": (D,), f"{p}.norm2.shift": (D,)}
        out |= {f"{p}.mlp.up.weight": (D, HIDDEN), f"{p}.mlp.up.bias": (HIDDEN,)}
        out |= {f"{p}.mlp.down.weight": (HIDDEN, D), f"{p}.mlp.down.bias": (D,)}
    out |= {"final_norm.scale": (D,), "final_norm.shift": (D,)}
    return out | {"head.weight": (D, V), "head.bias": (V,)}


def make_inputs():
    # Of seeds 0 to 119 the one whose smallest gradient is largest (3e-5, key biases and zeros aside): Adam's
    # first step goes by the gradient's sign, which rounding could flip for one near zero.
    rng = np.random.default_rng(61)
    init = {}
    for name, shape in shapes().items():
        draw = rng.standard_normal(shape)
        if name.endswith(".scale"):
            value = 1 + 0.1 * draw
        elif name.endswith((".shift", ".bias")):
            value = 0.1 * draw
        else:
            value = 0.3 * draw
        init[name] = value.astype(np.float32)
    tokens = np.array([[3, 1, 4, 1, 5, 10, 2], [6, 5, 3, 5, 8, 7, 0], [2, 7, 1, 8, 2, 8, 1]], np.int32)
    targets = np.array([[1, 4, 1, 5, 10, 2, 6], [5, 3, 5, 8, 7, 0, 9], [7, 1, 8, 2, 8, 1, 8]], np.int32)
    return init, tokens, targets


def linear(p, name, x):
    return x @ p[f"{name}.weight"] + p[f"{name}.bias"]


def layer_norm(p, name, x):
    centred = x - x.mean(-1, keepdims=True)
    variance = (centred * centred).mean(-1, keepdims=True)
    return centred / jnp.sqrt(variance + 1e-5) * p[f"{name}.scale"] + p[f"{name}.shift"]


def gelu(x):
    return 0.5 * x * (1 + jnp.tanh(float(np.sqrt(2 / np.pi)) * (x + 0.044715 * x**3)))


def attention(p, name, x):
    def split(y):
        return y.reshape(B, T, HEADS, D // HEADS).transpose(0, 2, 1, 3)

    query, key, value = (split(linear(p, f"{name}.{part}", x)) for part in ["query", "key", "value"])
    mask = jnp.where(jnp.tril(jnp.ones((T, T), bool)), 0.0, -1e9).astype(x.dtype)
    scores = query @ key.transpose(0, 1, 3, 2) / float(np.sqrt(D // HEADS)) + mask
    mixed = jax.nn.softmax(scores, axis=-1) @ value
    return linear(p, f"{name}.output", mixed.transpose(0, 2, 1, 3).reshape(B, T, D))


def model(p, tokens):
    x = p["token_embedding"][tokens] + p["position_embedding"]
    for block in range(BLOCKS):
        name = f"block{block}"
        x = x + attention(p, f"{name}.attention", layer_norm(p, f"{name}.norm1", x))
        hidden = gelu(linear(p, f"{name}.mlp.up", layer_norm(p, f"{name}.norm2", x)))
        x = x + linear(p, f"{name}.mlp.down", hidden)
    return linear(p, "head", layer_norm(p, "final_norm", x))


def loss_of(p, tokens, targets):
    log_probabilities = jax.nn.log_softmax(model(p, tokens), axis=-1)
    return -jnp.take_along_axis(log_probabilities, targets[..., None], axis=-1).mean()


def learning_rate(t):
    return LR * min(1, (t + 1) / WARMUP) * min(1, (STEPS - t) / DECAY_STEPS)


def adamw(p, g, m, v, t):
    norm = jnp.sqrt(sum((x * x).sum() for x in g.values()))
    scale = jnp.minimum(1.0, CLIP / (norm + 1e-6))
    correct1, correct2, rate = 1 - BETA1 ** (t + 1), 1 - BETA2 ** (t + 1), learning_rate(t)
    for name in p:
        gradient = g[name] * scale
        m[name] = BETA1 * m[name] + (1 - BETA1) * gradient
        v[name] = BETA2 * v[name] + (1 - BETA2) * gradient * gradient
        decay = DECAY if name.endswith((".weight", "_embedding")) else 0.0
        step = m[name] / correct1 / (jnp.sqrt(v[name] / correct2) + EPSILON) + decay * p[name]
        p[name] = p[name] - rate * step
    return float(norm)


def run(init, tokens, targets, dtype):
    p = {name: jnp.asarray(value, dtype) for name, value in init.items()}
    m = {name: jnp.zeros_like(value) for name, value in p.items()}
    v = dict(m)
    gradient = jax.jit(jax.value_and_grad(loss_of))
    out = {"logits": model(p, tokens)}
    losses, norms = [], []
    for t in range(STEPS):
        loss, g = gradient(p, tokens, targets)
        losses.append(loss)
        if t == 0:
            out["loss"] = loss.reshape(1)
            out |= {f"grad.{name}": value for name, value in g.items()}
        norms.append(adamw(p, g, m, v, t))
    out["losses"] = jnp.stack(losses)
    out |= {f"after.{name}": value for name, value in p.items()}
    assert all(value.dtype == dtype for value in out.values())
    return {name: np.ascontiguousarray(value) for name, value in out.items()}, norms


def threefry_answers():
    blocks = [
        ((0, 0), (0, 0)),
        ((1, 2), (3, 4)),
        ((0, 42), (1, 0)),
        ((0xDEADBEEF, 0x12345678), (0x9ABCDEF0, 0xCAFEF00D)),
    ]
    for key, counter in blocks:
        x = threefry_2x32(jnp.array(key, jnp.uint32), jnp.array(counter, jnp.uint32))
        words = [", ".join(f"{int(word):#010x}" for word in pair) for pair in (key, counter, x)]
        print("    key [{}], counter [{}]: [{}]".format(*words))


def main():
    threefry_answers()
    init, tokens, targets = make_inputs()
    with jax.default_matmul_precision("highest"):
        single, norms = run(init, tokens, targets, jnp.float32)
        double, _ = run(init, tokens, targets, jnp.float64)

    tensors = {"tokens": tokens, "targets": targets} | {f"init.{name}": value for name, value in init.items()}
    tensors |= {f"f32.{name}": value for name, value in single.items()}
    tensors |= {f"f64.{name}": value for name, value in double.items()}
    path = pathlib.Path(__file__).with_name("transformer.safetensors")
    save_file(tensors, path)
    print(f"wrote {path.name}: {len(tensors)} tensors, {path.stat().st_size} bytes")
    print("losses", double["losses"])
    print("gradient norms", np.array(norms))
    print("learning rates", [learning_rate(t) for t in range(STEPS)])

    print("largest |f32 - f64|, and the largest |f64| beside it:")
    groups = {"logits": "logits", "loss": "loss", "losses": "losses"}
    for name in double:
        kind = name.split(".")[0]
        if kind in ("grad", "after"):
            groups[name] = f"{kind} of key biases" if name.endswith("key.bias") else kind
    table = {}
    for name, group in groups.items():
        difference = np.abs(single[name] - double[name]).max()
        size = np.abs(double[name]).max()
        old = table.get(group, (0.0, 0.0))
        table[group] = (max(old[0], difference), max(old[1], size))
    for group, (difference, size) in table.items():
        print(f"    {group:20} {difference:.2e}  {size:.2e}")


if __name__ == "__main__":
    main()
