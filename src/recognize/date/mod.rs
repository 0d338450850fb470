//! Dates: what the words of a text say of when.
//!
//! In: a text, its language, and the document's own date where it is known. Out: mentions of the kind `date`, each with
//! its words, the interval that they stand for at the precision that was said, the edge (`since`, `by`, `about`) and
//! where a missing part came from. [`publication_date`] finds the document's own date in its head or foot.
//!
//! What is known of a language (its words, how it writes dates, what they mean) is `rules/<lang>/dates.toml`; this code
//! knows calendars. Left to others: which date belongs to which statement, time zones (a clock time is kept as told),
//! and dates in metadata.

mod calendar;
mod count;
mod expr;
mod file;
mod fill;
mod guard;
mod lexicon;
mod matcher;
mod pattern;
mod publication;
mod range;
mod resolve;
mod scan;
mod shift;

use rust_decimal::Decimal;

use self::expr::{Arg, Expr, Op};
use self::lexicon::Lexicon;
use self::matcher::{Buffers, Chart, Found};
use self::resolve::{Resolved, Setting};
use self::scan::Token;
use crate::model::{Bound, DateInterval, Kind, Language, Mention, PartialDate, Span, Value};

pub use self::publication::publication_date;

/// Finds the dates of a text, in order and without overlap.
///
/// `reference` is the document's own date; without it, words that need it (`mardi`, `19 juin`, `last week`) are still
/// found, but their interval is open. A language without date rules has no dates.
pub fn find(text: &str, language: Language, reference: Option<PartialDate>) -> Vec<Mention> {
    let Some(lexicon) = Lexicon::of(language) else { return Vec::new() };
    find_with(text, lexicon, reference, None, false).0
}

/// What the words of a date say beside its interval.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    /// The clock times, where the words hold nothing else and their day comes from elsewhere.
    pub clock: Option<DateInterval>,
    /// The date without what is said about its edge, where something is.
    pub inner: Option<DateInterval>,
    /// The date and the clock time, each with its words, where the words are both.
    pub at: Option<[(Span, DateInterval); 2]>,
}

/// Finds the dates of a text like [`find`], each with what its words alone say.
pub fn find_told(text: &str, language: Language, reference: Option<PartialDate>) -> Vec<(Mention, Told)> {
    let Some(lexicon) = Lexicon::of(language) else { return Vec::new() };
    let (mentions, told) = find_with(text, lexicon, reference, None, true);
    mentions.into_iter().zip(told).collect()
}

/// Finds the dates of an utterance like [`find_told`], with the readings that only speech has (`at 7`, `my week`): what
/// would be seen from a date told before is seen from `reference` where none was.
pub fn find_spoken(text: &str, language: Language, reference: Option<PartialDate>) -> Vec<(Mention, Told)> {
    let Some(lexicon) = Lexicon::spoken(language) else { return Vec::new() };
    let (mentions, told) = find_with(text, lexicon, reference, reference, true);
    mentions.into_iter().zip(told).collect()
}

/// Returns how many bytes of a date's words are an article that says nothing of it; 0 where nothing else is left.
pub fn article(words: &str, language: Language) -> usize {
    let Some(lexicon) = Lexicon::of(language) else { return 0 };
    let small = words.to_lowercase().replace('’', "'");
    for leading in &lexicon.cues.leading {
        let Some(rest) = small.strip_prefix(leading.as_str()) else { continue };
        let gap = rest.len() - rest.trim_start().len();
        // Folding may change lengths; then the words stay as they are.
        if (gap > 0 || leading.ends_with('\'')) && small.len() == words.len() && rest.len() > gap {
            return words.len() - rest.trim_start().len();
        }
    }
    0
}

