//! Names taken apart, kept for the next time that they are met: whoever compares many pairs meets each name in several.

use foldhash::HashMap;

use super::{Kind, Prepared};

/// So many names are kept taken apart; then all are let go, so that memory stays flat.
const MOST: usize = 20_000;

/// Names taken apart, by what was asked for.
#[derive(Debug, Default)]
pub struct Kept {
    people: HashMap<String, Prepared>,
    places: HashMap<String, Prepared>,
}

impl Kept {
    /// Returns two names of one kind taken apart.
    ///
    /// ```
    /// use atodds::names::{Kept, Kind::Person, Prepared};
    /// let mut kept = Kept::default();
    /// let (a, b) = kept.pair("Zoé Lind", "LIND, Zoé", Person).unwrap();
    /// assert_eq!(a.name.raw, Prepared::of("Zoé Lind", Person).name.raw);
    /// assert_eq!(b.name.raw, Prepared::of("LIND, Zoé", Person).name.raw);
    /// ```
    pub fn pair(&mut self, a: &str, b: &str, kind: Kind) -> Option<(&Prepared, &Prepared)> {
        let kept = match kind {
            Kind::Person => &mut self.people,
            Kind::Place => &mut self.places,
        };
        if kept.len() > MOST {
            kept.clear();
        }
        for name in [a, b] {
            if !kept.contains_key(name) {
                kept.insert(name.to_owned(), Prepared::of(name, kind));
            }
        }
        Some((kept.get(a)?, kept.get(b)?))
    }
}
