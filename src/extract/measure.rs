//! Figures and dates to assertions: which attribute, of whom, within what scope.

use super::before::{Antecedent, Before, RESUMES, is_rival, rival};
use super::facts::LastOf;
use super::page::{Hit, Line, Page};
use super::subject::{self, Where};
use super::sums::is_light;
use super::{AttributeRef, Draft, Job, patients};
use crate::model::{
    DateBasis, DateInterval, EntityKind, Kind, Mention, NameKind, PartialDate, Span, Upos, Value, Word, julian_day,
};
use crate::rules::attributes::{Attribute, Subject};
use crate::rules::fold::fold;
use crate::rules::units::Units;

/// What it is worth that a verb stands right before what is counted, in steps of the rules' priorities.
const BESIDE: i64 = 8;

/// How far a trigger may stand from its figure, in tokens with clause breaks weighed in.
const REACH: u32 = 22;

/// Makes a draft of one figure or date, or nothing where it states nothing. `voice` is who is credited with it by the rules.
#[allow(clippy::too_many_arguments, reason = "one caller, each argument a word of its own")]
pub(super) fn draft(
    job: &Job,
    page: &Page,
    at: usize,
    mention: &Mention,
    voice: Option<Span>,
    before: &Before,
    last: &LastOf,
    story: usize,
) -> Option<Draft> {
    let line = &page.lines[at];
    let here = line.tokens(mention.counted.map_or(mention.span, |c| mention.span.cover(&c)));
    if retells(job, line, mention) || is_of_a_name(line, mention) || is_asked(job, page, line, mention) {
        return None;
    }
    if is_out_of(job, page, line, mention) {
        return None;
    }
    let is_part = is_part(job, line, mention.span);
    let same_line = before.last.as_ref().filter(|b| b.line == at);
    if let Some(b) = same_line.filter(|_| !is_part) {
        let unit = mention.unit.as_deref().or(b.unit.as_deref());
        let chosen = choose(job, page, line, &here, mention, unit).map(|(n, _)| n);
        if is_rival(b, line, mention, voice, chosen) {
            return Some(rival(job, page, line, mention, b, voice));
        }
    }
    let told = before.antecedent(mention, at);
    // "3 millions d'euros, dont 650 000 pour la toiture": a part of money is money.
    let whole = same_line.filter(|b| is_part && matches!(b.kind, Kind::Money | Kind::Percent));
    let near = told.filter(|b| b.line == at || is_part && b.line + 1 == at).or(whole);
    let unit = mention.unit.clone().or_else(|| near.and_then(|b| b.unit.clone()));
    let chosen = choose(job, page, line, &here, mention, unit.as_deref());
    // A part without words of its own states what the whole does.
    let inherited = if is_part { same_line.and_then(Antecedent::known) } else { None };
    // "The teachers marched. They were 8,000": what the sentence before says they did.
    let chosen = chosen.or_else(|| Some((gathering(job, page, at, mention).filter(|_| told.is_none())?, 6)));
    let attribute = match (chosen, inherited) {
        (Some((n, distance)), Some(from)) if n != from && distance > 6 => Some((from, 6)),
        (None, Some(from)) => Some((from, 6)),
        (chosen, _) => chosen,
    };
    let counted = mention.counted;
    let antecedent = same_line.filter(|_| is_part || counted.is_none()).map(|b| b.entity);
    match attribute {
        Some((n, distance)) => {
            let rule = &job.attributes.all[n];
            let entity = subject::entity_of(
                job,
                page,
                line,
                mention,
                rule.subject,
                antecedent,
                unit.as_deref().and_then(|u| last.of(job.classes.noun(u))).or_else(|| last.only()),
                story,
            );
            let place = subject::place_of(page, line, mention.span, Some(entity), job.phrases);
            Some(Draft {
                entity,
                attribute: n.into(),
                subgroup: subgroup(rule, unit.as_deref()),
                unit,
                place,
                // A near trigger is nearly always the right one; each token of distance costs.
                confidence: (0.95 - 0.02 * f64::from(distance)).max(0.4),
                rule: format!("attributes/{}", rule.file),
            })
        }
        None => {
            let draft = open(job, page, line, mention, unit, antecedent, story)?;
            let Some(told) = told else { return Some(draft) };
            // "Two are talking again; one is silent": what was counted last, where nothing else is.
            let unit = draft.unit.or_else(|| told.unit.clone());
            // "The unions speak of 650": of what was counted.
            match told.known().filter(|n| retells_how_many(job, line, mention, *n) && may_resume(job, *n)) {
                Some(n) => Some(Draft {
                    attribute: n.into(),
                    entity: told.entity,
                    subgroup: subgroup(&job.attributes.all[n], unit.as_deref()),
                    rule: format!("{RESUMES}{}", job.attributes.all[n].file),
                    unit,
                    ..draft
                }),
                None => Some(Draft { unit, ..draft }),
            }
        }
    }
}

