//! Escaping: text of documents is made harmless for the place where it is shown.
//!
//! In: any text. Out: the same text, in which nothing can steer a terminal, break a table, run as a formula or as HTML.
//! Every format goes through these functions and no other.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Tells whether a character can steer what shows it: controls (C0, DEL, C1), the bidirectional overrides and isolates,
/// line and paragraph separators.
fn is_hostile(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Shows control characters as escapes (`\x1b`, `\u{202e}`); line ends and tabs stay.
///
/// ```
/// assert_eq!(atodds::report::escape::terminal("\x1b[2Jred"), r"\x1b[2Jred");
/// ```
pub fn terminal(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_hostile(c) && c != '\n' && c != '\t') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            c if is_hostile(c) && u32::from(c) < 0x100 => {
                let _ = write!(out, "\\x{:02x}", u32::from(c));
            }
            c if is_hostile(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Brings a text onto one line: line ends and runs of blanks become one space, the rest as [`terminal`]. No-break spaces stay.
pub fn line(text: &str) -> String {
    let text = terminal(text);
    text.split([' ', '\n', '\t']).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Escapes a text for a cell of a Markdown table, and for a line of Markdown: no character of it is markup.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in line(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Escapes a text for HTML, in elements and in attributes in double quotes.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in terminal(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Makes a text harmless for a spreadsheet: what would run as a formula gets an apostrophe before it. Numbers and single
/// signs stay.
///
/// ```
/// use atodds::report::escape::csv;
/// assert_eq!(csv("=1+1"), "'=1+1");
/// assert_eq!(csv("-12,5"), "-12,5");
/// ```
pub fn csv(text: &str) -> Cow<'_, str> {
    let text = terminal(text);
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
        && text.chars().count() > 1
        && !is_number(&text);
    if is_formula { Cow::Owned(format!("'{text}")) } else { text }
}

/// Tells whether a text is a sign, digits and their separators alone.
fn is_number(text: &str) -> bool {
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '%'))
}

/// Escapes what [`terminal`] would, inside an already valid JSON text, as `\u` escapes, so that the value stays the same.
pub fn json(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hostile(c) {
            // All of these lie in the basic plane: one unit each.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(terminal("a\x1b]0;title\x07b"), r"a\x1b]0;title\x07b");
        assert_eq!(terminal("\u{9b}31m \u{7f}"), r"\x9b31m \x7f");
        assert_eq!(terminal("abc\u{202e}cba\u{2066}x\u{2069}"), r"abc\u{202e}cba\u{2066}x\u{2069}");
        assert_eq!(terminal("line\r\nnext\ttab"), "line\\x0d\nnext\ttab");
        assert_eq!(terminal("8\u{202f}000 soldats à Koursk"), "8\u{202f}000 soldats à Koursk");
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(line("  a \n\n b\t c  "), "a b c");
        assert_eq!(line("8\u{202f}000\u{a0}€"), "8\u{202f}000\u{a0}€");
    }

    #[test]
    fn markdown_keeps_its_table() {
        assert_eq!(markdown("a | b\nc"), r"a \| b c");
        assert_eq!(markdown("<script>*x*</script> [a](b) `c`"), r"&lt;script&gt;\*x\*&lt;/script&gt; \[a\](b) \`c\`");
        assert_eq!(markdown(r"\|"), r"\\\|");
    }

    #[test]
    fn html_is_text() {
        assert_eq!(
            html("<img src=x onerror='a(\"b\")'>&"),
            "&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt;&amp;"
        );
        assert_eq!(html("a\u{202e}b"), r"a\u{202e}b");
    }

    #[test]
    fn spreadsheets_run_nothing() {
        for formula in ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "\t=1", "=", "＝1+1", "\n=1"] {
            let shown = csv(formula);
            assert!(shown.starts_with('\'') || formula.chars().count() == 1, "{formula:?} became {shown:?}");
        }
        for plain in ["-5", "+3.2", "-12,5", "-8 000", "-3%", "+", "-", "8,000", "North Korea", "a=b", ""] {
            assert_eq!(csv(plain), plain);
        }
    }

    #[test]
    fn json_keeps_the_value() {
        let text = "a\u{9b}b\u{202e}c";
        let written = format!("\"{}\"", json(text));
        assert_eq!(written, r#""a\u009bb\u202ec""#);
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }

    proptest! {
        #[test]
        fn no_format_lets_a_control_through(text in any::<String>()) {
            let bad = |s: &str| s.contains(|c| is_hostile(c) && c != '\n' && c != '\t');
            prop_assert!(!bad(&terminal(&text)));
            prop_assert!(!line(&text).contains(is_hostile));
            prop_assert!(!markdown(&text).contains(is_hostile) && !markdown(&text).contains('<'));
            prop_assert!(!bad(&html(&text)) && !html(&text).contains('<'));
            prop_assert!(!bad(&csv(&text)));
            prop_assert!(!json(&text).contains(is_hostile));
        }

        #[test]
        fn escaping_changes_no_harmless_text(text in "[a-zà-ÿ0-9 ]{0,60}") {
            prop_assert_eq!(terminal(&text), text.as_str());
            prop_assert_eq!(csv(&text), text.as_str());
            prop_assert_eq!(html(&text), text.as_str());
        }
    }
}
