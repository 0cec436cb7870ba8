# ---- Training ----------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class AdamW:
    """AdamW whose rate rises over the warm-up and falls over the cool-down at the end, both linearly."""

    betas: tuple
    epsilon: float
    weight_decay: float
    clip: float  # The largest norm of the gradient, or None.
    warmup: int
    cooldown: int
    steps: int
    rate: str  # The name of what holds the full learning rate, and of a factor of the weight decay, or None.
    decay_factor: str
    part: tuple  # The first and the last number that is trained, of all parameters one after the other, or None for all.

    def begin(self, p, s, decaying):
        self.full, self.step, self.trained, first = getattr(s, self.rate).item(), 0, [], 0
        for name, tensor in p.items():
            start, stop = self.part or (0, math.inf)
            start, stop = max(start - first, 0), min(stop - first, tensor.numel())
            if start < stop:
                self.trained.append((name, tensor, start, stop))
            first += tensor.numel()
        decay = self.weight_decay * (getattr(s, self.decay_factor).item() if self.decay_factor else 1.0)
        groups = []
        for name, tensor, _, _ in self.trained:
            groups.append({"params": [tensor], "weight_decay": decay if name in decaying else 0.0})
        self.inner = torch.optim.AdamW(groups, lr=0.0, betas=self.betas, eps=self.epsilon)

    def learning_rate(self):
        rate = self.full
        if self.warmup:
            rate *= min((self.step + 1) / self.warmup, 1.0)
        if self.cooldown:
            rate *= min((self.steps - self.step) / self.cooldown, 1.0)
        return rate

    def update(self, loss, s):
        self.inner.zero_grad(set_to_none=True)
        loss.backward()
        before = {}
        for name, tensor, start, stop in self.trained:
            if tensor.grad is None:
                tensor.grad = torch.zeros_like(tensor)
            if stop - start < tensor.numel():  # The others of its numbers stay as they are.
                before[name] = tensor.detach().clone()
        if self.clip is not None:
            torch.nn.utils.clip_grad_norm_([tensor for _, tensor, _, _ in self.trained], self.clip)
        for group in self.inner.param_groups:
            group["lr"] = self.learning_rate()
        self.inner.step()
        with torch.no_grad():
            for name, tensor, start, stop in self.trained:
                if name in before:
                    before[name].view(-1)[start:stop] = tensor.view(-1)[start:stop]
                    tensor.copy_(before[name])
        self.step += 1


@dataclasses.dataclass
class Descent:
    """Plain gradient descent."""

    rate: object  # A function of what the model keeps.

    def begin(self, p, s, decaying):
        self.tensors = list(p.values())

    def update(self, loss, s):
        gradients = torch.autograd.grad(loss, self.tensors)
        with torch.no_grad():
            for tensor, gradient in zip(self.tensors, gradients):
                tensor -= gradient * self.rate(s).reshape(())


# What is trained.
# %% arms


def begin(arm, model):
    """The parameters and what else a model keeps, before its first step."""
    key = threefry((SEED, 0), (model % arm["replicates"], 0))
    p = {}
    for name, shape, start, _ in arm["parameters"]:
        if start == "zeros" or start == "ones":
            p[name] = torch.full(shape, float(start == "ones"))
        else:  # Normal, with this standard deviation, from the stream of the name.
            p[name] = standard_normal(words(key, name, 0, shape)) * start
    s = types.SimpleNamespace(key=key, shared_key=threefry((SEED, 0), (MASK, 0)))
    for name, first in arm["first"].items():
        setattr(s, name, first[model] if isinstance(first, list) else first)
    if "weights" in arm:
        put(p, arm["weights"][model])
    for tensor in p.values():
        tensor.mul_(arm.get("scale", 1.0)).requires_grad_()
    return p, s


def put(p, flat):
    """Gives the parameters the values of a flat tensor."""
    with torch.no_grad():
        parts = flat.reshape(-1).split([tensor.numel() for tensor in p.values()])
        for tensor, part in zip(p.values(), parts):
            tensor.copy_(part.reshape(tensor.shape))


def train(arm, model, steps):
    """Trains a model; after each step the number of the step, its loss and the parameters."""
    (p, s), done = begin(arm, model), 0
    for segment in arm["segments"]:
        optimiser = segment["optimiser"]
        if optimiser:
            optimiser.begin(p, s, [name for name, _, _, decays in arm["parameters"] if decays])
        for _ in range(min(segment["steps"], steps - done)):
            batch = segment["batch"](s)
            loss = segment["loss"](p, *batch).reshape(())
            with torch.no_grad():
                after = segment["after"](p, s)
            if optimiser:
                optimiser.update(loss, s)
            if "parameters" in after:
                put(p, after.pop("parameters"))
            for name, value in after.items():
                setattr(s, name, value)
            done += 1
            yield done, loss.item(), p
            if not math.isfinite(loss.item()):
                return


def main():
    parser = argparse.ArgumentParser(description=TITLE)
    parser.add_argument("--arm", choices=ARMS, action="append", help="only this arm; by default all of them")
    parser.add_argument("--model", type=int, action="append", help="only the model with this number, from 0")
    parser.add_argument("--steps", type=int, default=sys.maxsize, help="no more than so many training steps")
    parser.add_argument("--every", type=int, default=1, help="print every so many steps, and the last one")
    parser.add_argument("--weights", help="a file for the weights at the end, written by torch.save")
    options = parser.parse_args()
    if any(model not in range(MODELS) for model in options.model or []):
        parser.error(f"models have numbers from 0 to {MODELS - 1}")
    weights = {}
    print("arm,model,step,loss")
    for name in options.arm or ARMS:
        for model in options.model or range(MODELS):
            row, p = None, {}
            for step, loss, p in train(ARMS[name], model, options.steps):
                row = f"{name},{model},{step},{loss:.9g}"
                if step % max(options.every, 1) == 0:
                    print(row, flush=True)
                    row = None
            if row:
                print(row, flush=True)
            weights.update({f"{name}.{model}.{tensor}": value.detach() for tensor, value in p.items()})
    if options.weights:
        torch.save(weights, options.weights)


if __name__ == "__main__":
    main()
