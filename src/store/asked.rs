//! Which questions the statements of a story answer, and what each question is called.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, anyhow};
use foldhash::{HashMap, HashMapExt, HashSet};
use rusqlite::{Row, Transaction, params};

use super::judgement;
use super::write::{Scoped, question, topic};
use crate::model::{Context, Kind, Language, Modality, Polarity};
use crate::resolve::questions::claims;
use crate::resolve::{Claim, Matcher, Placed, Questions, facts};
use crate::rules::questions::QuestionRules;

/// A statement in the store.
struct Stated {
    assertion_id: i64,
    topic_id: i64,
    question_id: i64,
    entity_id: i64,
    period: String,
    /// How surely it answers that question, 0 to 1.
    fit: f64,
    claim: Claim,
    /// The words around it, as they are stored: in a claim once the story is worked on.
    context: String,
    /// Whether it is a fact that lists members.
    is_list: bool,
    /// What it is stored under.
    stored: Label,
}

/// What a question is called: whose, which attribute, within what scope.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Label {
    entity_id: i64,
    attribute: String,
    scope: Scoped,
}

/// A question's name, and where another question of the story has the attribute already, what tells it from that one.
#[derive(Clone, Debug)]
struct Called {
    label: Label,
    /// The attribute that it was made from and what it is of besides.
    derived: Option<(String, String)>,
}

/// A story's statements, and from which document on their questions are to be found.
pub(super) struct Asking {
    documents: usize,
    /// So many documents come before the first that came, changed or went.
    before: usize,
    all: Vec<Stated>,
}

impl Asking {
    /// Returns how many statements there are.
    pub(super) fn statements(&self) -> usize {
        self.all.len()
    }
}

/// The same, and what each statement answers.
pub(super) struct Answered {
    all: Vec<Stated>,
    /// How surely each does, as far as that is found anew.
    fits: Vec<Option<f64>>,
    labels: Vec<Label>,
    /// Attributes that were made: from which, called what, and what each is of besides.
    derived: Vec<(String, String, String)>,
}