/// Returns whether a small figure speaks of something already told: "les deux pays".
fn retells(job: &Job, line: &Line, mention: &Mention) -> bool {
    let first = line.tokens(mention.span).start;
    let Some(word) = first.checked_sub(1).and_then(|n| line.words.get(n)) else { return false };
    mention.kind == Kind::Quantity && is_small(mention) && job.phrases.definites.contains(word)
}

/// Returns whether a figure is one of two of which a question asks which is right: "12,000 or 45,000 marchers?".
fn is_asked(job: &Job, page: &Page, line: &Line, mention: &Mention) -> bool {
    if !line.sentence.span.of(page.text).trim_end().ends_with('?') {
        return false;
    }
    let whole = |m: &Mention| line.tokens(m.counted.map_or(m.span, |counted| m.span.cover(&counted)));
    let here = whole(mention);
    let is_or = |token: usize| line.words.get(token).is_some_and(|word| job.phrases.alternatives.contains(word));
    let others =
        page.mentions[line.mentions.clone()].iter().filter(|m| m.kind == mention.kind && m.span != mention.span);
    others
        .map(whole)
        .any(|there| here.end + 1 == there.start && is_or(here.end) || there.end + 1 == here.start && is_or(there.end))
}

/// Returns whether a bare figure is what one person is: an age, and nobody is counted ("he was 61 and was badly burned", "the cook, whom
/// colleagues think is about 60").
fn is_age_of_one(job: &Job, page: &Page, line: &Line, mention: &Mention) -> bool {
    // "A driver, who is 61": the noun before the verb is not what the figure counts.
    let counts = mention.unit.is_some() && mention.counted.is_none_or(|counted| counted.start >= mention.span.start);
    if mention.kind != Kind::Quantity || counts || !is_many(mention) {
        return false;
    }
    let words = &line.sentence.words;
    let tokens = line.tokens(mention.core);
    let Some(figure) = words.iter().position(|w| tokens.contains(&w.token)) else { return false };
    let child = |relation: &str| words.iter().position(|w| w.head == Some(figure) && w.deprel.starts_with(relation));
    if !child("cop").is_some_and(|n| words[n].feats.contains("Number=Sing")) {
        return false;
    }
    let is_relative = |n: &usize| words[*n].deprel.starts_with("acl") || words[*n].deprel == "parataxis";
    let of_whom = || words[figure].head.filter(is_relative).and_then(|verb| words[verb].head);
    let is_relative_pronoun = |n: &usize| words[*n].feats.contains("PronType=Rel");
    let one = match child("nsubj") {
        Some(subject) if is_relative_pronoun(&subject) => words[figure].head,
        Some(subject) => Some(subject),
        None => of_whom(),
    };
    one.is_some_and(|n| matches!(patients::who(job, page, line, n), patients::Is::One(_)))
}

/// Returns whether a bare figure only tells of how many in all another one is: "250 emplois sur 800".
fn is_out_of(job: &Job, page: &Page, line: &Line, mention: &Mention) -> bool {
    let start = line.tokens(mention.span).start;
    let Some(before) = start.checked_sub(1).filter(|n| job.phrases.out_of.contains(&line.words[*n])) else {
        return false;
    };
    let ends_there = |m: &Mention| m.counted.is_some_and(|counted| line.tokens(m.span.cover(&counted)).end == before);
    mention.kind == Kind::Quantity
        && mention.unit.is_none()
        && page.mentions[line.mentions.clone()].iter().any(ends_there)
}

/// Returns whether a bare figure only says again how many, or tells who counts: "the unions speak of 650". "They were 8,000" does of
/// who came together, and of nobody else: "twelve drowned; they were 80 when they left".
fn retells_how_many(job: &Job, line: &Line, mention: &Mention, attribute: usize) -> bool {
    let governor = super::governor::of(job, line, mention);
    governor.is_some_and(|word| job.phrases.retellers.contains(&fold(&word)))
        || job.attributes.all[attribute].gathers && super::governor::is_of_a_pronoun(line, mention)
}

