//! Names: of persons, places, organisations, events and products.
//!
//! In: a text cut into sentences and tokens, and its language. Out: the names in it, each with its kind.

mod features;
mod key;
mod lexicon;
mod link;
mod mend;
mod scan;
mod setting;
mod tagger;
mod tokens;
#[cfg(feature = "train")]
pub mod train;

use crate::language::linear::mix;
use crate::model::{Analysis, Language, Name, NameKind, Span};
use crate::rules::fold::HashTable;
pub use key::{Parts, key};
use lexicon::{Lexicon, NameLink, Signs};
pub use link::{LocalName, link};
use scan::{Memory, Run};
use setting::Votes;
pub use tagger::NameModel;
use tagger::Room;
use tokens::{Listed, Seen, Shape};

/// Finds the names of a text and puts them into its sentences.
pub fn annotate(text: &str, analysis: &mut Analysis, lang: Language) {
    let names = find(text, analysis, lang);
    let mut names = names.into_iter().peekable();
    for sentence in &mut analysis.sentences {
        sentence.names.clear();
        while let Some(name) = names.next_if(|name| name.span.start < sentence.span.end) {
            sentence.names.push(name);
        }
    }
}

/// Finds the names of a text, in order and without overlap.
///
/// ```
/// use atodds::{language::{names, segment}, model::{Language, NameKind}};
/// let text = "Sophie Delmas s'est rendue à Moscou.";
/// let found = names::find(text, &segment(text, Language::FR), Language::FR);
/// assert_eq!(found[0].span.of(text), "Sophie Delmas");
/// assert_eq!(found[1].kind, NameKind::Place);
/// ```
pub fn find(text: &str, analysis: &Analysis, lang: Language) -> Vec<Name> {
    find_by(text, analysis, lang, NameModel::of(lang))
}

/// Finds the names of a text with a given model, or by the rules alone.
pub fn find_by(text: &str, analysis: &Analysis, lang: Language, model: Option<&NameModel>) -> Vec<Name> {
    let lexicon = Lexicon::of(lang);
    let sight = Sight::of(text, analysis, lexicon);
    let mut draft = Draft::default();
    let Some(model) = model else {
        for seen in sight.sentences() {
            let mut runs = scan::scan(seen, &sight.memory);
            part(seen, lexicon, &mut runs);
            let spelt = set_right(text, seen, lexicon, &mut runs);
            draft.take(text, seen, &runs, &spelt, lexicon);
        }
        return draft.finish();
    };
    let mut room = Room::default();
    for seen in sight.sentences() {
        let ruled = scan::scan(seen, &sight.memory);
        let mut runs = model.find(text, seen, &ruled, &sight.memory, &mut room);
        for run in &mut runs {
            trim(text, seen, run, lexicon);
        }
        part(seen, lexicon, &mut runs);
        widen(seen, &ruled, &mut runs);
        let spelt = set_right(text, seen, lexicon, &mut runs);
        draft.leave(seen, &ruled, &runs, model);
        draft.take(text, seen, &runs, &spelt, lexicon);
    }
    draft.finish()
}

/// Sets a sentence's names right by what stands beside them, adds those that only their setting shows, and returns the tokens that are
/// first letters which the sentence spells out.
fn set_right(text: &str, seen: &[Seen], lexicon: &Lexicon, runs: &mut Vec<Run>) -> Vec<usize> {
    let spelt = mend::mend(text, seen, lexicon, runs);
    setting::places(text, seen, lexicon, runs);
    setting::people(text, seen, lexicon, runs);
    spelt
}

