//! The table: for people, fit to the width of a terminal. Where columns don't fit, records stand one below the other.

use std::io::Write;

use anyhow::Result;

use super::draw::{self, Ink, paint};
use super::escape::line;
use super::layout::{BOLD_OFF, BOLD_ON, Room, share, widest_word, width, wrap, wrap_about, wrap_readings};
use super::{FindingList, Page, Report, Rows, Written, bytes, number, words};
use crate::store::{Cell, Finding, FindingDetail, Pair, Reading};

/// Up to here records stand one below the other.
const NARROW: usize = 60;

/// From here on a report says why.
const WIDE: usize = 110;

/// From here on it also says when.
const WIDER: usize = 150;

/// How many rows of a query are kept for a table: it is for eyes, and its widths need all of them at once.
const MOST_ROWS: usize = 10_000;

/// How many readings of a finding stand in its cell.
const MOST_READINGS: usize = 12;

/// How many quotes of a reading, and how many pairs, are shown unless all are asked for.
const FEW: usize = 5;

/// Writes tables.
pub struct Table {
    /// What they are fit to.
    pub page: Page,
}

/// Where a cell may be broken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    /// Between words.
    Words,
    /// After a `|`, where that does.
    Readings,
    /// Between entity and attribute, where that does.
    About,
}

/// A cell that is not yet broken into lines.
struct Draft {
    text: String,
    ink: Ink,
    breaks: Break,
    /// Set under the text, each on a line of its own.
    under: Vec<String>,
}

impl Draft {
    fn new(text: String, ink: Ink) -> Draft {
        Draft { text, ink, breaks: Break::Words, under: Vec::new() }
    }

    fn room(&self) -> Room {
        let under = self.under.iter().map(|u| width(u)).max().unwrap_or(0);
        Room { least: widest_word(&self.text).max(under), full: width(&self.text).max(under) }
    }

    fn lines(&self, limit: usize, page: Page) -> Vec<String> {
        let lines = match self.breaks {
            Break::Words => wrap(&self.text, limit),
            Break::Readings => wrap_readings(&self.text, limit),
            Break::About => wrap_about(&self.text, limit),
        };
        let mut lines: Vec<String> = lines.iter().map(|l| paint(l, self.ink, page)).collect();
        lines.extend(self.under.iter().map(|u| paint(u, Ink::Dim, page)));
        lines
    }
}

impl Report for Table {
    fn findings(&self, list: &FindingList, out: &mut dyn Write) -> Result<()> {
        for l in wrap(&words::summary(list), self.page.width) {
            writeln!(out, "{}", paint(&l, Ink::Bold, self.page))?;
        }
        self.finding_table(&list.findings, list, out)?;
        if !list.explained.is_empty() {
            let heading = words::count(list.n_explained, "explained difference");
            writeln!(out, "\n{}", paint(&heading, Ink::Bold, self.page))?;
            self.finding_table(&list.explained, list, out)?;
        }
        let closing = words::closing(list);
        if !closing.is_empty() {
            writeln!(out)?;
        }
        for l in closing.iter().flat_map(|l| wrap(l, self.page.width)) {
            writeln!(out, "{l}")?;
        }
        Ok(())
    }

    fn finding(&self, detail: &FindingDetail, all: bool, out: &mut dyn Write) -> Result<()> {
        let f = &detail.finding;
        self.write_wrapped(&format!("{}: {}", words::about(f), words::question(f)), 0, Ink::Bold, out)?;
        self.write_wrapped(&words::verdict(detail), 0, draw::relation_ink(&f.relation), out)?;
        let mut facts = vec![words::count(f.n_documents, "document"), words::count(f.n_sources, "source")];
        facts.push(words::count(f.n_origins, "origin"));
        facts.push(words::days(f.first_on.as_deref(), f.last_on.as_deref()));
        facts.push(f.finding_id.clone());
        facts.push(f.status.clone());
        facts.retain(|s| !s.is_empty());
        self.write_wrapped(&facts.join(", "), 0, Ink::Dim, out)?;
        if let Some(judgement) = &detail.judgement {
            self.write_wrapped(&words::judged(judgement), 0, Ink::Bold, out)?;
        }
        for reading in &detail.answers {
            writeln!(out)?;
            self.reading(reading, all, &f.finding_id, out)?;
        }
        self.pairs(detail, all, out)
    }

    fn rows(&self, columns: &[String], rows: &mut Rows, out: &mut dyn Write) -> Result<Written> {
        let mut kept = Vec::new();
        let mut written = Written::default();
        for row in rows {
            if kept.len() == MOST_ROWS {
                written.is_cut = true;
                break;
            }
            kept.push(row?);
        }
        written.rows = kept.len();
        let head: Vec<String> = columns.iter().map(|c| line(c)).collect();
        let right: Vec<bool> = (0..head.len())
            .map(|at| {
                let mut cells = kept.iter().map(|r| &r[at]).filter(|c| **c != Cell::Null).peekable();
                cells.peek().is_some() && cells.all(|c| matches!(c, Cell::Integer(_) | Cell::Real(_)))
            })
            .collect();
        let drafts = kept.into_iter().map(|r| r.iter().map(|c| Draft::new(cell(c), Ink::Plain)).collect()).collect();
        self.draw(&head, drafts, &right, out)?;
        Ok(written)
    }
}

