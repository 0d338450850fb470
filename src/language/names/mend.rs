//! Names that the model and the rules cut short or pass over, set right by what stands beside them.
//!
//! In: a sentence's tokens and the names found there. Out: the same names, with the suffix that follows one (`Harold Pennock, Sr.`), with
//! bodies whose first letters stand in brackets behind them, and with first letters that act as bodies do.

use super::lexicon::{Lexicon, Signs, Suffix};
use super::scan::{LONGEST_INITIAL, Run};
use super::tokens::{Listed, Seen, Shape};
use crate::model::NameKind;
use crate::rules::bodies::Bodies;
use crate::rules::fold::fold;
use crate::rules::translit::Translit;

/// `de la`, and one more.
const MOST_PARTICLES: usize = 3;

/// Sets the names of a sentence right, and returns the tokens that are a body's first letters, as the sentence itself says by
/// brackets: what letters mean there they mean in the whole document, whatever a list has under them.
pub fn mend(text: &str, seen: &[Seen], lexicon: &Lexicon, runs: &mut Vec<Run>) -> Vec<usize> {
    let mut spelt = Vec::new();
    initials(seen, runs);
    for at in 0..seen.len() {
        if let Some(end) = given_with_hyphen(text, seen, at, lexicon) {
            add(Run { start: at, end, kind: NameKind::Person, sure: true }, runs);
        }
    }
    for at in 0..seen.len() {
        if let Some(run) = titled(seen, at, runs) {
            runs.retain(|other| other.end <= run.start || other.start >= run.end);
            runs.push(run);
        }
        if let Some(end) = particles(seen, at, runs) {
            let run = Run { start: at, end, kind: NameKind::Person, sure: true };
            runs.retain(|other| other.end <= at || other.start >= end);
            runs.push(run);
        }
    }
    suffixes(text, seen, lexicon, runs);
    for at in 1..seen.len().saturating_sub(1) {
        if let Some((start, end)) = joined_firm(text, seen, at, lexicon) {
            // It takes in what was found of it.
            runs.retain(|run| run.start < start || run.end > end);
            add(Run { start, end, kind: NameKind::Organisation, sure: true }, runs);
        }
    }
    for at in 0..seen.len() {
        if let Some(end) = ministry(text, seen, at, runs) {
            add(Run { start: at, end, kind: NameKind::Organisation, sure: true }, runs);
        }
    }
    for at in 1..seen.len().saturating_sub(1) {
        if let Some(start) = spelt_out(text, seen, at, lexicon) {
            add(Run { start, end: at - 1, kind: NameKind::Organisation, sure: true }, runs);
            let letters = Run { start: at, end: at + 1, kind: NameKind::Organisation, sure: true };
            runs.retain(|run| (run.start, run.end) != (at, at + 1));
            add(letters, runs);
            spelt.push(at);
        }
    }
    for at in 0..seen.len() {
        if acts(text, seen, at, lexicon) {
            add(Run { start: at, end: at + 1, kind: NameKind::Organisation, sure: true }, runs);
        }
    }
    runs.sort_by_key(|run| run.start);
    spelt
}

/// Adds a name where no other stands, or in the place of parts of it.
fn add(run: Run, runs: &mut Vec<Run>) {
    let overlaps = |other: &&Run| other.start < run.end && run.start < other.end;
    let inside = |other: &Run| run.start <= other.start && other.end <= run.end && run.end - run.start > 1;
    let is_known = |other: &Run| (other.start, other.end) == (run.start, run.end);
    if runs.iter().filter(overlaps).all(|other| inside(other) && !is_known(other)) {
        runs.retain(|other| !(other.start < run.end && run.start < other.end));
        runs.push(run);
    }
}

/// Where tokens are cut at hyphens: returns the end of a person's name whose family name stands first and whose given name goes on
/// behind a hyphen (`Kim Min-jun`); `Park Hill-based` is none.
fn given_with_hyphen(text: &str, seen: &[Seen], at: usize, lexicon: &Lexicon) -> Option<usize> {
    let [family, given, hyphen, rest] = seen.get(at..at + 4)? else { return None };
    let is_name = family.shape == Shape::Title
        && given.shape == Shape::Title
        && hyphen.shape == Shape::Hyphen
        && hyphen.glued
        && rest.glued
        && rest.shape == Shape::Small
        && !lexicon.is_tail(rest.hash);
    (is_name && Translit::embedded().stands_first(&fold(family.span.of(text)))).then_some(at + 4)
}