/// Returns the attribute of those who came together whom a pronoun stands for beside a bare figure, where a verb of the sentence before
/// tells.
fn gathering(job: &Job, page: &Page, at: usize, mention: &Mention) -> Option<usize> {
    let is_bare = mention.kind == Kind::Quantity && mention.unit.is_none() && is_many(mention);
    if !is_bare || !super::governor::is_of_a_pronoun(&page.lines[at], mention) {
        return None;
    }
    let before = &page.lines[at.checked_sub(1)?];
    let hits = before.hits.triggers.iter().filter(|h| job.attributes.all[h.owner].gathers && is_verb(before, h));
    hits.map(|h| h.owner).min()
}

/// Returns whether a bare figure may state an attribute again: one of counts.
fn may_resume(job: &Job, attribute: usize) -> bool {
    let rule = &job.attributes.all[attribute];
    rule.kind == Kind::Quantity && rule.form.is_none()
}

/// Returns whether a bare figure belongs to the proper noun before it: "Platform 9", "Route 14".
fn is_of_a_name(line: &Line, mention: &Mention) -> bool {
    let words = &line.sentence.words;
    let here = line.tokens(mention.span);
    let at = |token: usize| words.iter().position(|w| w.token == token);
    let (Some(figure), Some(name)) = (at(here.start), here.start.checked_sub(1).and_then(at)) else { return false };
    let is_digits = line.words[here.start].bytes().all(|b| b.is_ascii_digit());
    let hangs = words[figure].head == Some(name) && words[figure].deprel.starts_with("flat");
    mention.kind == Kind::Quantity
        && mention.unit.is_none()
        && here.len() == 1
        && is_digits
        && words[name].upos == Upos::Propn
        && hangs
}

/// Returns whether a figure is said to be a part of the one before.
pub(super) fn is_part(job: &Job, line: &Line, span: Span) -> bool {
    let first = line.tokens(span).start;
    line.words[first.saturating_sub(3)..first].iter().any(|w| job.phrases.part_words.contains(w))
}

/// Chooses the attribute whose words stand nearest, and how near.
fn choose(
    job: &Job,
    page: &Page,
    line: &Line,
    here: &std::ops::Range<usize>,
    mention: &Mention,
    unit: Option<&str>,
) -> Option<(usize, u32)> {
    let told = if mention.kind == Kind::Quantity { patients::of_line(job, page, line) } else { Vec::new() };
    // "Three were hurt and a guard killed": the killing is said of the guard. So it is no blocker either ("a guard was killed and three were
    // hurt"), whose words are those of another attribute.
    let of_another = |hit: &Hit, is_blocker: bool| {
        let is_said = |(h, who): &(Hit, Span)| {
            (h.owner == hit.owner || is_blocker && hit.end <= here.start)
                && h.start < hit.end
                && hit.start < h.end
                && !covers(here, line, *who)
                && !is_its_own(job, line, here, hit, *who)
        };
        told.iter().any(is_said)
    };
    let is_told_behind =
        |owner: usize| told.iter().any(|(h, who)| h.owner == owner && is_its_own(job, line, here, h, *who));
    let nearest = |hits: &[Hit], owner: usize, is_blocker: bool| {
        hits.iter()
            .filter(|h| h.owner == owner && !leads_another(page, line, h, mention) && !of_another(h, is_blocker))
            .filter(|h| !speaks(job, line, h))
            .filter(|h| !takes_another(job, page, line, here, h, mention))
            .map(|h| line.distance(here, &(h.start..h.end)) + crossed(page, line, here, h, mention))
            .min()
    };
    // The order of the files decides between equals.
    let mut candidates: Vec<usize> = line
        .hits
        .triggers
        .iter()
        .chain(&line.hits.follows)
        .map(|h| h.owner)
        .chain(job.attributes.untriggered.iter().copied())
        .collect();
    candidates.sort_unstable();
    candidates.dedup();
    let is_age = is_age_of_one(job, page, line, mention);
    let mut best: Option<(i64, usize, u32)> = None;
    for n in candidates {
        let rule = &job.attributes.all[n];
        if rule.kind != mention.kind
            || rule.form.is_some()
            || !unit_fits(job, rule, mention.kind, unit)
            || !fits_sentence(job, page, rule, n, line)
            || (is_broken(mention) || is_age)
                && rule.base_unit.as_deref().is_some_and(|unit| job.classes.is_person(unit))
        {
            continue;
        }
        let is_sure = unit.is_some_and(|u| rule.sure_units.iter().any(|s| s == job.classes.noun(u)));
        let follows = line.hits.follows.iter().any(|h| {
            let right_behind = (here.end..=here.end + 1).contains(&h.start) || here.contains(&h.start);
            h.owner == n && right_behind && leads_another(page, line, h, mention)
        });
        let distance = match nearest(&line.hits.triggers, n, false) {
            _ if follows => 0,
            Some(d) if d <= REACH => d,
            _ if !rule.needs_trigger || is_sure => 8,
            _ => continue,
        };
        if !follows && nearest(&line.hits.blockers, n, is_told_behind(n)).is_some_and(|b| b < distance) {
            continue;
        }
        // A unit that tells by itself outweighs a word that merely stands near, and so does a verb right before it.
        let governs = |h: &Hit| h.owner == n && h.end == here.start && is_verb(line, h);
        let is_counted = mention.kind == Kind::Quantity;
        let beside = if is_counted && line.hits.triggers.iter().any(governs) { BESIDE } else { 0 };
        let score = i64::from(rule.priority) - 3 * i64::from(distance) + if is_sure { 20 } else { 0 } + beside;
        if best.is_none_or(|(s, ..)| score > s) {
            best = Some((score, n, distance));
        }
    }
    best.map(|(_, n, distance)| (n, distance))
}