/// Reads the statements of a story, of which the documents from a place in the order on are to be asked.
pub(super) fn read(tx: &Transaction, story: &str, from: &str) -> Result<Asking> {
    let order: Vec<(i64, String)> = tx
        .prepare_cached(include_str!("sql/story_order.sql"))?
        .query_map([story], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut all: Vec<Stated> = Vec::new();
    for (number, (document_id, _)) in order.iter().enumerate() {
        all.extend(statements(tx, *document_id, number, story)?);
    }
    let before = order.partition_point(|(_, place)| place.as_str() < from);
    Ok(Asking { documents: order.len(), before, all })
}

/// Works out which question each statement answers, and what each question is called. Looks at no store.
pub(super) fn answer(asking: Asking) -> Result<Answered> {
    let Asking { documents, before, mut all } = asking;
    for stated in &mut all {
        stated.claim.context = serde_json::from_str(&stated.context).context("an assertion's context")?;
        stated.context = String::new();
    }
    // A document that stands alone answers what its own words say.
    let mut labels: Vec<Label> = all.iter().map(own_label).collect();
    // What it fitted while the story had other documents.
    let mut fits: Vec<Option<f64>> = vec![(documents < 2).then_some(1.0); all.len()];
    let mut derived = Vec::new();
    if documents > 1 {
        let is_asked = |s: &Stated| s.claim.kind != Kind::Fact;
        let asked: Vec<&Stated> = all.iter().filter(|s| is_asked(s)).collect();
        // Questions that name one place may have been joined into one row: what each was is then to be found anew.
        let may_be_joined = |s: &Stated| s.claim.document < before && !s.stored.scope.place.is_empty();
        let is_anew = before < 2 || asked.iter().any(|s| may_be_joined(s));
        let placed = number(&asked, documents, if is_anew { 0 } else { before })?;
        let questions: Vec<usize> = placed.iter().map(|p| p.question).collect();
        let called = call(&asked, &questions)?;
        let made = called.iter().filter_map(|c| Some((c.derived.clone()?, c.label.attribute.clone())));
        derived.extend(made.map(|((base, aspect), attribute)| (base, attribute, aspect)));
        let of_asked = all.iter().enumerate().filter(|(_, s)| is_asked(s)).map(|(n, _)| n);
        for (n, placed) in of_asked.zip(&placed) {
            fits[n] = Some(placed.fit);
            labels[n].clone_from(&called[placed.question].label);
        }
        join_facts(&all, &mut labels)?;
    }
    Ok(Answered { all, fits, labels, derived })
}

/// Moves what answers another question than it is stored under.
///
/// `follows`: what was decided about a topic follows most of its statements; not where they were just read anew, and stand where their
/// own words put them.
pub(super) fn write(tx: &Transaction, answered: &Answered, follows: bool) -> Result<()> {
    let Answered { all, fits, labels, derived } = answered;
    for (stated, fit) in all.iter().zip(fits) {
        if let Some(fit) = fit {
            set_fit(tx, stated, *fit)?;
        }
    }
    for (base, attribute, aspect) in derived {
        tx.prepare_cached(include_str!("sql/derive_attribute.sql"))?.execute([base, attribute, aspect])?;
    }
    let keys: HashMap<i64, &str> = all.iter().map(|s| (s.entity_id, s.claim.entity.as_str())).collect();
    // Of each topic: where what was stored under it is now.
    let mut went: BTreeMap<i64, BTreeMap<i64, usize>> = BTreeMap::new();
    for (stated, label) in all.iter().zip(labels) {
        let topic_id = if stated.stored == *label {
            stated.topic_id
        } else {
            move_to(tx, stated, label, keys.get(&label.entity_id).copied().unwrap_or_default())?
        };
        *went.entry(stated.topic_id).or_default().entry(topic_id).or_insert(0) += 1;
    }
    for (before, to) in went {
        let most = to.values().sum::<usize>() / 2;
        if follows && let Some((now, _)) = to.iter().find(|(now, count)| **now != before && **count > most) {
            judgement::follow_topic(tx, before, *now)?;
        }
    }
    Ok(())
}

/// Gives facts that say yes or no to one thing in other words one label: the first one's.
fn join_facts(all: &[Stated], labels: &mut [Label]) -> Result<()> {
    let mut of: HashMap<Label, usize> = HashMap::new();
    let mut names: Vec<usize> = Vec::with_capacity(all.len());
    for label in labels.iter() {
        let next = of.len();
        names.push(*of.entry(label.clone()).or_insert(next));
    }
    let claims: Vec<&Claim> = all.iter().map(|s| &s.claim).collect();
    let rules = &QuestionRules::embedded()?.facts;
    let joins: Vec<bool> = all.iter().map(|s| !s.is_list && !rules.apart.contains(&s.claim.attribute)).collect();
    let leaders = facts::leaders(&claims, &names, &joins, rules);
    let own: Vec<Label> = labels.to_vec();
    for (n, leader) in leaders.into_iter().enumerate().filter(|(n, _)| all[*n].claim.kind == Kind::Fact) {
        labels[n].clone_from(&own[leader]);
    }
    Ok(())
}

/// Returns the number of each statement's question; those of the first `known` documents keep theirs.
fn number(all: &[&Stated], documents: usize, known: usize) -> Result<Vec<Placed>> {
    let matcher = Matcher::embedded()?;
    let mut questions = Questions::merging(matcher, documents);
    // Questions that were joined in the end are no longer those that placing went by.
    let known = if questions.merges() { 0 } else { known };
    let mut out: Vec<Placed> = Vec::with_capacity(all.len());
    let mut of: HashMap<i64, usize> = HashMap::new();
    for document in 0..documents {
        let end = all.partition_point(|s| s.claim.document <= document);
        let here = &all[out.len()..end];
        let claims: Vec<Claim> = here.iter().map(|s| s.claim.clone()).collect();
        if document < known {
            let given: Vec<usize> = here
                .iter()
                .map(|s| {
                    let next = of.len();
                    *of.entry(s.question_id).or_insert(next)
                })
                .collect();
            questions.add(claims, &given);
            out.extend(given.iter().zip(here).map(|(question, s)| Placed { question: *question, fit: s.fit }));
        } else {
            out.extend(questions.place_by_fit(claims));
        }
    }
    Ok(questions.merge(&out))
}

fn own_label(s: &Stated) -> Label {
    Label {
        entity_id: s.entity_id,
        attribute: s.claim.attribute.clone(),
        scope: Scoped {
            topic_id: 0,
            place: s.claim.place.clone(),
            subgroup: s.claim.subgroup.clone(),
            period: s.period.clone(),
            is_planned: s.claim.is_planned,
        },
    }
}

/// Returns what each question is called: what most of its statements are, those first that a rules file knows.
fn call(all: &[&Stated], questions: &[usize]) -> Result<Vec<Called>> {
    let rules = QuestionRules::embedded()?;
    let count = questions.iter().max().map_or(0, |most| most + 1);
    let mut members: Vec<Vec<&Stated>> = vec![Vec::new(); count];
    for (stated, question) in all.iter().zip(questions) {
        members[*question].push(*stated);
    }
    let mut called: Vec<Called> = Vec::with_capacity(count);
    let mut taken: HashMap<(Label, Kind), Vec<usize>> = HashMap::new();
    for (n, here) in members.iter().enumerate() {
        let worth = |s: &Stated| match (s.claim.is_known, rules.is_broad(&s.claim.attribute)) {
            (true, false) => SPECIFIC,
            (true, true) => 1,
            (false, _) => 0,
        };
        let best = here.iter().map(|s| worth(s)).max().unwrap_or(0);
        let attribute = most(here.iter().filter(|s| worth(s) == best).map(|s| s.claim.attribute.clone()));
        // Whom half of the statements name it is about; else it is about the event.
        let named = most(here.iter().filter(|s| !s.claim.is_story).map(|s| s.entity_id));
        let entity_id = named
            .filter(|id| here.iter().filter(|s| s.entity_id == *id).count() * 2 >= here.len())
            .or_else(|| here.iter().find(|s| s.claim.is_story).map(|s| s.entity_id))
            .or(named);
        let half = |of: &dyn Fn(&Stated) -> String| {
            let value = most(here.iter().map(|s| of(s)).filter(|v| !v.is_empty()));
            value.filter(|v| here.iter().filter(|s| of(s) == *v).count() * 2 >= here.len()).unwrap_or_default()
        };
        let label = Label {
            entity_id: entity_id.context("a question without statements")?,
            attribute: attribute.context("a question without statements")?,
            scope: Scoped {
                topic_id: 0,
                place: half(&|s| s.claim.place.clone()),
                subgroup: half(&|s| s.claim.subgroup.clone()),
                period: half(&|s| s.period.clone()),
                is_planned: here.iter().filter(|s| s.claim.is_planned).count() * 2 >= here.len(),
            },
        };
        let kind = here.first().map_or(Kind::Quantity, |s| s.claim.kind);
        let mut others = taken.get(&(label.clone(), kind)).cloned().unwrap_or_default();
        // Where a known attribute's words name one place, they ask one question, however unlike the figures.
        let is_one_place = best == SPECIFIC && !label.scope.place.is_empty();
        if is_one_place && !others.iter().any(|n| are_of_one_sentence(&members[*n], here)) {
            others.clear();
        }
        let now = match aspects(&others, here, &members) {
            None => Called { label: label.clone(), derived: None },
            Some(mut aspects) => {
                let of =
                    |aspect: &String| Label { attribute: format!("{}.{aspect}", label.attribute), ..label.clone() };
                // Another question's own words may make the same name.
                let aspect = aspects.find(|aspect| !taken.contains_key(&(of(aspect), kind)));
                let aspect = aspect.unwrap_or_else(|| format!("{}", n + 1));
                Called { label: of(&aspect), derived: Some((label.attribute.clone(), aspect)) }
            }
        };
        taken.entry((now.label.clone(), kind)).or_default().push(n);
        if now.derived.is_some() {
            taken.entry((label, kind)).or_default().push(n);
        }
        called.push(now);
    }
    Ok(called)
}

/// How much an attribute's name is worth that a rules file knows and that tells more than a sort of value.
const SPECIFIC: usize = 2;

/// Returns whether one sentence gives each of two questions a figure of its own.
fn are_of_one_sentence(a: &[&Stated], b: &[&Stated]) -> bool {
    let place = |s: &Stated| (s.claim.document, s.claim.sentence);
    let value = |s: &Stated| (s.claim.low, s.claim.high);
    a.iter().any(|x| b.iter().any(|y| place(x) == place(y) && value(x) != value(y)))
}

/// Returns the value that occurs most; of equals the one that comes first.
fn most<T: Eq + std::hash::Hash + Clone>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut order: Vec<T> = Vec::new();
    let mut counts: HashMap<T, usize> = HashMap::new();
    for value in values {
        let count = counts.entry(value.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            order.push(value);
        }
    }
    order.into_iter().rev().max_by_key(|v| counts.get(v).copied().unwrap_or(0))
}

