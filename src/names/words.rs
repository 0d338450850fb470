//! The tables that names are weighed by: `rules/shared/names.toml`, `rules/shared/places/words.toml`, the lists of given and
//! family names, and which given names are one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use anyhow::Result;
use foldhash::HashSet;
use serde::Deserialize;

use super::distance::{CostTable, Costs};
use super::parse::Script;
use crate::rules;
use crate::rules::fold::{FoldHash, HashTable};
use crate::rules::translit::{Replacements, Translit};

pub use crate::rules::people::Gender;

/// What is known of a word; a word may be several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// A known given name.
    pub is_given: bool,
    /// A known family name.
    pub is_family: bool,
    /// The class of the given name, from 1; 0 where it is in none.
    pub class: u16,
    /// A title.
    pub is_title: bool,
    /// A title that is a given name as well: `Don`.
    pub is_given_too: bool,
    /// What a title tells of gender.
    pub gender: Option<Gender>,
    /// A rank of nobility.
    pub is_rank: bool,
    /// Which suffix, from 1; 0 for none.
    pub suffix: u8,
    /// Letters behind a name that tell nothing.
    pub is_honour: bool,
    /// Between the parts of a name.
    pub is_particle: bool,
    /// One at the beginning of a name too.
    pub opens: bool,
    /// A family that stands first.
    pub stands_first: bool,
    /// Which meaning it has in a place's name, from 1; 0 for none.
    pub part: u8,
    /// It tells of what sort a place is, and may be left out.
    pub is_sort: bool,
    /// It says nothing in a place's name.
    pub is_filler: bool,
    /// On which side of which opposites it puts a place (`upper`, `north`): a bit each.
    pub sides: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    titles: Titles,
    ranks: Vec<String>,
    suffixes: Vec<Vec<String>>,
    honours: Vec<String>,
    particles: Particles,
    patronymic: Endings,
    gender: GenderEndings,
    slip: Slip,
    strict: CostTable,
    loose: CostTable,
    script: Scripts,
    heard: Heard,
    heard_given: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slip {
    unsure: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Heard {
    fr: BTreeMap<String, String>,
    en: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scripts {
    alphabet: ScriptFile,
    greek: ScriptFile,
    abjad: ScriptFile,
    syllables: ScriptFile,
    han: ScriptFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptFile {
    before: BTreeMap<String, String>,
    after: BTreeMap<String, String>,
}

/// How a script is brought into Latin letters.
#[derive(Debug, Default)]
pub struct ScriptRules {
    /// Signs replaced before they become Latin letters.
    pub before: Vec<(String, String)>,
    /// What those letters stand for.
    pub after: Replacements,
}

impl ScriptRules {
    fn new(file: ScriptFile) -> ScriptRules {
        ScriptRules { before: file.before.into_iter().collect(), after: Replacements::new(file.after) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Titles {
    male: Vec<String>,
    female: Vec<String>,
    either: Vec<String>,
    given_too: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Particles {
    opening: HashSet<String>,
    all: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Endings {
    endings: Vec<String>,
}

/// A woman's ending, and the man's.
type EndingPair = (String, String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GenderEndings {
    given: Vec<EndingPair>,
    family: Vec<EndingPair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceFile {
    sort: BTreeMap<String, Vec<String>>,
    part: BTreeMap<String, Vec<String>>,
    filler: BTreeMap<String, Vec<String>>,
    /// By pairs of opposites, by side, the words for it.
    opposite: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[allow(dead_code, reason = "a test reads them")]
    examples: Vec<[String; 2]>,
    #[allow(dead_code, reason = "a test reads them")]
    counter_examples: Vec<[String; 2]>,
}

/// All tables.
pub struct Words {
    known: HashTable<Known>,
    patronymics: Vec<String>,
    /// The letters that these end in, a bit each.
    last_letters: u32,
    given_endings: Vec<EndingPair>,
    family_endings: Vec<EndingPair>,
    /// The sides of each pair of opposites, a bit each: see [`Known::sides`].
    pub opposites: Vec<u32>,
    /// Letters that one way of writing a sound has and another lacks.
    unsure: String,
    /// Costs of edits between spellings that write all sounds.
    pub strict: Costs,
    /// Costs of edits between two alphabets.
    pub medium: Costs,
    /// Costs of edits where a script writes no vowels, or syllables alone.
    pub loose: Costs,
    /// By [`Script`], from the alphabets on.
    scripts: Vec<ScriptRules>,
    /// What French and English leave unspoken.
    pub heard: [Replacements; 2],
    /// What spellings sound like.
    pub translit: &'static Translit,
}

static EMBEDDED: LazyLock<Words> = LazyLock::new(|| {
    // The files are part of the program and a test loads them; without them names meet only where their letters do.
    Words::load().unwrap_or_else(|_| Words::empty())
});

impl Words {
    /// Returns the tables that are part of the program; the first call reads them.
    pub fn embedded() -> &'static Words {
        &EMBEDDED
    }

    fn empty() -> Words {
        let none = CostTable::default();
        Words {
            known: HashTable::default(),
            patronymics: Vec::new(),
            last_letters: 0,
            given_endings: Vec::new(),
            family_endings: Vec::new(),
            opposites: Vec::new(),
            unsure: String::new(),
            strict: Costs::of(&none),
            medium: Costs::of(&none),
            loose: Costs::of(&none),
            scripts: Vec::new(),
            heard: Default::default(),
            translit: Translit::embedded(),
        }
    }

    /// Reads the tables.
    ///
    /// # Errors
    /// Where a file does not fit.
    pub fn load() -> Result<Words> {
        let file: File = rules::toml("shared/names.toml")?;
        let mut words = Words::empty();
        (words.strict, words.loose) = (Costs::of(&file.strict), Costs::of(&file.loose));
        words.medium = Costs::between(&words.strict, &words.loose);
        words.add_person_words(&file);
        let Scripts { alphabet, greek, abjad, syllables, han } = file.script;
        words.scripts = [alphabet, greek, abjad, syllables, han].into_iter().map(ScriptRules::new).collect();
        words.add_people(&file.heard_given)?;
        words.add_places(rules::toml("shared/places/words.toml")?);
        words.heard = [Replacements::new(file.heard.fr), Replacements::new(file.heard.en)];
        let last = file.patronymic.endings.iter().filter_map(|ending| ending.bytes().last());
        words.last_letters = last.filter(u8::is_ascii_lowercase).fold(0, |bits, c| bits | 1 << (c - b'a'));
        words.patronymics = file.patronymic.endings;
        words.given_endings = file.gender.given;
        words.family_endings = file.gender.family;
        words.unsure = file.slip.unsure;
        Ok(words)
    }

    fn entry(&mut self, word: &str) -> &mut Known {
        self.known.entry(FoldHash::of(word)).or_default()
    }

    fn add_people(&mut self, heard: &BTreeMap<String, Vec<String>>) -> Result<()> {
        for (path, is_given) in [("shared/people/given.txt", true), ("shared/people/family.txt", false)] {
            for name in rules::text(path)?.lines().filter(|l| !l.starts_with('#')).flat_map(|l| l.split(' ')) {
                let known = self.entry(name);
                known.is_given |= is_given;
                known.is_family |= !is_given;
            }
        }
        let mut classes: BTreeMap<&str, u16> = BTreeMap::new();
        // In each script's way too: what is written `dywyd` there is read `diuid`.
        let own = heard.iter().flat_map(|(class, forms)| forms.iter().map(move |form| (form, class)));
        let heard: Vec<(String, &str)> = own
            .flat_map(|(form, name)| {
                let class = self.translit.given(name).unwrap_or(name);
                let read = self.scripts.iter().map(|rules| rules.after.apply(form));
                std::iter::once(form.clone()).chain(read).map(move |form| (form, class)).collect::<Vec<_>>()
            })
            .collect();
        let heard = heard.iter().map(|(form, class)| (form.as_str(), *class));
        for (form, class) in self.translit.given_forms().chain(heard) {
            let next = classes.len() as u16 + 1;
            let class = *classes.entry(class).or_insert(next);
            let known = self.entry(form);
            known.is_given = true;
            // A form in two classes belongs to the one that lists it; only a class's own name comes after the lists.
            if known.class == 0 {
                known.class = class;
            }
        }
        for family in &self.translit.person.first {
            self.entry(family).stands_first = true;
        }
        Ok(())
    }

    fn add_person_words(&mut self, file: &File) {
        let titles = [
            (&file.titles.male, Some(Gender::Male)),
            (&file.titles.female, Some(Gender::Female)),
            (&file.titles.either, None),
        ];
        for (list, gender) in titles {
            for title in list {
                let known = self.entry(title);
                (known.is_title, known.gender) = (true, gender);
            }
        }
        file.titles.given_too.iter().for_each(|title| self.entry(title).is_given_too = true);
        file.ranks.iter().for_each(|rank| self.entry(rank).is_rank = true);
        for (n, row) in file.suffixes.iter().enumerate() {
            row.iter().for_each(|suffix| self.entry(suffix).suffix = n as u8 + 1);
        }
        file.honours.iter().for_each(|word| self.entry(word).is_honour = true);
        file.particles.all.iter().for_each(|word| self.entry(word).is_particle = true);
        file.particles.opening.iter().for_each(|word| self.entry(word).opens = true);
    }

    fn add_places(&mut self, file: PlaceFile) {
        let rows = file.part.values().map(|forms| (forms, false)).chain(file.sort.values().map(|forms| (forms, true)));
        for (n, (forms, is_sort)) in rows.enumerate() {
            for form in forms {
                let known = self.entry(form);
                // Of two meanings the one that tells places apart.
                if known.part == 0 {
                    (known.part, known.is_sort) = (n as u8 + 1, is_sort);
                }
            }
        }
        file.filler.values().flatten().for_each(|word| self.entry(word).is_filler = true);
        let mut bit = 1u32;
        for sides in file.opposite.values() {
            let mut all = 0;
            for forms in sides.values() {
                forms.iter().for_each(|form| self.entry(form).sides |= bit);
                all |= bit;
                // A test holds that there are bits enough.
                bit = bit.wrapping_shl(1);
            }
            self.opposites.push(all);
        }
    }

    /// Returns whether two words differ as by a slip of the pen and not by a way of writing sounds: two neighbours that changed
    /// places, a letter doubled, or one too many that no such way adds.
    ///
    /// ```
    /// use atodds::names::words::Words;
    /// let words = Words::embedded();
    /// assert!(words.is_slip("morvan", "mrovan") && words.is_slip("lordec", "lordeck") && words.is_slip("vilard", "villard"));
    /// assert!(!words.is_slip("antony", "anthony") && !words.is_slip("kowal", "koval"));
    /// ```
    pub fn is_slip(&self, a: &str, b: &str) -> bool {
        let (short, long) =
            if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
        let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
        let rest = (short.get(same..).unwrap_or_default(), long.get(same..).unwrap_or_default());
        match rest {
            ([w, x, left @ ..], [y, z, right @ ..]) if left == right && w == z && x == y => w != x,
            (left, [letter, right @ ..]) if left == right => {
                let before = same.checked_sub(1).and_then(|at| long.get(at));
                before == Some(letter) || !self.unsure.as_bytes().contains(letter)
            }
            _ => false,
        }
    }

    /// Returns what is known of a folded word.
    pub fn known(&self, word: &str) -> Known {
        self.known.get(&FoldHash::of(word)).copied().unwrap_or_default()
    }

    /// Returns how a script is brought into Latin letters; nothing for Latin itself.
    pub fn script(&self, script: Script) -> Option<&ScriptRules> {
        self.scripts.get((script as usize).checked_sub(1)?)
    }

    /// Returns what edits cost where one of the names is written so.
    pub fn costs(&self, script: Script) -> &Costs {
        match script {
            Script::Latin => &self.strict,
            Script::Alphabet | Script::Greek => &self.medium,
            _ => &self.loose,
        }
    }

    /// Returns whether a word is a name after the father.
    pub fn is_patronymic(&self, word: &str) -> bool {
        // Most words end in none of these letters.
        let ends = |word: &str| word.as_bytes().last().copied();
        let may = ends(word)
            .is_some_and(|letter| letter.is_ascii_lowercase() && self.last_letters & (1 << (letter - b'a')) > 0);
        word.len() > 6 && may && self.patronymics.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Returns whether two given names differ as a woman's and a man's do: `Michèle`, `Michel`.
    pub fn differ_by_gender(&self, a: &str, b: &str) -> bool {
        differ_by(&self.given_endings, a, b)
    }

    /// Returns whether a given name is a woman's form of a man's, both known: `Jeanne`, of `Jean`. A name that is listed with
    /// its forms in other languages is none: it is known by these.
    pub fn is_womans_form(&self, given: &str) -> bool {
        self.known(given).is_given
            && self.translit.given(given).is_none()
            && self.given_endings.iter().any(|(hers, his)| {
                let stem = given.strip_suffix(hers.as_str()).filter(|stem| stem.len() > 1);
                stem.is_some_and(|stem| self.known(&format!("{stem}{his}")).is_given)
            })
    }

    /// Returns whether two family names differ as a woman's and a man's do: `Ivanova`, `Ivanov`.
    pub fn are_of_one_family(&self, a: &str, b: &str) -> bool {
        differ_by(&self.family_endings, a, b)
    }
}

fn differ_by(endings: &[EndingPair], a: &str, b: &str) -> bool {
    let fits = |woman: &str, man: &str| {
        endings.iter().any(|(hers, his)| {
            let stem = woman.strip_suffix(hers.as_str());
            stem.is_some_and(|stem| stem.len() > 1 && man.strip_suffix(his.as_str()) == Some(stem))
        })
    };
    a != b && (fits(a, b) || fits(b, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_load_and_tell_words_apart() {
        let words = Words::load().unwrap();
        assert!(words.known("sophie").is_given && words.known("dupont").is_family);
        assert_eq!(words.known("bill").class, words.known("guillaume").class);
        assert_eq!(words.known("nord").part, words.known("north").part);
        assert!(words.known("republik").is_sort && !words.known("nord").is_sort);
        assert_ne!(words.known("jr").suffix, words.known("sr").suffix);
        assert!(words.differ_by_gender("martine", "martin") && !words.differ_by_gender("paul", "pierre"));
        assert!(words.is_womans_form("jeanne") && !words.is_womans_form("jean") && !words.is_womans_form("alexandre"));
        assert!(words.are_of_one_family("petrov", "petrova"));
        let sides = |word| words.known(word).sides;
        assert!(sides("haute") > 0 && sides("haute") == sides("upper") && sides("haute") != sides("basse"));
        assert_eq!(
            words.opposites.iter().map(|all| all.count_ones()).sum::<u32>(),
            words.opposites.iter().fold(0, |all, one| all | one).count_ones()
        );
    }
}