/// Returns whether a figure is no whole one: nobody counts 7.1 people.
fn is_broken(mention: &Mention) -> bool {
    let Value::Number(value) = &mention.value else { return false };
    [value.low, value.high].into_iter().flatten().any(|v| !v.fract().is_zero())
}

/// Returns whether words right behind a figure are said of what it counts, whatever the parse makes of them: "a guide dead and six
/// skiers hurt", "five people hurt by a driver". In "three men hurt a guard" they have an object.
pub(super) fn is_its_own(job: &Job, line: &Line, here: &std::ops::Range<usize>, hit: &Hit, who: Span) -> bool {
    // "Three others injured" is counted as one phrase.
    let is_inside = hit.start >= here.start && hit.end <= here.end;
    let is_behind = hit.start >= here.end && is_light(line, here.end..hit.start);
    let is_preposition = line.sentence.words.iter().any(|w| w.token == hit.end && w.upos == Upos::Adp);
    let is_agent = line.words.get(hit.end).is_some_and(|w| job.phrases.agents.contains(w));
    // "Two hurt, driver dead".
    let start = line.tokens(who).start;
    let is_next = start >= hit.end && !line.has_sign(hit.end..start);
    let has_object = is_next && !is_preposition && !is_agent;
    // "Hangar 6 drowning death of Ann Lind" counts no deaths.
    let is_noun = line.sentence.words.iter().any(|w| w.token + 1 == hit.end && w.upos == Upos::Noun);
    // "Three nurses and a cook were hurt".
    let who = line.tokens(who);
    let is_and = |n: usize| line.sentence.words.iter().any(|w| w.token == n && w.upos == Upos::Cconj);
    let is_joined =
        here.end + 1 == who.start && who.end <= hit.start && is_and(here.end) && is_light(line, who.end..hit.start);
    (is_inside || is_behind) && !has_object && !is_noun || is_joined
}

/// Returns whether words share a token with a run of tokens.
fn covers(here: &std::ops::Range<usize>, line: &Line, words: Span) -> bool {
    let there = line.tokens(words);
    here.start < there.end && there.start < here.end
}

/// A trigger behind another figure of the same kind rather belongs to that one.
fn crossed(page: &Page, line: &Line, here: &std::ops::Range<usize>, hit: &Hit, mention: &Mention) -> u32 {
    let between = |m: &Mention| {
        let t = line.tokens(m.span);
        m.span != mention.span
            && (here.end <= t.start && t.end <= hit.start || hit.end <= t.start && t.end <= here.start)
    };
    let n = page.mentions[line.mentions.clone()].iter().filter(|m| m.kind == mention.kind && between(m)).count();
    5 * n as u32
}

/// Returns whether a rule's words end in a preposition right before another figure, whose words they are then: "164 votes
/// against 158", "by 113 votes to 98".
fn leads_another(page: &Page, line: &Line, hit: &Hit, mention: &Mention) -> bool {
    let words = &line.sentence.words;
    let is_preposition =
        words.iter().any(|w| w.token + 1 == hit.end && w.upos == Upos::Adp && !w.deprel.starts_with("compound"));
    let starts = |m: &Mention| line.tokens(m.span).start == hit.end;
    is_preposition
        && page.mentions[line.mentions.clone()]
            .iter()
            .any(|m| m.kind == mention.kind && m.span != mention.span && starts(m))
}

