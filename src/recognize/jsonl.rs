//! Recognition over JSON lines, for measuring and for other programs.

use std::io::{BufRead, Write};

use anyhow::{Context as _, Result};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::quantity::Found;
use super::quantity::ORDINAL;
use super::{Context, date, find, settle, take_over_currencies};
use crate::model::{Bound, CharIndex, Kind, Language, Mention, PartialDate, Span, Value};

/// Reads a text a line (`id`, `text`, `lang`, `reference_date`, `country`) and writes its mentions a line.
///
/// Places are counted in Unicode code points. A quantity with a bound or unit is followed by its parts: the measure
/// without the bound, the figure without the unit; a part is marked with `"part": true`.
///
/// # Errors
/// Where a line is no JSON object or has no text, or reading or writing fails; the message names the line.
pub fn jsonl(reader: impl BufRead, mut writer: impl Write) -> Result<()> {
    for (number, line) in reader.lines().enumerate() {
        let at = || format!("line {}", number + 1);
        let line = line.with_context(at)?;
        if line.trim().is_empty() {
            continue;
        }
        let row: Map<String, Json> = serde_json::from_str(&line).with_context(at)?;
        let text = row.get("text").and_then(Json::as_str).with_context(|| format!("{}: no text", at()))?;
        let language = row.get("lang").and_then(Json::as_str).and_then(|l| l.parse().ok()).unwrap_or(Language::FR);
        let reference_date =
            row.get("reference_date").and_then(Json::as_str).and_then(|d| d.parse::<PartialDate>().ok());
        let country = row.get("country").and_then(Json::as_str).map(str::to_owned);
        let mentions = rows(text, language, &Context { reference_date, country });
        let answer = json!({ "id": row.get("id").cloned().unwrap_or(Json::Null), "mentions": mentions });
        writeln!(writer, "{answer}").with_context(at)?;
    }
    Ok(())
}

fn rows(text: &str, language: Language, context: &Context) -> Vec<Json> {
    let index = CharIndex::new(text);
    let mut with_ordinals = find(text, language, context, true);
    take_over_currencies(&mut with_ordinals);
    let mut dates = date::find(text, language, context.reference_date);
    let mut out: Vec<(Span, Json)> = Vec::new();
    for found in settle(with_ordinals, &mut dates) {
        parts(text, &index, &found, &mut out);
    }
    for date in &dates {
        out.push((date.span, date_row(text, &index, date)));
    }
    out.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    out.into_iter().map(|(_, row)| row).collect()
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
    if let Some(figure) = found.figure.filter(|f| found.core != found.measure || Some(*f) != value) {
        // hundredths of a currency, as they are written
        if found.kind == Kind::Money && value.is_some_and(|v| v != figure) {
            out.push(row(found.measure, Some(figure), Some(figure), "exact", kind, None, true));
        }
        let core = if figure.is_sign_negative() { Span::new(found.measure.start, found.core.end) } else { found.core };
        out.push(row(core, Some(figure), Some(figure), "exact", "quantity", None, true));
    }
}

fn date_row(text: &str, index: &CharIndex<'_>, date: &Mention) -> Json {
    let (start, end) = index.chars(date.span);
    let (low, high) = match date.value {
        Value::Date(interval) => (interval.low.map(|d| d.to_string()), interval.high.map(|d| d.to_string())),
        _ => (None, None),
    };
    json!({
        "start": start, "end": end, "text": date.span.of(text), "kind": date.kind.as_str(), "low": low, "high": high,
        "bound": date.bound.as_str(), "unit": Json::Null,
    })
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