/// The words of so many other questions are looked at, at most: a large story may ask hundreds of one name.
const MOST_TOLD_APART: usize = 12;

/// Returns what may tell a question from others of its name: words that stand by it and by none of them, then numbers;
/// nothing where there are no others.
fn aspects(others: &[usize], here: &[&Stated], members: &[Vec<&Stated>]) -> Option<impl Iterator<Item = String>> {
    if others.is_empty() {
        return None;
    }
    let theirs: HashSet<&str> = others
        .iter()
        .take(MOST_TOLD_APART)
        .flat_map(|n| &members[*n])
        .flat_map(|s| s.claim.context.concepts.iter().map(|(c, _)| c.as_str()))
        .collect();
    let mine = here.iter().flat_map(|s| {
        let c = &s.claim.context;
        c.below.iter().chain([&c.governor, &c.counted]).chain(c.concepts.iter().map(|(c, _)| c)).map(String::as_str)
    });
    let words = mine.filter(move |w| !w.is_empty() && !theirs.contains(w)).map(|w| w.replace(' ', "_"));
    Some(words.chain((2..others.len() + 8).map(|n| n.to_string())))
}

/// Keeps how surely a statement answers its question, where that is not what is stored.
fn set_fit(tx: &Transaction, stated: &Stated, fit: f64) -> Result<()> {
    if stated.fit != fit {
        tx.prepare_cached(include_str!("sql/set_fit.sql"))?.execute(params![stated.assertion_id, fit])?;
        tx.prepare_cached(include_str!("sql/mark_topic.sql"))?.execute([stated.topic_id])?;
    }
    Ok(())
}