/// Returns what a name of several words is that was taken for a person's and shows by its words to be none: `Villa Marlier`,
/// `Longhai Steel`, `Hurricane Odalys`, `the ferry Agios Nikolaos`.
fn other_than_person(text: &str, seen: &[Seen], run: &Run, lexicon: &Lexicon) -> Option<NameKind> {
    let (first, last) = (&seen[run.start], &seen[run.end - 1]);
    let before = run.start.checked_sub(1).map(|at| &seen[at]);
    let may_be_given = first.signs.has(Signs::GIVEN) || first.shape == Shape::Initial;
    match () {
        () if lexicon.opens_place(first.hash) => Some(NameKind::Place),
        () if lexicon.is_storm(first.hash) => Some(NameKind::Event),
        () if may_be_given || setting::votes(text, seen, run, lexicon).person > 0 => None,
        () if last.signs.has(Signs::ORG_TAIL) && !last.signs.has(Signs::FAMILY) => Some(NameKind::Organisation),
        () if before.is_some_and(|word| word.shape == Shape::Small && lexicon.is_vessel(word.hash)) => {
            Some(NameKind::Product)
        }
        () => None,
    }
}

/// Sets right what is sure: titles and offices are no part of a person's name, a road or `Villa Marlier` is a place.
fn trim(text: &str, seen: &[Seen], run: &mut Run, lexicon: &Lexicon) {
    // The number of a road looks like that of a body or a vehicle.
    if run.end - run.start == 1 && matches!(seen[run.start].listed, Some((Listed::Road, _))) {
        run.kind = NameKind::Place;
    }
    if run.kind == NameKind::Person && run.end - run.start > 1 {
        run.kind = other_than_person(text, seen, run, lexicon).unwrap_or(run.kind);
    }
    let title = |token: &Seen| token.signs.has(Signs::TITLE) && !token.signs.has(Signs::KEPT_TITLE);
    // `Footballer Ivan Petrov scored`: at the beginning of a sentence.
    if run.kind == NameKind::Person
        && run.start == 0
        && run.end > 2
        && seen[0].signs.has(Signs::ROLE)
        && !seen[0].signs.has(Signs::GIVEN.and(Signs::FAMILY))
    {
        run.start = 1;
    }
    while run.kind == NameKind::Person && run.end - run.start > 1 && title(&seen[run.start]) {
        run.start += 1;
        // The full stop of `Col.` where it is a token of its own.
        if run.end - run.start > 1 && seen[run.start].shape == Shape::Mark {
            run.start += 1;
        }
    }
    // `Secretary of State Ann Lee`: an office goes on behind its first word.
    if run.kind == NameKind::Person
        && let Some(link) = (run.start..run.end).rev().find(|at| {
            let link = &seen[*at];
            link.shape == Shape::Small && !link.signs.has(Signs::PARTICLE) && *at > 0 && title(&seen[*at - 1])
        })
        && link + 1 < run.end
    {
        let given = (link + 1..run.end).find(|at| seen[*at].signs.has(Signs::GIVEN));
        run.start = given.unwrap_or((link + 1).max(run.end.saturating_sub(2)));
    }
    // `Sir` and the like belong to it.
    if let Some(before) = run.start.checked_sub(1).map(|at| &seen[at])
        && run.kind == NameKind::Person
        && before.shape == Shape::Title
        && before.signs.has(Signs::KEPT_TITLE)
    {
        run.start -= 1;
    }
}

/// Parts people whom the model took for one (`Ida Morvan and Nguyen Van Hung`), and a person from where he is from: a name of two words
/// goes not on behind `of` (`Priya Raman of Brentwell`), that of one word does (`Felipe of Spain`).
fn part(seen: &[Seen], lexicon: &Lexicon, runs: &mut Vec<Run>) {
    for n in 0..runs.len() {
        let Some(run) = runs.get(n).copied().filter(|run| run.kind == NameKind::Person) else { continue };
        let link = (run.start + 1..run.end).find_map(|at| {
            let token = &seen[at];
            let link = (token.shape == Shape::Small).then(|| lexicon.name_link(token.hash)).flatten()?;
            (link == NameLink::And || at - run.start > 1).then_some((at, link))
        });
        let Some((at, link)) = link else { continue };
        runs[n].end = at;
        if link == NameLink::And && at + 1 < run.end && seen[at + 1].shape.is_capital() {
            runs.push(Run { start: at + 1, ..run });
        }
    }
    runs.sort_by_key(|run| run.start);
}

