# ---- Random numbers ----------------------------------------------------------------------------------------------
# Every draw is a function of counters: the seed, the number of the model, the name of a stream, the training step and
# the element. Words are 32 bits, held in tensors of int64.

MASK = 0xFFFFFFFF


def threefry(key, counter):
    """Threefry-2x32 with 20 rounds (Salmon et al., 2011): two words for each key and counter."""
    rotations = (13, 15, 26, 6, 17, 29, 16, 24)
    keys = (key[0], key[1], key[0] ^ key[1] ^ 0x1BD11BDA)
    a, b = (counter[0] + keys[0]) & MASK, (counter[1] + keys[1]) & MASK
    for number in range(20):
        rotation = rotations[number % 8]
        a = (a + b) & MASK
        b = (((b << rotation) | (b >> (32 - rotation))) & MASK) ^ a
        if number % 4 == 3:
            group = number // 4 + 1
            a = (a + keys[group % 3]) & MASK
            b = (b + keys[(group + 1) % 3] + group) & MASK
    return a, b


def stream(key, name):
    """The key of the stream with this name, whose number is the 32-bit FNV-1a hash of the name."""
    number = 0x811C9DC5
    for byte in name.encode():
        number = ((number ^ byte) * 0x01000193) & MASK
    return threefry(key, (number, 0))


def words(key, name, step, shape):
    """A word of the stream at this step for each element."""
    elements = torch.arange(math.prod(shape))
    if torch.is_tensor(step):
        step = step.reshape(1)
    return threefry(stream(key, name), (step, elements))[0].reshape(shape)


def standard_normal(bits):
    """Standard normal numbers by inversion of the distribution function, whose knots are interpolated in integers."""
    tail = bits & 0x7FFFFFFF
    octave = (31 - torch.frexp(tail.double())[1].long()).clamp(max=30)
    offset = (tail << octave) ^ (1 << 30)
    first = octave * 65 + (offset >> 24)
    here, there = KNOTS[first], KNOTS[(first + 1).clamp(max=len(KNOTS) - 1)]
    fraction = (offset >> 8) & 0xFFFF
    size = here - (((here - there) * fraction + (1 << 15)) >> 16)
    return torch.where(bits >> 31 == 0, size, -size).float() / (1 << 20)


def knots():
    """Knots of the inverse distribution function, 64 cells for each power of two of the tail, in units of 2^-20."""
    tails = [2.0 ** (30 - octave) * (1 + cell / 64) for octave in range(30) for cell in range(65)]
    tails += [1 - cell / 64 for cell in range(65)]
    inverse = statistics.NormalDist().inv_cdf
    return torch.tensor([round(-inverse((tail + 0.5) / 2.0**32) * 2**20) for tail in tails])


KNOTS = knots()