/// Returns the person whose name the model took for a place or a body since his title stands before it: `Judge Ana Lorca`.
fn titled(seen: &[Seen], at: usize, runs: &[Run]) -> Option<Run> {
    let run = runs.iter().find(|run| run.start == at && run.kind != NameKind::Person && run.end - at > 2)?;
    let is_title = |token: &Seen| {
        token.shape == Shape::Title
            && token.signs.has(Signs::TITLE)
            && !token.signs.has(Signs::KEPT_TITLE.and(Signs::ORG_HEAD))
    };
    let (title, given, last) = (&seen[at], &seen[at + 1], &seen[run.end - 1]);
    let is_person =
        is_title(title) && given.signs.has(Signs::GIVEN) && !last.signs.has(Signs::ORG_TAIL) && given.listed.is_none();
    is_person.then_some(Run { start: at + 1, kind: NameKind::Person, ..*run })
}

/// Returns the end of a name that goes on behind a given name with particles (`Paul Le Goff`, `Hubert de Saint Aubin`, `Jean van Damme`), where
/// the given name alone, nothing, or what stands behind it was found. `Marie de Nantes` may be from there.
fn particles(seen: &[Seen], at: usize, runs: &[Run]) -> Option<usize> {
    let given = &seen[at];
    let is_found = runs.iter().any(|run| (run.start, run.end, run.kind) == (at, at + 1, NameKind::Person));
    let is_given = is_found && given.shape.is_capital()
        || given.shape == Shape::Title && given.signs.has(Signs::GIVEN) && given.listed.is_none();
    // Within a longer name it is no given name: `Saint Paul de Vence`.
    let is_inside = at
        .checked_sub(1)
        .is_some_and(|before| seen[before].shape.is_capital() && !seen[before].signs.has(Signs::TITLE));
    if !is_given || given.genitive || is_inside {
        return None;
    }
    let is_particle = |token: &Seen| {
        token.signs.has(Signs::PARTICLE) && matches!(token.shape, Shape::Small | Shape::Title) && !token.genitive
    };
    let first = at + 1;
    let count = seen[first..].iter().take(MOST_PARTICLES).take_while(|token| is_particle(token)).count();
    let last = first + count;
    let family = seen.get(last).filter(|token| count > 0 && token.shape == Shape::Title)?;
    let has_capital = seen[first..last].iter().any(|token| token.shape == Shape::Title);
    let listed = seen[first..=last].iter().filter_map(|token| token.listed).map(|(listed, _)| listed);
    let is_person =
        runs.iter().any(|run| (first..=last).contains(&run.start) && run.end > last && run.kind == NameKind::Person);
    let is_place = |listed| !is_person && (!has_capital || !matches!(listed, Listed::Town));
    if listed.into_iter().any(is_place) || family.signs.has(Signs::DEMONYM.and(Signs::ORG_HEAD).and(Signs::TITLE)) {
        return None;
    }
    // `Saint Aubin` was found as one.
    let found = runs.iter().find(|run| (first..=last).contains(&run.start) && run.end > last).map(|run| run.end);
    let end = found.unwrap_or(last + 1);
    // Another name that begins before or ends behind is not cut up.
    let crosses = |run: &&Run| run.start < end && at < run.end && (run.start < at || run.end > end);
    let is_known = |run: &&Run| run.start == at && run.end > first;
    (!runs.iter().any(|run| crosses(&run) || is_known(&run))).then_some(end)
}

/// Returns the name of a firm that `&` joins: the capitals on both sides (`Hallaway & Sons Ltd`), and its form.
fn joined_firm(text: &str, seen: &[Seen], at: usize, lexicon: &Lexicon) -> Option<(usize, usize)> {
    let is_word = |n: &usize| {
        let token = &seen[*n];
        matches!(token.shape, Shape::Title | Shape::Caps | Shape::Mixed) && !lexicon.opens_sentence(token, *n)
    };
    if seen[at].span.of(text) != "&" || seen[at].glued {
        return None;
    }
    let before = (at.saturating_sub(LONGEST_SIDE)..at).rev().take_while(is_word).last()?;
    let after = (at + 1..seen.len().min(at + 1 + LONGEST_SIDE)).take_while(is_word).last()?;
    // `England & Wales` is none, nor are `Tom Hanks & Rita Wilson`.
    lexicon.ends_firm(seen[after].hash).then_some((before, after + 1))
}

/// So many words a firm's name has on each side of `&`, at most.
const LONGEST_SIDE: usize = 3;

