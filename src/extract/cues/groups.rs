//! Reads the verb group about a form that may report: its auxiliaries, its voice, and which of the rules fit it.

use std::ops::Range;

use super::frames::Finder;
use super::lexicon::Class;
use super::verbs::Forms;
use super::view::Shape;
use crate::model::Upos;

/// A verb form in its group.
pub(super) struct Group {
    /// The verb itself.
    pub at: usize,
    /// From its first auxiliary to the last word of its fixed phrase.
    pub range: Range<usize>,
    pub part: Forms,
    /// No auxiliary stands before it.
    pub plain: bool,
    /// A passive, or a participle without an auxiliary.
    pub passive: bool,
    /// That participle.
    pub bare: bool,
    /// `-il`, `-elle` behind the verb.
    pub hanging: Option<usize>,
    pub negated: bool,
    /// The rules that fit, by index.
    pub entries: Vec<usize>,
}

/// What stands before a verb form and belongs to it.
struct Lead {
    start: usize,
    auxiliary: Option<usize>,
    hanging: Option<usize>,
    reflexive: bool,
    modal: bool,
}

impl Finder<'_> {
    /// The verb group about a form, with what of the rules fits it; `None` where the form is a noun or fits no rule.
    pub(super) fn group(&self, at: usize) -> Option<Group> {
        let r = self.r;
        if !r.view.is_word(at) {
            return None;
        }
        let forms = r.lexicon.forms.get(r.view.form(at))?;
        if self.is_tagged_noun(at) {
            return None;
        }
        let mut lead = self.lead(at);
        let (part, passive, bare) = self.voice(at, &lead)?;
        if lead.auxiliary.is_none() && matches!(part, Forms::Finite | Forms::Conditional) && self.is_noun(at, &lead) {
            return None;
        }
        let mut end = at + 1;
        if lead.hanging.is_none() && part == Forms::Finite && self.hangs(end) {
            lead.hanging = Some(end);
            end += 1;
        }
        let continuous = part == Forms::Finite && lead.auxiliary.is_some();
        let wanted = if continuous { Forms::Gerund } else { part };
        let mut entries = Vec::new();
        let mut after = end;
        for (entry, _) in forms.iter().filter(|(_, form)| *form == wanted) {
            let verb = &r.lexicon.verbs[*entry];
            if !verb.then.is_empty() {
                let Some(stop) = self.then(end, &verb.then) else { continue };
                after = after.max(stop);
            }
            if verb.needs.is_empty() || self.needs(end, &verb.needs) {
                entries.push(*entry);
            }
        }
        // A fixed phrase says more than its verb alone.
        if after > end {
            entries.retain(|entry| !r.lexicon.verbs[*entry].then.is_empty());
        }
        let negated = self.negated(lead.start, at, end);
        (!entries.is_empty()).then_some(Group {
            at,
            range: lead.start..after,
            part,
            plain: lead.auxiliary.is_none(),
            passive,
            bare,
            hanging: lead.hanging,
            negated,
            entries,
        })
    }

    /// Whether a tag calls the form a noun and nothing about it speaks for the verb: taggers take `souffle` for breath.
    fn is_tagged_noun(&self, at: usize) -> bool {
        let r = self.r;
        match r.view.upos(at) {
            Some(Upos::Adp | Upos::Det) => true,
            Some(Upos::Noun | Upos::Propn) => {
                let opens = r.is(at + 1, Class::Opener);
                let behind =
                    at > self.lo && matches!(self.shape(at - 1), Shape::Comma | Shape::QuoteClose | Shape::Dash);
                let speaker = at > self.lo && (r.is(at - 1, Class::Speaker) || r.is_name_word(at - 1));
                !(opens || behind || (speaker && r.lexicon.bare_clause))
            }
            _ => false,
        }
    }

    /// Walks back over auxiliaries, pronouns and adverbs.
    fn lead(&self, at: usize) -> Lead {
        let r = self.r;
        let mut lead = Lead { start: at, auxiliary: None, hanging: None, reflexive: false, modal: false };
        for _ in 0..6 {
            if lead.start == self.lo {
                break;
            }
            let before = lead.start - 1;
            let free = lead.auxiliary.is_none();
            let clitic = r.is(before, Class::Clitic);
            let adverb = r.is(before, Class::Adverb) && at - lead.start < 3 && self.auxiliary_before(before);
            if free && self.hangs(before) {
                lead.hanging = Some(before);
            } else if free && (r.is(before, Class::Have) || r.is(before, Class::Be)) {
                lead.auxiliary = Some(before);
            } else if clitic && (!free || !r.is(before, Class::Determiner) || self.pronominal(before)) {
                lead.reflexive |= r.is(before, Class::Reflexive);
            } else if free && lead.start == at && self.governs_infinitive(before, at) {
                // `devrait annoncer`, `is expected to announce`
                lead.modal = true;
                lead.start = self.governing(before);
                break;
            } else if !(free && adverb) {
                break;
            }
            lead.start = before;
        }
        lead
    }

    /// The part of the conjugation that the form is here; whether it is a passive, and whether one without auxiliary.
    fn voice(&self, at: usize, lead: &Lead) -> Option<(Forms, bool, bool)> {
        let r = self.r;
        let can = |part: Forms| self.is_form(at, part);
        let have = lead.auxiliary.is_some_and(|a| r.is(a, Class::Have));
        let be = lead.auxiliary.is_some_and(|a| r.is(a, Class::Be));
        if lead.modal {
            return Some((Forms::Infinitive, false, false));
        }
        if have || (be && lead.reflexive) {
            return can(Forms::Participle).then_some((Forms::Participle, false, false));
        }
        if be {
            if r.lexicon.bare_clause && can(Forms::Gerund) {
                return Some((Forms::Finite, false, false)); // `is saying`
            }
            return can(Forms::Participle).then_some((Forms::Participle, true, false));
        }
        // `the figure claimed by X`
        if can(Forms::Participle) && r.lexicon.by.at(r.view, at + 1).is_some() {
            return Some((Forms::Participle, true, true));
        }
        for part in [Forms::Finite, Forms::Conditional, Forms::Gerund] {
            if can(part) {
                return Some((part, false, false));
            }
        }
        can(Forms::Participle).then_some((Forms::Participle, true, true))
    }

    fn is_form(&self, at: usize, part: Forms) -> bool {
        let forms = self.r.lexicon.forms.get(self.r.view.form(at));
        forms.is_some_and(|forms| forms.iter().any(|(_, p)| *p == part))
    }

    /// Whether a form that could be a finite verb is a noun, an infinitive or a participle: `le compte`, `two claims`.
    fn is_noun(&self, at: usize, lead: &Lead) -> bool {
        let r = self.r;
        let english = r.lexicon.bare_clause;
        if english {
            // `reports of`: a noun; `reported to be`: a passive without its auxiliary.
            let fixed = r
                .lexicon
                .forms
                .get(r.view.form(at))
                .is_some_and(|forms| forms.iter().any(|(entry, _)| !r.lexicon.verbs[*entry].then.is_empty()));
            let passive = r.is(at + 1, Class::ToInfinitive)
                && (r.is(at + 2, Class::Be) || r.is(at + 2, Class::Have))
                && self.is_form(at, Forms::Participle);
            if (r.is(at + 1, Class::Of) && !fixed) || passive {
                return true;
            }
        }
        if lead.start == self.lo {
            return false;
        }
        let before = lead.start - 1;
        if r.is(before, Class::ToInfinitive) {
            return true;
        }
        if lead.start != at {
            return false;
        }
        // `dismissed reports that`: the object of another such verb.
        let object = english && !r.is(before, Class::Speaker) && self.is_form(before, Forms::Finite);
        let modal = english && (r.is(before, Class::Modal) || r.is(before, Class::Support));
        object
            || modal
            || r.is(before, Class::Determiner)
            || r.is(before, Class::Of)
            || r.is(before, Class::Preposition)
            || self.shape(before) == Shape::Number
    }

    /// Whether the group is negated: `n'a pas précisé`, `has not said`; `ne … que` is no negation.
    fn negated(&self, start: usize, at: usize, end: usize) -> bool {
        let r = self.r;
        let negator = |a: usize| r.is(a, Class::Negator) && !r.is(a, Class::Only) && !r.is(a + 1, Class::Only);
        let halves = r.lexicon.needs_particle();
        let particle = (start..end).any(|a| r.is(a, Class::Particle));
        (particle || !halves) && ((start..at).any(negator) || (halves && negator(end)))
    }

    fn hangs(&self, at: usize) -> bool {
        let r = self.r;
        r.view.form(at).starts_with('-')
            && (r.is(at, Class::Pronoun) || r.is(at, Class::PronounMany) || r.is(at, Class::PronounNone))
    }

    /// Whether what stands before an infinitive makes it say that something will be said.
    fn governs_infinitive(&self, before: usize, at: usize) -> bool {
        let r = self.r;
        self.is_form(at, Forms::Infinitive)
            && (r.is(before, Class::Modal)
                || (before > self.lo && r.is(before, Class::ToInfinitive) && r.is(before - 1, Class::LeadsInfinitive)))
    }

    /// The first word of what governs an infinitive: `is` in `is expected to`.
    fn governing(&self, before: usize) -> usize {
        let r = self.r;
        if !r.is(before, Class::ToInfinitive) {
            return before;
        }
        let belongs = |at: usize| r.is(at, Class::Be) || r.is(at, Class::Adverb) || r.is(at, Class::Have);
        let mut at = before - 1;
        while at > self.lo && before - at < 4 && belongs(at - 1) {
            at -= 1;
        }
        at
    }

    /// Whether an article form before a verb is a pronoun: `comme l'a dit`, `qui la juge`.
    fn pronominal(&self, at: usize) -> bool {
        let r = self.r;
        at > self.lo
            && (r.lexicon.as_said.at(r.view, at - 1).is_some()
                || r.is(at - 1, Class::Relative)
                || r.is(at - 1, Class::Pronoun)
                || r.is(at - 1, Class::Particle))
    }

    fn auxiliary_before(&self, at: usize) -> bool {
        (self.lo..at).rev().take(3).any(|a| self.r.is(a, Class::Have) || self.r.is(a, Class::Be))
    }

    /// The end of the fixed words behind a verb, an adverb between them or not.
    fn then(&self, end: usize, phrases: &[Vec<Box<str>>]) -> Option<usize> {
        let r = self.r;
        let skip = (0..3).find(|n| !r.is(end + n, Class::Adverb) && !r.is(end + n, Class::Clitic)).unwrap_or(0);
        let at = |from| phrases.iter().filter_map(|phrase| r.view.phrase_at(from, phrase)).max();
        at(end).or_else(|| at(end + skip))
    }

    fn needs(&self, end: usize, words: &[Box<str>]) -> bool {
        (end..self.hi.min(end + 14))
            .take_while(|at| !matches!(self.shape(*at), Shape::Semicolon | Shape::Stop))
            .any(|at| words.iter().any(|word| **word == *self.r.view.form(at)))
    }
}
