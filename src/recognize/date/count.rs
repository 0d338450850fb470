//! Tells a day from a count: the 15 of `in June 15 soldiers died` counts soldiers, that of `on June 15 they died` is a day.

use super::guard::{word_after, word_before};
use super::lexicon::{Lexicon, builtin, cue};
use super::matcher::Found;
use super::scan::Token;
use crate::recognize::quantity::FigureWords;
use crate::rules::lexicon::{Class, WordId};
use crate::rules::quantity::{NumberWord, QuantityRules, UnitRule};

/// Words after a number that are looked at: modifiers, and the noun.
const REACH: usize = 5;

/// Tells whether the number that ends a date right after its month counts what follows it.
pub(super) fn is_count(text: &str, tokens: &[Token], found: &Found, lexicon: &Lexicon) -> bool {
    let number = |token: &Token| {
        token.word == 0 && token.end - token.start <= 2
            || token.classes & lexicon.number_words != 0
            || &text[token.start..token.end] == "-"
    };
    let end = found.end;
    let size = tokens[found.begin..end].iter().rev().take_while(|token| number(token)).count();
    let Some(month) = (end - size).checked_sub(1).filter(|month| size > 0 && *month >= found.begin) else {
        return false;
    };
    if tokens[month].classes & lexicon.months == 0 {
        return false;
    }
    let Some(rules) = QuantityRules::embedded(lexicon.language) else { return false };
    let after = &text[tokens[end - 1].end..];
    if !after.starts_with(char::is_whitespace) {
        return false;
    }
    // `en mai 12 000 personnes`
    let digits = word_after(after).unwrap_or("");
    if rules.lexicon.decimal_comma() && digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()) {
        return tokens[end - 1].word == 0;
    }
    let before = month.checked_sub(1).map(|at| &tokens[at]);
    // `le 3 mai 12 personnes`: the month has its day already
    let has_day = before.is_some_and(|t| t.word == 0 && t.classes & builtin::DAY != 0);
    let said = word_before(&text[..tokens[month].start]).map_or(0, |word| lexicon.cue(word));
    let weekday = before.is_some_and(|t| t.classes & lexicon.weekday_class() != 0);
    if !has_day && (said & cue::DAY_BEFORE != 0 || weekday) {
        return false;
    }
    let day = tokens[end - 1].word != 0 || tokens[end - 1].classes & builtin::DAY != 0;
    counts(after, lexicon, rules, (has_day || said & cue::COUNT_BEFORE != 0) && day)
}

/// Tells whether the word of a street follows: `au 12, rue de la Paix`.
pub(super) fn is_address(after: &str, lexicon: &Lexicon) -> bool {
    let Some(rules) = QuantityRules::embedded(lexicon.language) else { return false };
    let next = after.strip_prefix(',').and_then(word_after);
    next.is_some_and(|word| rules.lexicon.is(rules.lexicon.word(word, &mut String::new()), Class::Street))
}

/// Tells whether words count after a number. `sure` says that nothing but a count is likely, so that a plural will do.
fn counts(after: &str, lexicon: &Lexicon, rules: &QuantityRules, sure: bool) -> bool {
    let mut buffer = String::new();
    let mut ids = [WordId::NONE; REACH];
    let mut words = [""; REACH];
    let mut rest = after;
    for (id, word) in ids.iter_mut().zip(&mut words) {
        let Some(next) = word_after(rest) else { break };
        // A mark ends what a number may count.
        let at = next.as_ptr() as usize - rest.as_ptr() as usize;
        if !rest[..at].chars().all(char::is_whitespace) {
            break;
        }
        (*id, *word) = (rules.lexicon.word(next, &mut buffer), next);
        rest = &rest[at + next.len()..];
    }
    let skip = ids.iter().take_while(|id| **id != WordId::NONE && rules.lexicon.is(**id, Class::Modifier)).count();
    if matches!(rules.facts(ids[0]).number, Some(NumberWord::Magnitude(_))) {
        return true;
    }
    let ids = &ids[if sure { skip } else { 0 }.min(REACH - 1)..];
    let word = |n: usize| ids.get(n).copied().filter(|id| *id != WordId::NONE);
    // `after Sept. 11 attacks` has a day: where little speaks for a count, only people are counted
    let people = || rules.lexicon.is(ids[0], Class::Human) || is_people(words[0], lexicon, rules);
    if let Some((_, noun)) = rules.counted.longest(word)
        && (sure || noun.plural && !noun.after_only && people())
    {
        return true;
    }
    // Without more to go by, `March 20 marks` has a verb.
    let unit = rules
        .units
        .longest(word)
        .is_some_and(|(_, unit)| sure || !matches!(unit, UnitRule::Money(..)) && unit_is_sure(unit));
    let plain = words[0];
    let plural = sure
        && plain.len() > 3
        && plain.ends_with(['s', 'x'])
        && !plain.ends_with("ss")
        && plain.starts_with(char::is_lowercase)
        && lexicon.cue(plain) & cue::AFTER_YEAR == 0;
    unit || plural
}

/// Tells whether a word is a plural of persons.
fn is_people(word: &str, lexicon: &Lexicon, rules: &QuantityRules) -> bool {
    let single = FigureWords::of(lexicon.language).singular_of(word.to_lowercase());
    rules.is_person(rules.lexicon.word(&single, &mut String::new()))
}

fn unit_is_sure(unit: UnitRule) -> bool {
    matches!(unit, UnitRule::Percent | UnitRule::Points | UnitRule::Permille)
}
