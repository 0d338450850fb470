//! Links the names of one document: short forms to full ones, acronyms to what they stand for.
//!
//! In: a text whose sentences have their names. Out: each thing or person named, once, with all its mentions. It goes by
//! the names alone; who is meant by a pronoun or a role is not asked here.

use foldhash::HashMap;

use super::key::{Parts, key};
use crate::model::{Analysis, Name, NameKind, Span};
use crate::rules::bodies::{Bodies, Ministry};
use crate::rules::fold::fold;
use crate::rules::people::{Gender, People};
use crate::rules::translit::Translit;

/// What one document names, by whatever forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalName {
    /// What it names.
    pub kind: NameKind,
    /// Its fullest form in the document, with single spaces.
    pub full: String,
    /// Where it is mentioned, in the order of the text.
    pub mentions: Vec<Span>,
}

/// Groups the names of a text; in the order of their first mentions.
///
/// A surname alone goes to the person of that surname who was named last. Persons of one surname with different given
/// names stay apart.
pub fn link(text: &str, analysis: &Analysis) -> Vec<LocalName> {
    let names: Vec<&Name> = analysis.sentences.iter().flat_map(|sentence| &sentence.names).collect();
    let mut links = Links { text, ..Links::default() };
    // Full names first, so that a surname in the headline finds the full name in the body.
    let mut group_of: Vec<Option<usize>> =
        names.iter().map(|name| links.is_full(name).then(|| links.full(name))).collect();
    for (n, name) in names.iter().enumerate() {
        let at = match group_of[n] {
            Some(at) => at,
            None => {
                // `Expansion (ABC)` and `ABC (Expansion)` say themselves what belongs together.
                let beside = |m: usize| {
                    let (first, second) = (names[n.min(m)].span, names[n.max(m)].span);
                    between(text, first.end, second.start).trim() == "("
                };
                let before = n.checked_sub(1).filter(|m| beside(*m));
                let beside = before.or_else(|| (n + 1 < names.len() && beside(n + 1)).then_some(n + 1));
                let beside = beside.and_then(|m| group_of[m]).filter(|_| is_acronym(name.span.of(text)));
                links.short(name, beside)
            }
        };
        group_of[n] = Some(at);
        links.mention(at, name.span);
    }
    links.finish()
}

#[derive(Default)]
struct Links<'t> {
    text: &'t str,
    groups: Vec<Group>,
    by_key: HashMap<(NameKind, String), usize>,
    /// Persons by key: several where an article names two whose given names sound alike.
    people: HashMap<String, Vec<usize>>,
    /// Bodies by the first words of their keys, two and more.
    by_beginning: HashMap<(NameKind, String), usize>,
    /// Bodies by their names without the word for what sort they are.
    by_rest: HashMap<String, Vec<usize>>,
    /// Persons by the sounds of the family name and by the folded last word.
    by_family: HashMap<String, Family>,
    /// The person named last so far.
    last_person: Option<usize>,
    by_initials: HashMap<String, usize>,
}

/// Those of a family: all whom the document names in full, and those named so far, the last one at the end.
#[derive(Default)]
struct Family {
    all: Vec<usize>,
    named: Vec<usize>,
}

struct Group {
    kind: NameKind,
    /// What titles and given names tell of a person's.
    gender: Option<Gender>,
    /// Introduced as a relative of one of the same name, by this word.
    kin: Option<String>,
    /// Where that is more than its names have: `Mme Martin` of one who is known by the title and the family name alone, `Russia's Ministry of
    /// Defence`.
    called: Option<Span>,
    /// What a ministry is for, and where.
    ministry: Option<Ministry>,
    /// Under what surnames a person is found.
    families: [String; 2],
    full: Span,
    mentions: Vec<Span>,
}

fn words(name: &str) -> usize {
    name.split_whitespace().count()
}

