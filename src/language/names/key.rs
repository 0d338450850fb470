//! Keys under which the spellings of one name meet, across documents and languages.
//!
//! In: a name and its kind. Out: a text that is equal for spellings of one name; it is made from the name alone. Places
//! go by the gazetteer. Persons go by the sounds of the family name and of the given name, as transliterations into
//! French and English write them, by the rules in `rules/shared/translit.toml`. Two people of one name share a key, and
//! so may near spellings of different names: who is who is settled by whoever sees more than the name.

use std::sync::LazyLock;

use crate::model::NameKind;
use crate::rules::bodies::Bodies;
use crate::rules::fold::{FoldHash, HashTable, fold};
use crate::rules::gazetteer::{Gazetteer, Place, PlaceKind};
use crate::rules::translit::Translit;

/// Returns the key of a name.
///
/// ```
/// use atodds::{language::names::key, model::NameKind::{Person, Place}};
/// assert_eq!(key("Oleksandr Hrytsenko", Person), key("Alexandre Gritsenko", Person));
/// assert_ne!(key("Serhiy Melnyk", Person), key("Andrii Melnyk", Person));
/// assert_eq!(key("Koursk", Place), key("Kursk", Place));
/// ```
pub fn key(name: &str, kind: NameKind) -> String {
    match kind {
        NameKind::Person => {
            let parts = Parts::of(name);
            format!("{}, {}", parts.family, parts.given).trim_end_matches([' ', ',']).to_owned()
        }
        NameKind::Place => place_key(name),
        NameKind::Organisation => Bodies::embedded().key(name).unwrap_or_else(|| RULES.plain_key(name)),
        _ => RULES.plain_key(name),
    }
}

fn place_key(name: &str) -> String {
    let gazetteer = Gazetteer::embedded();
    let whole = Translit::embedded().fold_whole(name);
    if let Some(place) = gazetteer.lookup(name).or_else(|| gazetteer.lookup(&whole)) {
        return place.key.to_string();
    }
    if let Some(key) = gazetteer.demonym(name) {
        return key.to_owned();
    }
    // Unknown to the gazetteer as spelled: by its sounds, vowels and all, which tells small places apart.
    let sounds = RULES.phrase(name);
    SOUNDS.get(&FoldHash::of(&sounds)).map_or(sounds, |place| place.key.to_string())
}

/// The gazetteer's regions and cities by the sounds of their names, the likeliest of each.
static SOUNDS: LazyLock<HashTable<&'static Place>> = LazyLock::new(|| {
    let mut table = HashTable::default();
    for place in Gazetteer::embedded().places().filter(|p| matches!(p.kind, PlaceKind::City | PlaceKind::Region)) {
        table.entry(FoldHash::of(&RULES.phrase(&place.key))).or_insert(place);
    }
    table
});

/// The sounds of a person's family name and given name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Sounds of the family name; of the only name where there is one.
    pub family: String,
    /// Sounds of the given name, empty where there is none.
    pub given: String,
}

impl Parts {
    /// Takes a person's name apart.
    pub fn of(name: &str) -> Parts {
        RULES.parts(name)
    }
}

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules(Translit::embedded()));

