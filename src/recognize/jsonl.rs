//! Recognition over JSON lines, for measuring and for other programs.

use std::io::{BufRead, Write};

use anyhow::{Context as _, Result, bail};
use foldhash::HashSet;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::date::Told;
use super::quantity::Found;
use super::quantity::{ORDINAL, interval};
use super::{Context, date, find, said, settle, take_over_currencies};
use crate::ingest;
use crate::model::{Bound, CharIndex, DateInterval, Interval, Kind, Language, Mention, PartialDate, Span, Value};

/// Reads a text a line (`id`, `text`, `lang`, `reference_date`, `country`) and writes its mentions a line, as [`answer`] gives
/// them; ends at the first line at fault.
///
/// # Errors
/// Where a line is no JSON object or cannot be answered, or reading or writing fails; the message names the line.
pub fn jsonl(reader: impl BufRead, mut writer: impl Write) -> Result<()> {
    for (number, line) in reader.lines().enumerate() {
        let at = || format!("line {}", number + 1);
        let line = line.with_context(at)?;
        if line.trim().is_empty() {
            continue;
        }
        let row: Map<String, Json> = serde_json::from_str(&line).with_context(at)?;
        let answer = answer(&row).with_context(at)?;
        writeln!(writer, "{answer}").with_context(at)?;
    }
    Ok(())
}

/// Returns the mentions of a row's `text`, with the row's `id`. Without `lang` the text tells its language.
///
/// What only speech says is given too, marked with `"reading": "spoken"`, unless the row has `"spoken": false`.
///
/// Places are counted in Unicode code points. A quantity with a bound or unit is followed by its parts: the measure
/// without the bound, the figure without the unit; a part is marked with `"part": true`.
///
/// # Errors
/// Where the row has no text, names no language by its `lang` or no date by its `reference_date`.
pub fn answer(row: &Map<String, Json>) -> Result<Json> {
    let text = row.get("text").and_then(Json::as_str).context("no text")?;
    let language = match row.get("lang").and_then(Json::as_str) {
        Some(code) => code.parse().map_err(anyhow::Error::msg).context("lang")?,
        None => ingest::detect(text).unwrap_or(Language::EN),
    };
    let reference_date = match row.get("reference_date") {
        None | Some(Json::Null) => None,
        Some(Json::String(date)) => {
            Some(date.parse::<PartialDate>().map_err(anyhow::Error::msg).context("reference_date")?)
        }
        Some(other) => bail!("reference_date: {other} is no date in quotes, such as \"2024-06-19\""),
    };
    let country = row.get("country").and_then(Json::as_str).map(str::to_owned);
    let spoken = match row.get("spoken") {
        None => true,
        Some(wanted) => wanted.as_bool().context("spoken is true or false")?,
    };
    let mentions = rows(text, language, &Context { reference_date, country }, spoken);
    Ok(json!({ "id": row.get("id").cloned().unwrap_or(Json::Null), "mentions": mentions }))
}

fn rows(text: &str, language: Language, context: &Context, spoken: bool) -> Vec<Json> {
    let index = CharIndex::new(text);
    let mut with_ordinals = find(text, language, context, true);
    take_over_currencies(&mut with_ordinals);
    let told = date::find_told(text, language, context.reference_date);
    let mut dates: Vec<Mention> = told.iter().map(|(date, _)| date.clone()).collect();
    let mut out: Vec<(Span, Json)> = Vec::new();
    for found in settle(with_ordinals, &mut dates) {
        parts(text, &index, &found, &mut out);
    }
    let mut stand = dates.iter().map(|d| d.span).peekable();
    for (date, told) in &told {
        if stand.next_if_eq(&date.span).is_some() {
            date_rows(text, language, &index, date, *told, &mut out);
        }
    }
    if spoken {
        add_spoken(text, language, &index, context, &mut out);
    }
    out.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    out.into_iter().map(|(_, row)| row).collect()
}

