//! Roles: which office or function a text gives to whom.
//!
//! In: a text with its sentences, tokens and names. Out: a [`RoleMention`] for each role that stands beside a person's
//! name, before it (`le ministre russe des Affaires étrangères Sergueï Lavrov`) or after it (`Lucie Marty, maire de
//! Florac`). The words are in `rules/<lang>/roles.toml`. Tags are used where the words have them, and not needed.

mod forms;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use serde::Deserialize;

use crate::model::{Analysis, Language, NameKind, Sentence, Span, Upos};
use crate::rules;
use crate::rules::fold::{FoldHash, HashTable, fold};
use crate::rules::gazetteer::Gazetteer;
pub use forms::{RoleForms, forms};

/// A role and who holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleMention {
    /// The role's words as one would put them in a table: `ministre américain de la Défense`; no article before.
    pub span: Span,
    /// The holder's name.
    pub holder: Span,
    /// The word under which the role's forms and synonyms meet (`minister` for ministre, secrétaire d'État).
    pub class: &'static str,
}

/// Finds the roles of a text in its order; the names must be in its sentences already.
pub fn find(text: &str, analysis: &Analysis, lang: Language) -> Vec<RoleMention> {
    let words = RoleWords::of(lang);
    let mut found = Vec::new();
    for sentence in &analysis.sentences {
        if sentence.names.iter().any(|name| name.kind == NameKind::Person) {
            Scene::new(text, sentence, words).find(&mut found);
        }
    }
    found
}

/// Returns the class of a role's words: the English word under which its forms and synonyms meet in both languages.
///
/// Together with the folded rest of the words it tells whether two roles are variants of one.
pub fn class(role: &str, lang: Language) -> Option<&'static str> {
    let words = RoleWords::of(lang);
    let parts: Vec<String> = fold(role).split(' ').map(str::to_owned).collect();
    (0..parts.len()).find_map(|at| {
        (at + 1..=parts.len().min(at + LONGEST_NOUN))
            .rev()
            .find_map(|end| words.nouns.get(&FoldHash::of(&parts[at..end].join(" "))).copied())
    })
}

/// A role's noun has at most so many words.
const LONGEST_NOUN: usize = 5;
/// So many words of the office may stand behind the word for a deputy.
const MOST_BETWEEN: usize = 3;
/// The class of ranks, which stand beside an office.
const RANKS: &str = "officer";
/// So many words tell at most what an office is for.
const MOST_OF_PORTFOLIO: usize = 5;
/// Further words of a role are looked at no farther than this.
const LONGEST_ROLE: usize = 24;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    nouns: BTreeMap<String, Vec<String>>,
    ranks: Ranks,
    modifiers: Modifiers,
}