/// How keys are made by the tables.
struct Rules(&'static Translit);

impl Rules {
    /// Returns a name's words as they sound.
    fn phrase(&self, name: &str) -> String {
        self.0.fold_whole(name).split(' ').map(|word| self.0.sounds(word)).collect::<Vec<_>>().join(" ")
    }

    /// Returns the consonants of a word as it sounds, without doubles and silent h, with the vowel it opens with; with
    /// `vowel` also its first vowel elsewhere, without which short names fall together.
    fn consonants(&self, word: &str, vowel: bool) -> String {
        let sounds = self.0.sounds(word);
        let mut out = String::with_capacity(sounds.len());
        let mut wants_vowel = vowel;
        let mut last = None;
        for (n, c) in sounds.chars().enumerate() {
            if n > 0 && c == 'h' || last == Some(c) {
                continue;
            }
            last = Some(c);
            let is_vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
            if is_vowel && n > 0 && !wants_vowel {
                continue;
            }
            wants_vowel &= !is_vowel;
            if out.ends_with(c) {
                continue;
            }
            out.push(c);
        }
        out
    }

    /// Returns the key of a name that is neither a person's nor a place's: its folded words.
    fn plain_key(&self, name: &str) -> String {
        let folded = fold(name);
        let words: Vec<&str> = folded.split(' ').filter(|word| !self.0.person.particles.contains(*word)).collect();
        if words.is_empty() { folded } else { words.join(" ") }
    }

    fn parts(&self, name: &str) -> Parts {
        let words = self.words(name);
        let person = &self.0.person;
        let plain = |word: &String| word.replace('-', "");
        let Some(first) = words.first() else {
            return Parts { family: fold(name), given: String::new() };
        };
        if words.len() > 1 && words.len() <= 3 && person.first.contains(first) {
            let given: String = words[1..].iter().map(plain).collect();
            return Parts { family: self.consonants(first, true), given: self.consonants(&given, false) };
        }
        let bare: Vec<&String> = words.iter().filter(|word| !person.particles.contains(*word)).collect();
        let bare = if bare.is_empty() { words.iter().collect() } else { bare };
        let Some((last, mut rest)) = bare.split_last() else { return Parts::default() };
        let mut parts = last.split('-');
        let mut family = parts.next().unwrap_or(last).to_owned();
        if person.joined.contains(&family) {
            family.push_str(parts.next().unwrap_or_default());
        }
        if let Some((before, earlier)) = rest.split_last()
            && person.joined.contains(*before)
        {
            family.insert_str(0, before);
            rest = earlier;
        }
        let given = match rest {
            [] => String::new(),
            [given, second, ..] if person.compound.contains(*given) && !second.contains('-') && second.len() > 2 => {
                self.given(given) + &self.given(second)
            }
            [given, ..] => match self.0.given(&plain(given)) {
                Some(class) => class.to_owned(),
                None => given.split('-').map(|part| self.given(part)).collect(),
            },
        };
        Parts { family: self.consonants(&family, true), given: self.consonants(&given, false) }
    }

    fn given(&self, name: &str) -> String {
        self.0.given(name).unwrap_or(name).to_owned()
    }

    /// Returns the folded words of a person's name in natural order, hyphens kept, without titles and suffixes.
    fn words(&self, name: &str) -> Vec<String> {
        let person = &self.0.person;
        let name = without_quoted(name);
        let split = |text: &str| -> Vec<String> {
            text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '‐' | '‑' | '\'' | '’' | 'ʼ' | 'ʻ')))
                .map(|word| {
                    // Apostrophes vanish (`Ch'un`, `O'Brien`), hyphens stay.
                    let word: String = word.chars().filter(|c| !matches!(c, '\'' | '’')).collect();
                    let parts: Vec<String> = word
                        .split(['-', '‐', '‑'])
                        .map(|part| self.0.whole(&fold(part).replace(' ', "")).to_owned())
                        .collect();
                    let mut parts: Vec<&String> = parts.iter().filter(|part| !part.is_empty()).collect();
                    while parts.len() > 1 && person.particles.contains(parts[0]) {
                        parts.remove(0);
                    }
                    parts.into_iter().map(String::as_str).collect::<Vec<_>>().join("-")
                })
                .filter(|word| !word.is_empty() && !person.suffixes.contains(word))
                .collect()
        };
        let mut words = match name.split_once(',') {
            Some((before, after)) => {
                let (before, mut after) = (split(before), split(after));
                // `Blinken, Antony` is turned round; `Norman Fowler, Baron Fowler` ends at the comma.
                let title = after
                    .first()
                    .is_none_or(|word| person.titles.contains(word) || word.starts_with(|c: char| c.is_ascii_digit()));
                if title {
                    before
                } else {
                    after.extend(before);
                    after
                }
            }
            None => split(&name),
        };
        while words.len() > 1 && person.titles.contains(&words[0]) {
            words.remove(0);
        }
        words
    }
}

