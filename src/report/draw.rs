//! Drawing on a terminal: colours, and tables whose cells already fit.

use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::style::HorizontalLine;
use tabled::settings::{Alignment, Padding, Style};

use super::Page;
use super::layout::{BOLD_OFF, BOLD_ON, GAP};

/// How words are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// As they are.
    #[default]
    Plain,
    /// Bold.
    Bold,
    /// Less than the rest.
    Dim,
    /// For what is most serious.
    Red,
    /// For what may be.
    Yellow,
    /// For what is seldom.
    Cyan,
}

/// Returns a relation's colour.
pub fn relation_ink(relation: &str) -> Ink {
    match relation {
        "contradiction" => Ink::Red,
        "update" => Ink::Yellow,
        "variant" => Ink::Cyan,
        _ => Ink::Plain,
    }
}

/// Colours one line, where the page allows it.
pub fn paint(text: &str, ink: Ink, page: Page) -> String {
    let code = match ink {
        _ if !page.styled || text.is_empty() => return text.to_owned(),
        Ink::Plain => return text.to_owned(),
        Ink::Bold => "1",
        Ink::Dim => "2",
        Ink::Red => "1;31",
        Ink::Yellow => "33",
        Ink::Cyan => "36",
    };
    format!("\x1b[{code}m{text}\x1b[0m")
}

/// Turns the marks around bold words into the terminal's own, line by line.
pub fn embolden(lines: Vec<String>) -> Vec<String> {
    let mut is_on = false;
    lines
        .into_iter()
        .map(|line| {
            let mut out = String::with_capacity(line.len() + 8);
            if is_on {
                out.push_str("\x1b[1m");
            }
            for c in line.chars() {
                match c {
                    BOLD_ON => {
                        is_on = true;
                        out.push_str("\x1b[1m");
                    }
                    BOLD_OFF => {
                        is_on = false;
                        out.push_str("\x1b[0m");
                    }
                    c => out.push(c),
                }
            }
            if is_on {
                out.push_str("\x1b[0m");
            }
            out
        })
        .collect()
}

/// Draws a table of cells that are already broken into lines. Rows of several lines are set apart by an empty one.
pub fn table(head: &[String], rows: &[Vec<Vec<String>>], right: &[bool], page: Page) -> String {
    let mut builder = Builder::default();
    builder.push_record(head.iter().map(|h| paint(h, Ink::Bold, page)));
    let is_tall = rows.iter().flatten().any(|cell| cell.len() > 1);
    for (n, row) in rows.iter().enumerate() {
        if is_tall && n > 0 {
            builder.push_record(head.iter().map(|_| ""));
        }
        builder.push_record(row.iter().map(|cell| cell.join("\n")));
    }
    let mut table = builder.build();
    table.with(Style::empty().horizontals([(1, HorizontalLine::new('─'))])).with(Padding::new(0, GAP, 0, 0));
    if let Some(last) = head.len().checked_sub(1) {
        table.modify(Columns::one(last), Padding::new(0, 0, 0, 0));
    }
    for (at, is_right) in right.iter().enumerate() {
        if *is_right {
            table.modify(Columns::one(at), Alignment::right());
        }
    }
    let mut out = String::new();
    for line in table.to_string().lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
