//! How far two words are from each other: by edits, and by edits that weigh by which letters sound alike.
//!
//! In: words in small ASCII letters. Out: a number of edits, or a likeness from 0 (nothing alike) to 1 (equal). Every
//! measure is symmetric.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Longer words are cut for measuring, so that hostile input costs little.
const LONGEST: usize = 40;

/// Letters and whatever is none.
const KINDS: usize = 27;

/// What edits cost, as `rules/shared/names.toml` gives it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostTable {
    insert: BTreeMap<char, u16>,
    swap: BTreeMap<char, BTreeMap<char, u16>>,
}

/// The same to be looked up, in hundredths of a letter.
#[derive(Debug)]
pub struct Costs {
    insert: [u16; KINDS],
    swap: [[u16; KINDS]; KINDS],
}

/// What a doubled letter costs, at most.
const DOUBLED: u16 = 15;

fn kind(letter: u8) -> usize {
    if letter.is_ascii_lowercase() { usize::from(letter - b'a') } else { KINDS - 1 }
}

impl Costs {
    /// Lays a table out.
    pub fn of(table: &CostTable) -> Costs {
        let mut out = Costs { insert: [100; KINDS], swap: [[100; KINDS]; KINDS] };
        let at = |letter: char| u8::try_from(letter).map_or(KINDS - 1, kind);
        for (letter, cost) in &table.insert {
            out.insert[at(*letter)] = *cost;
        }
        for (one, others) in &table.swap {
            for (other, cost) in others {
                out.swap[at(*one)][at(*other)] = *cost;
                out.swap[at(*other)][at(*one)] = *cost;
            }
        }
        out
    }

    /// Returns costs half way between two tables.
    pub fn between(a: &Costs, b: &Costs) -> Costs {
        let mut out = Costs { insert: a.insert, swap: a.swap };
        for i in 0..KINDS {
            out.insert[i] = a.insert[i].midpoint(b.insert[i]);
            for j in 0..KINDS {
                out.swap[i][j] = a.swap[i][j].midpoint(b.swap[i][j]);
            }
        }
        out
    }

    fn insert(&self, word: &[u8], at: usize) -> u16 {
        let cost = self.insert[kind(word[at])];
        if at > 0 && word[at - 1] == word[at] { cost.min(DOUBLED) } else { cost }
    }

    /// Returns what it costs to make one word of the other, and what the dearer of both costs as a whole.
    pub fn cost(&self, a: &[u8], b: &[u8]) -> (u16, u16) {
        let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
        let mut row = [0u16; LONGEST + 1];
        let mut insert_b = [0u16; LONGEST];
        for j in 0..b.len() {
            insert_b[j] = self.insert(b, j);
            row[j + 1] = row[j] + insert_b[j];
        }
        let whole_b = row[b.len()];
        for i in 0..a.len() {
            let insert_a = self.insert(a, i);
            let swaps = &self.swap[kind(a[i])];
            let mut diagonal = row[0];
            row[0] += insert_a;
            for j in 0..b.len() {
                let swap = if a[i] == b[j] { 0 } else { swaps[kind(b[j])] };
                let best = (diagonal + swap).min(row[j + 1] + insert_a).min(row[j] + insert_b[j]);
                diagonal = row[j + 1];
                row[j + 1] = best;
            }
        }
        let whole_a: u16 = (0..a.len()).map(|i| self.insert(a, i)).sum();
        (row[b.len()], whole_a.max(whole_b))
    }

    /// Returns how alike two words are, from 0 to 1.
    pub fn likeness(&self, a: &[u8], b: &[u8]) -> f32 {
        if a == b {
            return 1.0;
        }
        let (cost, whole) = self.cost(a, b);
        if whole == 0 { 0.0 } else { (1.0 - f32::from(cost) / f32::from(whole)).max(0.0) }
    }
}

/// Returns how many letters must be added, left out, changed or swapped with their neighbour, each letter once
/// (optimal string alignment).
pub fn edits(a: &[u8], b: &[u8]) -> u16 {
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    let mut before = [0u16; LONGEST + 1];
    let mut last = [0u16; LONGEST + 1];
    let mut row = [0u16; LONGEST + 1];
    for (j, cell) in last.iter_mut().enumerate() {
        *cell = j as u16;
    }
    for i in 0..a.len() {
        row[0] = i as u16 + 1;
        for j in 0..b.len() {
            let mut best = (last[j] + u16::from(a[i] != b[j])).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                best = best.min(before[j - 1] + 1);
            }
            row[j + 1] = best;
        }
        before = last;
        last = row;
    }
    last[b.len()]
}

/// Returns the likeness by Jaro and Winkler: letters in common, those at the beginning counted more.
pub fn jaro_winkler(a: &[u8], b: &[u8]) -> f32 {
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let reach = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut used_a, mut used_b) = ([false; LONGEST], [false; LONGEST]);
    let mut common = 0;
    for i in 0..a.len() {
        let to = (i + reach + 1).min(b.len());
        for j in i.saturating_sub(reach)..to {
            if !used_b[j] && a[i] == b[j] {
                (used_a[i], used_b[j]) = (true, true);
                common += 1;
                break;
            }
        }
    }
    if common == 0 {
        return 0.0;
    }
    let in_a = (0..a.len()).filter(|i| used_a[*i]).map(|i| a[i]);
    let in_b = (0..b.len()).filter(|j| used_b[*j]).map(|j| b[j]);
    let crossed = in_a.zip(in_b).filter(|(x, y)| x != y).count() / 2;
    let m = common as f32;
    let jaro = (m / a.len() as f32 + m / b.len() as f32 + (m - crossed as f32) / m) / 3.0;
    let start = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    jaro + start as f32 * 0.1 * (1.0 - jaro)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn costs() -> Costs {
        let mut table = CostTable::default();
        table.insert.insert('a', 40);
        table.swap.entry('a').or_default().insert('e', 30);
        Costs::of(&table)
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits(b"meier", b"maier"), 1);
        assert_eq!(edits(b"brain", b"brian"), 1);
        assert_eq!(edits(b"", b"abc"), 3);
    }

    #[test]
    fn letters_weigh_by_their_sound() {
        assert_eq!(costs().cost(b"lab", b"leb").0, 30);
        assert_eq!(costs().cost(b"lab", b"lb").0, 40);
        assert_eq!(costs().cost(b"lebb", b"leb").0, DOUBLED);
    }

    proptest! {
        #[test]
        fn measures_are_symmetric_and_bounded(a in "[a-z0-9]{0,60}", b in "[a-z0-9]{0,60}") {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            prop_assert_eq!(edits(a, b), edits(b, a));
            prop_assert_eq!(costs().cost(a, b), costs().cost(b, a));
            prop_assert!((0.0..=1.0).contains(&costs().likeness(a, b)));
            prop_assert!((0.0..=1.0001).contains(&jaro_winkler(a, b)));
            prop_assert_eq!(edits(a, a), 0);
            prop_assert_eq!(costs().cost(a, a).0, 0);
        }

        #[test]
        fn edits_keep_the_triangle_but_for_swaps(a in "[ab]{0,8}", b in "[ab]{0,8}", c in "[ab]{0,8}") {
            let d = |x: &str, y: &str| edits(x.as_bytes(), y.as_bytes());
            // A swap of neighbours counts one where two edits would count two.
            prop_assert!(d(&a, &c) <= 2 * (d(&a, &b) + d(&b, &c)));
        }
    }
}