/// Words that make of an office another.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Ranks {
    deputy: Vec<String>,
    former: Vec<String>,
    acting: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Modifiers {
    before: Vec<String>,
    after: Vec<String>,
    links: Vec<String>,
    towards: Vec<String>,
    articles: Vec<String>,
    joins: Vec<String>,
    stops: Vec<String>,
    suffixes: Vec<String>,
    between: Vec<String>,
    portfolios: Vec<String>,
    gerund: String,
    places: Vec<String>,
    examples: Vec<Example>,
    counter_examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read by the tests alone")]
struct Example {
    text: String,
    role: String,
    holder: String,
}

/// The words of one language, by hash.
#[derive(Debug, Default)]
struct RoleWords {
    nouns: HashTable<&'static str>,
    /// Words that make of an office another, with what that is: who was in it comes before who is next to it.
    ranks: Vec<(String, HashTable<()>)>,
    /// Of the links those that lead to where one is sent.
    towards: HashTable<()>,
    before: HashTable<()>,
    after: HashTable<()>,
    links: HashTable<()>,
    articles: HashTable<()>,
    joins: HashTable<()>,
    stops: HashTable<()>,
    suffixes: HashTable<()>,
    between: HashTable<()>,
    /// Classes of offices before which stands what they are for.
    portfolios: Vec<String>,
    /// How verbs end that name what one is at the head of; empty where none do.
    gerund: String,
    places: HashTable<()>,
    /// Whether modifiers stand before the noun as a rule (English), else after it (French).
    noun_last: bool,
}

impl RoleWords {
    fn of(lang: Language) -> &'static RoleWords {
        static LOADED: Mutex<BTreeMap<Language, &'static RoleWords>> = Mutex::new(BTreeMap::new());
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        // Leaked on purpose: one table for each language, as long as the program.
        loaded.entry(lang).or_insert_with(|| Box::leak(Box::new(RoleWords::load(lang).unwrap_or_default())))
    }

    fn load(lang: Language) -> Result<RoleWords> {
        if !rules::languages().contains(&lang) {
            return Ok(RoleWords::default());
        }
        let file: File = rules::toml(&format!("{}/roles.toml", lang.code()))?;
        let set = |list: &[String]| list.iter().map(|word| (FoldHash::of(word), ())).collect();
        let mut nouns = HashTable::default();
        for (class, forms) in &file.nouns {
            let class: &'static str = Box::leak(class.clone().into_boxed_str());
            for form in forms {
                nouns.entry(FoldHash::of(form)).or_insert(class);
            }
        }
        let m = &file.modifiers;
        Ok(RoleWords {
            nouns,
            ranks: [("former", &file.ranks.former), ("acting", &file.ranks.acting), ("deputy", &file.ranks.deputy)]
                .map(|(rank, list)| (rank.to_owned(), set(list)))
                .into(),
            towards: set(&m.towards),
            before: set(&m.before),
            after: set(&m.after),
            links: set(&m.links),
            articles: set(&m.articles),
            joins: set(&m.joins),
            stops: set(&m.stops),
            suffixes: set(&m.suffixes),
            between: set(&m.between),
            portfolios: m.portfolios.clone(),
            gerund: m.gerund.clone(),
            places: set(&m.places),
            noun_last: lang == Language::EN,
        })
    }
}

/// A sentence with what is looked up once for each token.
struct Scene<'a> {
    text: &'a str,
    sentence: &'a Sentence,
    words: &'static RoleWords,
    hashes: Vec<u64>,
    /// Index of the name that covers a token, and whether it begins there.
    names: Vec<Option<(usize, bool)>>,
}

/// A role's words as tokens `[start, end)`.
#[derive(Clone, Copy)]
struct Phrase {
    start: usize,
    end: usize,
    class: &'static str,
}

impl<'a> Scene<'a> {
    fn new(text: &'a str, sentence: &'a Sentence, words: &'static RoleWords) -> Self {
        let hashes = sentence.tokens.iter().map(|token| FoldHash::of(token.span.of(text))).collect();
        let mut names = vec![None; sentence.tokens.len()];
        let mut at = 0;
        for (n, name) in sentence.names.iter().enumerate() {
            while sentence.tokens.get(at).is_some_and(|token| token.span.end <= name.span.start) {
                at += 1;
            }
            let mut begins = true;
            while sentence.tokens.get(at).is_some_and(|token| token.span.start < name.span.end) {
                names[at] = Some((n, begins));
                begins = false;
                at += 1;
            }
        }
        Scene { text, sentence, words, hashes, names }
    }

    fn word(&self, at: usize) -> &'a str {
        self.sentence.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    fn is(&self, set: &HashTable<()>, at: usize) -> bool {
        self.hashes.get(at).is_some_and(|hash| set.contains_key(hash))
    }

    fn is_capital(&self, at: usize) -> bool {
        self.word(at).chars().next().is_some_and(char::is_uppercase)
    }

    fn is_word(&self, at: usize) -> bool {
        self.word(at).chars().next().is_some_and(char::is_alphabetic)
    }

    /// Returns the token's part of speech where it was tagged.
    fn upos(&self, at: usize) -> Option<Upos> {
        let token = self.sentence.tokens.get(at)?;
        self.sentence.words.get(token.first_word).map(|word| word.upos)
    }

    fn is_person(&self, at: usize) -> bool {
        self.names.get(at).copied().flatten().is_some_and(|(n, _)| self.sentence.names[n].kind == NameKind::Person)
    }

