//! Lists `rules/`, `migrations/` and `views/` for embedding, so that a new file there needs no code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    for folder in ["rules", "migrations", "views"] {
        println!("cargo::rerun-if-changed={folder}");
        let mut files = Vec::new();
        walk(&root.join(folder), &mut files)?;
        files.sort();
        let mut code = String::from("&[\n");
        for file in files {
            // Forward slashes on every system: these names are shown in messages and compared in tests.
            let name = file.strip_prefix(root.join(folder)).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            let _ = writeln!(code, "    ({name:?}, include_str!({:?})),", file.to_string_lossy());
        }
        code.push(']');
        fs::write(out.join(format!("{folder}.rs")), code)?;
    }
    list_models(&root, &out)
}

/// Lists `models/<lang>/*.model` of the languages whose feature `lang-<lang>` is on.
fn list_models(root: &Path, out: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed=models");
    let mut files = Vec::new();
    for (feature, _) in env::vars().filter(|(name, _)| name.starts_with("CARGO_FEATURE_LANG_")) {
        let lang = feature.trim_start_matches("CARGO_FEATURE_LANG_").to_lowercase();
        let folder = root.join("models").join(&lang);
        println!("cargo::rerun-if-changed={}", folder.display());
        let entries =
            if folder.is_dir() { fs::read_dir(&folder)?.collect::<io::Result<Vec<_>>>()? } else { Vec::new() };
        for path in entries.into_iter().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "model")) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((format!("{lang}/{name}"), path));
        }
    }
    files.sort();
    let mut code = String::from("&[\n");
    for (name, path) in files {
        let _ = writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.to_string_lossy());
    }
    code.push(']');
    fs::write(out.join("models.rs"), code)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if matches!(path.extension().and_then(|e| e.to_str()), Some("toml" | "csv" | "txt" | "sql")) {
            files.push(path);
        }
    }
    Ok(())
}