/// Where the rules see the whole of a body's name (`Office for Nuclear Regulation`) and the model parts of it, takes the
/// whole; one that ends in the word for such a body (`Northern Power Ltd`, `Space Agency`) also where the model sees nothing.
fn widen(seen: &[Seen], ruled: &[Run], runs: &mut Vec<Run>) {
    for rule in ruled {
        let (head, last) = (&seen[rule.start], &seen[rule.end - 1]);
        let is_body = rule.kind == NameKind::Organisation && rule.sure && head.shape.is_capital();
        let headed = is_body && rule.end - rule.start > 2 && head.signs.has(Signs::ORG_HEAD);
        let tailed = is_body && rule.end - rule.start > 2 && last.signs.has(Signs::ORG_TAIL);
        let inside = |run: &Run| rule.start <= run.start && run.end <= rule.end;
        let crosses = |run: &Run| {
            run.start < rule.end && rule.start < run.end && !(inside(run) && run.kind == NameKind::Organisation)
        };
        let missed = tailed && !runs.iter().any(|run| run.start < rule.end && rule.start < run.end);
        if missed || (headed || tailed) && runs.iter().any(inside) && !runs.iter().any(crosses) {
            runs.retain(|run| !inside(run));
            runs.push(*rule);
        }
    }
    runs.sort_by_key(|run| run.start);
}

/// The names of a document as they are gathered.
#[derive(Default)]
struct Draft {
    names: Vec<Name>,
    /// The hash of each of them as a whole.
    wholes: Vec<u64>,
    /// How often words are found as the whole of a name of each kind.
    meant: HashTable<[u8; 5]>,
    /// The same, and as a person's last word.
    found: HashTable<[u8; 5]>,
    /// What the settings of each speak for, of those that are found as a person or a place.
    settings: HashTable<Votes>,
    /// The last words of people's full names.
    families: HashTable<()>,
    /// Bodies without the word for their sort, and first letters that are spelt out.
    bodies: HashTable<()>,
    /// What the model passed over.
    left: Vec<Left>,
}

/// Words that the model passed over, but that may be a name.
struct Left {
    span: Span,
    hash: u64,
    kind: Option<NameKind>,
}

impl Draft {
    fn take(&mut self, text: &str, seen: &[Seen], runs: &[Run], spelt: &[usize], lexicon: &Lexicon) {
        spelt.iter().for_each(|at| _ = self.bodies.insert(whole(&seen[*at..=*at]), ()));
        for run in runs {
            self.wholes.push(whole(&seen[run.start..run.end]));
            let words = &seen[run.start..run.end];
            if matches!(run.kind, NameKind::Person | NameKind::Place) {
                self.settings.entry(whole(words)).or_default().add(setting::votes(text, seen, run, lexicon));
            }
            let last = words.len() > 1 && run.kind == NameKind::Person;
            let count = |counts: &mut HashTable<[u8; 5]>, hash: u64| {
                let count = &mut counts.entry(hash).or_default()[run.kind as usize];
                *count = count.saturating_add(1);
            };
            count(&mut self.meant, whole(words));
            count(&mut self.found, whole(words));
            if last {
                self.families.insert(whole(&words[words.len() - 1..]), ());
                count(&mut self.found, whole(&words[words.len() - 1..]));
            }
            if let Some(bare) = without_sort(words, run.kind, lexicon) {
                count(&mut self.found, whole(bare));
                self.bodies.insert(whole(bare), ());
            }
            self.names.push(Name { span: span_of(words), kind: run.kind });
        }
    }

