//! Paths as a person gives them → the files to read.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use globset::{GlobBuilder, GlobMatcher};
use walkdir::{DirEntry, WalkDir};

use crate::model::{Skip, Stage};

use super::read::{plain_words, what_else};
use super::sources::FILE_NAME;
use super::{Format, Options, SourceTable};

/// Where an input's bytes come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    File(PathBuf),
    Stdin,
    Memory(Arc<[u8]>),
}

/// A file to read, or standard input.
#[derive(Clone, Debug)]
pub struct Input {
    /// The path as given, or `-`; bytes of a name that are no UTF-8 stand as `\xE9`.
    pub shown: String,
    pub(super) place: Place,
    /// `None` where the look of it decides.
    pub(super) format: Option<Format>,
    /// The tables of sources that may speak of it, nearest first.
    pub(super) tables: Vec<Arc<SourceTable>>,
}

impl Input {
    /// Returns how it is written; `None` where the look of it decides.
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// Makes an input of bytes at hand, such as those of a demonstration, under the name by which it is to be shown; without a
    /// format the look of it decides.
    pub fn of_bytes(shown: impl Into<String>, bytes: impl Into<Arc<[u8]>>, format: Option<Format>) -> Input {
        Input { shown: shown.into(), place: Place::Memory(bytes.into()), format, tables: Vec::new() }
    }

    /// Returns the file's path; `None` for standard input and for bytes at hand.
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::Stdin | Place::Memory(_) => None,
        }
    }

    /// The name without folders and extension, by which a document without a source is known.
    pub(super) fn stem(&self) -> String {
        let path = match &self.place {
            Place::File(path) => path.as_path(),
            Place::Memory(_) => Path::new(&self.shown),
            Place::Stdin => Path::new("stdin"),
        };
        path.file_stem().map(shown_name).unwrap_or_default()
    }
}

/// What there is to read, and what there is not.
#[derive(Debug, Default)]
pub struct Inputs {
    /// In the order of the paths given, each folder's and glob's files sorted by name; no file twice.
    pub inputs: Vec<Input>,
    /// Paths that could not be followed, and rows of source tables that could not be read.
    pub skips: Vec<Skip>,
    /// How many files of folders and globs were passed over for their extension, by extension (`""` for none).
    pub by_type: BTreeMap<String, usize>,
}

/// Lists what there is to read under paths: files, folders (all files below with a known extension, hidden ones left out,
/// links followed), globs (`*`, `?`, `**`, `[…]`, `{…}`), `-` for standard input. A file named outright is read whatever its
/// extension; nothing is opened but tables of sources.
pub fn list<P: AsRef<Path>>(paths: &[P], options: &Options) -> Inputs {
    let mut lister =
        Lister { out: Inputs::default(), seen: BTreeSet::new(), tables: HashMap::new(), stated: None, options };
    if let Some(path) = &options.sources {
        let (table, skips) = SourceTable::open(path, &shown(path));
        lister.out.skips.extend(skips);
        lister.stated = Some(Arc::new(table));
    }
    for path in paths {
        lister.add(path.as_ref());
    }
    lister.out
}

struct Lister<'o> {
    out: Inputs,
    seen: BTreeSet<PathBuf>,
    tables: HashMap<PathBuf, Option<Arc<SourceTable>>>,
    stated: Option<Arc<SourceTable>>,
    options: &'o Options,
}

