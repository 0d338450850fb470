//! The sentences around results: the first line, the closing lines, a finding as a question, a quote with its value marked.

use crate::store::{Finding, FindingDetail, Judgement, Quote, Reading};

use super::FindingList;
use super::escape::line;

/// Returns `1 document`, `2 documents`.
pub fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// Returns a relation as a person would name it, for a number of findings.
pub fn relation_name(relation: &str, n: usize) -> String {
    let (one, many) = match relation {
        "contradiction" => ("contradiction", "contradictions"),
        "update" => ("update", "updates"),
        "variant" => ("spelling", "spellings"),
        "scope" => ("difference of scope", "differences of scope"),
        "precision" => ("difference of precision", "differences of precision"),
        "attribution" => ("difference of attribution", "differences of attribution"),
        other => (other, other),
    };
    (if n == 1 { one } else { many }).to_owned()
}

/// Returns the first line: what there is, in one sentence.
pub fn summary(list: &FindingList) -> String {
    let totals = &list.totals;
    if totals.documents == 0 {
        return "No documents yet: `atodds ingest PATH…` reads files and folders, `atodds demo` shows an example."
            .to_owned();
    }
    let of = format!("{}, {}", count(totals.documents, "document"), count(totals.sources, "source"));
    let n: usize = list.counts.iter().map(|(_, n)| n).sum();
    if n == 0 {
        let none = if list.is_filtered { "no finding matches" } else { "no findings" };
        let why = match (totals.is_stated, totals.sources) {
            (false, _) => " (no statement was read in them: `atodds documents` shows what they hold)",
            (_, 1) => " (one source was read: another is needed to be at odds with)",
            _ => "",
        };
        return format!("{of}: {none}{why}");
    }
    let parts: Vec<String> = list.counts.iter().map(|(r, n)| format!("{n} {}", relation_name(r, *n))).collect();
    let matching = match (list.is_filtered, n) {
        (false, _) => "",
        (true, 1) => " that matches",
        (true, _) => " that match",
    };
    format!("{of}: {}{matching} — {}", count(n, "finding"), parts.join(", "))
}

/// Returns the closing lines: what is not shown, and how to see it.
pub fn closing(list: &FindingList) -> Vec<String> {
    let mut lines = Vec::new();
    if list.n_cut > 0 {
        lines.push(format!("{} more: atodds report --limit 0", list.n_cut));
    }
    if list.n_explained > 0 && list.explained.is_empty() {
        let perhaps = match list.n_perhaps {
            0 => String::new(),
            1 => ", 1 of which may be a contradiction".to_owned(),
            n => format!(", {n} of which may be contradictions"),
        };
        lines.push(format!("{}{perhaps}: atodds report --all", count(list.n_explained, "explained difference")));
    }
    if list.n_dismissed > 0 {
        lines.push(format!("{}: atodds report --status dismissed", count(list.n_dismissed, "dismissed finding")));
    }
    if list.n_unsure > 0 {
        let rest = if list.n_unsure == 1 { "it rests" } else { "they rest" };
        lines.push(format!(
            "{} left out: {rest} on statements that may be misread or of unlike things: atodds report --min-confidence 0",
            count(list.n_unsure, "unsure finding")
        ));
    }
    lines
}

/// Returns what a finding is about: `North Korea · troops deployed`.
pub fn about(finding: &Finding) -> String {
    format!("{} · {}", line(&finding.entity), line(&finding.label))
}

/// Returns the question that its readings answer.
pub fn question(finding: &Finding) -> &'static str {
    match finding.kind.as_str() {
        "quantity" => "how many or how much?",
        "money" => "how much?",
        "percent" => "what share?",
        "age" => "how old?",
        "duration" => "how long?",
        "date" => "when?",
        "name" => "how is it written?",
        "role" => "in which office?",
        _ => "is it so?",
    }
}

/// Returns `5 sources`, and `3 origins` where these are not as many.
pub fn from(n_sources: usize, n_origins: usize) -> Vec<String> {
    let mut parts = vec![count(n_sources, "source")];
    if n_origins != n_sources {
        parts.push(count(n_origins, "origin"));
    }
    parts
}

/// Returns `2024-10-24 to 2025-04-28`, one day, or nothing.
pub fn days(first: Option<&str>, last: Option<&str>) -> String {
    match (first, last) {
        (Some(a), Some(b)) if a != b => format!("{} to {}", line(a), line(b)),
        (Some(a), _) | (None, Some(a)) => line(a),
        (None, None) => String::new(),
    }
}