fn find_with(
    text: &str,
    lexicon: &'static Lexicon,
    reference: Option<PartialDate>,
    anchor: Option<PartialDate>,
    tell: bool,
) -> (Vec<Mention>, Vec<Told>) {
    let Some(top) = lexicon.group("top") else { return Default::default() };
    let mut finder = Finder { text, lexicon, reference, anchor, event: None, out: Vec::new(), tell, told: Vec::new() };
    let mut buffers = Buffers::default();
    scan::islands(text, lexicon, |tokens| {
        let opens = |at: usize| lexicon.may_open(tokens[at].key, tokens.get(at + 1).map(|token| token.key));
        let Some(mut at) = (0..tokens.len()).find(|at| opens(*at)) else { return };
        let mut chart = Chart::new(lexicon, tokens, std::mem::take(&mut buffers));
        while at < tokens.len() {
            if !opens(at) {
                at += 1;
                continue;
            }
            let results = chart.read(top, at);
            let allowed = |found: &&Found| guard::allows(text, tokens, found, lexicon);
            let Some(found) = results.iter().find(allowed) else {
                at += 1;
                continue;
            };
            // Words beside a date point at it (`in` July), and a short reading may hide the start of a long one (`ce
            // vendredi` 1er novembre): what begins within and says more is meant.
            let mut chosen = found.clone();
            let last = if found.begin == at && found.end == tokens.len() { at } else { found.end };
            for place in (at + 1..last).filter(|place| opens(*place)) {
                let wider = chart.read(top, place);
                if let Some(wider) = wider.iter().find(allowed) {
                    let farther = wider.end > chosen.end && wider.end - wider.begin >= chosen.end - chosen.begin;
                    if farther || wider.end == chosen.end && wider.begin < chosen.begin {
                        chosen = wider.clone();
                    }
                }
            }
            finder.emit(tokens, &chosen);
            at = chosen.end.max(at + 1);
        }
        buffers = chart.into_buffers();
    });
    (finder.out, finder.told)
}

struct Finder<'t> {
    text: &'t str,
    lexicon: &'static Lexicon,
    reference: Option<PartialDate>,
    anchor: Option<PartialDate>,
    event: Option<PartialDate>,
    out: Vec<Mention>,
    tell: bool,
    told: Vec<Told>,
}

impl Finder<'_> {
    fn emit(&mut self, tokens: &[Token], found: &Found) {
        if let Expr::Call(Op::List, parts) = &*found.expr {
            // `1 and 3 September` are two dates; the first borrows its month from the second.
            let (first, second) = range::borrow(&parts[0].expr, &parts[1].expr);
            for (expr, arg) in [(first, &parts[0]), (second, &parts[1])] {
                self.push(tokens, &expr, arg.begin, arg.end, found.rule.id);
            }
            return;
        }
        self.push(tokens, &found.expr, found.begin, found.end, found.rule.id);
    }

    fn push(&mut self, tokens: &[Token], expr: &Expr, begin: usize, end: usize, rule: &'static str) {
        let (Some(first), Some(last)) = (tokens.get(begin), end.checked_sub(1).and_then(|e| tokens.get(e))) else {
            return;
        };
        let span = Span::new(first.start, last.end.max(first.start));
        if let Expr::Call(Op::List, parts) = expr {
            let parts: &[Arg] = parts;
            for arg in parts {
                self.push(tokens, &arg.expr, arg.begin, arg.end, rule);
            }
            return;
        }
        let end = if has_clock(expr) { guard::zone_end(self.text, span.end, self.lexicon) } else { span.end };
        let span = Span::new(span.start, end);
        let tense = || guard::tense(self.text, span.start, span.end, self.lexicon);
        let setting = Setting {
            reference: self.reference,
            anchor: self.anchor,
            event: self.event,
            day_first: self.lexicon.day_first,
            tense: &tense,
        };
        let mut resolved = setting.resolve(expr);
        if self.tell {
            let mut told = setting.tell(expr);
            if let Expr::Call(Op::At, parts) = expr
                && let [date, clock] = parts.as_slice()
            {
                let part = |arg: &Arg, value: Option<DateInterval>| {
                    let (first, last) = (tokens.get(arg.begin)?, tokens.get(arg.end.checked_sub(1)?)?);
                    Some((Span::new(first.start, last.end.max(first.start)), value?))
                };
                let day = part(date, Some(setting.resolve(&date.expr).value));
                let time = part(clock, setting.tell(&clock.expr).clock);
                told.at = day.zip(time).map(|(day, time)| [day, time]);
            }
            self.told.push(told);
        }
        if resolved.bound == Bound::LessThan && guard::negated(self.text, span.start, self.lexicon) {
            // Not before May is May at the earliest.
            resolved.value = DateInterval { low: resolved.value.high, high: None, basis: resolved.value.basis };
            resolved.bound = Bound::AtLeast;
        }
        if let Some(day) = resolved.single_day() {
            self.anchor = Some(day);
            let ahead = self.reference.is_some_and(|reference| day > PartialDate { time: None, ..reference });
            if !ahead && !guard::is_saying(self.text, span.start, self.lexicon) {
                self.event = Some(day);
            }
        }
        self.out.push(mention(span, tokens, &resolved, rule));
    }
}

