//! Imports run downwards: each floor of the house uses only floors beneath it (see ARCHITECTURE.md).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may stop at any fault"
)]

use std::fs;
use std::path::Path;

/// The floors, from the ground up; modules on one floor do not use each other, unless named in `BESIDE`.
const FLOORS: &[&[&str]] = &[
    &["model", "boosted", "threads"],
    &["rules"],
    &["language", "ingest", "names"],
    &["recognize"],
    &["extract", "resolve"],
    &["store"],
    &["pipeline"],
    &["report"],
    &["batch"],
    &["cli"],
    &["commands"],
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

#[test]
fn imports_run_downwards() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    visit(Path::new("src"), &mut |path, text| {
        let inside = path.strip_prefix("src").unwrap();
        let module = inside.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
        if ["main", "lib", "bin"].contains(&module.as_str()) {
            return;
        }
        let Some(here) = floor(&module) else {
            wrong.push(format!(
                "{}: src/{module} stands on no floor: name it in tests/floors.rs and ARCHITECTURE.md",
                path.display()
            ));
            return;
        };
        for (n, line) in text.lines().enumerate() {
            // Tests may reach anywhere; they stand last in a file.
            if line.trim() == "#[cfg(test)]" {
                break;
            }
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if line.trim_start().starts_with("//") || used == module {
                    continue;
                }
                let Some(there) = floor(&used) else { continue };
                seen += 1;
                if there >= here {
                    wrong.push(format!("{}:{}: {module} uses {used}, which is not beneath it", path.display(), n + 1));
                }
            }
        }
    });
    assert!(seen > 20, "the test reads no imports any more: {seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_commands_print() {
    let mut wrong = Vec::new();
    visit(Path::new("src"), &mut |path, text| {
        if ["src/commands", "src/main.rs", "src/bin"].iter().any(|p| path.starts_with(p)) {
            return;
        }
        for (n, line) in text.lines().enumerate() {
            if line.trim() == "#[cfg(test)]" {
                break;
            }
            let prints = ["println!", "print!", "eprintln!", "eprint!", "dbg!"].iter().any(|p| line.contains(p));
            if prints && !line.trim_start().starts_with("//") {
                wrong.push(format!("{}:{}", path.display(), n + 1));
            }
        }
    });
    assert!(wrong.is_empty(), "these print: {wrong:?}");
}

fn visit(folder: &Path, each: &mut impl FnMut(&Path, &str)) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            visit(&path, each);
        } else if path.extension().is_some_and(|e| e == "rs") {
            each(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}
