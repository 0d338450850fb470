//! SARIF and JUnit: what is written is what their readers read.
//!
//! SARIF is held against types that were made from its official schema: a field that the schema does not know is lost on the
//! way through them, and one that it asks for is missed. Of JUnit there is no official schema; what build services agree on
//! is checked here by hand, by a reader of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

mod common;

use common::{Env, number, told, write};

use atodds::model::Language;
use quick_junit::{NonSuccessKind, Report, TestCaseStatus};
use serde_json::Value;

fn sarif(env: &Env, line: &str) -> Value {
    let out = env.run(line, 0);
    let value: Value = serde_json::from_str(&out).unwrap();
    let typed: serde_sarif::sarif::Sarif = serde_json::from_str(&out).unwrap();
    assert_eq!(serde_json::to_value(&typed).unwrap(), value, "the schema knows less than what is written");
    value
}

/// Two papers whose names, words and paths are as bad as they may be.
fn hostile() -> Env {
    let env = Env::new();
    let says = |n: i64, quote: &str| {
        vec![number("Kur\u{1b}[2Jsk ]]> <b> & \"x\"", "troops_deployed", Some(n), Some(n), &n.to_string(), quote)]
    };
    let documents = [
        told(
            "docs/a b%.txt",
            "Le <Courrier> & {0}",
            "2024-10-24",
            Language::FR,
            says(3000, "Ils sont 3000 [là](x) \u{7}ici ]]>."),
        ),
        told("feed.jsonl#L7", "Gazette", "2024-10-24", Language::EN, says(8000, "🦊 They are 8000 there.")),
    ];
    write(&env.db(), &documents);
    env
}

#[test]
fn sarif_holds_every_finding_with_its_quotes() {
    let env = Env::troops();
    let log = sarif(&env, "report --format sarif");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let (rules, results) = (run["tool"]["driver"]["rules"].as_array().unwrap(), run["results"].as_array().unwrap());
    let listed: Value = serde_json::from_str(&env.run("report --format json", 0)).unwrap();
    let ids = |of: &Value, at: &str| of.pointer(at).unwrap().as_str().unwrap().to_owned();
    let expected: Vec<String> = listed.as_array().unwrap().iter().map(|f| ids(f, "/finding_id")).collect();
    let written: Vec<String> = results.iter().map(|r| ids(r, "/partialFingerprints/findingId~1v1")).collect();
    assert_eq!(written, expected);
    assert!(results.len() >= 3);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let relation = result["ruleId"].as_str().unwrap().split('/').next().unwrap();
        assert_eq!(result["level"], if relation == "contradiction" { "error" } else { "warning" });
        assert!(result["partialFingerprints"]["readings/v1"].as_str().unwrap().len() == 16);
        assert!(!result["locations"].as_array().unwrap().is_empty());
    }
    let mut distinct: Vec<&Value> = rules.iter().map(|r| &r["id"]).collect();
    distinct.dedup();
    assert_eq!(distinct.len(), rules.len());
    // Explained ones are notes, and only shown when asked for.
    let all = sarif(&env, "report --format sarif --all");
    assert!(all["runs"][0]["results"].as_array().unwrap().iter().any(|r| r["level"] == "note"));
}

#[test]
fn sarif_locations_lead_to_the_words() {
    let env = hostile();
    let log = sarif(&env, "report --format sarif");
    let result = &log["runs"][0]["results"][0];
    let text = result["message"]["text"].as_str().unwrap();
    assert!(!text.contains('\u{1b}') && text.contains(r"\\x1b\[2J"), "{text}");
    let mut seen = Vec::new();
    for location in result["locations"].as_array().unwrap() {
        let place = &location["physicalLocation"];
        let number = |at: &str| usize::try_from(place.pointer(at).unwrap().as_u64().unwrap()).unwrap();
        let quote = place["contextRegion"]["snippet"]["text"].as_str().unwrap();
        let value = place["region"]["snippet"]["text"].as_str().unwrap();
        // Code points from the start of the document; the quote is all of it here.
        let (start, length) =
            (number("/region/charOffset") - number("/contextRegion/charOffset"), number("/region/charLength"));
        assert_eq!(quote.chars().skip(start).take(length).collect::<String>(), value);
        assert_eq!(number("/contextRegion/charLength"), quote.chars().count());
        seen.push(place["artifactLocation"]["uri"].as_str().unwrap().to_owned());
    }
    seen.sort();
    assert_eq!(seen, ["docs/a%20b%25.txt", "feed.jsonl#L7"]);
    let one = log["runs"][0]["results"][0]["partialFingerprints"]["findingId/v1"].as_str().unwrap();
    let shown = sarif(&env, &format!("show {one} --format sarif"));
    assert_eq!(shown["runs"][0]["results"].as_array().unwrap().len(), 1);
}

#[test]
fn junit_fails_what_was_asked_for_skips_the_rest_and_passes_what_is_explained() {
    let env = Env::troops();
    for (line, status, fails) in [
        ("report --format junit --all", 0, &["contradiction"][..]),
        ("report --format junit --all --fail-on update", 1, &["contradiction", "update"]),
    ] {
        let text = env.run(line, status);
        let report = Report::deserialize_from_str(&text).unwrap();
        assert_eq!((report.name.as_ref().unwrap().as_str(), report.test_suites.len()), ("atodds", 1));
        let suite = &report.test_suites[0];
        let (mut failed, mut skipped, mut passed) = (0, 0, 0);
        for case in &suite.test_cases {
            let relation = case.classname.as_ref().unwrap().as_str().strip_prefix("atodds.").unwrap();
            match &case.status {
                TestCaseStatus::NonSuccess { kind, message, description, .. } => {
                    assert_eq!(*kind, NonSuccessKind::Failure);
                    assert!(fails.contains(&relation), "{relation}");
                    assert!(message.is_some() && description.is_some());
                    failed += 1;
                }
                TestCaseStatus::Skipped { .. } => {
                    assert!(!fails.contains(&relation), "{relation}");
                    skipped += 1;
                }
                TestCaseStatus::Success { .. } => {
                    assert!(["scope", "precision", "attribution", "variant"].contains(&relation), "{relation}");
                    passed += 1;
                }
            }
        }
        assert!(failed > 0 && skipped > 0 && passed > 0, "{failed} {skipped} {passed}");
        for (count, of) in [(failed, "failures"), (skipped, "skipped"), (failed + skipped + passed, "tests")] {
            assert!(text.contains(&format!("{of}=\"{count}\"")), "{of} {count}: {text}");
        }
    }
}

#[test]
fn junit_is_well_formed_whatever_the_documents_hold() {
    let env = hostile();
    let text = env.run("report --format junit", 0);
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text}");
    let report = Report::deserialize_from_str(&text).unwrap();
    let case = &report.test_suites[0].test_cases[0];
    assert!(case.name.as_str().contains(r#"Kur\x1b[2Jsk ]]> <b> & "x""#), "{}", case.name.as_str());
    let TestCaseStatus::NonSuccess { description: Some(description), .. } = &case.status else { panic!("{case:?}") };
    assert!(description.as_str().contains(r"Ils sont 3000 [là](x) \x07ici ]]>."), "{}", description.as_str());
    assert!(description.as_str().contains("🦊"));
}

#[test]
fn what_is_no_finding_is_refused() {
    let env = Env::troops();
    for format in ["sarif", "junit"] {
        let (out, err) = env.args(&["sources", "--format", format], 2);
        assert!(out.is_empty() && err.contains("is for findings"), "{err}");
    }
}
