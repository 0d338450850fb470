//! What a person is told when something given cannot be read, and that the rest is read all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use common::Env;
use serde_json::Value;

/// Runs a command on standard input; returns its status, output and messages.
fn fed(args: &[&str], input: &[u8]) -> (i32, String, String) {
    let out = Env::new().atodds().args(args).write_stdin(input).output().unwrap();
    let words = |bytes| String::from_utf8(bytes).unwrap();
    (out.status.code().unwrap(), words(out.stdout), words(out.stderr))
}

const ROWS: &[u8] = b"{\"id\": 1, \"text\": \"In Lorne 40 people were hurt.\", \"lang\": \"en\"}\n\
    not json\n\
    {\"id\": 2, \"lang\": \"en\"}\n\
    [1]\n\
    {\"id\": 3, \"text\": \"It had 70 beds.\", \"lang\": \"en\"}\n";

/// One bad row ended the whole, and said `line 2: line 1`.
#[test]
fn a_bad_row_is_told_and_the_rest_is_answered() {
    let (status, out, err) = fed(&["mentions", "--input", "jsonl"], ROWS);
    assert_eq!(status, 2, "{err}");
    let rows: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.iter().map(|row| &row["id"]).collect::<Vec<_>>(), [1, 3]);
    for fault in ["standard input, line 2: not a JSON object", "standard input, line 3: no text", "line 4: not a JSON"]
    {
        assert!(err.contains(fault), "{err}");
    }
    assert_eq!((err.lines().count(), err.matches(", line 2: not").count()), (3, 1), "{err}");
    assert!(!err.contains("line 2: line 1"), "{err}");

    let (status, out, err) = fed(&["parse", "--input", "jsonl"], ROWS);
    assert_eq!((status, err.lines().count()), (2, 3), "{err}");
    assert_eq!(out.matches("# newdoc id = ").count(), 2, "{out}");
    let (status, out, _) = fed(&["parse", "--input", "jsonl", "-f", "jsonl"], ROWS);
    let rows: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((status, &rows[0]["sentence"], &rows[rows.len() - 1]["sentence"]), (2, &1.into(), &2.into()));
}

#[test]
fn a_bad_row_of_a_file_is_told_with_the_file() {
    let env = Env::new();
    std::fs::write(env.path().join("rows.jsonl"), ROWS).unwrap();
    for command in ["mentions", "parse"] {
        let (_, err) = env.args(&[command, "--input", "jsonl", "rows.jsonl"], 2);
        assert!(err.contains("rows.jsonl, line 3: no text"), "{err}");
    }
}

/// A reference date that is none was passed over, and dates were counted from nothing.
#[test]
fn a_bad_reference_date_is_an_error_of_its_row() {
    let rows = br#"{"id": 1, "text": "It fell yesterday.", "lang": "en", "reference_date": "2024-13-99"}
{"id": 2, "text": "It fell yesterday.", "lang": "en", "reference_date": 20240601}
{"id": 3, "text": "It fell yesterday.", "lang": "en", "reference_date": null}
{"id": 4, "text": "It fell yesterday.", "lang": "en", "reference_date": "2024-06-02"}
"#;
    let (status, out, err) = fed(&["mentions", "--input", "jsonl"], rows);
    assert_eq!((status, out.lines().count()), (2, 2), "{err}");
    assert!(err.contains("line 1: reference_date: \"2024-13-99\" is no ISO 8601 date"), "{err}");
    assert!(err.contains("line 2: reference_date: 20240601 is no date"), "{err}");
    assert!(out.contains("2024-06-01"), "{out}");
}

/// A date that could not be read vanished without a word.
#[test]
fn dates_that_cannot_be_read_are_told_once_with_a_count() {
    let env = Env::new();
    let text = "The mayor of Lorne said that 40 people were hurt in the fire";
    let row = |n: u8, date: &str| format!("{{\"text\": \"{text} in street {n}.\", \"published\": {date}}}\n");
    let rows = [row(1, "\"2024-13-99\""), row(2, "\"2024-06-19\""), row(3, "\"soon\\u001b[31m\""), row(4, "20249999")];
    std::fs::write(env.path().join("b.jsonl"), rows.concat()).unwrap();
    std::fs::write(env.path().join("c.md"), format!("---\ndate: 31/31/2024\n---\n{text} in the night.\n")).unwrap();
    let (out, err) = env.args(&["ingest", "b.jsonl", "c.md"], 0);
    assert!(out.contains("5 documents read"), "{out}");
    assert!(
        err.contains("4 documents tell a date that cannot be read, such as \"2024-13-99\" in b.jsonl#L1;"),
        "{err}"
    );
    assert_eq!(err.matches("cannot be read").count(), 1, "{err}");
    let undated = "SELECT DISTINCT document FROM assertion_full WHERE published_on IS NULL ORDER BY document";
    assert_eq!(env.args(&["sql", undated, "-f", "csv"], 0).0, "document\nb.jsonl#L1\nb.jsonl#L3\nb.jsonl#L4\nc.md\n");

    // What a person states goes before what the document says, so nothing is lost.
    let env = Env::new();
    std::fs::write(env.path().join("c.md"), format!("---\ndate: 31/31/2024\n---\n{text} in the night.\n")).unwrap();
    let (_, err) = env.args(&["ingest", "--published", "2024-06-19", "c.md"], 0);
    assert!(!err.contains("cannot be read"), "{err}");
}

