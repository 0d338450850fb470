//! Statements that no file knows by name, read from the parse: what a sentence denies, admits or insists on.
//!
//! A word marks them (`rules/<lang>/statements.toml`): a negation, a denial, an admission. The parse tells which verb or
//! predicate it is said of; the attribute is called after that one's concept, which both languages share.

#[cfg(test)]
mod tests;
mod tree;

use rust_decimal::Decimal;

use super::facts::Found;
use super::page::{Line, Page};
use super::{AttributeRef, Draft, Job, governor, subject};
use crate::model::{Interval, Kind, Mention, Modality, NameKind, Polarity, Span, Upos, Value};
use crate::rules::attributes::Form;
use crate::rules::concepts::Concepts;
use crate::rules::fold::fold;
use crate::rules::statements::{Mark, Statements};
use tree::Tree;

/// So many words of an object belong to a statement's words, at most.
const MOST_OF_OBJECT: usize = 8;

/// A statement of a sentence, by its words.
struct Stated {
    /// What is said to be so or not.
    predicate: usize,
    /// The noun that a negation stands by: "no ransom".
    nought: Option<usize>,
    /// Who denies or admits it.
    speaks: Option<usize>,
    mark: Mark,
    /// "has not ruled out": it may be so.
    may_be: bool,
}

/// Adds to the facts that rules files know in a sentence what it states besides.
pub(super) fn and(job: &Job, page: &Page, at: usize, mut known: Vec<Found>, story: usize) -> Vec<Found> {
    let open = find(job, page, at, story);
    let yields = |f: &Found| match f.draft.attribute {
        AttributeRef::Known(n) => job.attributes.all[n].yields,
        AttributeRef::Open { .. } => false,
    };
    known.retain(|k| !yields(k) || !open.iter().any(|o| o.span.overlaps(&k.span)));
    let free = open.into_iter().filter(|o| !known.iter().any(|k| k.members.is_none() && k.span.overlaps(&o.span)));
    let free: Vec<Found> = free.collect();
    known.extend(free);
    known
}

/// Finds what a sentence denies, admits or insists on; each predicate once, a denial before an admission.
fn find(job: &Job, page: &Page, at: usize, story: usize) -> Vec<Found> {
    let line = &page.lines[at];
    if line.hits.marks.is_empty() || asks(job, line) {
        return Vec::new();
    }
    let reader = Reader { job, line, tree: Tree(&line.sentence.words), rules: Statements::of(job.language) };
    let mut stated: Vec<Stated> = Vec::new();
    for wanted in [Mark::Denial, Mark::Exclusion, Mark::Negation, Mark::Insists, Mark::Admission] {
        for (mark, start, end) in &line.hits.marks {
            if *mark != wanted || reader.is_bound(*start, *end) {
                continue;
            }
            // "and not 31 as reported" negates a figure, which tells so itself.
            if *mark == Mark::Negation && figure_follows(page, line, *end) {
                continue;
            }
            if let Some(s) = reader.stated(*mark, *start, *end)
                && !stated.iter().any(|known| known.predicate == s.predicate)
            {
                stated.push(s);
            }
        }
    }
    stated.iter().filter_map(|s| reader.found(page, s, story)).collect()
}

/// Reads at what time of day something happened: to the minute, since a full hour is often rounded; nothing where the
/// words give a day alone, or a stretch of time.
pub(super) fn clock(job: &Job, page: &Page, at: usize, mention: &Mention, story: usize) -> Option<Found> {
    let Value::Date(date) = &mention.value else { return None };
    let (low, high) = (date.low?, date.high?);
    let (hour, minute) = low.time.filter(|(_, minute)| low == high && *minute != 0)?;
    let line = &page.lines[at];
    let happens = governor::of(job, line, mention)?;
    let concept = Concepts::embedded().of(&fold(&happens), job.language).replace(' ', "_");
    if concept.is_empty() {
        return None;
    }
    Some(Found {
        draft: Draft {
            entity: story,
            attribute: AttributeRef::Open { attribute: format!("time.{concept}"), kind: Kind::Fact },
            subgroup: None,
            unit: None,
            place: None,
            confidence: 0.5,
            rule: "statements/clock".to_owned(),
        },
        span: mention.span,
        verb: mention.span,
        members: None,
        clock: Some(format!("{hour:02}:{minute:02}")),
        polarity: None,
        modality: None,
    })
}