impl Table {
    fn finding_table(&self, findings: &[Finding], list: &FindingList, out: &mut dyn Write) -> Result<()> {
        if findings.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        if self.page.width <= NARROW {
            return self.finding_records(findings, out);
        }
        let (is_wide, is_wider) = (self.page.width >= WIDE, self.page.width >= WIDER);
        let with_gap = findings.iter().any(|f| f.gap.is_some());
        // On a first run all are new: that is no news.
        let tells_news = !list.shown().all(|f| f.is_new);
        let mut head = vec!["id", "about", "readings", "relation"];
        if with_gap {
            head.push("gap");
        }
        if is_wide {
            head.push("why");
        }
        head.push("from");
        if is_wider {
            head.push("published");
        }
        let head: Vec<String> = head.into_iter().map(str::to_owned).collect();
        let drafts = findings
            .iter()
            .map(|f| {
                let decided = (f.status != "open").then(|| f.status.clone());
                let under = news(f, tells_news).map(str::to_owned).into_iter().chain(decided).collect();
                let mut row = vec![Draft { under, ..Draft::new(f.finding_id.clone(), Ink::Dim) }];
                row.push(Draft { breaks: Break::About, ..Draft::new(words::about(f), Ink::Bold) });
                row.push(Draft { breaks: Break::Readings, ..Draft::new(short_readings(f), Ink::Plain) });
                row.push(Draft::new(f.relation.clone(), draw::relation_ink(&f.relation)));
                if with_gap {
                    row.push(Draft::new(f.gap.map(grouped).unwrap_or_default(), Ink::Plain));
                }
                if is_wide {
                    row.push(Draft::new(line(&f.explanation), Ink::Plain));
                }
                let mut from = words::from(f.n_sources, f.n_origins);
                row.push(Draft { under: from.split_off(1), ..Draft::new(from.concat(), Ink::Plain) });
                if is_wider {
                    row.push(Draft::new(words::days(f.first_on.as_deref(), f.last_on.as_deref()), Ink::Plain));
                }
                row
            })
            .collect();
        let right = vec![false; head.len()];
        self.draw(&head, drafts, &right, out)
    }

    /// Findings one below the other.
    fn finding_records(&self, findings: &[Finding], out: &mut dyn Write) -> Result<()> {
        for (n, f) in findings.iter().enumerate() {
            if n > 0 {
                writeln!(out)?;
            }
            let relation = paint(&f.relation, draw::relation_ink(&f.relation), self.page);
            let fits = width(&f.finding_id) + 2 + width(&f.relation) <= self.page.width;
            let between = if fits { "  " } else { "\n" };
            writeln!(out, "{}{between}{relation}", paint(&f.finding_id, Ink::Dim, self.page))?;
            self.write_wrapped(&words::about(f), 0, Ink::Bold, out)?;
            for l in wrap_readings(&short_readings(f), self.page.width.saturating_sub(2)) {
                writeln!(out, "  {l}")?;
            }
            self.write_wrapped(&words::from(f.n_sources, f.n_origins).join(", "), 2, Ink::Dim, out)?;
        }
        Ok(())
    }