    fn begins_person(&self, at: usize) -> Option<usize> {
        let (n, begins) = self.names.get(at).copied().flatten()?;
        (begins && self.sentence.names[n].kind == NameKind::Person).then_some(n)
    }

    fn is_demonym(&self, at: usize) -> bool {
        self.hashes.get(at).is_some_and(|hash| Gazetteer::embedded().demonym_by_hash(*hash).is_some())
    }

    fn find(&self, found: &mut Vec<RoleMention>) {
        let mut phrases = Vec::new();
        let mut at = 0;
        while at < self.hashes.len() {
            match self.phrase(at, phrases.last().map_or(0, |p: &Phrase| p.end)) {
                Some(phrase) => {
                    at = phrase.end.max(at + 1);
                    phrases.push(phrase);
                }
                None => at += 1,
            }
        }
        for (n, phrase) in phrases.iter().enumerate() {
            // After the name binds first: `Paul Martin, maire de Florac, et Anna Roux`.
            let after = || self.name_after(phrase.end);
            // `In Ashby, chief executive Mary Cole`: where it is, whatever that was taken for.
            let before = self.name_before(phrase.start).filter(|n| !self.is_where(*n) || after().is_none());
            let holder = before.or_else(after).or_else(|| {
                // `le gouverneur de la région, le général Anna Roux`
                let next = phrases.get(n + 1).filter(|next| self.is_rank_beside(phrase, next))?;
                let holder = self.name_after(next.end)?;
                (!self.goes_on_with_another(holder)).then_some(holder)
            });
            let Some(holder) = holder else { continue };
            let tokens = &self.sentence.tokens;
            found.push(RoleMention {
                span: Span::new(tokens[phrase.start].span.start, tokens[phrase.end - 1].span.end),
                holder: self.sentence.names[holder].span,
                class: phrase.class,
            });
        }
    }

    /// Returns whether an office that opens its clause and says of what it is has a rank behind its comma: `le gouverneur de la région, le
    /// général`. "According to the mayor, General …" and "the mayor, the prefect …" are of two.
    fn is_rank_beside(&self, office: &Phrase, rank: &Phrase) -> bool {
        let (end, start) = (office.end, rank.start);
        let is_behind =
            self.word(end) == "," && end < start && (end + 1..start).all(|at| self.is(&self.words.articles, at));
        let lead = (0..office.start).rev().find(|at| !self.is(&self.words.articles, *at));
        let opens = lead.is_none_or(|at| !self.is_word(at) && !self.word(at).starts_with(char::is_numeric));
        is_behind && opens && end - office.start > 2 && rank.class == RANKS
    }

    /// Returns whether another is joined to a name: then an office before it is of someone else.
    fn goes_on_with_another(&self, name: usize) -> bool {
        let behind = self.names.iter().rposition(|at| at.is_some_and(|(n, _)| n == name)).map_or(0, |at| at + 1);
        self.is(&self.words.joins, behind)
    }

    /// Reads a role whose noun begins at `at`; modifiers before it are not sought left of `floor`.
    fn phrase(&self, at: usize, floor: usize) -> Option<Phrase> {
        if self.is_person(at) || !self.is_word(at) {
            return None;
        }
        let mut hash = FoldHash::default();
        let mut noun = None;
        for end in at..(at + LONGEST_NOUN).min(self.hashes.len()) {
            if end > at && (self.begins_person(end).is_some() || !self.is_word(end) && self.word(end) != "-") {
                break;
            }
            hash = hash.then(self.word(end));
            if let Some(class) = self.words.nouns.get(&hash.value()) {
                noun = Some((end + 1, *class));
            }
        }
        // `ex-préfet`, `vice-présidente`
        if noun.is_none() {
            let (prefix, rest) = self.word(at).split_once('-')?;
            if self.words.before.contains_key(&FoldHash::of(prefix)) {
                noun = self.words.nouns.get(&FoldHash::of(rest)).map(|class| (at + 1, *class));
            }
        }
        let (mut end, mut class) = noun?;
        if end == at + 1 && self.goes_before_another(at) {
            return None;
        }
        let mut start = at;
        while start > floor && self.is_modifier_before(start - 1) {
            start -= 1;
        }
        if start == at && self.words.portfolios.iter().any(|of| *of == class) && self.is_capital(at) {
            start = self.portfolio(at, floor);
        }
        // `founder and CEO`
        while self.is(&self.words.joins, end) && self.words.noun_last {
            let Some(second) = self.hashes.get(end + 1).and_then(|hash| self.words.nouns.get(hash)) else { break };
            class = second.min(&class);
            end += 2;
        }
        end = self.after_noun(end);
        Some(Phrase { start, end, class })
    }

