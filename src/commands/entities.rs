//! `atodds entities`: who is named, how, and what a person decides about it.

use std::io::Write;

use anyhow::{Context, Result};

use atodds::model::NameKind;
use atodds::report::{Format, Report, escape};
use atodds::store::{Cell, Decided, EntityDetail, Listing, Mode, Part, Preference, Store};

use super::text::reader_of;
use super::{DONE, chosen, lists, matching, open, output, print};
use crate::cli::{Common, EntitiesAction, EntitiesArgs, EntityKindArg, NamedArgs};

/// Runs one of its commands.
pub fn run(args: &EntitiesArgs, common: &Common) -> Result<u8> {
    use EntitiesAction as Do;
    match &args.action {
        None => lists::list(&Listing::Entities { name: args.name.clone() }, common),
        Some(Do::List(NamedArgs { name })) => lists::list(&Listing::Entities { name: name.clone() }, common),
        Some(Do::Questions(NamedArgs { name })) => lists::list(&Listing::PossibleLinks { name: name.clone() }, common),
        Some(Do::Decisions) => lists::list(&Listing::NameJudgements, common),
        Some(Do::Show(args)) => show(&args.name, common),
        Some(Do::Merge(a)) => decide(common, |store| store.merge(&a.entity, &a.other, &a.note)),
        Some(Do::Apart(a)) => decide(common, |store| store.hold_apart(&a.entity, &a.other, &a.note)),
        Some(Do::Split(a)) => decide(common, |store| match &a.spelling {
            Some(spelling) => store.split(&a.entity, spelling, &a.note),
            None => {
                let documents = chosen::documents(store, &a.document)?;
                store.split_documents(&a.entity, &documents, &a.note)
            }
        }),
        Some(Do::SetKind(a)) => {
            let kind = match a.kind {
                EntityKindArg::Person => NameKind::Person,
                EntityKindArg::Place => NameKind::Place,
                EntityKindArg::Organisation => NameKind::Organisation,
            };
            decide(common, |store| store.set_kind(&a.entity, kind, &a.note))
        }
        Some(Do::Undo(a)) => decide(common, |store| store.undo_judgement(a.decision, &a.note)),
        Some(Do::Authority(a)) => match &a.file {
            None => lists::list(&Listing::Authority { name: None }, common),
            Some(file) => authority(file, common),
        },
        Some(Do::Match(args)) => matching::run(args, common),
    }
}

/// Has a decision stand, and tells its number.
fn decide(common: &Common, decision: impl FnOnce(&mut Store) -> Result<Decided>) -> Result<u8> {
    // A mistyped path must not leave an empty database.
    drop(open(common)?);
    let mut store = Store::open(&common.db, Mode::Write)?;
    let decided = decision(&mut store).map_err(|e| store.explain_any(e))?;
    output(|out| Ok(writeln!(out, "decision {}: {}", decided.decision, escape::line(&decided.text))?))?;
    Ok(DONE)
}

/// Reads a list of preferred forms.
fn authority(file: &std::path::Path, common: &Common) -> Result<u8> {
    let shown = if file.as_os_str() == "-" { "standard input".to_owned() } else { file.display().to_string() };
    let list = Preference::read(reader_of(Some(file))?).with_context(|| shown.clone())?;
    drop(open(common)?);
    let mut store = Store::open(&common.db, Mode::Write)?;
    let listed = store.prefer(&list).map_err(|e| store.explain_any(e))?;
    let (lines, entities) = (listed.lines, listed.entities);
    output(|out| {
        let text = format!("{lines} preferred forms read; {entities} entities of the store have one");
        Ok(writeln!(out, "{text}")?)
    })?;
    Ok(DONE)
}

fn show(name: &str, common: &Common) -> Result<u8> {
    let store = open(common)?;
    let detail = store.entity_detail(name)?;
    let is_page = matches!(chosen(common)?, Format::Table | Format::Md);
    print(common, |report, out| if is_page { page(report, &detail, out) } else { rows(report, &detail, out) })?;
    Ok(DONE)
}

/// Prints a heading and each table under its own.
fn page(report: &dyn Report, detail: &EntityDetail, out: &mut dyn Write) -> Result<()> {
    let entity = &detail.entity;
    writeln!(out, "{} · {}", escape::line(&entity.name), entity.kind)?;
    writeln!(out, "key {:?}", escape::line(&entity.key))?;
    if let Some((form, item)) = &detail.preferred {
        let item = item.as_ref().map(|item| format!(", Wikidata {item}")).unwrap_or_default();
        writeln!(out, "preferred form: {}{item}", escape::line(form))?;
    }
    for Part { title, columns, rows } in std::iter::once(&detail.spellings).chain(&detail.more) {
        writeln!(out, "\n{title}\n")?;
        report.rows(columns, &mut rows.iter().cloned().map(Ok), out)?;
    }
    Ok(())
}

/// Prints the spellings alone, each with the entity: for programs one table is one thing.
fn rows(report: &dyn Report, detail: &EntityDetail, out: &mut dyn Write) -> Result<()> {
    let (form, item) = detail.preferred.clone().unzip();
    let cell = |text: Option<String>| text.map_or(Cell::Null, Cell::Text);
    let entity = &detail.entity;
    let front = [
        ("entity", Cell::Text(entity.name.clone())),
        ("kind", Cell::Text(entity.kind.clone())),
        ("key", Cell::Text(entity.key.clone())),
        ("preferred", cell(form)),
        ("wikidata", cell(item.flatten())),
    ];
    let columns: Vec<String> =
        front.iter().map(|(name, _)| (*name).to_owned()).chain(detail.spellings.columns.iter().cloned()).collect();
    let with_entity = |row: &Vec<Cell>| front.iter().map(|(_, cell)| cell.clone()).chain(row.iter().cloned()).collect();
    report.rows(&columns, &mut detail.spellings.rows.iter().map(|row| Ok(with_entity(row))), out)?;
    Ok(())
}