/// Returns whether a rule's words only name who speaks: "survivors said 15 others were missing".
fn speaks(job: &Job, line: &Line, hit: &Hit) -> bool {
    let counts_people = |unit: &String| job.classes.is_person(unit);
    let words = line.span(hit.start..hit.end);
    job.attributes.all[hit.owner].base_unit.as_ref().is_some_and(counts_people)
        && line.speech.iter().any(|speech| speech.start <= words.start && words.end <= speech.end)
}

/// Returns whether a rule's words end in a verb.
fn is_verb(line: &Line, hit: &Hit) -> bool {
    line.sentence.words.iter().any(|w| w.token + 1 == hit.end && w.upos == Upos::Verb)
}

/// So many tokens before a verb a figure may still be what it is said of: "120 people were killed, 31 wounded".
const NEAR_SUBJECT: usize = 4;

/// Returns whether a verb behind a figure has another figure for its object: "the ferry, licensed for 120, sank, killing 31".
fn takes_another(
    job: &Job,
    page: &Page,
    line: &Line,
    here: &std::ops::Range<usize>,
    hit: &Hit,
    mention: &Mention,
) -> bool {
    // "Lost control and drowned 30 km off": what the attribute does not count is no object of its verb.
    let fits = |m: &Mention| unit_fits(job, &job.attributes.all[hit.owner], m.kind, m.unit.as_deref());
    let starts = |m: &Mention| line.tokens(m.span).start == hit.end && fits(m);
    is_verb(line, hit)
        && here.end + NEAR_SUBJECT <= hit.start
        && page.mentions[line.mentions.clone()]
            .iter()
            .any(|m| m.kind == mention.kind && m.span != mention.span && starts(m))
}

/// Returns whether the sentence has the words that an attribute asks for, and none that rules it out where no unit tells: "289 votes"
/// are votes, whoever marches outside.
fn fits_sentence(job: &Job, page: &Page, rule: &Attribute, n: usize, line: &Line) -> bool {
    let is_certain = |unit: &str| rule.certain_units.iter().any(|u| u == job.classes.noun(unit));
    let is_told = |m: &Mention| m.unit.as_deref().is_some_and(is_certain);
    let ruled_out = || line.hits.absent.contains(&n) && !page.mentions[line.mentions.clone()].iter().any(is_told);
    !ruled_out() && (line.hits.context.contains(&n) || !rule.needs_context.contains(&job.language))
}

fn unit_fits(job: &Job, rule: &Attribute, kind: Kind, unit: Option<&str>) -> bool {
    let any = rule.units.is_empty() || rule.units.iter().any(|u| u == "*");
    if any {
        return true;
    }
    let Some(unit) = unit else {
        return rule.bare || matches!(kind, Kind::Age | Kind::Percent | Kind::Date);
    };
    let dimension = Units::embedded().base(unit).map(|b| b.0);
    rule.units
        .iter()
        .any(|u| u == unit || Some(u.as_str()) == dimension || job.classes.noun(u) == job.classes.noun(unit))
        || kind == Kind::Money && rule.units.iter().any(|u| u == "money")
        || kind == Kind::Percent && rule.units.iter().any(|u| u == "%")
        || rule.units.iter().any(|u| u == "person") && job.classes.is_person(unit)
}

/// Gives a statement the unit of its attribute; what follows it still sees the noun that was said.
pub(super) fn in_whole_units(job: &Job, kind: Kind, draft: Draft) -> Draft {
    let AttributeRef::Known(n) = draft.attribute else { return draft };
    let rule = &job.attributes.all[n];
    let unit = whole_unit(job, rule, kind, draft.unit);
    // "Il faisait 45 degrés": where all count alike, a degree is that of the language.
    let is_degree = rule.units.iter().any(|u| u == "temperature") && unit.as_deref() == Some(DEGREE);
    let unit = if is_degree { job.phrases.degree.clone().or(unit) } else { unit };
    Draft { unit, ..draft }
}

/// Returns the unit that the attribute counts in, for words that mean no less and no more there: the dead of a toll are
/// persons, the inhabitants who were evacuated too. So are bare figures, where the attribute counts persons.
fn whole_unit(job: &Job, rule: &Attribute, kind: Kind, unit: Option<String>) -> Option<String> {
    let Some(base) = rule.base_unit.as_ref().filter(|_| kind == Kind::Quantity) else { return unit };
    let is_base = match &unit {
        Some(unit) => rule.same_as_base.iter().any(|u| u == unit || u == job.classes.noun(unit)),
        // A bare figure counts what the attribute counts.
        None => Units::embedded().base(base).is_none(),
    };
    if is_base { Some(base.clone()) } else { unit }
}