    /// Returns where the words begin that tell what an office is for: `Police and Emergency Services Minister`. Places and people are
    /// none, nor is what opens the sentence by chance of its capital alone.
    fn portfolio(&self, at: usize, floor: usize) -> usize {
        let is_part = |n: usize| {
            let kind = self.names[n].map(|(name, _)| self.sentence.names[name].kind);
            // `In July Minister Cole`: what opens a sentence has its capital from that.
            let is_named =
                matches!(self.upos(n), Some(Upos::Noun | Upos::Propn | Upos::Adj)) || self.upos(n).is_none() && n > 0;
            self.is_word(n)
                && self.is_capital(n)
                && is_named
                && !matches!(kind, Some(NameKind::Person | NameKind::Place))
        };
        let is_listed = |n: usize| self.is(&self.words.articles, n) || self.is(&self.words.stops, n);
        let mut start = at;
        while start > floor && at - start < MOST_OF_PORTFOLIO {
            let joined = start >= floor + 2 && self.is(&self.words.joins, start - 1) && is_part(start - 2);
            if joined && start < at {
                start -= 2;
            } else if is_part(start - 1) && !is_listed(start - 1) {
                start -= 1;
            } else {
                break;
            }
        }
        start
    }

    /// Returns whether a noun tells of the office behind it: `deputy prime minister`, `assistant police chief`.
    fn goes_before_another(&self, at: usize) -> bool {
        if !self.words.noun_last || !self.is(&self.words.before, at) {
            return false;
        }
        let is_noun = |n: &usize| {
            let mut hash = FoldHash::default();
            (*n..(*n + LONGEST_NOUN).min(self.hashes.len())).any(|end| {
                hash = hash.then(self.word(end));
                self.words.nouns.contains_key(&hash.value())
            })
        };
        let next =
            (at + 1..self.hashes.len().min(at + 1 + MOST_BETWEEN)).find(|n| is_noun(n) || !self.is_modifier_before(*n));
        next.is_some_and(|n| !self.is_person(n) && is_noun(&n))
    }

    fn is_modifier_before(&self, at: usize) -> bool {
        if self.is_person(at) || !self.is_word(at) {
            return false;
        }
        let is_listed = |word: &str| self.words.before.contains_key(&FoldHash::of(word));
        // `vice-première ministre`
        if self.is(&self.words.before, at)
            || self.word(at).split_once('-').is_some_and(|(rank, rest)| is_listed(rank) && is_listed(rest))
        {
            return true;
        }
        // English sets adjectives of countries and names of offices before: `Russian Foreign Minister`.
        self.words.noun_last
            && (self.is_demonym(at)
                || self.hashes.get(at).is_some_and(|hash| self.words.nouns.contains_key(hash))
                || self.upos(at).is_some_and(|upos| upos == Upos::Noun && !self.is_capital(at)))
    }

    /// Returns where the words after a role's noun end.
    fn after_noun(&self, mut end: usize) -> usize {
        let limit = self.hashes.len().min(end + LONGEST_ROLE);
        loop {
            if end >= limit || self.begins_person(end).is_some() {
                return end;
            }
            if let Some(after) = self.suffix(end) {
                end = after;
            } else if self.is_after_modifier(end) {
                end += 1;
            } else if self.is(&self.words.links, end) && !self.is(&self.words.joins, end) {
                match self.complement(end, limit) {
                    Some(after) => end = after,
                    None => return end,
                }
            } else if self.is(&self.words.joins, end) && self.joins_on(end) {
                end = self.complement(end, limit).unwrap_or(end);
                if self.is(&self.words.joins, end) {
                    return end;
                }
            } else {
                return end;
            }
        }
    }

