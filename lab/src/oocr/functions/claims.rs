//! What it claims.

use crate::claim::Claim;

pub(super) static CLAIMS: [Claim; 0] = [];