/// Adds the readings that only speech has, marked as such; what is there already stays as it is.
fn add_spoken(text: &str, language: Language, index: &CharIndex<'_>, context: &Context, out: &mut Vec<(Span, Json)>) {
    let mut spoken = Vec::new();
    for (date, told) in &date::find_spoken(text, language, context.reference_date) {
        date_rows(text, language, index, date, *told, &mut spoken);
    }
    let is_date = |(_, row): &&(Span, Json)| row["kind"] == "date";
    let dates = Cover::new(out.iter().chain(&spoken).filter(is_date).map(|(span, _)| *span));
    let quantities = Cover::new(out.iter().filter(|row| !is_date(row)).map(|(span, _)| *span));
    for said in said(text, language, context) {
        // A number that is part of a quantity is told there; digits that neither that nor a date holds are a label.
        if said.plain && quantities.holds(said.span) || said.digits && !dates.holds(said.span) {
            continue;
        }
        let (start, end) = index.chars(said.span);
        let value = said.value.map(number);
        let mut row = json!({
            "start": start, "end": end, "text": said.span.of(text), "kind": said.kind, "low": value, "high": value,
            "bound": "exact", "unit": said.unit,
        });
        if said.digits {
            row["part"] = Json::Bool(true);
        }
        if let Some(figure) = said.figure.map(number) {
            let mut written = row.clone();
            (written["low"], written["high"], written["part"]) = (figure.clone(), figure, Json::Bool(true));
            spoken.push((said.span, row));
            row = written;
        }
        spoken.push((said.span, row));
    }
    let key = |(span, row): &(Span, Json)| {
        (span.start, span.end, ["kind", "low", "high", "unit"].map(|name| row[name].to_string()))
    };
    let mut known: HashSet<_> = out.iter().map(key).collect();
    for (span, mut row) in spoken {
        row["reading"] = Json::from("spoken");
        let row = (span, row);
        if known.insert(key(&row)) {
            out.push(row);
        }
    }
}

/// Spans, to ask of another whether one of them holds it.
struct Cover {
    /// Their starts, in order, with the farthest end up to there.
    reach: Vec<(usize, usize)>,
}

impl Cover {
    fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut reach: Vec<(usize, usize)> = spans.map(|span| (span.start, span.end)).collect();
        reach.sort_unstable();
        let mut farthest = 0;
        for (_, end) in &mut reach {
            farthest = farthest.max(*end);
            *end = farthest;
        }
        Cover { reach }
    }

    fn holds(&self, span: Span) -> bool {
        let after = self.reach.partition_point(|(start, _)| *start <= span.start);
        after > 0 && self.reach[after - 1].1 >= span.end
    }
}

fn parts(text: &str, index: &CharIndex<'_>, found: &Found, out: &mut Vec<(Span, Json)>) {
    let row = |span: Span,
               low: Option<Decimal>,
               high: Option<Decimal>,
               bound: &str,
               kind: &str,
               unit: Option<&str>,
               part: bool| {
        let (start, end) = index.chars(span);
        let mut row = json!({
            "start": start, "end": end, "text": span.of(text), "kind": kind, "low": low.map(number), "high": high.map(number),
            "bound": bound, "unit": unit,
        });
        if part {
            row["part"] = Json::Bool(true);
        }
        (span, row)
    };
    let unit = found.unit.as_deref();
    let kind = if found.rule == ORDINAL { "ordinal" } else { found.kind.as_str() };
    out.push(row(found.span, found.value.low, found.value.high, found.bound.as_str(), kind, unit, false));
    let value = found.value.low.or(found.value.high);
    if found.measure != found.span {
        let (low, high, bound) = if found.bound == Bound::Range {
            (found.value.low, found.value.high, "range")
        } else {
            (value, value, "exact")
        };
        out.push(row(found.measure, low, high, bound, kind, unit, true));
    }
    if let Some(ends) = &found.ends {
        for end in ends.iter().filter(|end| found.span.contains(&end.measure)) {
            // `50 years old` in `40 to 50 years old`
            let old = found.kind == Kind::Age && end.measure.end < found.measure.end && end.core != found.core;
            let last = old && ends.last().is_some_and(|last| last.core == end.core);
            if last {
                let whole = Span::new(end.measure.start, found.measure.end);
                out.push(row(whole, Some(end.value), Some(end.value), "exact", kind, unit, true));
            }
            out.push(row(end.measure, Some(end.value), Some(end.value), "exact", kind, unit, true));
            if end.core != end.measure {
                out.push(row(end.core, Some(end.figure), Some(end.figure), "exact", "quantity", None, true));
            }
        }
    }
    if let Some(figure) = found.figure.filter(|_| found.measure.start > found.span.start || found.bound != Bound::Exact)
    {
        let Interval { low, high } = interval(figure, found.bound);
        // a share as a part of one, a bounded figure without its unit
        if value.is_some_and(|v| v != figure) && found.kind == Kind::Percent {
            out.push(row(found.span, low, high, found.bound.as_str(), "quantity", None, true));
        } else if found.core.start == found.measure.start && found.core.end < found.measure.end {
            let span = Span::new(found.span.start, found.core.end);
            out.push(row(span, low, high, found.bound.as_str(), "quantity", None, true));
        }
    }
    if let Some(figure) = found.figure.filter(|f| found.core != found.measure || Some(*f) != value) {
        // hundredths of a currency, as they are written
        if found.kind == Kind::Money && value.is_some_and(|v| v != figure) {
            out.push(row(found.measure, Some(figure), Some(figure), "exact", kind, None, true));
        }
        let core = if figure.is_sign_negative() { Span::new(found.measure.start, found.core.end) } else { found.core };
        out.push(row(core, Some(figure), Some(figure), "exact", "quantity", None, true));
    }
}

