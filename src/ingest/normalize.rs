//! The one normalisation of a text, to which all offsets refer.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Brings a text to the form in which it is stored: NFC, `\n` line ends, no byte order mark in front, no control
/// characters but `\n` and `\t`. All else stays, blanks and empty lines included; a text in that form comes back as it is.
pub fn normalize(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches('\u{FEFF}');
    let plain = !text.chars().any(|c| is_dropped(c) || is_line_end(c));
    let lines = if plain { Cow::Borrowed(text) } else { Cow::Owned(clean(text)) };
    match is_nfc_quick(lines.chars()) {
        IsNormalized::Yes => lines,
        _ => Cow::Owned(lines.nfc().collect()),
    }
}

/// Returns a text on one line, as a title is shown: normalised, each run of white space one blank, none at the ends.
/// Non-breaking blanks stay, for they are part of French typography.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in normalize(text).split(is_collapsible).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    let trimmed = out.trim();
    if trimmed.len() == out.len() { out } else { trimmed.to_string() }
}

/// Returns whether a browser takes the character for white space that may be closed up.
pub(crate) fn is_collapsible(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C')
}

/// Returns a text for comparing: lower case, no accents, typography evened out, words set apart by one blank.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut take = |c: char| {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.extend(c.to_lowercase());
        } else if !is_mark(c) {
            gap = true;
        }
    };
    let mut rest = text;
    while !rest.is_empty() {
        // ASCII is decomposed already, and no mark moves over it.
        let (plain, others) = rest.split_at(rest.find(|c: char| !c.is_ascii()).unwrap_or(rest.len()));
        let (others, behind) = others.split_at(others.find(|c: char| c.is_ascii()).unwrap_or(others.len()));
        plain.chars().chain(others.nfkd()).for_each(&mut take);
        rest = behind;
    }
    out
}

/// Combining marks, soft hyphens and joiners stand inside a word and do not end it.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// Line ends other than `\n`: carriage return, next line, and the separators of lines and paragraphs.
fn is_line_end(c: char) -> bool {
    matches!(c, '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_dropped(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') && !is_line_end(c)
}

fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().filter(|c| !is_dropped(*c)).peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{2029}' => out.push_str("\n\n"),
            c if is_line_end(c) => out.push('\n'),
            c => out.push(c),
        }
    }
    // A mark behind dropped controls is now in front.
    match out.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.trim_start_matches('\u{FEFF}').to_string(),
        None => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_clean_text_is_not_touched() {
        let text = " 8\u{202F}000\u{A0}soldats  \n\n\n\té « ok » \n ";
        assert!(matches!(normalize(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn line_ends_controls_and_accents_are_evened_out() {
        assert_eq!(normalize("\u{FEFF}a\r\nb\rc\u{85}d\u{2028}e\u{2029}f"), "a\nb\nc\nd\ne\n\nf");
        assert_eq!(normalize("e\u{301}te\u{301}\0 \u{1b}[31mrouge\u{7}"), "été [31mrouge");
        assert_eq!(normalize("\u{1}\u{FEFF}x"), "x");
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(one_line("  Le \n\t bilan\u{A0}:  5 \u{7}morts "), "Le bilan\u{A0}: 5 morts");
    }

    proptest! {
        #[test]
        fn folding_by_runs_is_folding_the_whole(text in "([a-e ]|[éÉœ½ﬁ]|\\u{301}|\\u{327}|\\PC){0,30}") {
            let words: String = text.nfkd().filter(|c| c.is_alphanumeric() || !is_mark(*c)).collect();
            let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let lower = |word: &str| word.chars().flat_map(char::to_lowercase).collect::<String>();
            prop_assert_eq!(fold(&text), words.map(lower).collect::<Vec<_>>().join(" "));
        }
    }

    #[test]
    fn folding_evens_out_typography() {
        assert_eq!(fold("«\u{202F}L’Été\u{A0}» — 8\u{202F}000"), fold("\"L'ete\" - 8 000"));
        assert_eq!(fold("inon\u{AD}dations"), "inondations");
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in any::<String>()) {
            let once = normalize(&text).into_owned();
            prop_assert_eq!(normalize(&once), once.as_str());
            prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
