//! Regular expressions in the RE2 syntax that the expression language names, matched in linear time.
//!
//! The library reads almost the same syntax. Where it differs, `\d`, `\s`, `\w` and `\b` are rewritten to what
//! RE2 means by them (ASCII), and what only one of the two knows is refused.

use regex::{Regex, RegexBuilder};

/// The most memory that a compiled pattern may take, in bytes.
const SIZE_MAX: usize = 1 << 20;

/// A compiled regular expression.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(Regex);

impl Pattern {
    /// Compiles a pattern, or says in a phrase why it is not one.
    pub(crate) fn new(pattern: &str) -> Result<Self, String> {
        let translated = translate(pattern)?;
        let regex = RegexBuilder::new(&translated).size_limit(SIZE_MAX).dfa_size_limit(SIZE_MAX).build();
        regex.map(Self).map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "the pattern is too large".to_owned(),
            other => other.to_string().lines().last().unwrap_or("").trim().to_owned(),
        })
    }

    /// Tells whether some part of the text matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Rewrites RE2 syntax to the library's.
fn translate(pattern: &str) -> Result<String, String> {
    let mut out = String::with_capacity(pattern.len());
    let mut letters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                let escaped = letters.next().ok_or("the pattern ends in a backslash")?;
                out.push_str(&escape(escaped, in_class)?);
            }
            '[' if !in_class => {
                in_class = true;
                out.push('[');
                if letters.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                // The first bracket in a class is a letter.
                if letters.next_if_eq(&']').is_some() {
                    out.push_str(r"\]");
                }
            }
            '[' if letters.peek() == Some(&':') => {
                out.push('[');
                // A named class such as [:alpha:] ends with its own bracket.
                for inner in letters.by_ref() {
                    out.push(inner);
                    if inner == ']' {
                        break;
                    }
                }
            }
            // Inside a class these are letters in RE2 and operators in the library.
            '[' | '&' | '~' if in_class => out.extend(['\\', letter]),
            '-' if in_class && letters.peek() == Some(&'-') => out.push_str(r"\-"),
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            '(' if !in_class && letters.peek() == Some(&'?') => {
                out.push('(');
                let flags: String = letters.clone().skip(1).take_while(|c| !":)<P".contains(*c)).collect();
                if flags.contains(['x', 'R', 'u']) {
                    return Err("the flag is not one of RE2".to_owned());
                }
            }
            other => out.push(other),
        }
    }
    Ok(out)
}

fn escape(escaped: char, in_class: bool) -> Result<String, String> {
    let (digits, blanks, words) = (r"0-9", r"\t\n\x0c\r ", r"0-9A-Za-z_");
    let class = |inner: &str, negated: bool| format!("[{}{inner}]", if negated { "^" } else { "" });
    Ok(match escaped {
        'd' if in_class => digits.to_owned(),
        's' if in_class => blanks.to_owned(),
        'w' if in_class => words.to_owned(),
        'd' | 'D' => class(digits, escaped == 'D'),
        's' | 'S' => class(blanks, escaped == 'S'),
        'w' | 'W' => class(words, escaped == 'W'),
        'b' if !in_class => r"(?-u:\b)".to_owned(),
        'C' | 'Q' | 'E' | 'B' | 'b' | 'u' | 'U' | '<' | '>' => {
            return Err(format!("the escape \\{escaped} is not supported"));
        }
        other => format!("\\{other}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: bool) {
        assert_eq!(Pattern::new(pattern).unwrap().matches(text), expected, "{pattern} on {text}");
    }

    #[test]
    fn classes_mean_ascii_as_in_re2() {
        check(r"^\d+$", "123", true);
        check(r"^\d+$", "١٢٣", false);
        check(r"^[\d-]+$", "1-2", true);
        check(r"^\W$", "é", true);
        check(r"[^\s]", " \t", false);
        check(r"\bcar\b", "a car!", true);
        check(r"\bcar\b", "cart", false);
    }

    #[test]
    fn operators_of_the_library_inside_classes_are_letters() {
        check(r"^[a&&b]+$", "a&b", true);
        check(r"^[[a]+$", "[a", true);
        check(r"^[]a]+$", "]a", true);
        check(r"^[^]a]+$", "b", true);
        check(r"^[[:alpha:]_]+$", "ab_", true);
    }

    #[test]
    fn what_is_not_a_pattern_is_refused() {
        for pattern in ["(", "[", "a{1000}{1000}{1000}", r"\", r"\Qa\E", "(?x)a b"] {
            assert!(Pattern::new(pattern).is_err(), "{pattern}");
        }
    }
}
