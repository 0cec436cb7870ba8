//! Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
//! SC 2011): a counter-based generator out of additions, rotations and exclusive-ors only, so its bits are the
//! same on every device. JAX uses the same function, which the known answers in the tests come from.

/// One block: two words of output for a two-word `key` and a two-word `counter`.
#[inline(always)]
#[must_use]
pub const fn threefry2x32(key: [u32; 2], counter: [u32; 2]) -> [u32; 2] {
    const PARITY: u32 = 0x1BD1_1BDA;
    const ROTATIONS: [[u32; 4]; 2] = [[13, 15, 26, 6], [17, 29, 16, 24]];
    let schedule = [key[0], key[1], key[0] ^ key[1] ^ PARITY];
    let mut x = [counter[0].wrapping_add(key[0]), counter[1].wrapping_add(key[1])];
    let mut group: u32 = 0;
    while group < 5 {
        let mut round = 0;
        while round < 4 {
            x[0] = x[0].wrapping_add(x[1]);
            x[1] = x[1].rotate_left(ROTATIONS[(group % 2) as usize][round]) ^ x[0];
            round += 1;
        }
        x[0] = x[0].wrapping_add(schedule[(group as usize + 1) % 3]);
        x[1] = x[1].wrapping_add(schedule[(group as usize + 2) % 3]).wrapping_add(group + 1);
        group += 1;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::threefry2x32;

    /// Answers of `jax.extend.random.threefry_2x32` (JAX 0.10.2).
    #[test]
    fn agrees_with_jax() {
        assert_eq!(threefry2x32([1, 2], [3, 4]), [0x5df4_33ec, 0x8617_198e]);
        assert_eq!(threefry2x32([0, 42], [1, 0]), [0x19a3_f86f, 0xcfbc_07f9]);
        assert_eq!(
            threefry2x32([0xdead_beef, 0x1234_5678], [0x9abc_def0, 0xcafe_f00d]),
            [0x13ba_ced1, 0x7a7e_d0e3]
        );
    }

    /// The three known answers that come with the authors' Random123 library (threefry2x32, 20 rounds).
    #[test]
    fn known_answers() {
        assert_eq!(threefry2x32([0, 0], [0, 0]), [0x6b20_0159, 0x99ba_4efe]);
        assert_eq!(threefry2x32([!0, !0], [!0, !0]), [0x1cb9_96fc, 0xbb00_2be7]);
        assert_eq!(
            threefry2x32([0x1319_8a2e, 0x0370_7344], [0x243f_6a88, 0x85a3_08d3]),
            [0xc492_3a9c, 0x483d_f7a0]
        );
    }
}