fn single_spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn initials(name: &str) -> [String; 2] {
    let parts = || name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let letter = |word: &str| word.chars().next().into_iter().flat_map(char::to_uppercase).collect::<String>();
    let all: String = parts().map(letter).collect();
    // `Office for Nuclear Regulation` gives ONR, `Confédération générale du travail` CGT.
    let long: String =
        parts().filter(|w| w.chars().count() > 3 || w.chars().all(char::is_uppercase)).map(letter).collect();
    [all, long].map(|letters| fold(&letters))
}

fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let (mut upper, mut lower) = (0, 0);
    for c in letters {
        if c.is_lowercase() { lower += 1 } else { upper += 1 }
    }
    upper >= 2 && lower == 0 && words(name) == 1
}

impl Links<'_> {
    fn is_full(&self, name: &Name) -> bool {
        words(name.span.of(self.text)) > 1 || name.kind == NameKind::Place
    }

    /// Returns the group of a full name, a new one where there is none.
    fn full(&mut self, name: &Name) -> usize {
        let wide = with_country(self.text, name);
        let form = wide.unwrap_or(name.span).of(self.text);
        let key = (name.kind, key(form, name.kind));
        if name.kind == NameKind::Person {
            return self.person(name, key.1);
        }
        // A ministry is known by what it is for and by its country, not by how its name begins.
        let ministry = (name.kind == NameKind::Organisation).then(|| Bodies::embedded().ministry(form)).flatten();
        if ministry.is_some() {
            let at = self.by_key.get(&key).copied().unwrap_or_else(|| self.new_group(name));
            self.by_key.entry(key).or_insert(at);
            let group = &mut self.groups[at];
            (group.called, group.ministry) = (group.called.or(wide), ministry);
            return at;
        }
        let is_body = !matches!(name.kind, NameKind::Person | NameKind::Place);
        // `Coastal Generation` for `Coastal Generation Ltd`, and the other way round.
        let found = self.by_key.get(&key).copied().or_else(|| {
            let beginnings = || beginnings(&key.1).filter(|_| is_body);
            let shorter = beginnings().find_map(|beginning| self.by_key.get(&(name.kind, beginning)));
            shorter.or_else(|| self.by_beginning.get(&key).filter(|_| is_body && words(form) > 1)).copied()
        });
        let found = found.or_else(|| self.same_body(name).filter(|_| name.kind == NameKind::Organisation));
        let at = found.unwrap_or_else(|| self.new_group(name));
        if name.kind == NameKind::Organisation {
            let known = self.by_rest.entry(Bodies::embedded().rest(form)).or_default();
            if !known.contains(&at) {
                known.push(at);
            }
        }
        if is_body {
            for beginning in beginnings(&key.1) {
                self.by_beginning.entry((name.kind, beginning)).or_insert(at);
            }
            if words(form) > 1 {
                for letters in initials(form).into_iter().filter(|letters| letters.len() > 1) {
                    self.by_initials.entry(letters).or_insert(at);
                }
            }
        }
        self.by_key.entry(key).or_insert(at);
        at
    }

    /// Returns the body that is called so but for the word for its sort: `the NGO Seabridge`, `Seabridge`.
    fn same_body(&self, name: &Name) -> Option<usize> {
        let (form, bodies) = (name.span.of(self.text), Bodies::embedded());
        let is_one = |at: &&usize| bodies.are_one(form, self.groups[**at].full.of(self.text));
        self.by_rest.get(&bodies.rest(form))?.iter().find(is_one).copied()
    }

    /// Returns the group of a person's full name: of those of its key the first that it may be.
    ///
    /// `His father, George Harper` is another than the George Harper who was named last, and stays so where he is called that again.
    fn person(&mut self, name: &Name, key: String) -> usize {
        let form = name.span.of(self.text);
        let gender = gender(self.text, name.span);
        let same = |at: &&usize| {
            let other = &self.groups[**at];
            let is_near = name.span.start.abs_diff(other.full.start) < BESIDE;
            agree(gender, other.gender) && may_be_one(form, other.full.of(self.text), is_near)
        };
        let kin = People::embedded().kin(&self.text[..name.span.start]);
        let known: Vec<usize> = self.people.get(&key).into_iter().flatten().filter(same).copied().collect();
        let is_kin = |at: &usize| self.groups[*at].kin.is_some() && self.groups[*at].kin == kin;
        let of_kin = kin.is_some().then(|| known.iter().copied().find(is_kin)).flatten();
        let is_own = |at: &usize| kin.is_some() && self.last_person == Some(*at);
        let first = known.iter().copied().find(|at| self.groups[*at].kin.is_none()).or(known.first().copied());
        if let Some(at) = of_kin.or(first.filter(|at| !is_own(at))) {
            self.last_person = Some(at);
            return at;
        }
        if let Some(at) = self.written_out(form).filter(|at| kin.is_none() && agree(gender, self.groups[*at].gender)) {
            self.last_person = Some(at);
            return at;
        }
        let at = self.new_group(name);
        self.groups[at].kin = kin.filter(|_| !known.is_empty());
        self.people.entry(key).or_default().push(at);
        self.last_person = Some(at);
        at
    }

    /// Returns the one person before whose given names a name gives the first letters of: `J.-P. Marchal`, of Jean-Pierre Marchal.
    fn written_out(&self, form: &str) -> Option<usize> {
        let (given, family) = form.rsplit_once(char::is_whitespace)?;
        let letters = |given: &str| -> Vec<String> {
            given.split([' ', '\u{a0}', '-', '.']).filter(|part| !part.is_empty()).map(fold).collect()
        };
        let short = letters(given);
        if short.is_empty() || short.iter().any(|part| part.chars().count() > 1) {
            return None;
        }
        let is_meant = |at: &&usize| {
            let full = self.groups[**at].full.of(self.text);
            let whole = full.rsplit_once(char::is_whitespace).map(|(given, _)| letters(given)).unwrap_or_default();
            let is_whole = whole.first().is_some_and(|part| part.chars().count() > 1);
            let begin = |(part, letter): (&String, &String)| part.starts_with(letter.as_str());
            // One letter may stand for the first of two.
            let fits = short.len() == whole.len() || short.len() == 1;
            is_whole && fits && whole.iter().zip(&short).all(begin)
        };
        let mut meant = self.by_family.get(&fold(family))?.all.iter().filter(is_meant);
        let only = meant.next()?;
        meant.next().is_none().then_some(*only)
    }

    fn new_group(&mut self, name: &Name) -> usize {
        let form = name.span.of(self.text);
        let at = self.groups.len();
        let mut families = [String::new(), String::new()];
        if name.kind == NameKind::Person {
            let parts = Parts::of(form);
            if !parts.given.is_empty() {
                families = [parts.family, fold(form).rsplit(' ').next().unwrap_or_default().to_owned()];
            }
            for family in families.iter().filter(|family| !family.is_empty()) {
                let all = &mut self.by_family.entry(family.clone()).or_default().all;
                // The sounds and the letters may be the same.
                if all.last() != Some(&at) {
                    all.push(at);
                }
            }
        }
        let gender = gender(self.text, name.span).filter(|_| name.kind == NameKind::Person);
        let (kin, called, ministry, mentions) = (None, None, None, Vec::new());
        self.groups.push(Group { kind: name.kind, gender, kin, called, ministry, families, full: name.span, mentions });
        at
    }

    /// Returns the group of a name of one word; `beside` is that of the name it stands in brackets with.
    fn short(&mut self, name: &Name, beside: Option<usize>) -> usize {
        let form = name.span.of(self.text);
        let found = match name.kind {
            NameKind::Person => return self.surname(name),
            _ if is_acronym(form) => {
                let is_body = |at: &usize| !matches!(self.groups[*at].kind, NameKind::Person | NameKind::Place);
                let letters: String = fold(form).split(' ').collect();
                beside.filter(is_body).or_else(|| self.by_initials.get(&letters).copied())
            }
            _ => None,
        };
        found.unwrap_or_else(|| self.full(name))
    }

    /// Returns the group of a surname alone: who of that surname was named last, else who is named first after; of a couple the one whom
    /// the title fits (`Mme Martin`, `M. Martin`).
    fn surname(&mut self, name: &Name) -> usize {
        let form = name.span.of(self.text);
        let title = People::embedded().title(&self.text[..name.span.start]);
        let gender = title.map(|(_, gender)| gender);
        let families = [Parts::of(form).family, fold(form)];
        let family = families.iter().find_map(|family| self.by_family.get(family));
        let alone = self.people.get(&key(form, NameKind::Person)).into_iter().flatten();
        let known: Vec<usize> = match family {
            Some(family) => family.named.iter().rev().chain(&family.all).chain(alone).copied().collect(),
            None => alone.copied().collect(),
        };
        let fits = |at: &usize| agree(gender, self.groups[*at].gender);
        let at = match (known.iter().copied().find(fits), title) {
            (Some(at), _) => at,
            (None, Some((from, gender))) if !known.is_empty() => {
                return self.other_of_family(name, &families, from, gender);
            }
            (None, _) => self.full(name),
        };
        self.groups[at].gender = self.groups[at].gender.or(gender);
        self.last_person = Some(at);
        at
    }

    /// Returns a new group for one who is known by a title and the name of a family alone.
    fn other_of_family(&mut self, name: &Name, families: &[String; 2], from: usize, gender: Gender) -> usize {
        let at = self.groups.len();
        for family in families {
            let all = &mut self.by_family.entry(family.clone()).or_default().all;
            if all.last() != Some(&at) {
                all.push(at);
            }
        }
        self.last_person = Some(at);
        self.groups.push(Group {
            kind: name.kind,
            gender: Some(gender),
            kin: None,
            called: Some(Span::new(from, name.span.end)),
            ministry: None,
            families: families.clone(),
            full: name.span,
            mentions: Vec::new(),
        });
        at
    }

    fn mention(&mut self, at: usize, span: Span) {
        if self.groups[at].kind == NameKind::Person {
            self.last_person = Some(at);
        }
        let group = &mut self.groups[at];
        group.mentions.push(span);
        let (old, new) = (group.full.of(self.text), span.of(self.text));
        if words(new) > words(old) && !is_acronym(new) {
            group.full = span;
        }
        for family in &group.families {
            if let Some(family) = self.by_family.get_mut(family) {
                family.named.retain(|other| *other != at);
                family.named.push(at);
            }
        }
    }

    /// Has `the Ministry of Defence` mean the one whose country the document tells, where it tells of just one.
    fn join_ministries(&mut self) {
        for at in 0..self.groups.len() {
            let Some(ministry) = self.groups[at].ministry.as_ref().filter(|m| m.country.is_none()) else { continue };
            let is_whole = |group: &Group| {
                group.ministry.as_ref().is_some_and(|m| m.topic == ministry.topic && m.country.is_some())
            };
            let mut wholes = (0..self.groups.len()).filter(|other| is_whole(&self.groups[*other]));
            if let (Some(whole), None) = (wholes.next(), wholes.next()) {
                let mentions = std::mem::take(&mut self.groups[at].mentions);
                self.groups[whole].mentions.extend(mentions);
            }
        }
        self.groups.retain(|group| !group.mentions.is_empty());
    }

    fn finish(mut self) -> Vec<LocalName> {
        self.join_ministries();
        let mut names: Vec<LocalName> = self
            .groups
            .into_iter()
            .map(|mut group| {
                group.mentions.sort();
                group.mentions.dedup();
                let full =
                    group.called.map_or_else(|| fullest(self.text, &group), |span| single_spaced(span.of(self.text)));
                LocalName { kind: group.kind, full, mentions: group.mentions }
            })
            .collect();
        names.sort_by_key(|name| name.mentions.first().copied());
        names
    }
}