/// Moves a statement to the topic and question of a label, and returns that topic.
fn move_to(tx: &Transaction, stated: &Stated, label: &Label, entity_key: &str) -> Result<i64> {
    let topic_id = topic(tx, label.entity_id, entity_key, &label.attribute, stated.claim.kind.as_str())?;
    let question_id = question(tx, &Scoped { topic_id, ..label.scope.clone() })?;
    if (topic_id, question_id) == (stated.topic_id, stated.question_id) {
        return Ok(topic_id);
    }
    tx.prepare_cached(include_str!("sql/mark_topic.sql"))?.execute([stated.topic_id])?;
    tx.prepare_cached(include_str!("sql/move_assertion.sql"))?.execute(params![
        stated.assertion_id,
        topic_id,
        question_id
    ])?;
    Ok(topic_id)
}

fn statements(tx: &Transaction, document_id: i64, number: usize, story: &str) -> Result<Vec<Stated>> {
    let mut statement = tx.prepare_cached(include_str!("sql/story_claims.sql"))?;
    let mut rows = statement.query([document_id])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(stated(row, number, story)?);
    }
    Ok(out)
}

fn stated(row: &Row, number: usize, story: &str) -> Result<Stated> {
    // By number: SQLite finds a column by its name only by comparing that with all names, and these are many rows.
    let text = |column: usize| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default);
    let language: Language = text(5)?.parse().map_err(|e| anyhow!("{e}"))?;
    let entity = text(26)?;
    let unit: Option<String> = row.get(8)?;
    let claim = Claim {
        document: number,
        sentence: row.get(4)?,
        language,
        written: row.get(6)?,
        kind: Kind::from_word(&text(3)?).context("a kind that is none")?,
        dimension: text(7)?,
        unit: claims::unit(unit.as_deref(), language),
        is_person: claims::is_person(unit.as_deref()),
        attribute: text(9)?,
        is_known: !row.get::<_, bool>(10)?,
        low: row.get(11)?,
        high: row.get(12)?,
        is_vague: row.get(13)?,
        subgroup: text(14)?,
        place: text(15)?,
        is_planned: row.get(17)?,
        modality: Modality::from_word(&text(19)?).context("a modality that is none")?,
        polarity: if text(20)? == "-" { Polarity::Negated } else { Polarity::Affirmed },
        is_story: entity == story,
        entity,
        as_of: row.get(21)?,
        speaker: text(22)?,
        context: Context::default(),
    };
    Ok(Stated {
        assertion_id: row.get(0)?,
        topic_id: row.get(1)?,
        question_id: row.get(2)?,
        entity_id: row.get(25)?,
        period: text(16)?,
        fit: row.get(18)?,
        claim,
        context: row.get(23)?,
        is_list: row.get(24)?,
        stored: Label {
            entity_id: row.get(27)?,
            attribute: text(28)?,
            scope: Scoped {
                topic_id: 0,
                place: text(29)?,
                subgroup: text(30)?,
                period: text(31)?,
                is_planned: row.get(32)?,
            },
        },
    })
}
