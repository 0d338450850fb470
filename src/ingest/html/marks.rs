//! What the class and id names of elements say (`rules/shared/pages.toml`).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::rules;

/// The words by which a page's frame is known.
#[derive(Deserialize)]
pub(super) struct Marks {
    /// Words that mark an element as frame wherever they stand in a name.
    anywhere: BTreeSet<String>,
    /// Words that do so where they are the whole name or its last word.
    last: BTreeSet<String>,
    /// Words in front that turn a name into a setting of the page (`has-sidebar`).
    settings: BTreeSet<String>,
    /// Names, or last words of names, of an element that holds an article's text.
    body: BTreeSet<String>,
    #[cfg_attr(not(test), allow(dead_code, reason = "run by the tests"))]
    examples: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code, reason = "run by the tests"))]
    counter_examples: Vec<String>,
}

/// What names say of their element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub is_frame: bool,
    pub is_body: bool,
}

impl Marks {
    pub fn get() -> Result<&'static Marks, String> {
        static MARKS: LazyLock<Result<Marks, String>> =
            LazyLock::new(|| rules::toml("shared/pages.toml").map_err(|error| format!("{error:#}")));
        MARKS.as_ref().map_err(Clone::clone)
    }

    /// Reads the names of a class or id attribute; what stands behind the first kilobyte is passed over.
    pub fn read(&self, names: &str) -> Said {
        let mut said = Said::default();
        let mut end = names.len().min(1024);
        while !names.is_char_boundary(end) {
            end -= 1;
        }
        for name in names[..end].split_ascii_whitespace() {
            let words = words_of(name);
            let Some(last) = words.last() else { continue };
            if words.iter().any(|word| self.settings.contains(word)) {
                continue;
            }
            let is_body = self.body.contains(last) || self.body.contains(&words.join("-"));
            said.is_body |= is_body;
            said.is_frame |=
                self.last.contains(last) || (!is_body && words.iter().any(|word| self.anywhere.contains(word)));
        }
        said
    }
}

/// `relatedLinks_box-2` → related, links, box.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars().take(128) {
        if !c.is_alphabetic() || (c.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = c.is_lowercase();
        if c.is_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(words_of("relatedLinks_box-2"), ["related", "links", "box"]);
        assert_eq!(words_of("--"), Vec::<String>::new());
    }

    #[test]
    fn the_table_marks_its_examples() {
        let marks = Marks::get().unwrap();
        for name in &marks.examples {
            assert!(marks.read(name).is_frame, "{name}");
        }
        for name in &marks.counter_examples {
            assert!(!marks.read(name).is_frame, "{name}");
        }
        assert!(marks.read("x article-body").is_body);
    }
}