    fn suffix(&self, at: usize) -> Option<usize> {
        let mut hash = FoldHash::default();
        (at..(at + 4).min(self.hashes.len())).find_map(|end| {
            hash = hash.then(self.word(end));
            self.words.suffixes.contains_key(&hash.value()).then_some(end + 1)
        })
    }

    fn is_after_modifier(&self, at: usize) -> bool {
        self.is(&self.words.after, at) || !self.words.noun_last && self.is_demonym(at) && !self.is_capital(at)
    }

    /// Returns whether what follows `et` or `and` goes on with the role: `de l'Économie et des Finances`.
    fn joins_on(&self, at: usize) -> bool {
        let next = at + 1;
        let linked = self.is(&self.words.links, next) && !self.is(&self.words.joins, next);
        (linked || self.is_capital(next) && self.is_capital(at - 1))
            && self.begins_person(next).is_none()
            && !self.hashes.get(next).is_some_and(|hash| self.words.nouns.contains_key(hash))
    }

    /// Reads a link, articles and the words that the role is for; `None` where there are none.
    fn complement(&self, link: usize, limit: usize) -> Option<usize> {
        let mut at = link + 1;
        while at < limit && (self.is(&self.words.articles, at) || self.is(&self.words.links, at)) {
            at += 1;
        }
        if at >= limit || !self.is_word(at) || self.is_person(at) || self.is(&self.words.stops, at) {
            return None;
        }
        // `head of forecasting`
        let names_work = !self.words.gerund.is_empty() && self.word(at).ends_with(&self.words.gerund);
        if let Some(tag) = self.upos(at).filter(|_| !names_work)
            && matches!(tag, Upos::Verb | Upos::Aux | Upos::Pron | Upos::Adv | Upos::Sconj)
        {
            return None;
        }
        let mut end = at + 1;
        let mut small = usize::from(!self.is_capital(at));
        while end < limit && self.is_word(end) && !self.is_person(end) {
            // A listed or found name is taken whole.
            let in_name = matches!(self.names[end], Some((_, false)));
            let open = !self.is(&self.words.links, end)
                && !self.is(&self.words.joins, end)
                && !self.is(&self.words.stops, end);
            let goes_on = in_name
                || self.is_capital(end)
                || open && self.is_after_modifier(end)
                || open && self.continues_small(end, small);
            if !goes_on {
                break;
            }
            small += usize::from(!in_name && !self.is_capital(end));
            end += 1;
        }
        Some(end)
    }

    fn continues_small(&self, at: usize, small: usize) -> bool {
        match self.upos(at) {
            Some(tag) => matches!(tag, Upos::Noun | Upos::Adj | Upos::Propn) && small < 4,
            // Without tags: English heads come last (`the Kursk region`), so one more small word may follow.
            None => {
                self.words.noun_last && small < 2 && self.is(&self.words.before, at)
                    || Gazetteer::embedded().is_kind_word(self.word(at))
            }
        }
    }

    /// Returns whether a name of one word stands behind a word that tells where something is, at the beginning of the sentence.
    fn is_where(&self, n: usize) -> bool {
        let name = self.sentence.names[n].span;
        let at = self.sentence.tokens.partition_point(|token| token.span.start < name.start);
        let before = at.checked_sub(1).map(|before| self.hashes[before]);
        at == 1
            && !name.of(self.text).contains(char::is_whitespace)
            && before.is_some_and(|hash| self.words.places.contains_key(&hash))
    }