    /// Keeps what the rules find, or what capitals show, and the model does not: it is a name after all where the document
    /// has it as a name elsewhere, where the model was not taught such names, or where it is several words right behind a
    /// title (`Defence Minister Ann Lee`).
    fn leave(&mut self, seen: &[Seen], ruled: &[Run], runs: &[Run], model: &NameModel) {
        let mut covered = vec![false; seen.len()];
        runs.iter().for_each(|run| covered[run.start..run.end].fill(true));
        for run in ruled {
            if !covered[run.start..run.end].contains(&true) {
                covered[run.start..run.end].fill(true);
                let words = &seen[run.start..run.end];
                let title = run.start.checked_sub(1).is_some_and(|at| seen[at].signs.has(Signs::TITLE));
                let trusted = title && run.kind == NameKind::Person && words.len() > 1;
                let kind = (trusted || !model.knows(run.kind)).then_some(run.kind);
                self.left.push(Left { span: span_of(words), hash: whole(words), kind });
                // What opens a sentence may be no part of the name: `Later Seabridge`.
                if run.start == 0 && words.len() > 1 {
                    self.left.push(Left { span: span_of(&words[1..]), hash: whole(&words[1..]), kind: None });
                }
            }
        }
        // Each run of capitals as a whole, then its words: in `finish` the whole wins.
        let mut at = 0;
        while at < seen.len() {
            let free = |at: &usize| seen[*at].shape.is_capital() && !covered[*at];
            let end = at + (at..seen.len()).take_while(free).count();
            if end - at > 1 {
                self.left.push(Left { span: span_of(&seen[at..end]), hash: whole(&seen[at..end]), kind: None });
            }
            for word in at..end {
                let token = &seen[word];
                if token.shape != Shape::Initial && !token.signs.has(Signs::NOT_NAME) {
                    self.left.push(Left { span: token.span, hash: whole(&seen[word..=word]), kind: None });
                }
            }
            at = end.max(at + 1);
        }
    }

    fn finish(mut self) -> Vec<Name> {
        // What the settings of those taken for people show; a family name that the document gives in full is no place.
        let (settings, families) = (&self.settings, &self.families);
        let is_place =
            |whole: u64| !families.contains_key(&whole) && settings.get(&whole).is_some_and(|votes| votes.is_place());
        // A document means the same by a name throughout: what it is most often, it is everywhere.
        for (name, whole) in self.names.iter_mut().zip(&self.wholes) {
            if self.bodies.contains_key(whole) {
                name.kind = NameKind::Organisation;
                continue;
            }
            let Some(counts) = self.meant.get(whole) else { continue };
            let own = counts[name.kind as usize];
            if let Some(kind) = usual(counts).filter(|kind| counts[*kind] > own) {
                name.kind = features::KINDS[kind];
            }
            if name.kind == NameKind::Person && is_place(*whole) {
                name.kind = NameKind::Place;
            }
        }
        let mut last = Span::default();
        for left in &self.left {
            let elsewhere = self.found.get(&left.hash).and_then(usual).map(|kind| features::KINDS[kind]);
            let elsewhere = elsewhere.map(|kind| match kind {
                NameKind::Person if is_place(left.hash) => NameKind::Place,
                kind => kind,
            });
            if let Some(kind) = elsewhere.or(left.kind).filter(|_| !left.span.overlaps(&last)) {
                self.names.push(Name { span: left.span, kind });
                last = left.span;
            }
        }
        self.names.sort_by_key(|name| name.span);
        self.names
    }
}

/// Returns the words of a body's name behind one that tells only of what sort it is (`the NGO Seabridge`), where they are no other name.
fn without_sort<'s>(words: &'s [Seen], kind: NameKind, lexicon: &Lexicon) -> Option<&'s [Seen]> {
    let (sort, rest) = words.split_first()?;
    let other = Signs::GIVEN.and(Signs::FAMILY).and(Signs::DEMONYM).and(Signs::NOT_NAME);
    let is_own = |token: &Seen| token.shape.is_capital() && token.listed.is_none() && !token.signs.has(other);
    let is_body = kind == NameKind::Organisation && lexicon.is_sort(sort.hash) && !rest.is_empty();
    (is_body && rest.iter().all(is_own)).then_some(rest)
}

/// Returns the kind counted most often, the first of equals.
fn usual(counts: &[u8; 5]) -> Option<usize> {
    (0..counts.len()).max_by_key(|kind| (counts[*kind], std::cmp::Reverse(*kind)))
}

fn whole(words: &[Seen]) -> u64 {
    words.iter().fold(0, |hash, word| mix(hash, word.hash))
}

