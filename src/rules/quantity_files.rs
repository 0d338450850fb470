//! The rules files of numbers as they are written, and how their rows go into the tables of [`QuantityRules`].

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::lexicon::Class;
use super::phrases::split;
use super::quantity::{
    BoundRule, Collective, Facts, NounRule, NumberWord, QuantityRules, Role, Short, Special, UnitRule,
};
use super::units::{Currency, Units, hundredth};
use crate::model::{Bound, Language};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NumbersFile {
    pub(super) decimal_comma: bool,
    pub(super) elides: bool,
    pub(super) zero: Vec<String>,
    pub(super) units: BTreeMap<String, u8>,
    pub(super) teens: BTreeMap<String, u8>,
    pub(super) tens: BTreeMap<String, u8>,
    pub(super) tens_with_teens: Vec<u8>,
    pub(super) hundred: Vec<String>,
    pub(super) magnitudes: BTreeMap<String, u8>,
    pub(super) short: Vec<ShortRow>,
    pub(super) and: Vec<String>,
    pub(super) and_after_tens: Vec<u8>,
    #[serde(default)]
    pub(super) group_sign: Vec<String>,
    pub(super) point: Vec<String>,
    pub(super) minus: Vec<String>,
    pub(super) minus_needs_unit: bool,
    pub(super) articles: Vec<String>,
    pub(super) half: Vec<String>,
    pub(super) denominators: BTreeMap<String, u32>,
    pub(super) lone: Vec<String>,
    pub(super) parts: Vec<String>,
    pub(super) ordinals: BTreeMap<String, u32>,
    pub(super) ordinal_endings: Vec<String>,
    pub(super) collectives: Vec<CollectiveRow>,
    pub(super) vague_magnitudes: BTreeMap<String, i64>,
    pub(super) several: Vec<String>,
    pub(super) some: Vec<String>,
    pub(super) collective_modifiers: Vec<String>,
    pub(super) of: Vec<String>,
    pub(super) out_of: Vec<String>,
    pub(super) out_of_gap: usize,
    #[serde(rename = "examples")]
    pub(super) _examples: toml::Value,
    #[serde(rename = "counter_examples")]
    pub(super) _counter_examples: toml::Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShortRow {
    pub(super) form: String,
    pub(super) power: u8,
    #[serde(default)]
    pub(super) money: bool,
    #[serde(default)]
    pub(super) currency: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CollectiveRow {
    pub(super) one: Option<String>,
    pub(super) many: Option<String>,
    pub(super) value: Option<i64>,
    pub(super) low: Option<i64>,
    #[serde(default)]
    pub(super) exact: bool,
}

#[derive(Deserialize)]
pub(super) struct BoundsFile {
    pub(super) bound: Vec<BoundRow>,
    pub(super) or_equal: Vec<String>,
    pub(super) margin: Vec<String>,
    pub(super) margin_end: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BoundRow {
    pub(super) bound: Bound,
    #[serde(default)]
    pub(super) before: Vec<String>,
    #[serde(default)]
    pub(super) after: Vec<String>,
    #[serde(default)]
    pub(super) loose: bool,
    pub(super) negated: Option<Bound>,
    #[serde(default)]
    pub(super) not_durations: bool,
}

#[derive(Deserialize)]
pub(super) struct UnitsFile {
    pub(super) percent: Vec<String>,
    pub(super) points: Vec<String>,
    pub(super) permille: Vec<String>,
    pub(super) measures: BTreeMap<String, Vec<String>>,
    pub(super) money: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) named: Vec<NamedRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamedRow {
    pub(super) words: Vec<String>,
    pub(super) value: i32,
    pub(super) unit: String,
}

#[derive(Deserialize)]
pub(super) struct CountedFile {
    pub(super) nouns: BTreeMap<String, Vec<String>>,
    pub(super) after: BTreeMap<String, Vec<String>>,
    pub(super) participles: BTreeMap<String, Vec<String>>,
    pub(super) casualties: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) irregular_plurals: Vec<String>,
    pub(super) none: NoneRow,
    pub(super) decades: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoneRow {
    pub(super) nobody: Vec<String>,
    pub(super) nobody_negated: Vec<String>,
    pub(super) no: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct WordsFile {
    pub(super) range_dash: Vec<String>,
    pub(super) range_to: Vec<String>,
    pub(super) from: Vec<String>,
    pub(super) between: Vec<String>,
    pub(super) between_and: Vec<String>,
    pub(super) or: Vec<String>,
    pub(super) versus: Vec<String>,
    pub(super) per: Vec<String>,
    pub(super) but: Vec<String>,
    pub(super) over: Vec<String>,
    pub(super) idioms: Vec<String>,
    pub(super) classes: BTreeMap<Class, Vec<String>>,
}

impl QuantityRules {
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

    pub(super) fn add_numbers(&mut self, file: NumbersFile) -> Result<()> {
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
            (&file.group_sign, Role::GroupSign),
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

    pub(super) fn add_words(&mut self, file: WordsFile) -> Result<()> {
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
        for phrase in &file.idioms {
            self.add_special(phrase, Special::Idiom);
        }
        for phrase in &file.range_to {
            self.range_to.insert_text(&mut self.lexicon, phrase, (), false);
        }
        for (class, words) in &file.classes {
            for word in words {
                let id = self.lexicon.add(word);
                self.lexicon.classify(id, *class);
            }
        }
        Ok(())
    }

    fn add_special(&mut self, phrase: &str, special: Special) {
        self.special.insert_text(&mut self.lexicon, phrase, special, false);
        let Some(first) = split(phrase, self.lexicon.elides()).first().map(|w| self.lexicon.add(w)) else { return };
        if self.special_first.len() <= first.index() {
            self.special_first.resize(first.index() + 1, false);
        }
        self.special_first[first.index()] = true;
    }

    pub(super) fn add_bounds(&mut self, file: BoundsFile) {
        for phrase in &file.or_equal {
            self.or_equal.insert_text(&mut self.lexicon, phrase, (), false);
        }
        for phrase in &file.margin {
            self.margin.insert_text(&mut self.lexicon, phrase, (), false);
        }
        for phrase in &file.margin_end {
            self.margin_end.insert_text(&mut self.lexicon, phrase, (), false);
        }
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

    pub(super) fn add_units(&mut self, file: UnitsFile, language: Language) -> Result<()> {
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
        for row in &file.named {
            let Some(unit) = units.index(&row.unit) else {
                bail!("rules/{language}/units.toml: {} is no unit of rules/shared/units.toml", row.unit);
            };
            for words in &row.words {
                self.add_special(words, Special::Named(row.value, unit));
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

    pub(super) fn add_counted(&mut self, file: CountedFile, language: Language) -> Result<()> {
        let (classes, persons) = class_words(language)?;
        self.persons = persons as u16;
        for (name, words) in classes {
            self.nouns.push(name);
            let noun = (self.nouns.len() - 1) as u16;
            for word in &words {
                for (n, form) in forms(word, language).iter().enumerate() {
                    let plural = n > 0 || file.irregular_plurals.contains(form);
                    self.counted.insert_text(
                        &mut self.lexicon,
                        form,
                        NounRule { noun, after_only: false, plural },
                        false,
                    );
                }
            }
        }
        let specials = [
            (file.none.nobody, Special::Nobody),
            (file.none.nobody_negated, Special::NobodyNegated),
            (file.none.no, Special::No),
        ];
        let decades =
            file.decades.into_iter().filter_map(|(low, words)| Some((words, Special::Decade(low.parse().ok()?))));
        for (words, special) in specials.into_iter().chain(decades) {
            for word in words {
                self.add_special(&word, special);
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
                        [word.to_string(), format!("{word}e"), format!("{word}s"), format!("{word}es")].to_vec()
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

/// A class and its words in a language.
type ClassWords = Vec<(String, Vec<String>)>;

/// Returns the nouns of `rules/shared/classes.toml` in a language, by class: persons first, and how many classes they are.
fn class_words(language: Language) -> Result<(ClassWords, usize)> {
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
    let persons = file.person_noun.len();
    let rows = file.person_noun.into_iter().chain(file.noun);
    Ok((rows.map(|mut row| (row.class, row.words.remove(language.code()).unwrap_or_default())).collect(), persons))
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
    if let Some(stem) = word.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'o', 'u'])
    {
        return format!("{stem}ies");
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
    fn plurals_are_made() {
        assert_eq!(forms("hôpital", Language::FR), ["hôpital", "hôpitaux"]);
        assert_eq!(forms("chef d'accusation", Language::FR)[2], "chefs d'accusation");
        assert_eq!(forms("storage tank", Language::EN), ["storage tank", "storage tanks"]);
        assert_eq!(forms("body", Language::EN)[1], "bodies");
    }
}
