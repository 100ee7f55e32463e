//! Which words are names.

/// Words the language keeps for itself; they may follow a dot but not stand alone.
const RESERVED: [&str; 17] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "namespace",
    "package",
    "return",
    "var",
    "void",
    "while",
];

/// Words that are part of the grammar.
const KEYWORDS: [&str; 4] = ["false", "in", "null", "true"];

/// Tells whether the text is a name; the reserved words are names only after a dot.
pub(crate) fn is_name(text: &str, after_dot: bool) -> bool {
    is_word(text) && !KEYWORDS.contains(&text) && (after_dot || !RESERVED.contains(&text))
}

/// Tells whether the text has the shape of a name.
pub(crate) fn is_word(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