/// Names the part of the whole that a unit counts: children among persons.
pub(super) fn subgroup(rule: &Attribute, unit: Option<&str>) -> Option<String> {
    let (base, unit) = (rule.base_unit.as_deref()?, unit?);
    // Another currency or measure is no part.
    let is_counted = rule.kind == Kind::Quantity && Units::embedded().base(unit).is_none();
    (is_counted && unit != base && !rule.same_as_base.iter().any(|u| u == unit)).then(|| unit.to_owned())
}

/// A degree that nothing tells the scale of.
const DEGREE: &str = "°";

/// What a figure is of that counts nothing by itself ("they had spoken of 23"): the words around it tell.
const BARE: &str = "number";

/// Returns whether a figure that counts nothing by itself may still state something: in a sentence with a verb, and not as
/// a word of praise or blame ("une réaction « zéro »") or for those just named ("toutes deux").
fn may_stand_bare(job: &Job, line: &Line, mention: &Mention) -> bool {
    let words = &line.sentence.words;
    if !words.iter().any(|w| matches!(w.upos, Upos::Verb | Upos::Aux)) {
        return false;
    }
    let here = line.tokens(mention.span);
    let before = here.start.checked_sub(1).and_then(|n| line.words.get(n));
    let is_zero = matches!(&mention.value, Value::Number(i) if i.high.is_some_and(|high| high.is_zero()));
    !is_zero && !before.is_some_and(|word| is_small(mention) && job.phrases.collectives.contains(word))
}

/// Returns whether a figure is above three.
fn is_many(mention: &Mention) -> bool {
    match &mention.value {
        Value::Number(i) => i.low.or(i.high).is_some_and(|v| v > rust_decimal::Decimal::from(3)),
        _ => false,
    }
}

/// Returns whether a figure is an exact one up to three.
fn is_small(mention: &Mention) -> bool {
    match &mention.value {
        Value::Number(i) => i.low == i.high && i.low.is_some_and(|v| v <= rust_decimal::Decimal::from(3)),
        _ => false,
    }
}

/// Makes a draft under an attribute that no file knows, named by what is counted and what happens to it.
fn open(
    job: &Job,
    page: &Page,
    line: &Line,
    mention: &Mention,
    unit: Option<String>,
    before: Option<usize>,
    story: usize,
) -> Option<Draft> {
    let governor = super::governor::of(job, line, mention);
    let measured = match mention.kind {
        Kind::Quantity => match unit.as_deref() {
            None if !may_stand_bare(job, line, mention) => return None,
            None => BARE.to_owned(),
            Some(unit) => match Units::embedded().base(unit) {
                Some(base) => base.0.to_owned(),
                None => job.classes.noun(unit).to_owned(),
            },
        },
        Kind::Money => "cost".to_owned(),
        Kind::Percent => "share".to_owned(),
        Kind::Age => "age".to_owned(),
        Kind::Duration => "duration".to_owned(),
        _ => return None,
    };
    let entity = subject::demonym_of(line, mention.counted.unwrap_or(mention.span)).or(before).unwrap_or(story);
    let place = subject::place_of(page, line, mention.span, Some(entity), job.phrases);
    let attribute = match governor {
        Some(word) => format!("{measured}.{word}"),
        None => format!("{measured}.count"),
    };
    Some(Draft {
        entity,
        attribute: super::AttributeRef::Open { attribute, kind: mention.kind },
        subgroup: None,
        unit,
        place,
        confidence: 0.5,
        rule: "open/governor".to_owned(),
    })
}

/// The attribute of when something was made known.
const ANNOUNCED: &str = "announcement_date";