/// Has a person's name begin with the initials of a given name of several parts: `A.-S. de Montferrand` is no place.
fn initials(seen: &[Seen], runs: &mut [Run]) {
    for (at, _) in
        seen.iter().enumerate().filter(|(_, token)| token.shape == Shape::Initial && token.span.len() > LONGEST_INITIAL)
    {
        let particles =
            seen[at + 1..].iter().take_while(|token| token.shape == Shape::Small && token.signs.has(Signs::PARTICLE));
        let next = at + 1 + particles.take(MOST_PARTICLES).count();
        if runs.iter().any(|run| run.start <= at && at < run.end) {
            continue;
        }
        if let Some(run) = runs.iter_mut().find(|run| run.start == next && run.kind != NameKind::Organisation) {
            (run.start, run.kind) = (at, NameKind::Person);
        }
    }
}

/// Has a person's name go on to its suffix: `Jr.` with or without a comma, `père` and `fils` right behind it.
fn suffixes(text: &str, seen: &[Seen], lexicon: &Lexicon, runs: &mut Vec<Run>) {
    for n in 0..runs.len() {
        let Some(run) = runs.get(n).copied() else { break };
        let Some(end) = suffix_end(text, seen, lexicon, run) else { continue };
        runs[n].end = end;
        runs.retain(|other| other.start <= run.start || other.start >= end);
    }
}

fn suffix_end(text: &str, seen: &[Seen], lexicon: &Lexicon, run: Run) -> Option<usize> {
    if run.kind != NameKind::Person || run.end - run.start < 2 || seen[run.end - 1].genitive {
        return None;
    }
    let is_comma = seen.get(run.end)?.span.of(text) == ",";
    let at = run.end + usize::from(is_comma);
    let (word, next) = (seen.get(at)?, seen.get(at + 1));
    let goes_on = match lexicon.suffix(word.hash)? {
        Suffix::Letters => word.shape.is_capital(),
        // `Paul Jones Senior Analyst` is none.
        Suffix::Word => !is_comma && word.shape.is_capital() && !next.is_some_and(|next| next.shape.is_capital()),
        // `Jean Martin fils de Paul` tells of his father, `Jean Martin père et fils` of both.
        Suffix::Kin => {
            let ends = |next: &Seen| {
                next.shape == Shape::Mark
                    || next.shape == Shape::Quote
                    || next.shape == Shape::Small && lexicon.goes_on(next.hash, next.span.of(text))
            };
            let is_both = seen.get(at + 2).is_some_and(|third| lexicon.suffix(third.hash) == Some(Suffix::Kin));
            !is_comma && word.shape == Shape::Small && next.is_none_or(ends) && !is_both
        }
    };
    // The full stop of `Jr.` where it is a token of its own, and does not end the sentence.
    let has_stop = |stop: &Seen| stop.glued && stop.span.of(text) == "." && at + 2 < seen.len();
    goes_on.then_some(at + 1 + usize::from(next.is_some_and(has_stop)))
}

/// So many tokens a ministry's name has at most.
const LONGEST_MINISTRY: usize = 12;

/// So many words stand before a ministry's head, at most: `United Arab Emirates Foreign Ministry`.
const MOST_BEFORE_HEAD: usize = 4;

/// Returns the end of a ministry's name that begins at a token, a people's word within or behind it: `ministère russe de la Défense`.
fn ministry(text: &str, seen: &[Seen], at: usize, runs: &[Run]) -> Option<usize> {
    let bodies = Bodies::embedded();
    let head = &seen[at];
    // `Defence Ministry`, `Russian Defence Ministry`
    if head.shape.is_capital() && !head.genitive && !bodies.is_ministry_filler(head.span.of(text)) {
        let capitals =
            seen[at..].iter().take(MOST_BEFORE_HEAD + 1).take_while(|token| token.shape.is_capital()).count();
        let is_one = |end: &usize| {
            let last = seen[end - 1].span;
            bodies.is_ministry_head(last.of(text)) && bodies.ministry(&text[head.span.start..last.end]).is_some()
        };
        let is_longer = |end: &usize| runs.iter().any(|run| run.start <= at && run.end >= *end);
        if let Some(end) = (at + 2..=at + capitals).rev().find(is_one).filter(|end| !is_longer(end)) {
            return Some(end);
        }
    }
    if !matches!(head.shape, Shape::Small | Shape::Title) || !bodies.is_ministry_head(head.span.of(text)) {
        return None;
    }
    let is_mark = |token: &Seen| matches!(token.shape, Shape::Mark | Shape::Quote | Shape::Number);
    let last = (at + 1..seen.len().min(at + LONGEST_MINISTRY)).take_while(|n| !is_mark(&seen[*n])).last()?;
    let has_capital = |end: usize| seen[at + 1..end].iter().any(|token| token.shape.is_capital());
    // Not up to the article of what follows.
    let ends = |end: &usize| {
        let token = &seen[end - 1];
        has_capital(*end)
            && (token.shape.is_capital()
                || token.signs.has(Signs::DEMONYM)
                || !bodies.is_ministry_filler(token.span.of(text)))
            && bodies.ministry(&text[head.span.start..token.span.end]).is_some()
    };
    let end = (at + 2..=last + 1).rev().find(ends)?;
    let is_longer = |run: &Run| run.start <= at && run.end >= end;
    (!runs.iter().any(is_longer)).then_some(end)
}