/// Returns a name without what stands in quotation marks or brackets in it: a nickname.
fn without_quoted(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut inside = false;
    for c in name.chars() {
        match c {
            '"' => inside = !inside,
            '(' | '«' | '“' => inside = true,
            ')' | '»' | '”' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    if out.trim().is_empty() { name.to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_a_person_meet() {
        for (a, b) in [
            ("Anthony Blinken", "Antony Blinken"),
            ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
            ("Vladimir Zelenski", "Volodymyr Zelensky"),
            ("Vladimir Poutine", "Vladimir Putin"),
            ("Valéry Guerassimov", "Valery Gerasimov"),
            ("Nikita Khrouchtchev", "Nikita Khrushchev"),
            ("Sergueï Choïgou", "Sergei Shoigu"),
            ("Bachar al-Assad", "Bashar al-Assad"),
            ("Evgueni Prigojine", "Yevgeny Prigozhin"),
            ("Kim Jong-un", "Kim Jong Un"),
            ("Xi Jinping", "Xi Jin-ping"),
            ("Jean-Marc Dupré", "Jean Marc Dupre"),
            ("Karim Ben Slimane", "Karim Benslimane"),
            ("Marc Saint-Clair", "Marc St. Clair"),
            ("Anne Ste-Orve", "Anne Sainte Orve"),
            ("Blinken, Antony", "Antony Blinken"),
            ("Norman Fowler, Baron Fowler", "Norman Fowler"),
            ("Sir John Smythe Jr.", "John Smythe"),
        ] {
            assert_eq!(key(a, NameKind::Person), key(b, NameKind::Person), "{a} {b}");
        }
    }

    #[test]
    fn different_people_stay_apart() {
        for (a, b) in [
            ("Serhiy Melnyk", "Andrii Melnyk"),
            ("Paul Martin", "Henri Martin"),
            ("Jean-Pierre Michel", "Jean Michel"),
            ("George Bush", "Jeb Bush"),
            ("Heinz Wegener", "Heinz Wagner"),
            ("Marc Saint-Clair", "Marc Saint-Loup"),
        ] {
            assert_ne!(key(a, NameKind::Person), key(b, NameKind::Person), "{a} {b}");
        }
    }

    #[test]
    fn places_go_by_the_gazetteer_and_then_by_sound() {
        assert_eq!(key("Kiev", NameKind::Place), "Kyiv");
        assert_eq!(key("russe", NameKind::Place), "Russia");
        assert_eq!(key("Grouchivka", NameKind::Place), key("Hrushivka", NameKind::Place));
        assert_eq!(key("St-Orvan", NameKind::Place), key("Saint-Orvan", NameKind::Place));
        assert_eq!(key("Ste. Orve", NameKind::Place), key("Sainte-Orve", NameKind::Place));
        assert_ne!(key("Ste-Orve", NameKind::Place), key("St-Orve", NameKind::Place));
    }

    proptest! {
        #[test]
        fn any_text_has_a_key(text in "\\PC{0,30}") {
            for kind in [NameKind::Person, NameKind::Place, NameKind::Organisation] {
                prop_assert_eq!(key(&text, kind), key(&text, kind));
            }
        }

        #[test]
        fn case_and_space_change_no_key(name in "[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8}){0,2}") {
            let spaced = name.replace(' ', "  ");
            prop_assert_eq!(key(&name, NameKind::Person), key(&spaced, NameKind::Person));
            prop_assert_eq!(key(&name, NameKind::Person), key(&name.to_uppercase(), NameKind::Person));
        }
    }
}
