//! Every command of the README does what it is said to do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

use std::path::Path;
use std::process::Command;

#[test]
fn the_readmes_commands_run() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path().join("articles");
    std::fs::create_dir(&articles).unwrap();
    for entry in std::fs::read_dir("fixtures/stories/troops-card/docs").unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), articles.join(entry.file_name())).unwrap();
    }
    // What the part on assertions from elsewhere takes in.
    let coded = r#"{"document": "a.txt", "quote": "le 19 juin 2024", "value_text": "19 juin 2024", "entity": "Corée du Nord",
        "attribute": "treaty_date", "kind": "date"}"#;
    std::fs::write(folder.path().join("coded.jsonl"), coded.replace('\n', " ")).unwrap();
    let configuration = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    std::fs::write(folder.path().join("atodds.toml"), configuration).unwrap();
    let (mut run, mut shown) = (0, 0);
    for (line, printed) in commands(&readme) {
        let line = line.split("  #").next().unwrap().trim();
        if let Some(target) = line.strip_prefix("make ") {
            let target = target.split_whitespace().next().unwrap();
            assert!(std::fs::read_to_string("Makefile").unwrap().contains(&format!("\n{target}:")), "no make {target}");
            continue;
        }
        let Some(args) = line.strip_prefix("atodds ") else { panic!("not a command of ours: {line}") };
        let out = Command::new("sh")
            .arg("-c")
            .arg(format!("\"$0\" {args}"))
            .arg(Path::new(env!("CARGO_BIN_EXE_atodds")))
            .current_dir(folder.path())
            .env_remove("ATODDS_DB")
            .output()
            .unwrap();
        assert!(out.status.success(), "{line}: {}", String::from_utf8_lossy(&out.stderr));
        assert!(!out.stdout.is_empty(), "{line} prints nothing");
        if !printed.is_empty() {
            let now: Vec<String> =
                String::from_utf8(out.stdout).unwrap().lines().map(|l| l.trim_end().to_owned()).collect();
            assert_eq!(now.join("\n").trim_end(), printed.join("\n"), "{line} prints something else by now");
            shown += 1;
        }
        run += 1;
    }
    assert!(shown >= 1, "the README shows no output");
    assert!(run >= 6, "only {run} commands");
}

/// Returns the commands of a text's console blocks, each with the lines that it shows as printed.
fn commands(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside {
            match (line.strip_prefix("$ "), found.last_mut()) {
                (Some(command), _) => found.push((command, Vec::new())),
                (None, Some((_, printed))) => printed.push(line),
                (None, None) => {}
            }
        }
    }
    for (_, printed) in &mut found {
        while printed.last().is_some_and(|l| l.is_empty()) {
            printed.pop();
        }
    }
    found
}