/// So many words before its first letters a body's name has at most.
const LONGEST: usize = 10;

/// Returns where the name begins whose first letters stand in brackets at a token: `Coastal Guards League (CGL)`.
fn spelt_out(text: &str, seen: &[Seen], at: usize, lexicon: &Lexicon) -> Option<usize> {
    let is_mark = |at: usize, mark: &str| seen.get(at).is_some_and(|token| token.span.of(text) == mark);
    if !is_mark(at - 1, "(") || !is_mark(at + 1, ")") || !are_letters(text, seen, at, lexicon) {
        return None;
    }
    let letters = fold(seen[at].span.of(text));
    let (mut long, mut capital, mut has_head) = (String::new(), String::new(), false);
    for start in (at.saturating_sub(1 + LONGEST)..at - 1).rev() {
        let token = &seen[start];
        // `King's School of Acting`; of `Ourland's Office for Trees (OT)` the office alone fits.
        if matches!(token.shape, Shape::Mark | Shape::Quote | Shape::Number) {
            break;
        }
        let word = token.span.of(text);
        let first = fold(word).chars().next()?;
        let is_capital = token.shape.is_capital();
        // `Office for Nuclear Regulation` gives ONR, `Confédération générale du travail` CGT.
        if is_capital || word.chars().count() > 3 {
            long.insert(0, first);
        }
        if is_capital {
            capital.insert(0, first);
        }
        has_head |= token.signs.has(Signs::ORG_HEAD.and(Signs::ORG_TAIL));
        let opens = (is_capital && !token.signs.has(Signs::NOT_NAME)) || token.signs.has(Signs::ORG_HEAD);
        // A disease has its letters in brackets too, and so has a country.
        let is_place =
            |token: &Seen| matches!(token.listed, Some((Listed::Country | Listed::Region | Listed::City, _)));
        let is_body = has_head && !seen[start..at - 1].iter().all(|token| !token.shape.is_capital() || is_place(token));
        if opens && is_body && at - 1 - start > 1 && (long == letters || capital == letters) {
            return Some(start);
        }
    }
    None
}

/// Whether first letters do what bodies do: `HUR claimed the attack`.
fn acts(text: &str, seen: &[Seen], at: usize, lexicon: &Lexicon) -> bool {
    let is_small = |token: &&Seen| token.shape == Shape::Small;
    seen.get(at + 1).is_some_and(|next| next.shape == Shape::Small && lexicon.is_act(next.hash))
        && seen[at].listed.is_none()
        && are_letters(text, seen, at, lexicon)
        && seen.iter().filter(is_small).nth(1).is_some()
}

/// Whether a token is first letters that may be a body's, and no headline in capitals.
fn are_letters(text: &str, seen: &[Seen], at: usize, lexicon: &Lexicon) -> bool {
    let token = &seen[at];
    let word = token.span.of(text);
    let is_caps = |at: usize| seen.get(at).is_some_and(|token| token.shape == Shape::Caps);
    token.shape == Shape::Caps
        && (2..=7).contains(&word.chars().count())
        && word.chars().all(char::is_uppercase)
        // `Felipe VI said`
        && !word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
        && !token.signs.has(Signs::GIVEN.and(Signs::NOT_NAME).and(Signs::TITLE).and(Signs::DEMONYM))
        && !lexicon.is_no_body(token.hash)
        && !is_caps(at + 1)
        && !at.checked_sub(1).is_some_and(is_caps)
}

#[cfg(test)]
mod tests {
    use crate::language::{names, segment};
    use crate::model::{Language, NameKind};

    fn found(text: &str, lang: Language, kind: NameKind) -> Vec<&str> {
        let names = names::find(text, &segment(text, lang), lang);
        names.iter().filter(|n| n.kind == kind).map(|n| n.span.of(text)).collect()
    }

