//! The user's list of preferred forms: which spelling of a name is to be used.
//!
//! In: a CSV with the columns `name` and `preferred`, and perhaps `kind` and `wikidata`. Out: rows of `authority`, by keys, so
//! that the list holds for documents that come later. It says which spelling is right; it links no names.

use std::collections::BTreeMap;
use std::io::Read;

use anyhow::{Context as _, Result, bail};
use rusqlite::{TransactionBehavior, params};

use super::Store;
use super::links::sort;
use crate::language::names::key;
use crate::model::NameKind;
use crate::resolve::identity::own_key;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    /// A spelling of the name.
    pub name: String,
    /// The form to be used.
    pub preferred: String,
    /// What it names; where nothing is said, whichever it is.
    pub kind: Option<NameKind>,
    /// Its Wikidata item.
    pub wikidata: Option<String>,
    /// Where it stands in the list.
    pub line: u64,
}

/// What came of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Lines read.
    pub lines: usize,
    /// Entities of the store that have a preferred form by now.
    pub entities: usize,
}

/// What a list may be about.
const KINDS: [NameKind; 3] = [NameKind::Person, NameKind::Place, NameKind::Organisation];

impl Preference {
    /// Reads a list.
    ///
    /// # Errors
    /// Where a column is missing, a line is at fault, or two lines prefer unlike forms of one name: the message tells the
    /// line and what to do.
    pub fn read(list: impl Read) -> Result<Vec<Preference>> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(list);
        let header = reader.headers().context("the first line")?.clone();
        let column =
            |name: &str| header.iter().position(|h| h.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name));
        let (Some(name), Some(preferred)) = (column("name"), column("preferred")) else {
            bail!("line 1: the columns name and preferred are needed (kind and wikidata may follow)");
        };
        let (kind, wikidata) = (column("kind"), column("wikidata"));
        let mut out = Vec::new();
        for row in reader.records() {
            let row = row.context("not a table of comma-separated values")?;
            let line = row.position().map_or(0, csv::Position::line);
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).filter(|cell| !cell.is_empty());
            let (Some(name), Some(preferred)) = (cell(Some(name)), cell(Some(preferred))) else {
                bail!("line {line}: name or preferred is empty: fill both, or take the line out");
            };
            let kind = match cell(kind) {
                None => None,
                Some(word) => match KINDS.into_iter().find(|kind| kind.as_str() == word.to_ascii_lowercase()) {
                    Some(kind) => Some(kind),
                    None => bail!("line {line}: kind {word:?}: write person, place or organisation, or nothing"),
                },
            };
            let item = cell(wikidata);
            if item.is_some_and(|item| !is_item(item)) {
                bail!("line {line}: wikidata {:?}: write an item's number, such as Q42", item.unwrap_or_default());
            }
            let wikidata = item.map(str::to_owned);
            out.push(Preference { name: name.to_owned(), preferred: preferred.to_owned(), kind, wikidata, line });
        }
        check(&out)?;
        Ok(out)
    }

    /// Returns the keys that the listed name and the preferred one make, of each kind.
    fn keys(&self) -> impl Iterator<Item = (NameKind, String)> {
        let kinds = KINDS.into_iter().filter(|kind| self.kind.is_none_or(|k| k == *kind));
        kinds.flat_map(|kind| {
            let own = |name: &String| {
                own_key(&format!("{}:{}", kind.as_str(), key(name, kind)), sort(kind.as_str()), name).into_owned()
            };
            [&self.name, &self.preferred].map(|name| (kind, own(name))).into_iter().filter(|(_, key)| !key.is_empty())
        })
    }
}

fn is_item(text: &str) -> bool {
    text.strip_prefix('Q')
        .is_some_and(|n| !n.starts_with('0') && !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Refuses a list that prefers two forms of one name.
fn check(list: &[Preference]) -> Result<()> {
    let mut seen: BTreeMap<(&'static str, String), &Preference> = BTreeMap::new();
    for line in list {
        for (kind, key) in line.keys() {
            match seen.get(&(kind.as_str(), key.clone())) {
                Some(before) if before.preferred != line.preferred => bail!(
                    "line {}: {:?} is preferred, and line {} prefers {:?} of the same name: keep one",
                    line.line,
                    line.preferred,
                    before.line,
                    before.preferred
                ),
                Some(_) => {}
                None => _ = seen.insert((kind.as_str(), key), line),
            }
        }
    }
    Ok(())
}

impl Store {
    /// Keeps a list of preferred forms; of a name that was listed before the new form counts.
    ///
    /// # Errors
    /// Where the file cannot be written; then nothing of the list stands.
    pub fn prefer(&mut self, list: &[Preference]) -> Result<Listed> {
        let path = self.path.clone();
        let explain = |e| super::open::explain(&path, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(explain)?;
        for line in list {
            for (kind, key) in line.keys() {
                tx.prepare_cached(include_str!("sql/insert_authority.sql"))?.execute(params![
                    key,
                    kind.as_str(),
                    line.preferred,
                    line.wikidata,
                    line.name
                ])?;
            }
        }
        tx.commit().map_err(explain)?;
        self.gather_last()?;
        let entities = self.db.query_row(include_str!("sql/count_authority.sql"), [], |r| r.get(0))?;
        Ok(Listed { lines: list.len(), entities })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(list: &str) -> String {
        format!("{:#}", Preference::read(list.as_bytes()).unwrap_err())
    }

    #[test]
    fn a_list_is_read_whatever_the_order_of_its_columns() {
        let list =
            "\u{feff}Preferred,wikidata,name,kind\nCorine Vaillard,Q12,Corinne Vaillard,person\nOrvane,,Orvanne,\n";
        let read = Preference::read(list.as_bytes()).unwrap();
        assert_eq!((read[0].preferred.as_str(), read[0].kind), ("Corine Vaillard", Some(NameKind::Person)));
        assert_eq!((read[1].kind, read[1].wikidata.as_ref(), read[1].line), (None, None, 3));
    }

    #[test]
    fn faults_name_their_line() {
        assert!(fault("name,form\na,b\n").contains("line 1"));
        assert!(fault("name,preferred\na,b\nc,\n").contains("line 3"));
        assert!(fault("name,preferred,kind\na,b,town\n").contains("line 2: kind \"town\""));
        assert!(fault("name,preferred,wikidata\na,b,42\n").contains("Q42"));
        let two = fault("name,preferred\nJon Doe,John Doe\nJon Doe,Jonathan Doe\n");
        assert!(two.contains("line 3") && two.contains("line 2"), "{two}");
    }
}