/// Returns the verb, a token, of the report of which a date is that, and not of what is reported: "resigned, the agency confirmed on
/// Wednesday".
pub(super) fn told_on(line: &Line, mention: &Mention, says: impl Fn(&str) -> bool) -> Option<usize> {
    let words = &line.sentence.words;
    let tokens = line.tokens(mention.span);
    let inside = |w: &Word| tokens.contains(&w.token);
    let head = words.iter().filter(|w| inside(w)).find_map(|w| w.head.filter(|h| !inside(&words[*h])));
    let is_passive = |n: usize| words.iter().any(|w| w.head == Some(n) && w.deprel == "aux:pass");
    let is_verb = |n: usize| words[n].upos == Upos::Verb && says(&words[n].form.to_lowercase()) && !is_passive(n);
    // What stands right behind the verb is when it was said, whatever the parse makes of it.
    let before = (0..words.len()).rev().find(|n| words[*n].token < tokens.start && words[*n].upos != Upos::Adp);
    let near = before.filter(|n| words[*n].token + 2 >= tokens.start && is_verb(*n));
    let governor = || head.filter(|head| is_verb(*head) && words[*head].token < tokens.start);
    // "Said in Ljubljana on Tuesday": behind where it was said.
    let is_where = |n: &usize| matches!(words[*n].upos, Upos::Adp | Upos::Det | Upos::Propn);
    let ends = line.breaks.get(tokens.end).is_none_or(|strength| *strength > 0);
    let behind_place = || {
        if !ends {
            return None;
        }
        let here = words.iter().position(|w| w.token >= tokens.start)?;
        let verb = (here.saturating_sub(PLACE_OF_SAYING)..here).rev().find(|n| !is_where(n))?;
        let opens = words.get(verb + 1).is_some_and(|w| w.upos == Upos::Adp);
        (opens && is_verb(verb)).then_some(verb)
    };
    near.or_else(governor).or_else(behind_place).map(|verb| words[verb].token)
}

/// So many words between a verb of saying and its day may name where it was said.
const PLACE_OF_SAYING: usize = 6;

/// Returns whether a date lies ahead of the article, or is longer than a day: nothing is announced on such a one.
fn is_ahead_or_long(job: &Job, mention: &Mention) -> bool {
    let Value::Date(date) = mention.value else { return false };
    let days = [date.low, date.high].map(|d| d.map(|d| (d.first_day(), d.last_day())));
    let is_long = match days {
        [Some((first, _)), Some((_, last))] => first != last,
        _ => false,
    };
    let is_ahead = job.published.zip(date.low).is_some_and(|(today, low)| low.first_day() > today.first_day());
    is_long || is_ahead
}

/// Returns whether a comma parts a date from all words of a rule, which stand behind it: "from 1 July, the city announced".
fn is_parted(job: &Job, line: &Line, here: &std::ops::Range<usize>, rule: usize) -> bool {
    let comma = |n: usize| line.sentence.tokens[n].span.of(job.text) == ",";
    let mut hits = line.hits.triggers.iter().filter(|h| h.owner == rule).peekable();
    hits.peek().is_some() && hits.all(|h| h.start >= here.end && (here.end..h.start).any(comma))
}

/// Makes a draft of a date: of the event whose words stand nearest, where it is not that of a report (`told_on`).
pub(super) fn date_draft(
    job: &Job,
    page: &Page,
    at: usize,
    mention: &Mention,
    story: usize,
    told_on: Option<usize>,
) -> Option<Draft> {
    let line = &page.lines[at];
    let here = line.tokens(mention.span);
    let chosen = choose(job, page, line, &here, mention, None);
    // When something was said is a date of its own, where saying it is not what happened: "the fire declared itself on Monday".
    let is_own = |n: usize| {
        let of_verb = |h: &Hit| h.owner == n && told_on.is_some_and(|verb| (h.start..h.end).contains(&verb));
        job.attributes.all[n].attribute == ANNOUNCED || line.hits.triggers.iter().any(of_verb)
    };
    let is_of_a_report = |n: usize| {
        job.attributes.all[n].attribute == ANNOUNCED && is_ahead_or_long(job, mention) && is_parted(job, line, &here, n)
    };
    let chosen = chosen.filter(|(n, _)| if told_on.is_some() { is_own(*n) } else { !is_of_a_report(*n) });
    let Some((n, distance)) = chosen else {
        // No file knows the event: it is named by the word that the date hangs on.
        let word = super::governor::of(job, line, mention)?;
        let kinds = [NameKind::Person, NameKind::Organisation, NameKind::Place];
        let entity = subject::named_subject(page, line, mention.span, job.phrases, &kinds).unwrap_or(story);
        return Some(Draft {
            entity,
            attribute: super::AttributeRef::Open { attribute: format!("date.{word}"), kind: Kind::Date },
            subgroup: None,
            unit: None,
            place: subject::place_of(page, line, mention.span, Some(entity), job.phrases),
            confidence: 0.45,
            rule: "open/governor".to_owned(),
        });
    };
    let rule = &job.attributes.all[n];
    let entity = match rule.subject {
        Subject::Event => story,
        _ => subject::named_subject(
            page,
            line,
            mention.span,
            job.phrases,
            &[NameKind::Person, NameKind::Organisation, NameKind::Place],
        )
        .filter(|e| !rule.mute || !is_speaker(line, *e))
        .unwrap_or(story),
    };
    let place = subject::place_of(page, line, mention.span, Some(entity), job.phrases);
    Some(Draft {
        entity,
        attribute: n.into(),
        subgroup: None,
        unit: None,
        place,
        confidence: (0.85 - 0.02 * f64::from(distance)).max(0.4),
        rule: format!("attributes/{}", rule.file),
    })
}