    /// Draws rows as a table, or one below the other where their words do not fit.
    fn draw(&self, head: &[String], drafts: Vec<Vec<Draft>>, right: &[bool], out: &mut dyn Write) -> Result<()> {
        let rooms: Vec<Room> = head
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let own = Room { least: widest_word(name), full: width(name) };
                drafts
                    .iter()
                    .map(|r| r[at].room())
                    .fold(own, |a, b| Room { least: a.least.max(b.least), full: a.full.max(b.full) })
            })
            .collect();
        let widths = if self.page.width <= NARROW { None } else { share(&rooms, self.page.width) };
        let Some(widths) = widths else {
            return self.records(head, &drafts, out);
        };
        let rows: Vec<Vec<Vec<String>>> = drafts
            .iter()
            .map(|row| row.iter().zip(&widths).map(|(draft, w)| draft.lines(*w, self.page)).collect())
            .collect();
        out.write_all(draw::table(head, &rows, right, self.page).as_bytes())?;
        Ok(())
    }

    fn records(&self, head: &[String], drafts: &[Vec<Draft>], out: &mut dyn Write) -> Result<()> {
        let names = head.iter().map(|h| width(h)).max().unwrap_or(0).min(self.page.width / 2);
        let room = self.page.width.saturating_sub(names + 2).max(10);
        for (n, row) in drafts.iter().enumerate() {
            if n > 0 {
                writeln!(out)?;
            }
            for (name, draft) in head.iter().zip(row) {
                if draft.text.is_empty() {
                    continue;
                }
                let pad = " ".repeat(names.saturating_sub(width(name)));
                for (at, l) in draft.lines(room, self.page).iter().enumerate() {
                    if at == 0 {
                        writeln!(out, "{}{pad}  {l}", paint(name, Ink::Bold, self.page))?;
                    } else {
                        writeln!(out, "{}  {l}", " ".repeat(names))?;
                    }
                }
            }
        }
        Ok(())
    }

    fn reading(&self, reading: &Reading, all: bool, id: &str, out: &mut dyn Write) -> Result<()> {
        let narrowed = words::narrowed(reading);
        let gap = if narrowed.is_empty() { "" } else { " " };
        let title = format!("{}  {}{gap}{narrowed}", reading.letter, line(&reading.short));
        self.write_wrapped(&title, 0, Ink::Bold, out)?;
        self.write_wrapped(&words::givers(reading), 3, Ink::Dim, out)?;
        let few = if all { reading.quotes.len() } else { FEW };
        for quote in reading.quotes.iter().take(few) {
            self.write_wrapped(&words::credit(quote), 3, Ink::Plain, out)?;
            let (on, off) =
                if self.page.styled { (BOLD_ON.to_string(), BOLD_OFF.to_string()) } else { ("»".into(), "«".into()) };
            let text = format!("“{}”", words::quoted(quote, &on, &off, line));
            let lines = wrap(&text, self.page.width.saturating_sub(5));
            for l in if self.page.styled { draw::embolden(lines) } else { lines } {
                writeln!(out, "     {l}")?;
            }
            self.write_wrapped(&words::place(quote), 5, Ink::Dim, out)?;
        }
        if let Some(more) = reading.quotes.len().checked_sub(few).filter(|n| *n > 0) {
            self.write_wrapped(&format!("{more} more: atodds show {id} --all"), 3, Ink::Plain, out)?;
        }
        Ok(())
    }

    fn pairs(&self, detail: &FindingDetail, all: bool, out: &mut dyn Write) -> Result<()> {
        if detail.pairs.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", paint("Between them", Ink::Bold, self.page))?;
        let few = if all { detail.pairs.len() } else { FEW * 4 };
        for pair in detail.pairs.iter().take(few) {
            let ink =
                if pair.relation == detail.finding.relation { draw::relation_ink(&pair.relation) } else { Ink::Plain };
            self.write_wrapped(&pair_line(detail, pair), 3, ink, out)?;
        }
        if let Some(more) = detail.pairs.len().checked_sub(few).filter(|n| *n > 0) {
            let id = &detail.finding.finding_id;
            self.write_wrapped(&format!("{more} more: atodds show {id} --all"), 3, Ink::Plain, out)?;
        }
        Ok(())
    }

    fn write_wrapped(&self, text: &str, indent: usize, ink: Ink, out: &mut dyn Write) -> Result<()> {
        for l in wrap(text, self.page.width.saturating_sub(indent).max(10)) {
            writeln!(out, "{}{}", " ".repeat(indent), paint(&l, ink, self.page))?;
        }
        Ok(())
    }
}

/// Returns `A 3,000 ↔ B 10,000: contradiction — the values cannot both be right`.
pub(super) fn pair_line(detail: &FindingDetail, pair: &Pair) -> String {
    let short = |letter: &str| {
        let reading = detail.answers.iter().find(|r| r.letter == letter);
        format!("{letter} {}", reading.map(|r| line(&r.short)).unwrap_or_default())
    };
    let sides = if pair.left == pair.right {
        format!("within {}", short(&pair.left))
    } else {
        format!("{} ↔ {}", short(&pair.left), short(&pair.right))
    };
    format!("{sides}: {} — {}", pair.relation, pair.explanation)
}

/// Returns a finding's readings for a cell, the first ones where there are many.
pub(super) fn short_readings(f: &Finding) -> String {
    let text = line(&f.readings);
    if f.n_readings <= MOST_READINGS {
        return text;
    }
    let first: Vec<&str> = text.split(" | ").take(MOST_READINGS).collect();
    format!("{} | … {} more", first.join(" | "), f.n_readings - MOST_READINGS)
}

fn news(f: &Finding, tells: bool) -> Option<&'static str> {
    match (tells, f.is_new, f.is_changed) {
        (true, true, _) => Some("new"),
        (true, _, true) => Some("changed"),
        _ => None,
    }
}

/// Returns a figure with its thousands apart.
fn grouped(value: f64) -> String {
    let text = number(value);
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |d| ("-", d));
    let (whole, rest) = digits.find('.').map_or((digits, ""), |at| digits.split_at(at));
    let mut out = String::new();
    for (n, c) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    format!("{sign}{out}{rest}")
}

fn cell(c: &Cell) -> String {
    match c {
        Cell::Null => String::new(),
        Cell::Integer(i) => i.to_string(),
        Cell::Real(f) => number(*f),
        Cell::Text(t) => line(t),
        Cell::Blob(b) => bytes(b),
    }
}