/// Writes a date, and after it the date without its bound or article as its part.
fn date_rows(
    text: &str,
    language: Language,
    index: &CharIndex<'_>,
    date: &Mention,
    told: Told,
    out: &mut Vec<(Span, Json)>,
) {
    let Value::Date(interval) = date.value else { return };
    let row = |span: Span, value: DateInterval, bound: Bound, part: bool| {
        let (start, end) = index.chars(span);
        let (low, high) = match told.clock {
            // The words tell no day: theirs is in `timex`.
            Some(clock) if !part => {
                let seconds = if clock.low == clock.high { seconds(span.of(text)) } else { None };
                let time = |date: PartialDate| clock_time(date, seconds);
                (clock.low.and_then(time), clock.high.and_then(time))
            }
            _ => (value.low.map(|d| first_day(d, bound)), value.high.map(|d| last_day(d, bound))),
        };
        let said = if value.low == value.high { value.low.map(|d| d.to_string()) } else { None };
        let mut row = json!({
            "start": start, "end": end, "text": span.of(text), "kind": date.kind.as_str(), "low": low, "high": high,
            "bound": bound.as_str(), "unit": Json::Null, "timex": said,
        });
        if part {
            row["part"] = Json::Bool(true);
        }
        (span, row)
    };
    out.push(row(date.span, interval, date.bound, false));
    if let Some([(day, value), (clock, time)]) = told.at {
        out.push(row(day, value, Bound::Exact, true));
        let (_, mut part) = row(clock, time, Bound::Exact, true);
        let seconds = seconds(clock.of(text));
        let side = |date: Option<PartialDate>| Json::from(date.and_then(|date| clock_time(date, seconds)));
        (part["low"], part["high"], part["timex"]) = (side(time.low), side(time.high), Json::Null);
        out.push((clock, part));
    }
    let inner = told.inner.unwrap_or(interval);
    let bound = if told.inner.is_some() { Bound::Exact } else { date.bound };
    let core = if told.inner.is_some() { date.core } else { date.span };
    let bare = Span::new(core.start + date::article(core.of(text), language), core.end);
    if told.clock.is_none() && bare != date.span {
        if core != date.span && core != bare {
            out.push(row(core, inner, bound, true));
        }
        out.push(row(bare, inner, bound, true));
    }
}

fn clock_time(date: PartialDate, seconds: Option<u8>) -> Option<String> {
    date.time.map(|(hour, minute)| format!("{hour:02}:{minute:02}:{:02}", seconds.unwrap_or(0)))
}

/// Returns the seconds of `7:56:30`, which dates do not keep: no statement is compared by them.
fn seconds(words: &str) -> Option<u8> {
    let mut parts = words.split(':');
    let (Some(_), Some(_), Some(last)) = (parts.next(), parts.next(), parts.next()) else { return None };
    let digits = last.get(..2).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    digits.parse().ok().filter(|seconds| *seconds < 60)
}

/// Writes the first day of a date, so that any reader of ISO 8601 compares it; `timex` keeps the precision that was said.
/// After a year is from the day that follows it.
fn first_day(date: PartialDate, bound: Bound) -> String {
    let (mut year, mut month, day) = date.first_day();
    if bound == Bound::MoreThan && date.day.is_none() {
        (year, month) = match date.month {
            Some(12) | None => (year + 1, 1),
            Some(month) => (year, month + 1),
        };
    }
    whole(date, (year, month, day))
}

