"""The table of the standard normal sampler in normal.rs: the inverse distribution function at 2015 knots.

Run, with nothing but Python (3.8 or newer; written with 3.11):

    python3 engine/src/rng/normal_table.py

It writes normal_table.rs next to itself, and prints the largest error and the known answers that the tests in
normal.rs hold. `NormalDist().inv_cdf` is Wichura's AS 241: against 40-digit arithmetic it is within 3e-15 for
tail probabilities from 2^-34 to 1/2. No knot is closer to a rounding tie than 1e-6 of a unit (asserted below;
a unit is 2^-20), so the table comes out the same wherever this runs.

A draw is 32 bits: a sign and a 31-bit magnitude t, whose upper tail probability is p = (t + 1/2) / 2^32.
Octave o holds the t with o leading zeros out of 31, that is 2^(30-o) <= t < 2^(31-o), cut into 64 equal cells
by 65 knots at t = 2^(30-o) (1 + k/64). The last octave (o = 30) has only t = 1 in it and takes in t = 0 as
well: its knots run the other way, t = 1 - k/64, so that t = 1 is its first knot and t = 0 its last.
"""

import math
import pathlib
from statistics import NormalDist

OCTAVES = 31
CELLS = 64
ONE = 1 << 20
FRACTION_BITS = 16
WIDTH = 110


def exact(t):
    """The |z| that magnitude t (an integer or a knot between integers) stands for."""
    return -NormalDist().inv_cdf((t + 0.5) / 2.0**32)


def make_knots():
    knots = []
    for octave in range(OCTAVES):
        for k in range(CELLS + 1):
            t = 1 - k / CELLS if octave == OCTAVES - 1 else 2.0 ** (30 - octave) * (1 + k / CELLS)
            # The first octave's last knot, t = 2^31, is half a step beyond p = 1/2: -3e-10, rounded to 0.
            scaled = exact(t) * ONE
            assert abs(abs(scaled - math.floor(scaled)) - 0.5) > 1e-6, "too close to a tie"
            knots.append(round(scaled))
    return knots


def standard_normal(knots, bits):
    """The model of `standard_normal` in normal.rs, as an integer in units of 2^-20."""
    t = bits & 0x7FFF_FFFF
    octave = min(31 - t.bit_length(), OCTAVES - 1)
    offset = (t << octave) ^ (1 << 30)
    first = octave * (CELLS + 1) + (offset >> 24)
    fraction = (offset >> (24 - FRACTION_BITS)) & ((1 << FRACTION_BITS) - 1)
    here, there = knots[first], knots[min(first + 1, len(knots) - 1)]
    # Downhill in every octave but the last, where the fraction is always zero.
    product = (here - there) * fraction
    assert octave == OCTAVES - 1 or 0 <= product < 1 << 30
    magnitude = here - ((product + (1 << (FRACTION_BITS - 1))) >> FRACTION_BITS)
    assert 0 <= magnitude < 1 << 23
    return -magnitude if bits >> 31 else magnitude


def write(knots, path):
    lines = [
        "//! Written by normal_table.py: the standard normal's inverse distribution function at the knots of",
        "//! [`standard_normal`](super::standard_normal), in units of 2^-20. Do not edit.",
        "",
        "/// 31 octaves of 65 knots each.",
        f"pub(super) static KNOTS: [i32; {len(knots)}] = [",
    ]
    line = "   "
    for knot in knots:
        word = f" {knot},"
        if len(line) + len(word) > WIDTH:
            lines.append(line)
            line = "   "
        line += word
    lines += [line, "];", ""]
    path.write_text("\n".join(lines))


def main():
    knots = make_knots()
    assert len(knots) == 2015
    path = pathlib.Path(__file__).with_name("normal_table.rs")
    write(knots, path)
    print(f"wrote {path.name}: {len(knots)} knots, {knots[-1]} the greatest")

    steps = [knots[i] - knots[i + 1] for i in range(len(knots) - 66) if i % 65 != 64]
    print(f"differences within an octave: {min(steps)} to {max(steps)}")

    def error(t):
        return abs(standard_normal(knots, t) / ONE - exact(t))

    # Every t of the tail, 32 evenly spaced ones in each cell above it, then all around the worst so far.
    worst = max((error(t), t) for t in range(1 << 12))
    for octave in range(31 - 12):
        step = (1 << (30 - octave)) // (32 * CELLS)
        worst = max(worst, max((error(t), t) for t in range(1 << (30 - octave), 1 << (31 - octave), step)))
    around = range(max(worst[1] - (1 << 18), 0), min(worst[1] + (1 << 18), 1 << 31))
    worst = max(worst, max((error(t), t) for t in around))
    print(f"largest error: {worst[0]:.4e}, at t = {worst[1]:#x}")

    print("known answers (bits, value in units of 2^-20):")
    for bits in [
        0x0000_0000, 0x0000_0001, 0x0000_0002, 0x0000_0003, 0x0000_007F, 0x0001_2345, 0x0123_4567,
        0x1000_0000, 0x1FFF_FFFF, 0x2000_0000, 0x3FFF_FFFF, 0x4000_0000, 0x6B20_0159, 0x7FFF_FFFF,
        0x8000_0000, 0x99BA_4EFE, 0xDEAD_BEEF, 0xFFFF_FFFF,
    ]:
        print(f"    ({bits:#010x}, {standard_normal(knots, bits)}),")


if __name__ == "__main__":
    main()