/// Whether a name stands in a sentence as who speaks there.
fn is_speaker(line: &Line, entity: usize) -> bool {
    line.names.iter().any(|(span, e)| *e == entity && line.speech.iter().any(|words| words.overlaps(span)))
}

/// Returns when a statement at `at` holds, where its clause has a date that is not itself the value.
pub(super) fn as_of(page: &Page, line: &Line, at: Span) -> Option<DateInterval> {
    dated(page, line, at).map(|(_, date)| date)
}

/// The same, with the words that say it.
fn dated<'p>(page: &Page<'p>, line: &Line, at: Span) -> Option<(&'p Mention, DateInterval)> {
    let here = line.tokens(at);
    page.mentions[line.mentions.clone()]
        .iter()
        .filter(|m| m.kind == Kind::Date && !m.span.overlaps(&at))
        .map(|m| (line.distance(&here, &line.tokens(m.span)), m))
        .filter(|(distance, _)| *distance <= 16)
        .min_by_key(|(distance, m)| (*distance, m.span.start))
        .and_then(|(_, m)| match m.value {
            // "87 have died since July": so many by the day of the article.
            Value::Date(d) if d.high.is_some() => Some((m, d)),
            _ => None,
        })
}

/// Returns whether a date is one by which something is to be: it has no beginning, and lies ahead of the article.
pub(super) fn is_deadline(job: &Job, date: &DateInterval) -> bool {
    let day = |d: PartialDate| julian_day(d.first_day());
    date.low.is_none() && job.published.zip(date.high).is_some_and(|(now, then)| day(then) > day(now))
}

/// How many days before an article something happened of which it tells the toll of its own day.
const FRESH_DAYS: i64 = 7;

/// The same of a count that only grows: "the boat capsized on Monday, leaving five dead" tells how many there were by the day of the
/// article, and not on Monday, unless that is when somebody said so (`says` knows the verbs).
pub(super) fn counted_by(
    job: &Job,
    page: &Page,
    line: &Line,
    at: Span,
    says: impl Fn(&str) -> bool,
) -> Option<DateInterval> {
    let (mention, date) = dated(page, line, at)?;
    let days = |d: PartialDate| julian_day(d.first_day());
    let gap = job.published.zip(date.high).map(|(now, then)| days(now) - days(then));
    let is_event = date.low.is_some()
        && gap.is_some_and(|gap| (1..=FRESH_DAYS).contains(&gap))
        && told_on(line, mention, says).is_none();
    (!is_event).then_some(date)
}

/// Returns the day of the article for what a sentence says to hold on it: "not yet", "so far".
pub(super) fn so_far(job: &Job, line: &Line) -> Option<DateInterval> {
    let day = job.published.filter(|_| job.phrases.is_so_far(&line.words))?;
    Some(DateInterval { low: Some(day), high: Some(day), basis: DateBasis::DocumentDate })
}

/// Returns until when a count held of which the words before it say that another one took its place: "an earlier toll spoke of 250". By
/// the day of the article it did no longer.
pub(super) fn replaced(job: &Job, line: &Line, at: Span) -> Option<DateInterval> {
    let end = line.sentence.tokens.partition_point(|token| token.span.start < at.start);
    let start = end.saturating_sub(REPLACED_WITHIN);
    let before = line.words.get(start..end).filter(|words| job.phrases.is_replaced(words));
    let until = before.and(job.published)?.day_before();
    Some(DateInterval { low: None, high: Some(until), basis: DateBasis::DocumentDate })
}

/// So many words lie between what says so and the count, at most: "a previous toll from the ministry of health put it at 250".
const REPLACED_WITHIN: usize = 12;

/// Returns a place's words and key for the scope.
pub(super) fn scope_place(page: &Page, place: Option<Where>) -> (Option<String>, Option<String>) {
    match place {
        Some(w) => {
            let entity = &page.entities[w.entity];
            // "la frontière russe" is written as the place that it means.
            let is_name = page.is_name(w.span);
            debug_assert_eq!(entity.kind, EntityKind::Named(NameKind::Place));
            let words = if is_name { w.span.of(page.text).to_owned() } else { entity.name.clone() };
            (Some(words), Some(entity.key.trim_start_matches("place:").to_owned()))
        }
        None => (None, None),
    }
}
