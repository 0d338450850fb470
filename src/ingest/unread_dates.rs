//! Which documents tell a date that cannot be read: a run tells of them at its end.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The dates that could not be read, by document; those who read at the same time share one.
#[derive(Clone, Debug, Default)]
pub struct UnreadDates(Arc<Mutex<BTreeMap<String, String>>>);

impl UnreadDates {
    /// Notes a document's date as it is written. A document that is read twice counts once.
    pub(super) fn note(&self, path: &str, written: &str) {
        let mut dates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        dates.insert(path.to_owned(), written.chars().take(40).collect());
    }

    /// Says how many there are, with the first by path, and what became of the documents; `None` where there is none.
    pub fn told(&self) -> Option<String> {
        let dates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (path, written) = dates.first_key_value()?;
        let (tell, kept) = match dates.len() {
            1 => ("1 document tells".to_owned(), "it is"),
            n => (format!("{n} documents tell"), "they are"),
        };
        Some(format!(
            "{tell} a date that cannot be read, such as {written:?} in {path}; {kept} kept with the date that the text tells, \
             else undated: write dates like 2024-06-19, or give them in sources.csv"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_shown_whatever_the_order() {
        let dates = UnreadDates::default();
        assert_eq!(dates.told(), None);
        for path in ["b.md", "a.md", "b.md"] {
            dates.clone().note(path, "2024-13-99");
        }
        let told = dates.told().unwrap();
        assert!(told.starts_with("2 documents tell") && told.contains("\"2024-13-99\" in a.md;"), "{told}");
    }
}