/// SQLite's `disk I/O error` tells nobody that a folder was named.
#[test]
fn a_folder_is_no_database() {
    let env = Env::new();
    std::fs::create_dir(env.path().join("desk")).unwrap();
    std::fs::write(env.path().join("a.txt"), "Forty people were hurt in the fire, the mayor of Lorne said.").unwrap();
    for args in [&["--db", "desk", "report"][..], &["--db", "desk", "ingest", "a.txt"]] {
        let (_, err) = env.args(args, 2);
        assert!(err.contains("desk: is a folder, not a database: name a file with --db, such as --db desk"), "{err}");
    }
}

/// A short text that looks like a language without rules was refused with advice on building the program.
#[test]
fn a_text_of_no_known_language_asks_for_it() {
    for text in [
        "Det är en stor brand i staden och många människor har skadats under natten, säger polisen i Malmö. Branden startade i ett hus vid torget och spred sig snabbt till flera byggnader.",
        "42",
    ] {
        for command in ["parse", "mentions"] {
            let (status, _, err) = fed(&[command], text.as_bytes());
            assert!(status == 2 && err.contains("name it with --lang, such as --lang fr"), "{command}: {err}");
        }
    }
    let (_, _, err) = fed(&["parse", "--lang", "sv"], b"Det brinner.");
    assert!(err.contains("nothing here parses sv: name a language with --lang"), "{err}");
}

/// `ingest` reads older encodings; `mentions` and `parse` refused them.
#[test]
fn texts_in_older_encodings_are_read() {
    let old = b"Pr\xE8s de 8 000 soldats sont arriv\xE9s \xE0 Koursk hier, d\xE9clare le minist\xE8re.";
    let (status, out, err) = fed(&["mentions", "--lang", "fr"], old);
    assert!(status == 0 && out.contains("Près de 8 000"), "{out}{err}");
    let (status, out, err) = fed(&["parse", "--lang", "fr"], old);
    assert!(status == 0 && out.contains("\tarrivés\t"), "{out}{err}");
    let wide: Vec<u8> = "\u{FEFF}Près de 8 000 soldats".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (status, out, err) = fed(&["mentions", "--lang", "fr", "-f", "json"], &wide);
    assert!(status == 0 && out.contains("\"Près de 8 000\""), "{out}{err}");
    let row = b"{\"id\": 1, \"text\": \"Pr\xE8s de 8 000 soldats sont arriv\xE9s \xE0 Koursk\", \"lang\": \"fr\"}\n";
    let (status, out, err) = fed(&["mentions", "--input", "jsonl"], row);
    assert!(status == 0 && out.contains("Près de 8 000"), "{out}{err}");
    let (status, _, err) = fed(&["mentions", "--lang", "fr"], b"%PDF-1.7\n\xFF\xFE\xE9");
    assert!(status == 2 && err.contains("cannot read standard input: is a PDF document"), "{err}");
}

/// The place stood twice, in words of the CSV reader, and nothing told what to do.
#[test]
fn a_fault_in_a_table_of_sources_says_what_to_do() {
    let env = Env::new();
    std::fs::write(env.path().join("a.txt"), "Forty people were hurt in the fire, the mayor of Lorne said.").unwrap();
    let table = "file,source,country,published\na.txt,Wire\nb.txt,Wire,France,\nc.txt,Wire,,2024-13-99\n";
    std::fs::write(env.path().join("sources.csv"), table).unwrap();
    let (_, err) = env.args(&["ingest", "."], 2);
    for fault in [
        "sources.csv:2: its cells (2) are not as many as the columns (4): leave cells empty",
        "sources.csv:3: \"France\" is no country: give its two letters, such as FR",
        "sources.csv:4: \"2024-13-99\" is no date: write it like 2024",
    ] {
        assert!(err.contains(fault), "{err}");
    }
    assert!(!err.contains("record") && !err.contains("byte"), "{err}");
}
