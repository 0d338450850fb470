//! `atodds mentions`, `atodds parse`, `atodds demo`: what is read of a text.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use common::Env;
use serde_json::Value;

const TEXT: &str = "Près de 8 000 soldats sont arrivés à Koursk hier.";

fn told(args: &[&str], input: &str) -> String {
    let out = Env::new().atodds().args(args).write_stdin(input).output().unwrap();
    let stderr = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success(), "{args:?}: {stderr}");
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn mentions_of_a_text_are_listed_with_their_places() {
    let out = told(&["mentions", "--reference-date", "2024-11-02", "-f", "json"], TEXT);
    let rows: Vec<Value> = serde_json::from_str(&out).unwrap();
    let troops = rows.iter().find(|r| r["text"] == "Près de 8 000").unwrap();
    assert_eq!((&troops["low"], &troops["high"], &troops["bound"]), (&8000.into(), &8000.into(), &"nearly".into()));
    assert_eq!((&troops["start"], &troops["end"]), (&0.into(), &13.into()));
    assert!(rows.iter().any(|r| r["text"] == "hier" && r["low"] == "2024-11-01"), "{out}");
    assert!(told(&["mentions"], TEXT).contains("Près de 8 000"));
}

#[test]
fn json_lines_are_answered_by_json_lines() {
    let input = format!("{{\"id\": 7, \"text\": \"{TEXT}\"}}\n\n{{\"id\": \"b\", \"text\": \"\", \"lang\": \"en\"}}\n");
    let out = told(&["mentions", "--input", "jsonl", "--lang", "fr", "--reference-date", "2024-11-02"], &input);
    let rows: Vec<Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!((rows.len(), &rows[0]["id"], &rows[1]["id"]), (2, &7.into(), &"b".into()));
    assert!(rows[0]["mentions"].as_array().unwrap().iter().any(|m| m["low"] == "2024-11-01"), "{out}");
}

#[test]
fn a_line_at_fault_is_named() {
    let out = Env::new()
        .atodds()
        .args(["mentions", "--input", "jsonl"])
        .write_stdin("{\"text\": \"a\"}\nnot json\n")
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.code() == Some(2) && stderr.contains("line 2"), "{stderr}");
}

#[test]
fn a_text_is_parsed_into_conllu_and_into_rows() {
    let conllu = told(&["parse"], TEXT);
    assert!(conllu.starts_with("# sent_id = 1\n# text = Près de 8 000 soldats"), "{conllu}");
    let word = conllu.lines().find(|l| l.contains("\tsoldats\t")).unwrap();
    assert_eq!(word.split('\t').count(), 10);
    assert_eq!(word.split('\t').nth(3), Some("NOUN"));
    let rows = told(&["parse", "-f", "csv"], TEXT);
    assert!(rows.starts_with("sentence,id,form,lemma,upos,xpos,feats,head,deprel,deps,misc\n1,1,Près,"), "{rows}");
    assert!(told(&["parse", "-f", "table"], TEXT).contains("NOUN"));
    // What was parsed may be read and parsed again.
    let again = told(&["parse", "--input", "conllu", "--lang", "fr"], &conllu);
    assert_eq!(
        again.lines().filter(|l| l.contains("\tNOUN\t")).count(),
        conllu.lines().filter(|l| l.contains("\tNOUN\t")).count()
    );
    let jsonl =
        told(&["parse", "--input", "jsonl"], &format!("{{\"id\": \"x\", \"text\": \"{TEXT}\", \"lang\": \"fr\"}}\n"));
    assert_eq!(jsonl, format!("# newdoc id = x\n{conllu}"));
}

#[test]
fn a_fault_in_given_conllu_is_told_with_its_line() {
    let out = Env::new()
        .atodds()
        .args(["parse", "--input", "conllu", "--lang", "fr"])
        .write_stdin("# text = Il dort\n1\tIl\t_\t_\t_\t_\t_\t_\t_\t_\n2\tdort\t_\n")
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(!out.status.success() && stderr.contains("line 3") && stderr.contains("3 columns"), "{stderr}");
}

#[test]
fn a_text_without_a_language_asks_for_it() {
    let out = Env::new().atodds().arg("mentions").write_stdin("42").output().unwrap();
    assert!(String::from_utf8_lossy(&out.stderr).contains("--lang"), "{out:?}");
    assert!(told(&["mentions", "--lang", "en"], "42 dogs").contains("42"));
}

#[test]
fn the_demo_shows_a_report_and_runs_again() {
    let env = Env::new();
    let (out, err) = env.args(&["demo"], 0);
    assert!(out.contains("5 documents, 5 sources") && out.contains("contradiction"), "{out}");
    assert!(err.contains("atodds-demo"), "{err}");
    assert!(env.run("--db atodds-demo/demo.db doctor", 0).contains("ok"));
    let (again, _) = env.args(&["demo"], 0);
    assert!(again.contains("5 documents, 5 sources"), "{again}");
    std::fs::write(env.path().join("atodds-demo/articles/a.txt"), "mine").unwrap();
    let (_, err) = env.args(&["demo"], 2);
    assert!(err.contains("--into"), "{err}");
    assert_eq!(std::fs::read_to_string(env.path().join("atodds-demo/articles/a.txt")).unwrap(), "mine");
}

#[test]
fn spellings_are_matched_and_lines_at_fault_are_passed_over() {
    let input = b"{\"id\": 1, \"a\": \"Isaac Newton\", \"b\": \"Newton, Isaac\", \"kind\": \"person\"}\nno\n\n{\"a\": \"x\", \"b\": \"y\"}\n\xff\n{\"a\": \"Pekin\", \"b\": \"Beijing\", \"kind\": \"place\", \"lang_a\": \"und\"}\n";
    let out = Env::new().atodds().args(["entities", "match"]).write_stdin(&input[..]).output().unwrap();
    let stderr = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{stderr}");
    for fault in ["line 2: not a JSON object", "line 4: no kind", "line 5: not a JSON object"] {
        assert!(stderr.contains(fault), "{stderr}");
    }
    let rows: Vec<Value> =
        String::from_utf8(out.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!((&rows[0]["id"], &rows[0]["same"], &rows[0]["class"]), (&1.into(), &true.into(), &"word_order".into()));
    assert_eq!((&rows[1]["same"], &rows[1]["class"]), (&true.into(), &"transliteration".into()));
}

#[test]
fn a_file_of_pairs_that_is_not_there_is_named() {
    let env = Env::new();
    let (_, stderr) = env.args(&["entities", "match", "none.jsonl"], 2);
    assert!(stderr.contains("none.jsonl"), "{stderr}");
    let (_, stderr) = env.args(&["entities", "match", "--format", "csv"], 2);
    assert!(stderr.contains("--format"), "{stderr}");
}
