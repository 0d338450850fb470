//! What the recogniser of numbers knows of one language: number words, bounds, units, counted nouns.
//!
//! In: `rules/<language>/{numbers,bounds,units,counted,words}.toml`. Out: tables over the numbers of one [`Lexicon`].

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use anyhow::{Context, Result, bail};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::lexicon::{Class, FastMap, Lexicon, WordId};
use super::phrases::{Phrases, split};
use super::units::{Currency, Units, hundredth};
use crate::model::{Bound, Language};

/// The files of a language, beside which `examples` and `counter_examples` are asked for.
pub const FILES: [&str; 5] = ["numbers", "bounds", "units", "counted", "words"];

/// How a number word joins with its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberWord {
    /// zero
    Zero,
    /// one to nine
    Unit(u8),
    /// ten to nineteen
    Teen(u8),
    /// twenty, thirty … and whether they go on to nineteen
    Tens(u8, bool),
    /// hundred
    Hundred,
    /// a power of ten from a thousand on
    Magnitude(u8),
}

/// A part that a word plays in the grammar of numbers; several may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
#[allow(missing_docs, reason = "the keys of numbers.toml and words.toml, explained there")]
pub enum Role {
    And = 1,
    Point = 1 << 1,
    Minus = 1 << 2,
    Article = 1 << 3,
    Half = 1 << 4,
    Several = 1 << 5,
    Some = 1 << 6,
    Of = 1 << 7,
    CollectiveModifier = 1 << 8,
    RangeDash = 1 << 9,
    From = 1 << 10,
    Between = 1 << 11,
    BetweenAnd = 1 << 12,
    Or = 1 << 13,
    Versus = 1 << 14,
    Lone = 1 << 15,
    Part = 1 << 16,
    One = 1 << 17,
    Casualty = 1 << 18,
    Per = 1 << 19,
    But = 1 << 20,
    Over = 1 << 21,
}

/// A word for about so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collective {
    /// What one of it is worth.
    pub value: Decimal,
    /// Its lower edge where it is a vague plural.
    pub low: Decimal,
    /// It is in the plural.
    pub plural: bool,
    /// One of it is exact: a dozen.
    pub exact: bool,
}

/// All that is known of one word as a part of numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// As a cardinal.
    pub number: Option<NumberWord>,
    /// As a denominator; 0 is none.
    pub denominator: u32,
    /// As an ordinal; 0 is none.
    pub ordinal: u16,
    /// As a collective.
    pub collective: Option<Collective>,
    /// Lower edge where it is a magnitude without a number before it.
    pub vague: Option<Decimal>,
    roles: u32,
}

impl Facts {
    /// Returns whether the word plays a part.
    pub fn is(&self, role: Role) -> bool {
        self.roles & role as u32 != 0
    }
}

/// A short form of a magnitude after digits: `M`, `bn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// Power of ten.
    pub power: u8,
    /// Needs a currency or a counted noun beside it.
    pub money: bool,
    /// Needs a currency beside it.
    pub currency: bool,
}

/// What a bound's words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoundRule {
    /// The bound.
    pub bound: Bound,
    /// An adverb may stand between the words and the figure.
    pub loose: bool,
    /// The bound under a negation.
    pub negated: Option<Bound>,
    /// With a length of time the words mean something else.
    pub not_durations: bool,
}

/// A phrase that is a whole quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// `nobody`
    Nobody,
    /// `personne` before a negation.
    NobodyNegated,
    /// `no`, `aucun`, before what befalls people.
    No,
    /// An age within ten years: `octogénaire`.
    Decade(u8),
}

/// What a unit's words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitRule {
    /// Index in [`Units`].
    Measure(u16),
    /// Index in [`QuantityRules::currencies`]; whether it is a hundredth.
    Money(u16, bool),
    /// Per cent.
    Percent,
    /// Percentage points.
    Points,
    /// Per mille.
    Permille,
}

