//! Where a statement comes from: the speaker, a shared paragraph, the news agency, else the source.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

mod common;

use std::fs;

use common::Env;
use serde_json::{Value, json};

fn origins(env: &Env) -> Vec<Value> {
    let sql = "SELECT DISTINCT source, origin_id FROM assertion_full WHERE kind = 'quantity' ORDER BY source";
    let (out, _) = env.args(&["sql", "--format", "json", sql], 0);
    serde_json::from_str(&out).unwrap()
}

#[test]
fn two_outlets_that_print_one_agency_are_one_origin() {
    let env = Env::new();
    for (file, text) in [
        ("a.txt", "VERLAC (AFP) — Le pont de Verlac a coûté la vie à 12 ouvriers en dix ans.\n"),
        ("b.txt", "Douze ouvriers sont morts sur le pont de Verlac en dix ans.\n\nLe Relais avec AFP\n"),
        ("c.txt", "The Verlac bridge has killed 12 workers in ten years.\n"),
    ] {
        fs::write(env.path().join(file), text).unwrap();
        let source = &file[..1];
        env.args(&["ingest", "--source", source, "--published", "2024-11-01", file], 0);
    }
    let found = origins(&env);
    assert_eq!(
        found,
        [
            json!({ "source": "a", "origin_id": "wire:AFP" }),
            json!({ "source": "b", "origin_id": "wire:AFP" }),
            json!({ "source": "c", "origin_id": "source:c" }),
        ]
    );
}

#[test]
fn two_rows_of_one_address_are_read_once_each() {
    let env = Env::new();
    let row = |killed: u32| json!({ "text": format!("The flood in Verlac killed {killed} people."), "source": "Herald", "url": "https://example.org/flood" });
    fs::write(env.path().join("feed.jsonl"), format!("{}\n{}\n", row(12), row(15))).unwrap();
    let versions = || {
        let (out, _) =
            env.args(&["sql", "--format", "csv", "SELECT version, is_current, text FROM document ORDER BY 1"], 0);
        out
    };
    env.args(&["ingest", "feed.jsonl"], 0);
    let first = versions();
    assert!(first.contains("2,1,The flood in Verlac killed 15 people."), "{first}");
    for _ in 0..2 {
        env.args(&["ingest", "feed.jsonl"], 0);
        assert_eq!(versions(), first, "an unchanged file changed what is stored");
    }
}

#[test]
fn an_article_that_goes_back_to_its_older_text_is_a_new_version() {
    let env = Env::new();
    for killed in [12, 15, 12] {
        fs::write(env.path().join("a.txt"), format!("The flood in Verlac killed {killed} people.\n")).unwrap();
        env.args(&["ingest", "a.txt"], 0);
    }
    let (out, _) = env.args(&["sql", "--format", "csv", "SELECT max(version), sum(is_current) FROM document"], 0);
    assert!(out.contains("3,1"), "{out}");
}
