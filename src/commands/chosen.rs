//! Which of the stored documents a person means by a path.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use atodds::ingest;
use atodds::store::{Held, Store};

/// Returns the documents that are named by any of these, in their order in the store, each once.
///
/// # Errors
/// Where one of them names none: the message says which.
pub fn documents(store: &Store, paths: &[String]) -> Result<Vec<Held>> {
    let mut all: Vec<Held> = Vec::new();
    for path in paths {
        let name = match path.trim_end_matches('/') {
            "" => path,
            name => name,
        };
        let held = store.documents_at(name, &ingest::shown(&full(Path::new(name))))?;
        if held.is_empty() {
            bail!("{path}: no document of this name counts: `atodds documents` lists them as they were read");
        }
        all.extend(held);
    }
    all.sort_by_key(|held| held.document_id);
    all.dedup();
    Ok(all)
}

/// Returns the full path of a file that may be gone: of what is left of its folders, and the rest as written.
fn full(path: &Path) -> PathBuf {
    if let Ok(there) = path.canonicalize() {
        return there;
    }
    let name: Option<&OsStr> = path.file_name();
    match (path.parent(), name) {
        (Some(folder), Some(name)) => {
            full(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).join(name)
        }
        _ => path.to_owned(),
    }
}