    /// Returns the name that the role from `start` follows: `Lucie Marty, 58 ans, la maire`.
    fn name_before(&self, start: usize) -> Option<usize> {
        let mut at = start;
        let mut commas = 0;
        // Articles, ages and whose it is may stand between: at most so many tokens.
        for _ in 0..9 {
            at = at.checked_sub(1)?;
            if let Some((n, _)) = self.names[at] {
                if self.sentence.names[n].kind == NameKind::Person {
                    return (commas > 0).then_some(n);
                }
                // `Norland's chief executive`: the owner is passed over.
                continue;
            }
            let word = self.word(at);
            match word {
                "," | "(" => commas += 1,
                "'s" | "’s" | "'" | "’" | "-" => {}
                // `the company's chief executive`
                _ if commas == 0 && (word.ends_with("'s") || word.ends_with("’s")) => {}
                _ if word.chars().next().is_some_and(char::is_numeric) => {}
                _ if self.is(&self.words.articles, at) && commas == 0 => {}
                _ if self.is(&self.words.between, at) => {}
                _ => return None,
            }
            if commas > 2 {
                return None;
            }
        }
        None
    }

    /// Returns the name that follows the role: directly, after a title, or after a comma.
    fn name_after(&self, end: usize) -> Option<usize> {
        let mut at = end;
        if self.word(at) == "," {
            at += 1;
        }
        for _ in 0..2 {
            if let Some(n) = self.begins_person(at) {
                return Some(n);
            }
            // A title between: `Chief executive Dr Mary Cole`.
            let title = self.word(at);
            if title.chars().count() > 4 || !self.is_capital(at) {
                return None;
            }
            at += 1;
            if self.word(at) == "." {
                at += 1;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{names, segment};
    use proptest::prelude::*;

    fn roles(text: &str, lang: Language) -> Vec<(String, String)> {
        let mut analysis = segment(text, lang);
        names::annotate(text, &mut analysis, lang);
        find(text, &analysis, lang)
            .iter()
            .map(|role| (role.span.of(text).to_owned(), role.holder.of(text).to_owned()))
            .collect()
    }

    #[test]
    fn the_rules_own_examples_hold() {
        for lang in [Language::FR, Language::EN] {
            let file: File = rules::toml(&format!("{}/roles.toml", lang.code())).unwrap();
            assert!(!file.modifiers.examples.is_empty() && !file.modifiers.counter_examples.is_empty());
            for example in &file.modifiers.examples {
                let expected = vec![(example.role.clone(), example.holder.clone())];
                assert_eq!(roles(&example.text, lang), expected, "{}", example.text);
            }
            for text in &file.modifiers.counter_examples {
                assert_eq!(roles(text, lang), vec![], "{text}");
            }
        }
    }

    #[test]
    fn an_office_and_a_rank_are_both_of_whom_they_stand_before() {
        let both = |text: &str, lang| {
            let found = roles(text, lang);
            assert!(found.iter().all(|(_, holder)| holder == "Anna Roux"), "{found:?}");
            found.into_iter().map(|(role, _)| role).collect::<Vec<_>>()
        };
        assert_eq!(
            both("Le gouverneur de la région, le général Anna Roux, a parlé.", Language::FR),
            ["gouverneur de la région", "général"]
        );
        assert_eq!(
            both("The chief of the general staff, General Anna Roux, spoke.", Language::EN),
            ["chief of the general staff", "General"]
        );
        assert_eq!(both("Selon le gouverneur de la région, le général Anna Roux a menti.", Language::FR), ["général"]);
        assert_eq!(both("Le maire, le général Anna Roux et d'autres ont parlé.", Language::FR), ["général"]);
        // What is joined otherwise is of two.
        assert_eq!(both("Le maire et le général Anna Roux ont parlé.", Language::FR), ["général"]);
    }

    #[test]
    fn classes_meet_across_languages() {
        assert_eq!(class("procureure de Nîmes", Language::FR), Some("prosecutor"));
        assert_eq!(class("public prosecutor", Language::EN), Some("prosecutor"));
        assert_eq!(class("table", Language::EN), None);
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text(text in "(le |la |maire |de |ministre |Paul Martin |Lyon |, |chief |president |of |the |\\PC{0,3}){0,12}") {
            for lang in [Language::FR, Language::EN] {
                let mut analysis = segment(&text, lang);
                names::annotate(&text, &mut analysis, lang);
                for role in find(&text, &analysis, lang) {
                    prop_assert!(!role.span.of(&text).is_empty());
                    prop_assert!(!role.span.overlaps(&role.holder));
                }
            }
        }
    }
}