    #[test]
    fn a_name_goes_on_behind_its_particles() {
        let fr = |text| found(text, Language::FR, NameKind::Person);
        assert_eq!(fr("Paul Le Goff a été élu maire de Brest dimanche."), ["Paul Le Goff"]);
        assert_eq!(fr("Hélène de La Tour a été nommée préfète mardi."), ["Hélène de La Tour"]);
        assert_eq!(fr("Hubert de Saint Aubin a été nommé mardi."), ["Hubert de Saint Aubin"]);
        assert_eq!(fr("Le juge a entendu Marie. Le Monde en parle."), ["Marie"]);
        let en = |text| found(text, Language::EN, NameKind::Person);
        assert_eq!(en("Judge Ana María de la Cruz sentenced him on Monday."), ["Ana María de la Cruz"]);
    }

    #[test]
    fn a_suffix_is_a_part_of_the_name() {
        let en = |text| found(text, Language::EN, NameKind::Person);
        assert_eq!(en("Harold Pennock, Sr., the owner of the mill, died on Monday."), ["Harold Pennock, Sr."]);
        assert_eq!(en("His son Harold Pennock, Jr., told reporters that he would sell."), ["Harold Pennock, Jr."]);
        assert_eq!(en("Paul Jones, Senior Analyst at the bank, agreed."), ["Paul Jones"]);
        let fr = |text| found(text, Language::FR, NameKind::Person);
        assert_eq!(fr("Jean Martin père a fondé l'usine."), ["Jean Martin père"]);
        assert_eq!(fr("Jean Martin fils la dirige depuis mardi."), ["Jean Martin fils"]);
        assert_eq!(
            fr("Jean Martin père et Jean Martin fils comparaissaient mardi."),
            ["Jean Martin père", "Jean Martin fils"]
        );
        for text in [
            "Jean Martin fils unique de Paul a parlé.",
            "Jean Martin père jésuite a parlé.",
            "Jean Martin père et fils ont parlé.",
        ] {
            assert_eq!(fr(text)[0], "Jean Martin", "{text}");
        }
        assert_eq!(fr("Jean Martin, Jr., vit au Canada."), ["Jean Martin, Jr."]);
        assert_eq!(fr("Jean Martin, père de deux enfants, a parlé."), ["Jean Martin"]);
    }

    #[test]
    fn a_given_name_goes_on_behind_its_hyphen() {
        let en = |text| found(text, Language::EN, NameKind::Person);
        assert_eq!(en("The minister Bae Seung-woo unveiled a plan on Monday."), ["Bae Seung-woo"]);
        assert_eq!(en("The engineer Park Ji-min spoke in Seoul."), ["Park Ji-min"]);
        assert!(!en("The Park Hill-based firm will close.").contains(&"Park Hill-based"));
    }

    #[test]
    fn initials_with_a_hyphen_open_a_persons_name() {
        let text = "A.-S. de Montferrand, avocate, a plaidé mardi.";
        assert_eq!(found(text, Language::FR, NameKind::Person), ["A.-S. de Montferrand"]);
    }

    #[test]
    fn a_body_is_known_again_without_the_word_for_its_sort() {
        let text = "The NGO Seabridge said 40 people were rescued. Later Seabridge raised the figure to 45.";
        assert_eq!(found(text, Language::EN, NameKind::Organisation), ["NGO Seabridge", "Seabridge"]);
        let text = "L'ONG Terramer a secouru 40 personnes. Terramer a ensuite parlé de 45.";
        assert_eq!(found(text, Language::FR, NameKind::Organisation), ["ONG Terramer", "Terramer"]);
    }

    #[test]
    fn first_letters_that_a_text_spells_out_are_no_country_of_those_letters() {
        let text = "The King's School of Acting (KSA) has 200 students. Parents say KSA will close in June.";
        assert_eq!(found(text, Language::EN, NameKind::Organisation), ["King's School of Acting", "KSA", "KSA"]);
        let text = "Britain's Office for Lost Trees (OLT) counted 40 oaks.";
        assert_eq!(found(text, Language::EN, NameKind::Organisation), ["Office for Lost Trees", "OLT"]);
    }

    #[test]
    fn first_letters_are_a_body_that_acts_or_is_spelt_out() {
        let en = |text| found(text, Language::EN, NameKind::Organisation);
        assert_eq!(en("HUR claimed the attack. Agents of HUR hit the depot."), ["HUR", "HUR"]);
        let text = "The Coastal Guards League (CGL) has 3,000 members.";
        assert_eq!(en(text), ["Coastal Guards League", "CGL"]);
        assert!(en("GDP rose by 2% and the CEO said so.").is_empty());
        assert!(en("FIRE HITS MILL IN TOWN").is_empty());
    }
}
