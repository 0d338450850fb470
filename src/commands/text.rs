//! `atodds mentions`, `atodds parse`: what is recognised in a text, and how it is parsed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use atodds::ingest::detect;
use atodds::language::{Analyzer, Depth, conllu, names};
use atodds::model::{Analysis, Language};
use atodds::recognize::jsonl;
use atodds::report::{Format, escape};
use atodds::store::Cell;

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
        let reader = reader(args)?;
        output(|out| {
            for (n, line) in reader.lines().enumerate() {
                let at = || format!("line {}", n + 1);
                let line = line.with_context(at)?;
                if !line.trim().is_empty() {
                    let row: Value = serde_json::from_str(&line).with_context(at)?;
                    let mut answer = Vec::new();
                    jsonl(completed(row, args).to_string().as_bytes(), &mut answer).with_context(at)?;
                    let answer = String::from_utf8(answer).with_context(at)?;
                    writeln!(out, "{}", escape::json(answer.trim_end()))?;
                }
            }
            Ok(())
        })?;
        return Ok(DONE);
    }
    let text = whole(args)?;
    let text = if args.input == InputArg::Conllu { conllu::read(&text)?.text } else { text };
    // A text is read as a document is.
    let row = completed(json!({ "text": text, "lang": language(args, &text)?.code(), "spoken": false }), args);
    let mut answer = Vec::new();
    jsonl(row.to_string().as_bytes(), &mut answer)?;
    let answer: Value = serde_json::from_slice(&answer).context("what was recognised cannot be read back")?;
    let columns: Vec<String> = MENTION.iter().map(|c| (*c).to_owned()).collect();
    let mentions = answer["mentions"].as_array().cloned().unwrap_or_default();
    let mut rows = mentions.iter().map(|m| Ok(MENTION.iter().map(|c| cell(&m[*c])).collect()));
    print(common, |report, out| report.rows(&columns, &mut rows, out))?;
    Ok(DONE)
}

/// Prints how a text is parsed: in CoNLL-U, or as rows.
pub fn parse(args: &TextArgs, common: &Common) -> Result<u8> {
    let as_conllu = matches!(common.format, None | Some(FormatArg::Conllu));
    let parsed = match args.input {
        InputArg::Text => {
            let text = whole(args)?;
            conllu::write(&text, &parsed_with_names(&text, language(args, &text)?)?, None)
        }
        InputArg::Conllu => {
            let mut read = conllu::read(&whole(args)?)?;
            let language = language(args, &read.text)?;
            Analyzer::embedded(language)?.fill(&read.text, &mut read.analysis, Depth::Parse);
            names::annotate(&read.text, &mut read.analysis, language);
            conllu::write(&read.text, &read.analysis, Some(&read.comments))
        }
        InputArg::Jsonl => parsed_lines(args)?,
    };
    if as_conllu {
        output(|out| Ok(out.write_all(escape::terminal(&parsed).as_bytes())?))?;
        return Ok(DONE);
    }
    let format = chosen(common)?;
    // A person has no use for the columns that nothing fills.
    let columns: Vec<&str> =
        WORD.iter().copied().filter(|c| format != Format::Table || !["xpos", "deps", "misc"].contains(c)).collect();
    let mut sentence = 1;
    let mut rows = parsed.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        if line.is_empty() {
            sentence += 1;
            return None;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        Some(Ok(WORD
            .iter()
            .enumerate()
            .filter(|(_, c)| columns.contains(c))
            .map(|(at, _)| match at.checked_sub(1).and_then(|at| fields.get(at)) {
                None if at == 0 => Cell::Integer(sentence),
                None | Some(&"_") => Cell::Null,
                Some(field) => Cell::Text((*field).to_owned()),
            })
            .collect()))
    });
    let names: Vec<String> = columns.iter().map(|c| (*c).to_owned()).collect();
    print(common, |report, out| report.rows(&names, &mut rows, out))?;
    Ok(DONE)
}

fn parsed_with_names(text: &str, language: Language) -> Result<Analysis> {
    let mut analysis = Analyzer::embedded(language)?.analyze(text, Depth::Parse);
    names::annotate(text, &mut analysis, language);
    Ok(analysis)
}

/// Parses each text of JSON lines, a CoNLL-U document each.
fn parsed_lines(args: &TextArgs) -> Result<String> {
    let mut out = String::new();
    for (n, line) in reader(args)?.lines().enumerate() {
        let at = || format!("line {}", n + 1);
        let line = line.with_context(at)?;
        if line.trim().is_empty() {
            continue;
        }
        let row = completed(serde_json::from_str(&line).with_context(at)?, args);
        let text = row["text"].as_str().with_context(|| format!("{}: no text", at()))?;
        let language = match row["lang"].as_str() {
            Some(code) => code.parse::<Language>().map_err(anyhow::Error::msg).with_context(at)?,
            None => language(args, text).with_context(at)?,
        };
        let analysis = parsed_with_names(text, language)?;
        let id = match &row["id"] {
            Value::String(id) => id.replace(['\n', '\r'], " "),
            other => other.to_string(),
        };
        out.push_str(&format!("# newdoc id = {id}\n"));
        out.push_str(&conllu::write(text, &analysis, None));
    }
    Ok(out)
}

/// Fills in what the options say where the row does not.
fn completed(mut row: Value, args: &TextArgs) -> Value {
    if let Some(object) = row.as_object_mut() {
        if let Some(language) = args.lang {
            object.entry("lang").or_insert_with(|| language.code().into());
        }
        if let Some(date) = args.reference_date {
            object.entry("reference_date").or_insert_with(|| date.to_string().into());
        }
    }
    row
}

fn language(args: &TextArgs, text: &str) -> Result<Language> {
    args.lang
        .or_else(|| detect(text))
        .context("the text does not tell its language: name it with --lang, such as --lang fr")
}

fn reader(args: &TextArgs) -> Result<Box<dyn BufRead>> {
    reader_of(args.file.as_deref())
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
    let mut text = String::new();
    reader(args)?.read_to_string(&mut text).context("cannot read the text: it must be UTF-8")?;
    Ok(text)
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
