//! Plain text: the text is the file's, character for character where it is clean already.

use super::boilerplate::Pages;
use super::normalize::one_line;

/// Longest headline, in characters.
const LONGEST_HEADLINE: usize = 200;
/// Lines at the head of a text that are looked at for one.
const LOOKED_AT: usize = 12;

/// Finds the headline of a plain text: its first line that no page put there, where it is short, no sentence, and an
/// empty line or a longer paragraph follows.
pub(super) fn title(text: &str, pages: &Pages) -> Option<String> {
    let mut lines = text.lines().filter(|line| !pages.is_boilerplate_line(line)).take(LOOKED_AT).peekable();
    while lines.next_if(|line| line.trim().is_empty()).is_some() {}
    let line = lines.next()?.trim();
    let chars = line.chars().take(LONGEST_HEADLINE + 1).count();
    let is_sentence = line.ends_with(['.', ';', ',', ':']) && !line.ends_with("...");
    if chars > LONGEST_HEADLINE || is_sentence || !line.chars().any(char::is_alphabetic) {
        return None;
    }
    let next = lines.next()?;
    let is_set_apart = next.trim().is_empty() && lines.any(|line| !line.trim().is_empty());
    let is_longer = next.chars().take(chars * 2 + 40).count() >= chars * 3 / 2 + 20;
    (is_set_apart || is_longer).then(|| one_line(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title_of(text: &str) -> Option<String> {
        title(text, Pages::get().unwrap())
    }

    #[test]
    fn a_headline_is_short_and_set_apart() {
        assert_eq!(title_of("Le pont fermé\n\nLe pont est fermé depuis mardi.").as_deref(), Some("Le pont fermé"));
        assert_eq!(
            title_of("\n\nBridge shut\nThe bridge has been shut since Tuesday, the town hall said in a statement.")
                .as_deref(),
            Some("Bridge shut")
        );
    }

    #[test]
    fn a_sentence_is_no_headline() {
        for text in [
            "Le pont est fermé depuis mardi.\n\nLes travaux dureront trois mois.",
            "Le pont est fermé",
            "",
            "\n\n",
            "12 / 2024\n\nLe pont est fermé depuis mardi.",
            "Le pont est\nfermé.",
        ] {
            assert_eq!(title_of(text), None, "{text:?}");
        }
        assert_eq!(title_of(&format!("{}\n\nLe pont.", "x".repeat(300))), None);
    }
}