fn span_of(words: &[Seen]) -> Span {
    words.first().zip(words.last()).map_or(Span::default(), |(first, last)| Span::new(first.span.start, last.span.end))
}

/// A document's tokens as they are seen, sentence after sentence, and what its names have shown.
struct Sight {
    seen: Vec<Seen>,
    ends: Vec<usize>,
    memory: Memory,
}

impl Sight {
    fn of(text: &str, analysis: &Analysis, lexicon: &Lexicon) -> Sight {
        let mut sight = Sight { seen: Vec::new(), ends: Vec::new(), memory: Memory::default() };
        // What a full name tells of its last word also holds before it: so all is seen before anything is said.
        for sentence in &analysis.sentences {
            let start = sight.seen.len();
            tokens::look(text, sentence, lexicon, &mut sight.seen);
            let seen = &sight.seen[start..];
            for run in scan::scan(seen, &sight.memory) {
                sight.memory.note(seen, run);
            }
            sight.ends.push(sight.seen.len());
        }
        sight
    }

    fn sentences(&self) -> impl Iterator<Item = &[Seen]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.seen[start..*end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::segment;

    fn persons(text: &str, lang: Language) -> Vec<&str> {
        let names = find(text, &segment(text, lang), lang);
        names.iter().filter(|n| n.kind == NameKind::Person).map(|n| n.span.of(text)).collect()
    }

    #[test]
    fn an_office_is_no_part_of_a_name() {
        for text in ["Secretary of State Marie Holt arrived on Monday.", "US Secretary of State Marie Holt said so."] {
            assert_eq!(persons(text, Language::EN), ["Marie Holt"], "{text}");
        }
        assert_eq!(persons("Le général Henri de Montclair a parlé.", Language::FR), ["Henri de Montclair"]);
    }

    #[test]
    fn a_place_is_not_the_person_of_that_name() {
        let text = "Denzel Washington spoke. Denzel Washington won. The news from Washington is bad.";
        assert_eq!(persons(text, Language::EN), ["Denzel Washington", "Denzel Washington"]);
    }

    #[test]
    fn a_town_that_no_list_knows_is_known_by_what_is_said_of_it() {
        let places = |text: &'static str, lang| -> Vec<&str> {
            let names = find(text, &segment(text, lang), lang);
            names.iter().filter(|n| n.kind == NameKind::Place).map(|n| n.span.of(text)).collect()
        };
        for (text, lang, town) in [
            (
                "A gunman killed two people on Friday in the town of Lestagnac. Lestagnac mourned.",
                Language::EN,
                "Lestagnac",
            ),
            ("Six inmates were hurt in the assault on Montrelle prison, a guard said.", Language::EN, "Montrelle"),
            (
                "VILA SERRANA, June 13 (Tamsin News) - At least 11 people died on Saturday.",
                Language::EN,
                "VILA SERRANA",
            ),
            (
                "La gauche gagne en Alta Serena. Une défaite en Alta Serena serait la troisième.",
                Language::FR,
                "Alta Serena",
            ),
            ("Une frappe a touché mardi la ville de Belosk, selon le gouverneur.", Language::FR, "Belosk"),
        ] {
            assert!(places(text, lang).contains(&town), "{text}: {:?}", places(text, lang));
        }
        for (text, name) in [
            ("Confidence in Ida Morvan fell. Trust in Morvan is low, said Ida Morvan.", "Morvan"),
            ("Voters lost faith in Kessler, 61. Kessler said he would stay.", "Kessler"),
        ] {
            assert!(!places(text, Language::EN).contains(&name), "{text}: {:?}", places(text, Language::EN));
        }
    }

    #[test]
    fn who_stands_behind_a_title_is_named() {
        assert_eq!(persons("German Defence Minister Boris Waldheim visited Kyiv.", Language::EN), ["Boris Waldheim"]);
        assert_eq!(persons("Le ministre russe Sergueï Lavrov est parti.", Language::FR), ["Sergueï Lavrov"]);
    }
}