/// Returns the first sentence under a finding: its relation and why.
pub fn verdict(detail: &FindingDetail) -> String {
    let f = &detail.finding;
    if detail.relation_explanation == f.explanation {
        format!("{}: {}", f.relation, f.explanation)
    } else {
        format!("{}: {} — {}", f.relation, detail.relation_explanation, f.explanation)
    }
}

/// Returns what was decided, by whom, when and why, and whether it still counts.
pub fn judged(judgement: &Judgement) -> String {
    let mut out = match (judgement.verdict.as_str(), &judgement.reading) {
        ("prefer", Some(reading)) => format!("'{}' is preferred", line(reading)),
        ("range", Some(reading)) => format!("in the range {}", line(reading)),
        (verdict, _) => verdict.to_owned(),
    };
    let day: String = judgement.made_at.chars().take(10).collect();
    out.push_str(&format!(", by {}, {}", line(&judgement.author), line(&day)));
    if let Some(until) = &judgement.expires_on {
        out.push_str(&format!(", until {}", line(until)));
    }
    if let Some(note) = &judgement.note {
        out.push_str(&format!(": {}", line(note)));
    }
    match (judgement.state.as_str(), judgement.n_new_readings) {
        ("expired", _) => out.push_str(" — expired: it is open again"),
        ("came_back", n) => out.push_str(&format!(" — it came back, with {}", count(n, "new reading"))),
        (_, n) if n > 0 => out.push_str(&format!(" — {} since then", count(n, "new reading"))),
        _ => {}
    }
    out
}

/// Returns who gives a reading, in numbers.
pub fn givers(reading: &Reading) -> String {
    let mut parts = vec![count(reading.n_documents, "document")];
    parts.extend([count(reading.n_sources, "source"), count(reading.n_origins, "origin")]);
    parts.join(", ")
}

/// Returns what narrows a reading and is not in its short text.
pub fn narrowed(reading: &Reading) -> String {
    if reading.period.is_empty() { String::new() } else { format!("for {}", line(&reading.period.replace('_', " "))) }
}

/// Returns who says it, when and how surely: `Le Veilleur, 2024-11-01, credits US intelligence; as of 2024-10-31; hedged`.
pub fn credit(quote: &Quote) -> String {
    let mut out = line(&quote.source);
    if let Some(day) = &quote.published_on {
        out.push_str(", ");
        out.push_str(&line(day));
    }
    if let Some(speaker) = &quote.attributed_to {
        out.push_str(", credits ");
        out.push_str(&line(speaker));
    }
    let as_of = days(quote.as_of_low.as_deref(), quote.as_of_high.as_deref());
    match (as_of.is_empty(), &quote.as_of_low, &quote.as_of_high) {
        (true, _, _) => {}
        (_, None, _) => out.push_str(&format!("; until {as_of}")),
        (_, _, None) => out.push_str(&format!("; since {as_of}")),
        _ => out.push_str(&format!("; as of {as_of}")),
    }
    if quote.modality != "asserted" {
        out.push_str("; ");
        out.push_str(&quote.modality);
    }
    if quote.polarity == "-" && quote.modality != "denied" {
        out.push_str("; negated");
    }
    out
}

/// Returns a document's path and the place of the value's words in it.
pub fn place(quote: &Quote) -> String {
    format!("{}, characters {}–{}", line(&quote.document), quote.char_start, quote.char_end)
}

/// Splits a quote into what stands before the value's words, these words, and what stands behind them. Where they do not
/// lie in the quote, the middle is empty.
pub fn marked(quote: &Quote) -> (String, String, String) {
    let text: Vec<char> = quote.quote.chars().collect();
    let start = quote.char_start.checked_sub(quote.quote_start);
    let end = quote.char_end.checked_sub(quote.quote_start);
    match (start, end) {
        (Some(start), Some(end)) if start < end && end <= text.len() => {
            (text[..start].iter().collect(), text[start..end].iter().collect(), text[end..].iter().collect())
        }
        _ => (quote.quote.clone(), String::new(), String::new()),
    }
}

/// Puts a marked quote on one line, with `on` and `off` around the value's words; `escape` is applied to each part.
pub fn quoted(quote: &Quote, on: &str, off: &str, escape: impl Fn(&str) -> String) -> String {
    let (before, value, after) = marked(quote);
    if value.is_empty() {
        return escape(&before);
    }
    // Escaping trims the ends: the blanks between the parts are put back.
    let gap = |s: &str, at_end: bool| {
        let c = if at_end { s.chars().next_back() } else { s.chars().next() };
        if c.is_some_and(|c| matches!(c, ' ' | '\n' | '\t')) { " " } else { "" }
    };
    format!(
        "{}{}{on}{}{off}{}{}",
        escape(&before),
        gap(&before, true),
        escape(&value),
        gap(&after, false),
        escape(&after)
    )
}