impl Lister<'_> {
    fn add(&mut self, path: &Path) {
        if path.as_os_str() == OsStr::new("-") {
            let tables = self.stated.iter().cloned().collect();
            let input = Input { shown: "-".to_string(), place: Place::Stdin, format: None, tables };
            if self.seen.insert(PathBuf::from("-")) {
                self.out.inputs.push(input);
            }
            return;
        }
        let words = path.to_str().unwrap_or("");
        if words.starts_with("http://") || words.starts_with("https://") {
            return self.skip(path, "is an address, and nothing is fetched from the network: give the saved page");
        }
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.walk(path, path, None),
            Ok(meta) if meta.is_file() => self.file(path, path.parent().unwrap_or(Path::new("")), true),
            Ok(meta) => self.skip(path, format!("is {}", what_else(&meta.file_type()))),
            Err(_) if words.contains(['*', '?', '[', '{']) => self.glob(path, words),
            Err(error) if path.is_symlink() => {
                self.skip(path, format!("is a link to what cannot be read: {}", plain_words(&error)));
            }
            Err(error) => self.skip(path, format!("cannot be read: {}", plain_words(&error))),
        }
    }

    fn glob(&mut self, path: &Path, words: &str) {
        let pattern = words.trim_start_matches("./");
        let matcher = match GlobBuilder::new(pattern).literal_separator(true).build() {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => return self.skip(path, format!("is no glob: {}", error.kind())),
        };
        let fixed: PathBuf =
            path.iter().take_while(|part| !part.to_string_lossy().contains(['*', '?', '[', '{'])).collect();
        let root = if fixed.as_os_str().is_empty() { PathBuf::from(".") } else { fixed.clone() };
        let before = self.out.inputs.len() + self.out.skips.len() + self.out.by_type.len() + self.seen.len();
        if root.is_dir() {
            self.walk(&root, &fixed, Some(&matcher));
        }
        if before == self.out.inputs.len() + self.out.skips.len() + self.out.by_type.len() + self.seen.len() {
            self.skip(path, "matches no file");
        }
    }

    /// Goes through a folder; with a glob, only what it matches is taken. `given` is the folder as it is to be shown.
    fn walk(&mut self, root: &Path, given: &Path, glob: Option<&GlobMatcher>) {
        let is_hidden = |entry: &DirEntry| entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
        let entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
        for entry in entries.filter_entry(|entry| !is_hidden(entry)) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.walk_fault(root, &error);
                    continue;
                }
            };
            if entry.file_type().is_dir() {
                continue;
            }
            let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let path = given.join(below);
            let bare = path.strip_prefix("./").unwrap_or(&path);
            if glob.is_some_and(|glob| !glob.is_match(bare)) {
                continue;
            }
            if entry.file_type().is_file() {
                self.file(&path, given, false);
            } else {
                self.skip(&path, format!("is {}", what_else(&entry.file_type())));
            }
        }
    }

    fn walk_fault(&mut self, root: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(root).to_path_buf();
        if error.loop_ancestor().is_some() {
            return self.skip(&path, "is a link to a folder above it");
        }
        let words = error.io_error().map_or_else(|| error.to_string(), plain_words);
        // A hidden link that leads nowhere is hidden all the same.
        if path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")) && path != root {
            return;
        }
        let reason = if path.is_symlink() {
            format!("is a link to what cannot be read: {words}")
        } else {
            format!("cannot be read: {words}")
        };
        self.skip(&path, reason);
    }

    fn file(&mut self, path: &Path, root: &Path, is_named: bool) {
        if path.file_name() == Some(OsStr::new(FILE_NAME)) {
            return;
        }
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        let format = self.options.format.or_else(|| Format::of_extension(&extension));
        if format.is_none() && !is_named {
            *self.out.by_type.entry(extension).or_default() += 1;
            return;
        }
        if self.seen.insert(path.to_path_buf()) {
            let tables = self.tables(path, root);
            self.out.inputs.push(Input { shown: shown(path), place: Place::File(path.to_path_buf()), format, tables });
        }
    }

    /// Finds the tables from the file's folder up to the folder that was given.
    fn tables(&mut self, path: &Path, root: &Path) -> Vec<Arc<SourceTable>> {
        let mut found: Vec<Arc<SourceTable>> = self.stated.iter().cloned().collect();
        for folder in path.ancestors().skip(1) {
            found.extend(self.table(folder));
            if folder == root {
                break;
            }
        }
        found
    }

    fn table(&mut self, folder: &Path) -> Option<Arc<SourceTable>> {
        if let Some(table) = self.tables.get(folder) {
            return table.clone();
        }
        let path = folder.join(FILE_NAME);
        let table = path.is_file().then(|| {
            let (table, skips) = SourceTable::open(&path, &shown(&path));
            self.out.skips.extend(skips);
            Arc::new(table)
        });
        self.tables.insert(folder.to_path_buf(), table.clone());
        table
    }

    fn skip(&mut self, path: &Path, reason: impl Into<String>) {
        self.out.skips.push(Skip { path: shown(path), line: None, stage: Stage::Read, reason: reason.into() });
    }
}

/// Writes a path for people and for the store; bytes that are no UTF-8 as `\xE9`, so that two such names stay apart.
pub fn shown(path: &Path) -> String {
    shown_name(path.as_os_str())
}

fn shown_name(name: &OsStr) -> String {
    let mut out = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        out.push_str(chunk.valid());
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("sub/.git")).unwrap();
        for name in
            ["b.txt", "a.html", "c.pdf", "d.PDF", "e", ".hidden.txt", "sub/f.md", "sub/.git/g.txt", "sources.csv"]
        {
            fs::write(folder.path().join(name), "file,source\nb.txt,Gazette\n").unwrap();
        }
        folder
    }

    fn names(inputs: &Inputs, folder: &Path) -> Vec<String> {
        let bare = |input: &Input| input.path().unwrap().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        inputs.inputs.iter().map(bare).collect()
    }

    #[test]
    fn a_folder_is_read_in_order_without_hidden_and_unknown_files() {
        let folder = folder();
        let inputs = list(&[folder.path()], &Options::default());
        assert_eq!(names(&inputs, folder.path()), ["a.html", "b.txt", "sub/f.md"]);
        assert_eq!(inputs.by_type, BTreeMap::from([(String::new(), 1), ("pdf".to_string(), 2)]));
        assert_eq!(inputs.skips, []);
        assert!(inputs.inputs.iter().all(|input| input.tables.len() == 1));
    }

    #[test]
    fn globs_match_below_their_folder_and_files_come_once() {
        let folder = folder();
        let glob = folder.path().join("**/*.{md,txt}");
        let inputs = list(&[glob, folder.path().join("b.txt"), folder.path().join("e")], &Options::default());
        assert_eq!(names(&inputs, folder.path()), ["b.txt", "sub/f.md", "e"]);
    }

    #[test]
    fn what_is_not_there_is_told() {
        let folder = folder();
        let paths =
            [folder.path().join("none.txt"), folder.path().join("*.none"), PathBuf::from("https://example.org/a")];
        let inputs = list(&paths, &Options::default());
        assert!(inputs.inputs.is_empty());
        let reasons: Vec<&str> = inputs.skips.iter().map(|skip| skip.reason.as_str()).collect();
        assert!(reasons[0].contains("no such file"), "{reasons:?}");
        assert!(reasons[1].contains("matches no file") && reasons[2].contains("network"), "{reasons:?}");
    }
}