/// What a counted noun is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NounRule {
    /// Index in [`QuantityRules::nouns`].
    pub noun: u16,
    /// It counts only right after a number (`tués`, `missing`).
    pub after_only: bool,
    /// It is in the plural, and so no mere description of another noun.
    pub plural: bool,
}

/// The tables of one language.
#[derive(Debug, Default)]
pub struct QuantityRules {
    /// Its words.
    pub lexicon: Lexicon,
    facts: Vec<Facts>,
    pairs: FastMap<(WordId, WordId), NumberWord>,
    short: FastMap<String, Short>,
    /// `et`, joined to tens with these only.
    pub and_after_tens: Vec<u8>,
    /// `sur`, `out of`
    pub out_of: Phrases<()>,
    /// The word for minus is also one of bounds: it needs a temperature or share after it.
    pub minus_needs_unit: bool,
    /// How many words may stand between `un` and `sur trois`.
    pub out_of_gap: usize,
    /// `à`, `up to`
    pub range_to: Phrases<()>,
    /// Bounds before a figure, their words reversed.
    pub bounds_before: Phrases<BoundRule>,
    /// Bounds after a figure.
    pub bounds_after: Phrases<BoundRule>,
    /// Units in words.
    pub units: Phrases<UnitRule>,
    /// Currencies that [`UnitRule::Money`] points to.
    pub currencies: Vec<Currency>,
    /// Phrases that are whole quantities.
    pub special: Phrases<Special>,
    special_first: Vec<bool>,
    /// Counted nouns.
    pub counted: Phrases<NounRule>,
    /// Names of counted nouns, singular, English.
    pub nouns: Vec<String>,
    ordinal_endings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumbersFile {
    decimal_comma: bool,
    elides: bool,
    zero: Vec<String>,
    units: BTreeMap<String, u8>,
    teens: BTreeMap<String, u8>,
    tens: BTreeMap<String, u8>,
    tens_with_teens: Vec<u8>,
    hundred: Vec<String>,
    magnitudes: BTreeMap<String, u8>,
    short: Vec<ShortRow>,
    and: Vec<String>,
    and_after_tens: Vec<u8>,
    point: Vec<String>,
    minus: Vec<String>,
    minus_needs_unit: bool,
    articles: Vec<String>,
    half: Vec<String>,
    denominators: BTreeMap<String, u32>,
    lone: Vec<String>,
    parts: Vec<String>,
    ordinals: BTreeMap<String, u16>,
    ordinal_endings: Vec<String>,
    collectives: Vec<CollectiveRow>,
    vague_magnitudes: BTreeMap<String, i64>,
    several: Vec<String>,
    some: Vec<String>,
    collective_modifiers: Vec<String>,
    of: Vec<String>,
    out_of: Vec<String>,
    out_of_gap: usize,
    #[serde(rename = "examples")]
    _examples: toml::Value,
    #[serde(rename = "counter_examples")]
    _counter_examples: toml::Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShortRow {
    form: String,
    power: u8,
    #[serde(default)]
    money: bool,
    #[serde(default)]
    currency: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CollectiveRow {
    one: Option<String>,
    many: Option<String>,
    value: Option<i64>,
    low: Option<i64>,
    #[serde(default)]
    exact: bool,
}

#[derive(Deserialize)]
struct BoundsFile {
    bound: Vec<BoundRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundRow {
    bound: Bound,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    loose: bool,
    negated: Option<Bound>,
    #[serde(default)]
    not_durations: bool,
}

#[derive(Deserialize)]
struct UnitsFile {
    percent: Vec<String>,
    points: Vec<String>,
    permille: Vec<String>,
    measures: BTreeMap<String, Vec<String>>,
    money: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct CountedFile {
    nouns: BTreeMap<String, Vec<String>>,
    after: BTreeMap<String, Vec<String>>,
    participles: BTreeMap<String, Vec<String>>,
    casualties: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    irregular_plurals: Vec<String>,
    none: NoneRow,
    decades: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoneRow {
    nobody: Vec<String>,
    nobody_negated: Vec<String>,
    no: Vec<String>,
}

#[derive(Deserialize)]
struct WordsFile {
    range_dash: Vec<String>,
    range_to: Vec<String>,
    from: Vec<String>,
    between: Vec<String>,
    between_and: Vec<String>,
    or: Vec<String>,
    versus: Vec<String>,
    per: Vec<String>,
    but: Vec<String>,
    over: Vec<String>,
    classes: BTreeMap<String, Vec<String>>,
}

impl QuantityRules {
    /// Returns the embedded tables of a language, or `None` where it has none.
    ///
    /// # Panics
    /// Never: the embedded files are read by a test.
    pub fn embedded(language: Language) -> Option<&'static QuantityRules> {
        static LOADED: OnceLock<Mutex<BTreeMap<Language, Option<&'static QuantityRules>>>> = OnceLock::new();
        let loaded = LOADED.get_or_init(Mutex::default);
        let mut loaded = loaded.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *loaded.entry(language).or_insert_with(|| {
            super::text(&format!("{language}/numbers.toml")).ok()?;
            #[allow(clippy::expect_used, reason = "the embedded files are fixed at build time, and a test loads them")]
            let rules = QuantityRules::load(language).expect("the rules files of numbers are sound");
            // Once a language and process: the tables live as long as the program.
            Some(&*Box::leak(Box::new(rules)))
        })
    }

    /// Reads the embedded files of a language.
    ///
    /// # Errors
    /// Where one is missing or does not fit; the message names the file and the entry.
    pub fn load(language: Language) -> Result<QuantityRules> {
        let file: NumbersFile = super::toml(&format!("{language}/numbers.toml"))?;
        let mut rules = QuantityRules { lexicon: Lexicon::new(file.elides, file.decimal_comma), ..Default::default() };
        rules.add_numbers(file)?;
        rules.add_words(super::toml(&format!("{language}/words.toml"))?)?;
        rules.add_bounds(super::toml(&format!("{language}/bounds.toml"))?);
        rules.add_units(super::toml(&format!("{language}/units.toml"))?, language)?;
        rules.add_counted(super::toml(&format!("{language}/counted.toml"))?, language)?;
        rules.facts.resize(rules.lexicon.len(), Facts::default());
        Ok(rules)
    }

    /// Returns what is known of a word as a part of numbers.
    pub fn facts(&self, word: WordId) -> &Facts {
        // Index 0, the unknown word, has empty facts.
        self.facts.get(word.index()).unwrap_or(&self.facts[0])
    }

    /// Returns the number word that two words make: `quatre vingt`.
    pub fn pair(&self, first: WordId, second: WordId) -> Option<NumberWord> {
        if first == WordId::NONE || second == WordId::NONE {
            return None;
        }
        self.pairs.get(&(first, second)).copied()
    }

    /// Returns whether a special phrase may start with a word.
    pub fn is_special(&self, word: WordId) -> bool {
        self.special_first.get(word.index()).copied().unwrap_or(false)
    }

    /// Returns the magnitude of a short form, as written.
    pub fn short(&self, written: &str) -> Option<Short> {
        if written.len() > 4 { None } else { self.short.get(written).copied() }
    }

    /// Returns whether `written` after digits makes an ordinal.
    pub fn is_ordinal_ending(&self, written: &str) -> bool {
        written.len() <= 6 && self.ordinal_endings.iter().any(|e| e == written)
    }

    fn word(&mut self, word: &str) -> &mut Facts {
        let id = self.lexicon.add(word);
        if self.facts.len() <= id.index() {
            self.facts.resize(id.index() + 1, Facts::default());
        }
        &mut self.facts[id.index()]
    }

    fn roles(&mut self, words: &[String], role: Role) {
        for word in words {
            self.word(word).roles |= role as u32;
        }
    }

    fn number(&mut self, word: &str, number: NumberWord) {
        for word in [word.to_owned(), without_accents(word)] {
            match *split(&word, self.lexicon.elides()).as_slice() {
                [single] => self.word(single).number = Some(number),
                [first, second] => {
                    let key = (self.lexicon.add(first), self.lexicon.add(second));
                    self.pairs.insert(key, number);
                }
                _ => {}
            }
        }
    }

    fn add_numbers(&mut self, file: NumbersFile) -> Result<()> {
        self.facts.resize(1, Facts::default());
        for word in &file.zero {
            self.number(word, NumberWord::Zero);
        }
        for (word, value) in &file.units {
            self.number(word, NumberWord::Unit(*value));
            if *value == 1 {
                self.word(word).roles |= Role::One as u32;
            }
        }
        for (word, value) in &file.teens {
            self.number(word, NumberWord::Teen(*value));
        }
        for (word, value) in &file.tens {
            self.number(word, NumberWord::Tens(*value, file.tens_with_teens.contains(value)));
        }
        for word in &file.hundred {
            self.number(word, NumberWord::Hundred);
        }
        for (word, power) in &file.magnitudes {
            self.number(word, NumberWord::Magnitude(*power));
        }
        for row in file.short {
            let short = Short { power: row.power, money: row.money, currency: row.currency };
            self.short.insert(row.form, short);
        }
        for (words, role) in [
            (&file.and, Role::And),
            (&file.point, Role::Point),
            (&file.minus, Role::Minus),
            (&file.articles, Role::Article),
            (&file.half, Role::Half),
            (&file.several, Role::Several),
            (&file.some, Role::Some),
            (&file.of, Role::Of),
            (&file.collective_modifiers, Role::CollectiveModifier),
            (&file.lone, Role::Lone),
            (&file.parts, Role::Part),
        ] {
            self.roles(words, role);
        }
        for (word, value) in &file.denominators {
            for word in [word.clone(), without_accents(word)] {
                self.word(&word).denominator = *value;
            }
        }
        for (word, value) in &file.ordinals {
            for word in [word.clone(), without_accents(word)] {
                self.word(&word).ordinal = *value;
            }
        }
        for row in &file.collectives {
            let value = Decimal::from(row.value.unwrap_or(0));
            let low = row.low.map_or(value * Decimal::TWO, Decimal::from);
            for (word, plural) in [(&row.one, false), (&row.many, true)] {
                if let Some(word) = word {
                    self.word(word).collective = Some(Collective { value, low, plural, exact: row.exact });
                }
            }
        }
        for (word, low) in &file.vague_magnitudes {
            self.word(word).vague = Some(Decimal::from(*low));
        }
        for phrase in &file.out_of {
            self.out_of.insert_text(&mut self.lexicon, phrase, (), false);
        }
        self.out_of_gap = file.out_of_gap;
        self.minus_needs_unit = file.minus_needs_unit;
        self.and_after_tens = file.and_after_tens;
        self.ordinal_endings = file.ordinal_endings;
        Ok(())
    }

    fn add_words(&mut self, file: WordsFile) -> Result<()> {
        for (words, role) in [
            (&file.range_dash, Role::RangeDash),
            (&file.from, Role::From),
            (&file.between, Role::Between),
            (&file.between_and, Role::BetweenAnd),
            (&file.or, Role::Or),
            (&file.versus, Role::Versus),
            (&file.per, Role::Per),
            (&file.but, Role::But),
            (&file.over, Role::Over),
        ] {
            self.roles(words, role);
        }
        for phrase in &file.range_to {
            self.range_to.insert_text(&mut self.lexicon, phrase, (), false);
        }
        for (name, words) in &file.classes {
            let class = class(name).with_context(|| format!("words.toml: no class {name:?}"))?;
            for word in words {
                let id = self.lexicon.add(word);
                self.lexicon.classify(id, class);
            }
        }
        Ok(())
    }

    fn add_bounds(&mut self, file: BoundsFile) {
        for row in file.bound {
            let rule = BoundRule {
                bound: row.bound,
                loose: row.loose,
                negated: row.negated,
                not_durations: row.not_durations,
            };
            for phrase in &row.before {
                self.bounds_before.insert_text(&mut self.lexicon, phrase, rule, true);
            }
            for phrase in &row.after {
                self.bounds_after.insert_text(&mut self.lexicon, phrase, rule, false);
            }
        }
    }

    fn add_units(&mut self, file: UnitsFile, language: Language) -> Result<()> {
        let units = Units::embedded();
        for (words, rule) in
            [(&file.percent, UnitRule::Percent), (&file.points, UnitRule::Points), (&file.permille, UnitRule::Permille)]
        {
            for word in words {
                self.units.insert_text(&mut self.lexicon, word, rule, false);
            }
        }
        for (symbol, words) in &file.measures {
            let Some(unit) = units.index(symbol) else {
                bail!("rules/{language}/units.toml: {symbol} is no unit of rules/shared/units.toml");
            };
            for form in words.iter().flat_map(|w| forms(w, language)) {
                self.units.insert_text(&mut self.lexicon, &form, UnitRule::Measure(unit), false);
            }
        }
        for (code, words) in &file.money {
            let (name, hundredth) = hundredth(code);
            let currency = if name.bytes().all(|b| b.is_ascii_uppercase()) {
                Currency::Code(name.to_owned())
            } else {
                Currency::ByCountry(name.to_owned())
            };
            let index = self.currencies.len() as u16;
            self.currencies.push(currency);
            for form in words.iter().flat_map(|w| forms(w, language)) {
                self.units.insert_text(&mut self.lexicon, &form, UnitRule::Money(index, hundredth), false);
            }
        }
        Ok(())
    }

    fn add_counted(&mut self, file: CountedFile, language: Language) -> Result<()> {
        for (name, words) in class_words(language)? {
            self.nouns.push(name);
            let noun = (self.nouns.len() - 1) as u16;
            for word in &words {
                for (n, form) in forms(word, language).iter().enumerate() {
                    let plural = n > 0 || file.irregular_plurals.contains(form);
                    self.counted.insert_text(&mut self.lexicon, form, NounRule { noun, after_only: false, plural }, false);
                }
            }
        }
        let specials = [
            (file.none.nobody, Special::Nobody),
            (file.none.nobody_negated, Special::NobodyNegated),
            (file.none.no, Special::No),
        ];
        let decades = file.decades.into_iter().filter_map(|(low, words)| Some((words, Special::Decade(low.parse().ok()?))));
        for (words, special) in specials.into_iter().chain(decades) {
            for word in words {
                self.special.insert_text(&mut self.lexicon, &word, special, false);
                let first = split(&word, self.lexicon.elides()).first().map(|w| self.lexicon.add(w));
                if let Some(first) = first {
                    if self.special_first.len() <= first.index() {
                        self.special_first.resize(first.index() + 1, false);
                    }
                    self.special_first[first.index()] = true;
                }
            }
        }
        let casualties = file.casualties.into_values().flatten();
        for form in casualties.flat_map(|w| forms(&w, language)) {
            self.word(&form).roles |= Role::Casualty as u32;
        }
        for (group, after_only) in [(file.nouns, false), (file.participles, true), (file.after, true)] {
            for (name, words) in group {
                let noun = match self.nouns.iter().position(|n| *n == name) {
                    Some(at) => at as u16,
                    None => {
                        self.nouns.push(name);
                        (self.nouns.len() - 1) as u16
                    }
                };
                for word in &words {
                    let all = if after_only && word.ends_with(['é', 'i', 'u']) {
                        [format!("{word}"), format!("{word}e"), format!("{word}s"), format!("{word}es")].to_vec()
                    } else {
                        forms(word, language)
                    };
                    for (n, form) in all.iter().enumerate() {
                        let plural = n > 0 || file.irregular_plurals.contains(form);
                        self.counted.insert_text(&mut self.lexicon, form, NounRule { noun, after_only, plural }, false);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Returns the nouns of `rules/shared/classes.toml` in a language, by class: persons first.
fn class_words(language: Language) -> Result<Vec<(String, Vec<String>)>> {
    #[derive(Deserialize)]
    struct File {
        person_noun: Vec<Row>,
        noun: Vec<Row>,
    }
    #[derive(Deserialize)]
    struct Row {
        class: String,
        #[serde(flatten)]
        words: BTreeMap<String, Vec<String>>,
    }
    let file: File = super::toml("shared/classes.toml")?;
    let rows = file.person_noun.into_iter().chain(file.noun);
    Ok(rows.map(|mut row| (row.class, row.words.remove(language.code()).unwrap_or_default())).collect())
}

fn class(name: &str) -> Option<Class> {
    Some(match name {
        "Month" => Class::Month,
        "Abbreviation" => Class::Abbreviation,
        "Modifier" => Class::Modifier,
        "Function" => Class::Function,
        "Adverb" => Class::Adverb,
        "Change" => Class::Change,
        "Human" => Class::Human,
        "Contest" => Class::Contest,
        "Label" => Class::Label,
        "Title" => Class::Title,
        "Negation" => Class::Negation,
        "AfterFraction" => Class::AfterFraction,
        "Lasting" => Class::Lasting,
        "Dimension" => Class::Dimension,
        "ClockWord" => Class::ClockWord,
        "Pound" => Class::Pound,
        "MoneyWord" => Class::MoneyWord,
        "Street" => Class::Street,
        "Old" => Class::Old,
        "Aged" => Class::Aged,
        "Auxiliary" => Class::Auxiliary,
        "NewWord" => Class::NewWord,
        "VoteWord" => Class::VoteWord,
        _ => return None,
    })
}

/// Returns a noun with its regular plurals. In French every word of a phrase may take the plural, in English the last.
fn forms(word: &str, language: Language) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    if language == Language::FR {
        let plural: Vec<String> = word.split(' ').map(french_plural).collect();
        out.push(plural.join(" "));
        if let Some((first, rest)) = word.split_once(' ') {
            out.push(format!("{} {rest}", french_plural(first)));
        }
    } else {
        let (head, last) = word.rsplit_once(' ').map_or(("", word), |(h, l)| (h, l));
        let space = if head.is_empty() { "" } else { " " };
        out.push(format!("{head}{space}{}", english_plural(last)));
    }
    out.dedup();
    out
}

fn french_plural(word: &str) -> String {
    if word.ends_with(['s', 'x', 'z', '%', '$']) || word.is_empty() {
        word.to_owned()
    } else if let Some(stem) = word.strip_suffix("al") {
        format!("{stem}aux")
    } else if word.ends_with("au") || word.ends_with("eu") {
        format!("{word}x")
    } else {
        format!("{word}s")
    }
}

fn english_plural(word: &str) -> String {
    if word.ends_with(|c: char| !c.is_alphabetic()) || word.is_empty() {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix('y') {
        if !stem.ends_with(['a', 'e', 'o', 'u']) {
            return format!("{stem}ies");
        }
    }
    if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") {
        return format!("{word}es");
    }
    format!("{word}s")
}

fn without_accents(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    word.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_with_numbers_loads() {
        for language in [Language::FR, Language::EN] {
            let rules = QuantityRules::load(language).unwrap();
            assert!(rules.lexicon.len() > 500, "{language}");
        }
    }

    #[test]
    fn plurals_are_made() {
        assert_eq!(forms("hôpital", Language::FR), ["hôpital", "hôpitaux"]);
        assert_eq!(forms("chef d'accusation", Language::FR)[2], "chefs d'accusation");
        assert_eq!(forms("storage tank", Language::EN), ["storage tank", "storage tanks"]);
        assert_eq!(forms("body", Language::EN)[1], "bodies");
    }
}
