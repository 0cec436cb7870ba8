# %% tensors
def floats(shape, *numbers):
    return torch.tensor(numbers, dtype=torch.float32).reshape(shape)


def whole(shape, *numbers):
    return torch.tensor(numbers, dtype=torch.int64).reshape(shape)


# %% words_at
def words_at(key, name, step, element):
    """The words of the stream for these pairs of counters."""
    return threefry(stream(key, name), (step, element))[0]


# %% normal
def normal(bits):
    """Nearly normal numbers: sums of 12 uniform ones of 20 bits each, along the last axis."""
    return (bits >> 12).sum(-1).float() * (1.0 / 1048576.0) - 6.0


# %% uniform
def uniform(bits):
    """Numbers from 0 to 1, of 24 bits."""
    return (bits >> 8).float() * (1.0 / 16777216.0)


# %% below
def below(bits, limit):
    """Whole numbers below a limit."""
    return (bits * limit) >> 32


# %% permutation
def permutation(bits):
    """A permutation for each row: the rank of each word in it, ties by place."""
    return bits.argsort(dim=1, stable=True).argsort(dim=1)


# %% high
def high(a, b):
    """The upper 32 bits of a product of two words."""
    low, middle = (a & 0xFFFF) * b, (a >> 16) * b
    return (middle + (low >> 16)) >> 16


# %% rows
def rows(table, index):
    """Rows of a table; zeros where it has no such row."""
    is_there = index < table.shape[0]
    return table[torch.where(is_there, index, 0)] * is_there[:, None]


# %% scatter
def scatter(values, index, height):
    """Rows added up at their places in a table of zeros; those without a place are left out."""
    table = torch.zeros(height + 1, values.shape[1])
    return table.index_add(0, index.clamp(max=height), values)[:height]


# %% linear
def linear(x, weight, bias):
    """x W + b over the last axis; the weight is [inputs, outputs]."""
    return x @ weight + bias


# %% group_norm
def group_norm(x, groups, scale, shift, epsilon):
    """Group normalisation of pictures with their channels last."""
    return functional.group_norm(x.permute(0, 3, 1, 2), groups, scale, shift, epsilon).permute(0, 2, 3, 1)


# %% convolution
def convolution(x, weight, bias, side, stride, padding):
    """A convolution of pictures with their channels last; rows of the weight go by row, column and channel."""
    kernel = weight.reshape(side, side, -1, weight.shape[1]).permute(3, 2, 0, 1)
    y = functional.conv2d(x.permute(0, 3, 1, 2), kernel, bias, stride, padding)
    return y.permute(0, 2, 3, 1)


# %% transposed_convolution
def transposed_convolution(x, weight, bias, side, stride, padding):
    """A transposed convolution of pictures with their channels last; columns of the weight go by row, column, channel."""
    kernel = weight.reshape(weight.shape[0], side, side, -1).permute(0, 3, 1, 2)
    y = functional.conv_transpose2d(x.permute(0, 3, 1, 2), kernel, bias, stride, padding)
    return y.permute(0, 2, 3, 1)


# %% packed
def packed(text, kind, shape):
    """A long table: its numbers of 32 bits, the least significant byte first, deflated and in base 64."""
    data = zlib.decompress(base64.b64decode(text))
    values = struct.unpack(f"<{math.prod(shape)}{kind}", data)
    return (floats if kind == "f" else whole)(shape, *values)