/// Returns a ministry's name with the country that stands beside it: `Russia's Ministry of Defence`, `ministère de la Défense ukrainien`.
fn with_country(text: &str, name: &Name) -> Option<Span> {
    let bodies = Bodies::embedded();
    let own = (name.kind == NameKind::Organisation).then(|| bodies.ministry(name.span.of(text))).flatten()?;
    if own.country.is_some() {
        return None;
    }
    let has_country = |span: &Span| bodies.ministry(span.of(text)).is_some_and(|m| m.country.is_some());
    let before = text[..name.span.start].trim_end_matches(' ');
    let word = before.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“')).map_or(0, |at| at + 1);
    let is_genitive = before.ends_with("'s") || before.ends_with("’s") || before.ends_with("s'");
    let left = (is_genitive && text.is_char_boundary(word)).then(|| Span::new(word, name.span.end));
    let after = &text[name.span.end..];
    let next =
        after.strip_prefix(' ').map(|rest| rest.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(rest.len()));
    let right = next.map(|length| Span::new(name.span.start, name.span.end + 1 + length));
    left.into_iter().chain(right).find(has_country)
}

/// Whether what is known of two people's gender lets them be one.
fn agree(a: Option<Gender>, b: Option<Gender>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// Returns what a title right before a name, or else the given name, tells of a person's gender.
fn gender(text: &str, span: Span) -> Option<Gender> {
    if let Some((_, gender)) = People::embedded().title(&text[..span.start]) {
        return Some(gender);
    }
    let given = span.of(text).split_once(char::is_whitespace)?.0;
    People::embedded().given_gender(given)
}

/// Returns the fullest form of a name; of a person's forms of as many words the most frequent, so that one slip heads nobody.
fn fullest(text: &str, group: &Group) -> String {
    let full = single_spaced(group.full.of(text));
    if group.kind != NameKind::Person || group.mentions.len() < 3 {
        return full;
    }
    let forms: Vec<String> = group.mentions.iter().map(|span| single_spaced(span.of(text))).collect();
    let count = |form: &String| forms.iter().filter(|other| *other == form).count();
    let is_as_full = |form: &&String| words(form) == words(&full);
    // The first of equals: what comes first stands for the others.
    forms.iter().rev().filter(is_as_full).max_by_key(|form| count(form)).cloned().unwrap_or(full)
}

/// Names within so many bytes stand side by side: who is named whole twice so soon is hardly one.
const BESIDE: usize = 250;

/// Returns whether one article may mean one person by two full names that sound alike: not by `Jean Morel` and `Jeanne Morel`, nor by
/// `Paul Morel Jr` and `Paul Morel Sr`. Accents, initials and given names written on ("Jean", "Jean-Luc") part nobody, and a given name that
/// two languages spell apart ("Serguei", "Sergei") or that is short for another ("Bob") does not either, unless both stand side by side; one
/// that goes on from the other ("Jean", "Jeanne") does.
fn may_be_one(a: &str, b: &str, is_near: bool) -> bool {
    let (a, b) = (fold(a), fold(b));
    let parts = |name: &str| -> Vec<String> { name.split(' ').map(|word| word.replace(['-', '.'], "")).collect() };
    let (a, b) = (parts(&a), parts(&b));
    let (Some(x), Some(y)) = (a.first(), b.first()) else { return true };
    let is_short = |word: &String| word.chars().count() < 2;
    let class = |word: &str| Translit::embedded().given(word);
    let is_one_name = x == y
        || is_short(x)
        || is_short(y)
        || a.len().min(b.len()) < 2
        || !is_near
            && (class(x).is_some() && class(x) == class(y) || !x.starts_with(y.as_str()) && !y.starts_with(x.as_str()))
        || a.last() == b.first()
        || a.first() == b.last();
    let is_other = is_near && have_other_families(&a, &b)
        || have_other_suffixes(&a, &b)
        || have_other_initials(&a, &b)
        || are_of_one_family(&a, &b);
    is_one_name && !is_other
}

/// `Erik Petersen`, `Erik Peterson`: two families that sound alike, whole and side by side, are hardly a slip. A doubled letter is one, and so
/// is another alphabet's `y`.
fn have_other_families(a: &[String], b: &[String]) -> bool {
    let plain = |word: &String| {
        let mut letters: Vec<char> = word.chars().map(|c| if c == 'y' { 'i' } else { c }).collect();
        letters.dedup();
        letters
    };
    let is_whole = |name: &[String]| name.len() == 2 && name.iter().all(|word| word.chars().count() > 1);
    is_whole(a) && is_whole(b) && a.first() == b.first() && a.last().map(plain) != b.last().map(plain)
}

/// `Jr`, `Sr`, `III`, `père`, `fils`: words behind names that are one otherwise, short or as unlike as can be.
fn have_other_suffixes(a: &[String], b: &[String]) -> bool {
    let (Some((x, before_a)), Some((y, before_b))) = (a.split_last(), b.split_last()) else { return false };
    let is_suffix = x.len().max(y.len()) <= 3 || x.chars().next() != y.chars().next();
    // The father is called whole too.
    let is_bare = |bare: &[String], before: &[String], last: &str| {
        bare.len() > 1 && bare == before && People::embedded().is_suffix(last.trim_end_matches(','))
    };
    a.len() > 2 && before_a == before_b && x != y && is_suffix || is_bare(b, before_a, x) || is_bare(a, before_b, y)
}

/// `T. J. Rowe`, `T. K. Rowe`: two letters in one place. `Ann W. Rowe`, `Ann H. W. Rowe`: others between names that are one.
fn have_other_initials(a: &[String], b: &[String]) -> bool {
    let is_initial = |word: &String| word.chars().count() == 1;
    let between = |name: &[String]| -> Vec<String> {
        name.get(1..name.len().saturating_sub(1))
            .unwrap_or_default()
            .iter()
            .filter(|w| is_initial(w))
            .cloned()
            .collect()
    };
    let (x, y) = (between(a), between(b));
    let is_one_besides = a.first() == b.first() && a.last() == b.last();
    a.len() == b.len() && a.iter().zip(b).any(|(x, y)| x != y && is_initial(x) && is_initial(y))
        || is_one_besides && !x.is_empty() && !y.is_empty() && x != y
}

/// Two given names behind one family name that stands first, however like: `Xu Lian`, `Xu Lien`.
fn are_of_one_family(a: &[String], b: &[String]) -> bool {
    let (Some((x, given_a)), Some((y, given_b))) = (a.split_first(), b.split_first()) else { return false };
    let is_short = |given: &[String]| given.is_empty() || given.len() > 2;
    x == y
        && Translit::embedded().stands_first(x)
        && !is_short(given_a)
        && !is_short(given_b)
        && given_a.concat() != given_b.concat()
}

/// Returns the few characters between two offsets; something that is no bracket where they are far apart or turned.
fn between(text: &str, from: usize, to: usize) -> &str {
    if from <= to && to - from <= 4 { text.get(from..to).unwrap_or("-") } else { "-" }
}

/// Returns the beginnings of a key of two words and more that end at a word, itself among them.
fn beginnings(key: &str) -> impl Iterator<Item = String> + '_ {
    let ends = key.match_indices(' ').map(|(at, _)| at).chain([key.len()]).skip(1).take(8);
    ends.map(|end| key[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{names, segment};
    use crate::model::Language;
    use proptest::prelude::*;

    fn linked(text: &str, lang: Language) -> Vec<(String, usize)> {
        let mut analysis = segment(text, lang);
        names::annotate(text, &mut analysis, lang);
        link(text, &analysis).into_iter().map(|name| (name.full, name.mentions.len())).collect()
    }

    #[test]
    fn a_surname_goes_to_its_person() {
        let text = "Claire Morvan a parlé mardi. Mme Morvan, 58 ans, est maire. Selon Morvan, tout va bien.";
        assert_eq!(linked(text, Language::FR), vec![("Claire Morvan".into(), 3)]);
    }

    #[test]
    fn given_names_keep_people_apart() {
        let text = "Paul Garnier a salué Henri Garnier. M. Garnier est parti.";
        assert_eq!(linked(text, Language::FR), vec![("Paul Garnier".into(), 1), ("Henri Garnier".into(), 2)]);
    }

    #[test]
    fn first_letters_stand_for_the_given_names_that_an_article_wrote_out() {
        for (text, people) in [
            ("Jean-Pierre Marchal a parlé. J.-P. Marchal est maire.", 1),
            ("Jean-Pierre Marchal a parlé. J. Marchal est maire.", 1),
        ] {
            assert_eq!(linked(text, Language::FR).len(), people, "{text}");
        }
    }

    #[test]
    fn one_article_means_two_by_given_names_that_sound_alike() {
        for (text, people) in [
            ("Jean Ravaud, 40 ans, a été tué. Jeanne Ravaud, 38 ans, a survécu.", 2),
            ("Luc Ravaud a été tué. Lucas Ravaud a survécu.", 2),
            ("Marie Ravaud a été tuée. Maria Ravaud a survécu.", 2),
            ("Zoé Ravaud a parlé. Zoe Ravaud est maire.", 1),
        ] {
            assert_eq!(linked(text, Language::FR).len(), people, "{text}");
        }
        assert!(!may_be_one("Paul Morel Jr", "Paul Morel Sr", false));
        assert!(
            !may_be_one("Paul Morel Jr.", "Paul Morel", false) && !may_be_one("Paul Morel", "Paul Morel, Jr.", true)
        );
        assert!(
            !may_be_one("Paul W. Morel", "Paul H. W. Morel", true) && may_be_one("Paul W. Morel", "Paul Morel", true)
        );
        assert!(may_be_one("Sergueï Lavrine", "Sergei Lavrine", false));
        assert!(!may_be_one("Michel Ravaud", "Michèle Ravaud", true));
        assert!(!may_be_one("Paul Ravaud père", "Paul Ravaud fils", false));
        assert!(!may_be_one("T. J. Ravaud", "T. K. Ravaud", false) && may_be_one("T. J. Ravaud", "T.J. Ravaud", true));
        assert!(!may_be_one("Xu Lianmei", "Xu Lianmai", false) && may_be_one("Choe Son Hui", "Choe Son-hui", true));
    }

    #[test]
    fn a_ministry_keeps_its_head_and_its_country() {
        let fr = "Le ministère russe de la Défense a parlé de 30 morts. Le ministère ukrainien de la Défense a dit 14. Selon le ministère de \
                  l'Intérieur ukrainien, c'est faux.";
        let names = |text, lang| linked(text, lang).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        let found = names(fr, Language::FR);
        for name in
            ["ministère russe de la Défense", "ministère ukrainien de la Défense", "ministère de l'Intérieur ukrainien"]
        {
            assert!(found.contains(&name.to_owned()), "{name}: {found:?}");
        }
        let text = "Russia's Ministry of Defence spoke of 31 dead. The Ministry of Defence said so on Monday.";
        assert!(
            linked(text, Language::EN).contains(&("Russia's Ministry of Defence".into(), 2)),
            "{:?}",
            linked(text, Language::EN)
        );
        let text = "The Russian Defence Ministry said 31. Ukraine's Defence Ministry said 14. The Defence Ministry was silent.";
        let found = names(text, Language::EN);
        assert!(found.contains(&"Defence Ministry".to_owned()), "{found:?}");
    }

    #[test]
    fn a_couple_are_two_though_both_are_called_by_the_family_name() {
        for (text, lang, people) in [
            (
                "John Martin was hurt on Monday. Mrs Martin was not. Mr. Martin left.",
                Language::EN,
                [("John Martin", 2), ("Mrs Martin", 1)],
            ),
            (
                "Mme Martin, 58 ans, a parlé. M. Martin s'est tu. Mme Martin est partie.",
                Language::FR,
                [("Martin", 2), ("M. Martin", 1)],
            ),
            (
                "Claire Morvan a parlé. M. Morvan s'est tu. Mme Morvan est maire.",
                Language::FR,
                [("Claire Morvan", 2), ("M. Morvan", 1)],
            ),
        ] {
            let people: Vec<(String, usize)> = people.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect();
            assert_eq!(linked(text, lang), people, "{text}");
        }
        let text = "Claire Morvan left at 5 p.m. Morvan said so. Ms Morvan is mayor.";
        assert_eq!(linked(text, Language::EN), vec![("Claire Morvan".into(), 3)]);
    }

    #[test]
    fn a_relative_of_the_same_name_is_another() {
        for (text, lang, counts) in [
            (
                "George Rowe, 31, was hurt. His father, George Rowe, 61, was not. George Rowe left.",
                Language::EN,
                vec![2, 1],
            ),
            ("Paul Morel est mort. Son fils, Paul Morel, hérite. Son fils Paul Morel vend.", Language::FR, vec![1, 2]),
            ("Anna Rowe spoke of her husband, Paul Rowe. Paul Rowe was ill.", Language::EN, vec![1, 2]),
            ("Paul Rowe was ill. Anna Rowe said her husband Paul Rowe would rest.", Language::EN, vec![2, 1]),
        ] {
            let found: Vec<usize> = linked(text, lang).into_iter().map(|(_, n)| n).collect();
            assert_eq!(found, counts, "{text}");
        }
    }

    #[test]
    fn one_slip_heads_nobody() {
        let between = "Le conseil a siégé longtemps ce jour. ".repeat(8);
        let text = format!(
            "Corine Vaillard est élue. {between}Corinne Vaillard a parlé. {between}Corinne Vaillard est maire."
        );
        let found = linked(&text, Language::FR);
        assert_eq!(found, vec![("Corinne Vaillard".into(), 3)]);
    }

    #[test]
    fn a_body_is_one_with_and_without_the_word_for_its_sort() {
        let text = "L'ONG Terramer a secouru 40 personnes. Terramer a ensuite parlé de 45.";
        assert_eq!(linked(text, Language::FR), vec![("ONG Terramer".into(), 2)]);
    }

    #[test]
    fn an_acronym_goes_to_its_expansion() {
        let text = "The Office of Nuclear Safety (ONS) said so. The ONS was firm.";
        let mut analysis = segment(text, Language::EN);
        let at = |word: &str, from: usize| {
            let start = from + text[from..].find(word).unwrap();
            Span::new(start, start + word.len())
        };
        let organisation = |span| Name { span, kind: NameKind::Organisation };
        analysis.sentences[0].names = vec![organisation(at("Office of Nuclear Safety", 0)), organisation(at("ONS", 0))];
        analysis.sentences[1].names = vec![organisation(at("ONS", 40))];
        let found = link(text, &analysis);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].full.as_str(), found[0].mentions.len()), ("Office of Nuclear Safety", 3));
    }

    proptest! {
        #[test]
        fn every_name_is_linked_once(text in "(Paul |Henri |Garnier |ONU |Paris |Lyon |M\\. |a dit |\\. ){0,20}") {
            let mut analysis = segment(&text, Language::FR);
            names::annotate(&text, &mut analysis, Language::FR);
            let total: usize = analysis.sentences.iter().map(|s| s.names.len()).sum();
            let linked = link(&text, &analysis);
            prop_assert_eq!(linked.iter().map(|name| name.mentions.len()).sum::<usize>(), total);
        }
    }
}