/// Writes the last day of a date. Before a year is before its first day.
fn last_day(date: PartialDate, bound: Bound) -> String {
    whole(date, if bound == Bound::LessThan { date.first_day() } else { date.last_day() })
}

fn whole(date: PartialDate, (year, month, day): (i16, u8, u8)) -> String {
    match date.time {
        Some((hour, minute)) => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00"),
        None => format!("{year:04}-{month:02}-{day:02}"),
    }
}

/// Writes a decimal as a JSON number with all of its digits where JSON readers keep them, else as the nearest.
fn number(value: Decimal) -> Json {
    let value = value.normalize();
    if value.scale() == 0
        && let Ok(whole) = i64::try_from(value)
    {
        return Json::from(whole);
    }
    value.to_string().parse::<f64>().ok().map_or(Json::Null, Json::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, language: Language) -> Vec<String> {
        given(text, language, false)
    }

    fn given(text: &str, language: Language, spoken: bool) -> Vec<String> {
        let context = Context { reference_date: "2026-06-17".parse().ok(), country: None };
        let side = |v: &Json| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
        rows(text, language, &context, spoken)
            .iter()
            .filter(|r| (r["reading"] == "spoken") == spoken)
            .map(|r| format!("{} = {}..{}", side(&r["text"]), side(&r["low"]), side(&r["high"])))
            .collect()
    }

    #[test]
    fn dates_are_given_by_their_days_and_without_their_edge_too() {
        assert_eq!(
            told("It ran from May 2026 to June 2026.", Language::EN)[0],
            "from May 2026 to June 2026 = 2026-05-01..2026-06-30"
        );
        assert_eq!(told("It rose after 2016.", Language::EN)[0], "after 2016 = 2017-01-01..null");
        assert_eq!(told("It fell before 2018.", Language::EN)[0], "before 2018 = null..2018-01-01");
        assert_eq!(
            told("Il vit ici depuis mars 2024.", Language::FR),
            ["depuis mars 2024 = 2024-03-01..null", "mars 2024 = 2024-03-01..2024-03-31"]
        );
    }

    #[test]
    fn a_clock_time_alone_tells_no_day() {
        assert_eq!(told("The train left at 14:30.", Language::EN), ["14:30 = 14:30:00..14:30:00"]);
        assert_eq!(told("Le train est parti à 14h30.", Language::FR), ["14h30 = 14:30:00..14:30:00"]);
    }

    #[test]
    fn what_only_speech_reads_is_marked_and_told_once() {
        assert_eq!(given("Call at 7.", Language::EN, true), ["7 = 07:00:00..07:00:00"]);
        assert_eq!(given("Alarm 7:56:30 am", Language::EN, false), ["7:56:30 am = 07:56:30..07:56:30"]);
        assert_eq!(
            given("from celsius to kelvin", Language::EN, true),
            ["celsius = null..null", "kelvin = null..null"]
        );
        assert_eq!(given("Il vient le 3/4/2026.", Language::FR, true), ["3 = 3..3", "4 = 4..4", "2026 = 2026..2026"]);
        assert_eq!(given("Il a vendu 30 000 soldats à 14h30.", Language::FR, true), ["14 = 14..14", "30 = 30..30"]);
    }

    #[test]
    fn a_date_with_its_time_is_followed_by_both() {
        assert_eq!(
            given("They left on Tuesday at 10:30 am.", Language::EN, false),
            [
                "Tuesday at 10:30 am = 2026-06-16T10:30:00..2026-06-16T10:30:00",
                "Tuesday = 2026-06-16..2026-06-16",
                "10:30 am = 10:30:00..10:30:00"
            ]
        );
    }

    #[test]
    fn figures_are_followed_by_their_parts() {
        assert_eq!(
            told("between 10 and 12 km", Language::EN),
            ["between 10 and 12 km = 10..12", "10 and 12 km = 10..12", "10 = 10..10", "12 km = 12..12", "12 = 12..12"]
        );
        assert_eq!(
            told("plus de 30 km", Language::FR),
            ["plus de 30 km = 30..null", "plus de 30 = 30..null", "30 km = 30..30", "30 = 30..30"]
        );
        assert_eq!(
            told("more than half of them", Language::EN),
            ["more than half = 50..null", "more than half = 0.5..null", "half = 50..50", "half = 0.5..0.5"]
        );
    }
}
