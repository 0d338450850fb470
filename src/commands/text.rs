//! `atodds mentions`, `atodds parse`: what is recognised in a text, and how it is parsed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use atodds::ingest::detect;
use atodds::language::{Analyzer, Depth, conllu, names};
use atodds::model::{Analysis, Language};
use atodds::recognize::answer;
use atodds::report::{Format, escape};
use atodds::rules::languages;
use atodds::store::Cell;

use super::lines::{Lines, text_of};
use super::{DONE, chosen, output, print};
use crate::cli::{Common, FormatArg, InputArg, TextArgs};

/// The columns of a mention.
const MENTION: &[&str] = &["start", "end", "text", "kind", "low", "high", "bound", "unit", "part"];

/// The columns of CoNLL-U (universaldependencies.org/format), after the sentence.
const WORD: &[&str] = &["sentence", "id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc"];

/// Prints what is recognised. JSON lines are answered by JSON lines; of a text the mentions are listed.
pub fn mentions(args: &TextArgs, common: &Common) -> Result<u8> {
    if args.input == InputArg::Jsonl {
        if !matches!(common.format, None | Some(FormatArg::Jsonl)) {
            bail!("--input jsonl is answered in JSON lines: leave --format out");
        }
        let mut lines = Lines::open(args.file.as_deref())?;
        output(|out| {
            while let Some(answer) = lines.next(|line| answer(&row_of(line, args)?))? {
                writeln!(out, "{}", escape::json(&answer.to_string()))?;
            }
            Ok(())
        })?;
        return Ok(lines.status());
    }
    let text = whole(args)?;
    let text = if args.input == InputArg::Conllu { conllu::read(&text)?.text } else { text };
    // A text is read as a document is.
    let mut row = Map::new();
    row.insert("text".to_owned(), text.as_str().into());
    row.insert("lang".to_owned(), language(args, &text)?.code().into());
    row.insert("spoken".to_owned(), false.into());
    let answer = answer(&completed(row, args))?;
    let columns: Vec<String> = MENTION.iter().map(|c| (*c).to_owned()).collect();
    let mentions = answer["mentions"].as_array().cloned().unwrap_or_default();
    let mut rows = mentions.iter().map(|m| Ok(MENTION.iter().map(|c| cell(&m[*c])).collect()));
    print(common, |report, out| report.rows(&columns, &mut rows, out))?;
    Ok(DONE)
}

/// Prints how a text is parsed: in CoNLL-U, or as rows. What JSON lines hold is written text by text.
pub fn parse(args: &TextArgs, common: &Common) -> Result<u8> {
    let mut status = DONE;
    match args.input {
        InputArg::Text => {
            let text = whole(args)?;
            let parsed = conllu::write(&text, &parsed_with_names(&text, language(args, &text)?)?, None);
            write_parsed(&mut std::iter::once(Ok(parsed)), common)?;
        }
        InputArg::Conllu => {
            let mut read = conllu::read(&whole(args)?)?;
            let language = language(args, &read.text)?;
            analyzer(language)?.fill(&read.text, &mut read.analysis, Depth::Parse);
            names::annotate(&read.text, &mut read.analysis, language);
            let parsed = conllu::write(&read.text, &read.analysis, Some(&read.comments));
            write_parsed(&mut std::iter::once(Ok(parsed)), common)?;
        }
        InputArg::Jsonl => {
            let mut lines = Lines::open(args.file.as_deref())?;
            write_parsed(&mut std::iter::from_fn(|| lines.next(|line| parsed_line(line, args)).transpose()), common)?;
            status = lines.status();
        }
    }
    Ok(status)
}

/// Writes parsed texts, each in CoNLL-U, as they come, in the format that was asked for.
fn write_parsed(parsed: &mut dyn Iterator<Item = Result<String>>, common: &Common) -> Result<()> {
    if matches!(common.format, None | Some(FormatArg::Conllu)) {
        output(|out| {
            for text in parsed {
                out.write_all(escape::terminal(&text?).as_bytes())?;
            }
            Ok(())
        })?;
        return Ok(());
    }
    let format = chosen(common)?;
    // A person has no use for the columns that nothing fills.
    let columns: Vec<&str> =
        WORD.iter().copied().filter(|c| format != Format::Table || !["xpos", "deps", "misc"].contains(c)).collect();
    let mut sentence = 1;
    let mut rows = parsed.flat_map(|text| match text {
        Ok(text) => words(&text, &columns, &mut sentence).into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    });
    let names: Vec<String> = columns.iter().map(|c| (*c).to_owned()).collect();
    print(common, |report, out| report.rows(&names, &mut rows, out))?;
    Ok(())
}