/// Returns whether a figure opens right at a token, or behind one more word ("not the 300").
fn figure_follows(page: &Page, line: &Line, token: usize) -> bool {
    let figures = page.mentions[line.mentions.clone()].iter().filter(|m| !matches!(m.kind, Kind::Date));
    let mut starts =
        figures.filter(|m| m.value != Value::Number(Interval::point(Decimal::ZERO))).map(|m| line.tokens(m.span).start);
    starts.any(|start| start == token || start == token + 1)
}

/// Returns whether a sentence is a question: it states nothing.
fn asks(job: &Job, line: &Line) -> bool {
    line.sentence.tokens.iter().rev().take(3).any(|t| t.span.of(job.text) == "?")
}

struct Reader<'r> {
    job: &'r Job<'r>,
    line: &'r Line<'r>,
    tree: Tree<'r>,
    rules: &'static Statements,
}

impl Reader<'_> {
    fn is_bound(&self, start: usize, end: usize) -> bool {
        self.line.hits.marks.iter().any(|(m, s, e)| *m == Mark::Bound && *s < end && start < *e)
    }

    fn lemma(&self, word: usize) -> &str {
        &self.tree.0[word].lemma
    }

    /// Reads what a mark is said of.
    fn stated(&self, mark: Mark, start: usize, end: usize) -> Option<Stated> {
        // The last word of a mark is the one that the parse ties: "ne … plus".
        let word = self.tree.last_of(start..end)?;
        let of = |predicate| Stated { predicate, nought: None, speaks: None, mark, may_be: false };
        let out = match mark {
            Mark::Negation => self.negated(word)?,
            Mark::Denial | Mark::Exclusion | Mark::Admission => {
                let verb =
                    self.tree.verb_of(start..end).filter(|v| self.tree.0[*v].upos == Upos::Verb).or(Some(word))?;
                let is_negated = self.tree.is_negated(verb);
                if is_negated && mark != Mark::Exclusion {
                    return None;
                }
                let missed = || if mark == Mark::Denial { self.clause_behind(end) } else { None };
                let predicate = self.complement(verb, mark).or_else(missed)?;
                Stated { speaks: Some(verb), may_be: is_negated, ..of(predicate) }
            }
            Mark::Insists => {
                let predicate = self.tree.0[word].head?;
                let has_auxiliary = self.tree.children(predicate).any(|c| self.tree.0[c].upos == Upos::Aux);
                if !has_auxiliary || self.tree.is_negated(predicate) {
                    return None;
                }
                of(predicate)
            }
            Mark::Bound => return None,
        };
        let predicate = self.through(out.predicate);
        (self.is_checkable(predicate, &out)).then_some(Stated { predicate, ..out })
    }

    /// Reads what a negation is said of: the verb or predicate above it.
    fn negated(&self, word: usize) -> Option<Stated> {
        let words = self.tree.0;
        if !tree::is_negation(&words[word]) && words[word].upos != Upos::Cconj {
            return None;
        }
        let head = words[word].head?;
        let head = if words[head].upos == Upos::Aux { words[head].head.unwrap_or(head) } else { head };
        let has_copula = self.tree.children(head).any(|c| tree::base(words[c].deprel) == "cop");
        let is_noun = matches!(words[head].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num) && !has_copula;
        let (predicate, nought) = match tree::base(words[word].deprel) {
            "det" => (self.tree.governs(head), Some(head)),
            // "pas un seul logement ne disparaîtra"; but "du pain, pas des jeux" says nothing of its own.
            "cc" | "advmod" if is_noun => (Some(self.tree.governs(head)).filter(|g| *g != head)?, Some(head)),
            "cc" | "advmod" | "nsubj" | "obj" | "obl" | "iobj" => (head, None),
            _ => return None,
        };
        // What is not ruled out is told by the one who rules.
        let at = words[predicate].token;
        if self.line.hits.marks.iter().any(|(m, s, e)| *m == Mark::Exclusion && (*s..*e).contains(&at)) {
            return None;
        }
        // "is not a law": says what something is, and nothing that was done.
        let is_indefinite = |c: usize| words[c].feats.contains("Definite=Ind") && tree::base(words[c].deprel) == "det";
        let defines = has_copula && words[head].upos == Upos::Noun && self.tree.children(head).any(is_indefinite);
        if defines || self.rules.idle.contains(self.lemma(predicate)) {
            return None;
        }
        Some(Stated { predicate, nought, speaks: None, mark: Mark::Negation, may_be: false })
    }

    /// Returns what somebody denies or admits: the verb of the clause, else the noun.
    fn complement(&self, verb: usize, mark: Mark) -> Option<usize> {
        let words = self.tree.0;
        let behind = |relations: &[&str]| {
            self.tree.children(verb).find(|c| {
                *c > verb && relations.contains(&tree::base(words[*c].deprel)) && words[*c].upos != Upos::Pron
            })
        };
        if let Some(clause) = behind(&["ccomp", "xcomp", "csubj", "advcl"]) {
            return self.is_led_to(verb, clause, mark).then_some(clause);
        }
        let noun = behind(&["obj", "obl"]).filter(|n| words[*n].upos == Upos::Noun).or_else(|| {
            // "a strike has not been ruled out"
            let subject = self.tree.children(verb).find(|c| words[*c].deprel == "nsubj:pass")?;
            (mark == Mark::Exclusion && words[subject].upos == Upos::Noun).then_some(subject)
        })?;
        let is_claim = self.rules.claim_nouns.contains(self.lemma(noun));
        let clause = self.tree.children(noun).find(|c| matches!(tree::base(words[*c].deprel), "acl" | "ccomp"));
        match (is_claim, clause) {
            (true, clause) => clause,
            (false, _) => (mark != Mark::Admission).then_some(noun),
        }
    }

    /// Returns the predicate of the clause that opens at a token, where the parse did not tie it to the verb before: of
    /// "denies that she was asleep", where "denies" was taken for a noun.
    fn clause_behind(&self, token: usize) -> Option<usize> {
        let words = self.tree.0;
        let first = words.iter().position(|w| w.token == token)?;
        let is_form = |f: &str| words[first].feats.contains(f);
        if !self.rules.clause_openers.contains(self.lemma(first))
            && !is_form("VerbForm=Inf")
            && !is_form("VerbForm=Ger")
        {
            return None;
        }
        let reach =
            (first + 1..words.len()).take(MOST_OF_OBJECT + 2).take_while(|w| self.line.breaks[words[*w].token] == 0);
        let has_copula = |w: usize| self.tree.children(w).any(|c| tree::base(words[c].deprel) == "cop");
        let tells = |w: &usize| match words[*w].upos {
            Upos::Verb => !self.rules.light.contains(self.lemma(*w)) || has_copula(*w),
            Upos::Adj | Upos::Noun => has_copula(*w),
            _ => false,
        };
        std::iter::once(first).chain(reach).find(tells)
    }

    /// Returns whether a clause is what is admitted: "reconnaît que", "admits it has", and not "confirmed what", or what
    /// stands behind a comma.
    fn is_led_to(&self, verb: usize, clause: usize, mark: Mark) -> bool {
        let words = self.tree.0;
        let (from, to) = (words[verb].token + 1, self.tree.tokens_below(clause).start);
        let next = words.iter().find(|w| w.token == from);
        let asks = next.is_some_and(|w| w.feats.contains("PronType=Int") || w.feats.contains("PronType=Rel"));
        mark != Mark::Admission || !asks && (from..to).all(|t| self.line.breaks[t] == 0)
    }

    /// Goes on from a verb that only leads to another: "n'a pas pu sauver".
    fn through(&self, mut predicate: usize) -> usize {
        for _ in 0..3 {
            let next = self.tree.children(predicate).find(|c| matches!(tree::base(self.tree.0[*c].deprel), "xcomp"));
            match next {
                Some(next) if self.rules.through.contains(self.lemma(predicate)) => predicate = next,
                _ => break,
            }
        }
        predicate
    }

    /// Returns whether anybody could check it.
    fn is_checkable(&self, predicate: usize, stated: &Stated) -> bool {
        let words = self.tree.0;
        let word = &words[predicate];
        if !matches!(word.upos, Upos::Verb | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Aux | Upos::Adv) {
            return false;
        }
        if self.rules.idle.contains(self.lemma(predicate)) || word.feats.contains("Mood=Imp") {
            return false;
        }
        if stated.nought.is_some_and(|n| self.rules.idle_nouns.contains(self.lemma(n))) {
            return false;
        }
        // "pour ne pas payer", "without paying": an aim, no statement.
        let is_aim = (word.feats.contains("VerbForm=Inf") || word.feats.contains("VerbForm=Ger"))
            && stated.speaks.is_none()
            && tree::base(word.deprel) != "xcomp"
            && !self.tree.children(predicate).any(|c| words[c].upos == Upos::Aux);
        let is_condition = self.tree.children(predicate).any(|c| {
            matches!(tree::base(words[c].deprel), "mark" | "advmod") && self.rules.conditions.contains(self.lemma(c))
        });
        // "should not worry": a duty, and nothing that was done.
        let is_duty = self
            .tree
            .children(predicate)
            .any(|c| tree::base(words[c].deprel) == "aux" && self.rules.idle.contains(self.lemma(c)));
        !is_aim && !is_condition && !is_duty
    }

    /// Returns what a statement is called after: its predicate, else what a verb without meaning is said of.
    fn attribute(&self, stated: &Stated) -> Option<String> {
        let words = self.tree.0;
        let predicate = stated.predicate;
        let argument = |relations: &[&str]| {
            self.tree.children(predicate).find(|c| {
                relations.contains(&tree::base(words[*c].deprel))
                    && matches!(words[*c].upos, Upos::Noun | Upos::Adj | Upos::Verb | Upos::Propn)
            })
        };
        let said_of = || stated.nought.or_else(|| argument(&["obj", "xcomp", "obl"])).or_else(|| argument(&["nsubj"]));
        let concept = |word: usize| Concepts::embedded().get(&fold(self.lemma(word)), self.job.language);
        let is_light = self.rules.light.contains(self.lemma(predicate)) || words[predicate].upos == Upos::Aux;
        let word = if is_light {
            said_of()?
        } else if concept(predicate).is_none() {
            // A verb that both languages do not share tells less than what it is said of.
            said_of().filter(|w| concept(*w).is_some()).unwrap_or(predicate)
        } else {
            predicate
        };
        if self.rules.idle_nouns.contains(self.lemma(word)) || self.rules.idle.contains(self.lemma(word)) {
            return None;
        }
        let folded = fold(self.lemma(word));
        let concept = Concepts::embedded().of(&folded, self.job.language).replace(' ', "_");
        let is_word = concept.len() > 2 && !concept.starts_with(|c: char| c.is_ascii_digit());
        is_word.then_some(concept)
    }

    /// Returns whom a statement is about: who is named as its subject, or denies it; else the story's event.
    fn about(&self, page: &Page, stated: &Stated, story: usize) -> usize {
        let kinds = [NameKind::Person, NameKind::Organisation, NameKind::Place];
        let of = |verb: usize| governor::subject_of(self.line, verb, &(0..0));
        let own = of(stated.predicate);
        let subject = own.filter(|s| !self.is_pronoun(*s)).or_else(|| {
            // "denies having sent": who denies.
            stated.speaks.and_then(of)
        });
        match subject {
            Some(phrase) if !self.is_pronoun(phrase) => {
                subject::entity_in(page, self.line, phrase, &kinds).unwrap_or(story)
            }
            _ => {
                let at = self.line.span(self.tree.0[stated.predicate].token..self.tree.0[stated.predicate].token + 1);
                subject::named_subject(page, self.line, at, self.job.phrases, &kinds).unwrap_or(story)
            }
        }
    }

    fn is_pronoun(&self, phrase: Span) -> bool {
        let tokens = self.line.tokens(phrase);
        let mut words = self.tree.0.iter().filter(|w| tokens.contains(&w.token));
        words.next().is_some_and(|w| w.upos == Upos::Pron) && words.next().is_none()
    }

    fn found(&self, page: &Page, stated: &Stated, story: usize) -> Option<Found> {
        let attribute = self.attribute(stated)?;
        let verb = self.verb_tokens(stated);
        let mut all = verb.clone();
        if let Some(speaks) = stated.speaks {
            let token = self.tree.0[speaks].token;
            all = all.start.min(token)..all.end.max(token + 1);
        }
        for argument in self.tree.arguments(stated.predicate).chain(stated.nought) {
            let tokens = self.tree.tokens_below(argument);
            if tokens.end <= all.end + MOST_OF_OBJECT && tokens.start >= all.start {
                all.end = all.end.max(tokens.end);
            } else if stated.nought == Some(argument) {
                all.start = all.start.min(tokens.start);
            }
        }
        let (denies, modality, how) = match stated.mark {
            Mark::Negation => (true, None, "negated"),
            Mark::Denial => (false, Some(Modality::Denied), "denied"),
            Mark::Exclusion if stated.may_be => (false, Some(Modality::Hedged), "not_excluded"),
            Mark::Exclusion => (true, None, "excluded"),
            _ => (false, None, "affirmed"),
        };
        let entity = self.about(page, stated, story);
        let at = self.line.span(verb.clone());
        Some(Found {
            draft: Draft {
                entity,
                attribute: self.named(attribute),
                subgroup: None,
                unit: None,
                place: subject::place_of(page, self.line, at, Some(entity), self.job.phrases),
                confidence: 0.5,
                rule: format!("statements/{how}"),
            },
            span: self.line.span(all),
            verb: self.line.span(verb),
            members: None,
            clock: None,
            polarity: if denies { Some(Polarity::Negated) } else { Some(Polarity::Affirmed) },
            modality,
        })
    }

    /// Returns the attribute of a name: a file's, where it is such a fact; its own, where a file has the name for figures.
    fn named(&self, attribute: String) -> AttributeRef {
        let known = self.job.attributes.all.iter().position(|a| a.attribute == attribute);
        match known {
            Some(n) if self.job.attributes.all[n].form == Some(Form::YesNo) => AttributeRef::Known(n),
            Some(_) => AttributeRef::Open { attribute: format!("{attribute}.stated"), kind: Kind::Fact },
            None => AttributeRef::Open { attribute, kind: Kind::Fact },
        }
    }

    /// Returns the tokens of the verb with its auxiliaries and negations.
    fn verb_tokens(&self, stated: &Stated) -> std::ops::Range<usize> {
        let words = self.tree.0;
        let at = words[stated.predicate].token;
        let leads = self
            .tree
            .children(stated.predicate)
            .filter(|c| matches!(tree::base(words[*c].deprel), "aux" | "cop") || tree::is_negation(&words[*c]));
        let start = leads.map(|c| words[c].token).min().unwrap_or(at).min(at);
        start..at + 1
    }
}
