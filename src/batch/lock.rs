//! One writer at a time: a lock beside the database.
//!
//! It is a lock of the operating system on a file, so it is gone as soon as its holder is, however that one ended. The
//! file stays, and holds who has it: for the message to others, and for nothing else.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use thiserror::Error;

/// How often a taken lock is tried again.
const PAUSE: Duration = Duration::from_millis(100);

/// Why a lock was not had.
#[derive(Debug, Error)]
pub enum LockError {
    /// Somebody else has it.
    #[error("{path}: in use by {holder}: wait until it is done, or have this one wait with --wait SECONDS")]
    Held {
        /// The database.
        path: PathBuf,
        /// Who has it, and since when.
        holder: String,
    },
    /// The file beside the database cannot be made or locked.
    #[error("{path}: cannot lock the database ({source}): check the rights of its folder, or name another database")]
    Failed {
        /// The lock's file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
}

/// The right to write to a database, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of a database for a command, and waits up to `patience` where another has it; `waiting` is told once
    /// who that is.
    ///
    /// # Errors
    /// See [`LockError`].
    pub fn take(
        database: &Path,
        command: &str,
        patience: Duration,
        waiting: &mut dyn FnMut(&str),
    ) -> Result<Lock, LockError> {
        let path = beside(database);
        let failed = |source| LockError::Failed { path: path.clone(), source };
        // Never emptied on opening: it may be another's.
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = options.map_err(failed)?;
        let began = Instant::now();
        let mut is_told = false;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if began.elapsed() < patience => {
                    if !is_told {
                        waiting(&holder(&mut file));
                        is_told = true;
                    }
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(LockError::Held { path: database.to_owned(), holder: holder(&mut file) });
                }
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
        }
        let mut lock = Lock { file };
        let since = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        // A full disk costs the message alone.
        let _ = lock.write(&format!("atodds {command}, process {}, since {since}\n", std::process::id()));
        Ok(lock)
    }

    fn write(&mut self, text: &str) -> std::io::Result<()> {
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(text.as_bytes())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The file stays: where one removes it another may lock a file that is nowhere any more.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

/// Returns the lock's file: one for a database, by whichever path it is named.
fn beside(database: &Path) -> PathBuf {
    let full = std::fs::canonicalize(database).or_else(|_| {
        let parent = database.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::canonicalize(parent).map(|p| p.join(database.file_name().unwrap_or_default()))
    });
    let mut name = full.unwrap_or_else(|_| database.to_owned()).into_os_string();
    name.push(".lock");
    PathBuf::from(name)
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let read = file.seek(SeekFrom::Start(0)).and_then(|_| file.take(300).read_to_string(&mut text));
    match (read, text.trim()) {
        (Ok(_), who) if !who.is_empty() => who.to_owned(),
        _ => "another atodds".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(database: &Path) -> Result<Lock, LockError> {
        Lock::take(database, "run", Duration::ZERO, &mut |_| {})
    }

    #[test]
    fn a_second_one_is_told_who_has_it_and_has_it_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        let first = take(&database).unwrap();
        let said = take(&database).unwrap_err().to_string();
        assert!(said.contains(&format!("atodds run, process {}, since 20", std::process::id())), "{said}");
        assert!(said.contains("--wait"), "{said}");
        drop(first);
        take(&database).unwrap();
    }

    #[test]
    fn what_a_dead_one_left_locks_nobody_out() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        std::fs::write(folder.path().join("a.db.lock"), "atodds run, process 1, since 2001-01-01T00:00:00Z\n").unwrap();
        take(&database).unwrap();
    }

    #[test]
    fn one_database_has_one_lock_by_whichever_path() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("b")).unwrap();
        let _first = take(&folder.path().join("a.db")).unwrap();
        assert!(matches!(take(&folder.path().join("b/../a.db")), Err(LockError::Held { .. })));
    }

    #[test]
    fn who_waits_gets_it() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        let first = take(&database).unwrap();
        let release = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(300));
            drop(first);
        });
        let mut told = Vec::new();
        Lock::take(&database, "run", Duration::from_secs(60), &mut |who| told.push(who.to_owned())).unwrap();
        release.join().unwrap();
        assert_eq!(told.len(), 1);
    }
}