/// Returns the words of a text in CoNLL-U as rows; `sentence` is the number of its first sentence, and of the next text's
/// then.
fn words(parsed: &str, columns: &[&str], sentence: &mut i64) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for line in parsed.lines().filter(|line| !line.starts_with('#')) {
        if line.is_empty() {
            *sentence += 1;
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let row = WORD.iter().enumerate().filter(|(_, c)| columns.contains(c)).map(|(at, _)| {
            match at.checked_sub(1).and_then(|at| fields.get(at)) {
                None if at == 0 => Cell::Integer(*sentence),
                None | Some(&"_") => Cell::Null,
                Some(field) => Cell::Text((*field).to_owned()),
            }
        });
        rows.push(row.collect());
    }
    rows
}

/// Returns what parses a language.
fn analyzer(language: Language) -> Result<&'static Analyzer> {
    Analyzer::embedded(language).with_context(|| format!("nothing here parses {language}: name a language with --lang"))
}

fn parsed_with_names(text: &str, language: Language) -> Result<Analysis> {
    let mut analysis = analyzer(language)?.analyze(text, Depth::Parse);
    names::annotate(text, &mut analysis, language);
    Ok(analysis)
}

/// Parses the text of a JSON line into a CoNLL-U document.
fn parsed_line(line: &str, args: &TextArgs) -> Result<String> {
    let row = row_of(line, args)?;
    let text = row.get("text").and_then(Value::as_str).context("no text")?;
    let language = match row.get("lang").and_then(Value::as_str) {
        Some(code) => code.parse::<Language>().map_err(anyhow::Error::msg).context("lang")?,
        None => language(args, text)?,
    };
    let analysis = parsed_with_names(text, language)?;
    let id = match row.get("id") {
        Some(Value::String(id)) => id.replace(['\n', '\r'], " "),
        other => other.unwrap_or(&Value::Null).to_string(),
    };
    Ok(format!("# newdoc id = {id}\n{}", conllu::write(text, &analysis, None)))
}

/// Reads a JSON line, and fills in what the options say where it does not.
fn row_of(line: &str, args: &TextArgs) -> Result<Map<String, Value>> {
    let row = serde_json::from_str(line).context("not a JSON object with a text")?;
    Ok(completed(row, args))
}

fn completed(mut row: Map<String, Value>, args: &TextArgs) -> Map<String, Value> {
    if let Some(language) = args.lang {
        row.entry("lang").or_insert_with(|| language.code().into());
    }
    if let Some(date) = args.reference_date {
        row.entry("reference_date").or_insert_with(|| date.to_string().into());
    }
    row
}

fn language(args: &TextArgs, text: &str) -> Result<Language> {
    let named = "name it with --lang, such as --lang fr";
    if let Some(language) = args.lang {
        return Ok(language);
    }
    match detect(text) {
        None => bail!("the text does not tell its language: {named}"),
        Some(language) if !languages().contains(&language) => {
            let known: Vec<String> = languages().iter().map(ToString::to_string).collect();
            bail!(
                "the text looks like language {language}, of which nothing is known here (it reads {}); if it is another, {named}",
                known.join(", ")
            )
        }
        Some(language) => Ok(language),
    }
}

/// Returns how a file is called in messages.
pub fn name_of(file: Option<&Path>) -> String {
    file.filter(|path| path.as_os_str() != "-")
        .map_or_else(|| "standard input".to_owned(), |path| path.display().to_string())
}

/// Opens a file, or standard input where none is named.
pub fn reader_of(file: Option<&Path>) -> Result<Box<dyn BufRead>> {
    match file {
        Some(path) if path.as_os_str() != "-" => {
            let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok(Box::new(BufReader::new(file)))
        }
        _ => Ok(Box::new(io::stdin().lock())),
    }
}

fn whole(args: &TextArgs) -> Result<String> {
    let name = || format!("cannot read {}", name_of(args.file.as_deref()));
    let mut bytes = Vec::new();
    reader_of(args.file.as_deref())?.read_to_end(&mut bytes).with_context(name)?;
    Ok(text_of(&bytes).with_context(name)?.into_owned())
}

/// Returns a value of JSON as a cell.
pub fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::String(s) => Cell::Text(s.clone()),
        Value::Number(n) => match (n.as_i64(), n.as_f64()) {
            (Some(i), _) => Cell::Integer(i),
            (None, Some(f)) => Cell::Real(f),
            (None, None) => Cell::Text(n.to_string()),
        },
        Value::Bool(b) => Cell::Integer(i64::from(*b)),
        other => Cell::Text(other.to_string()),
    }
}
