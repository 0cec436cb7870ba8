//! Rows of tokens, right and wrong ones told apart.

/// One row of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the row is.
    pub label: String,
    /// The arm whose answer it is, by position.
    pub arm: Option<usize>,
    /// The tokens.
    pub tokens: Vec<Token>,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it says.
    pub text: String,
    /// Whether it is what it should be; `None` where that is not asked.
    pub right: Option<bool>,
}