/// Tells whether a clock time is the last thing said.
fn has_clock(expr: &Expr) -> bool {
    match expr {
        Expr::Call(Op::Clock | Op::At, _) => true,
        Expr::Call(op, args) if op.is_edge() || *op == Op::Night => args.last().is_some_and(|arg| has_clock(&arg.expr)),
        _ => false,
    }
}

fn mention(span: Span, tokens: &[Token], resolved: &Resolved, rule: &'static str) -> Mention {
    let core = resolved
        .core
        .and_then(|(begin, end)| Some(Span::new(tokens.get(begin)?.start, tokens.get(end.checked_sub(1)?)?.end)))
        .filter(|core| span.contains(core))
        .unwrap_or(span);
    Mention {
        span,
        core,
        kind: Kind::Date,
        value: Value::Date(resolved.value),
        bound: resolved.bound,
        unit: None,
        counted: None,
        rounding: Decimal::ZERO,
        rule,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(mention: &Mention) -> String {
        let Value::Date(value) = &mention.value else { return String::new() };
        let side = |date: Option<PartialDate>| date.map(|d| d.to_string()).unwrap_or_default();
        let bound = match mention.bound {
            Bound::Exact | Bound::Range => String::new(),
            bound => format!(" {}", bound.as_str()),
        };
        if value.low.is_some() && value.low == value.high {
            return format!("{}{bound}", side(value.low));
        }
        format!("{}..{}{bound}", side(value.low), side(value.high))
    }

    /// Runs the examples of every rule of every language.
    #[test]
    fn rules_hold_their_examples() {
        let mut wrong = Vec::new();
        let both = crate::rules::languages().into_iter().flat_map(|language| [(language, false), (language, true)]);
        for (language, spoken) in both {
            let lexicon = match Lexicon::load(language, spoken) {
                Ok(lexicon) => &*Box::leak(Box::new(lexicon)),
                Err(error) => panic!("{error:#}"),
            };
            let reference = Some(PartialDate::day(2026, 6, 17));
            let anchor = reference.filter(|_| spoken);
            // The rules of news are tested without those of speech, which may read the same words otherwise.
            let own = |rule: &&lexicon::Rule| rule.id.contains("spoken.toml") == spoken;
            for rule in lexicon.rules.iter().flatten().filter(own) {
                for example in &rule.examples {
                    let Some((text, want)) = example.split_once(" => ") else { panic!("{}: {example:?}", rule.id) };
                    let found = find_with(text, lexicon, reference, anchor, false).0;
                    let (words, value) = match want.split_once(" = ") {
                        Some((words, value)) => (words, Some(value)),
                        None => (want, None),
                    };
                    let hit = found.iter().find(|m| m.span.of(text) == words);
                    if hit.is_none_or(|hit| value.is_some_and(|value| written(hit) != value)) {
                        let got: Vec<String> = found
                            .iter()
                            .map(|m| format!("{:?} = {} by {}", m.span.of(text), written(m), m.rule))
                            .collect();
                        wrong.push(format!("{}: {example:?} gave {got:?}", rule.id));
                    }
                }
                for example in &rule.counter_examples {
                    let found = find_with(example, lexicon, reference, anchor, false).0;
                    if let Some(first) = found.first() {
                        wrong.push(format!(
                            "{}: {example:?} gave {:?} by {}",
                            rule.id,
                            first.span.of(example),
                            first.rule
                        ));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
