//! Configurations: faults are told with their line and what may stand there; the examples are sound; every key is explained.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

use std::path::Path;

use atodds::batch::Configuration;
use atodds::batch::config::Removed;
use atodds::report::Format;

const INPUT: &str = "[[input]]\npaths = [\"articles/\"]\n";

fn fault(text: &str) -> String {
    match Configuration::parse(text, "desk.toml") {
        Ok(configuration) => panic!("taken: {text}\n{configuration:?}"),
        Err(error) => format!("{error:#}"),
    }
}

#[test]
fn faults_name_file_line_key_and_what_is_allowed() {
    for (text, expected) in [
        ("databse = \"a.db\"\n", &["desk.toml:1: unknown field `databse`", "`database`"][..]),
        ("jobs = 0\n", &["desk.toml:1:", "from 1 to", "`jobs = 0`"]),
        ("jobs = \"two\"\n", &["desk.toml:1:", "jobs"]),
        ("min_confidence = 1.5\n", &["desk.toml:1:", "a share from 0 to 1"]),
        ("fail_on = \"conflict\"\n", &["desk.toml:1: unknown variant `conflict`", "`contradiction`", "`update`"]),
        ("removed = \"delete\"\n", &["unknown variant `delete`", "`forget`", "`keep`"]),
        ("database = \"a.db\"\n\n[[input]]\npath = [\"a\"]\n", &["desk.toml:4: unknown field `path`", "`paths`"]),
        ("[[input]]\npaths = [\"a\"]\nlanguage = \"french\"\n", &["desk.toml:3:", "two-letter language code"]),
        ("[[input]]\npaths = [\"a\"]\npublished = \"yesterday\"\n", &["desk.toml:3:", "ISO 8601"]),
        ("[[input]]\npaths = [\"\"]\n", &["desk.toml:2:", "not empty"]),
        ("[[input]]\npaths = [\"-\"]\n", &["desk.toml", "standard input"]),
        ("[[input]]\npaths = []\n", &["desk.toml", "no paths"]),
        ("", &["desk.toml", "nothing to read: add [[input]]"]),
        ("[report.page]\npath = \"page.pdf\"\n", &["[report.page]", "page.pdf", "\"html\""]),
        ("[report.page]\nformat = \"html\"\n", &["desk.toml:", "missing field `path`"]),
        ("[report.page]\npath = \"a.html\"\nformat = \"pdf\"\n", &["desk.toml:5:", "unknown variant `pdf`", "`sarif`"]),
        ("[report.a]\npath = \"x.md\"\n[report.b]\npath = \"x.md\"\n", &["[report.b]", "[report.a]", "one file, x.md"]),
        ("[tolerance.killed]\nexactly = 0.1\n", &["desk.toml:4:", "exactly", "`exact`"]),
        ("[tolerance.killed]\nexact = 2\n", &["desk.toml:4:", "a share from 0 to 1"]),
        ("[tolerance.\"*\"]\nexact = 0.1\n", &["[tolerance.\"*\"]", "in SQL"]),
        ("[notify]\nonly = \"new\"\n", &["[notify] tells nobody", "command"]),
        ("[notify]\ncommand = []\n", &["[notify] command names no program"]),
        ("[notify]\ncommand = \"mail desk\"\n", &["desk.toml:4:", "command"]),
        ("[notify]\nwebhook = \"example.org\"\n", &["[notify] webhook", "https://"]),
        ("[notify]\nwebhook = \"https://x.test\"\ncommand = [\"a\"]\n", &["both command and webhook"]),
        ("[log]\nlevel = \"loud\"\n", &["desk.toml:4:", "unknown variant `loud`", "`warn`"]),
        ("[retention]\nruns = -1\n", &["desk.toml:4:", "from 1 to"]),
        ("jobs = 1\njobs = 2\n", &["desk.toml:2:", "duplicate key"]),
        ("database = \"a.db\n", &["desk.toml:1:"]),
    ] {
        // Tables stand behind the input, single keys before it, so that each text has one fault.
        let whole = match text {
            "" => String::new(),
            text if text.contains("[[input]]") => text.to_owned(),
            text if text.starts_with('[') => format!("{INPUT}{text}"),
            text => format!("{text}{INPUT}"),
        };
        let said = fault(&whole);
        for words in expected {
            assert!(said.contains(words), "{whole}\n{said}\nlacks {words}");
        }
        assert!(!said.contains('\n'), "{said}");
    }
}

#[test]
fn a_missing_file_says_how_to_begin() {
    let said = Configuration::read(Path::new("no/such.toml")).unwrap_err().to_string();
    assert!(said.contains("no/such.toml: no such configuration") && said.contains("docs/batch.md"), "{said}");
}

#[test]
fn the_examples_are_sound() {
    let mut seen = 0;
    for entry in std::fs::read_dir("examples/batch").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            Configuration::read(&path).unwrap();
            seen += 1;
        }
    }
    assert!(seen >= 2);
}

#[test]
fn what_is_left_out_has_the_usual_meaning() {
    let c = Configuration::parse(INPUT, "desk.toml").unwrap();
    assert_eq!((c.removed, c.fail_on, c.notify.is_none(), c.reports.len()), (Removed::Forget, None, true, 0));
    let c = Configuration::parse(&format!("{INPUT}[report.a]\npath = \"a.HTML\"\n"), "desk.toml").unwrap();
    assert_eq!(c.reports["a"].format().unwrap(), Format::Html);
}

#[test]
fn every_key_is_explained_and_every_explained_key_is_known() {
    let docs = std::fs::read_to_string("docs/batch.md").unwrap();
    // One configuration with every key: what is refused as unknown in it is no key, and the docs must show each.
    let whole = std::fs::read_to_string("examples/batch/full.toml").unwrap();
    Configuration::parse(&whole, "full.toml").unwrap();
    let mut keys: Vec<&str> = Vec::new();
    for (table, probe) in [
        ("", "x = 1\n[[input]]\npaths = [\"a\"]\n"),
        ("input", "[[input]]\npaths = [\"a\"]\nx = 1\n"),
        ("report", "[[input]]\npaths = [\"a\"]\n[report.a]\npath = \"a.md\"\nx = 1\n"),
        ("notify", "[[input]]\npaths = [\"a\"]\n[notify]\nx = 1\n"),
        ("retention", "[[input]]\npaths = [\"a\"]\n[retention]\nx = 1\n"),
        ("log", "[[input]]\npaths = [\"a\"]\n[log]\nx = 1\n"),
        ("tolerance", "[[input]]\npaths = [\"a\"]\n[tolerance.killed]\nx = 1\n"),
    ] {
        let said = fault(probe);
        let known: Vec<String> =
            said.split("expected").nth(1).unwrap().split('`').skip(1).step_by(2).map(str::to_owned).collect();
        assert!(!known.is_empty(), "{said}");
        for key in known.iter().filter(|key| *key != "x" && *key != "x = 1") {
            let is_explained = docs.contains(&format!("`{key}`")) || docs.contains(&format!("`[{key}"));
            assert!(
                is_explained || docs.contains(&format!("`[[{key}]]`")),
                "docs/batch.md does not explain {key} of [{table}]"
            );
            assert!(whole.contains(key.as_str()), "examples/batch/full.toml does not show {key} of [{table}]");
            keys.push(table);
        }
    }
    assert!(keys.len() > 30, "{}", keys.len());
}
