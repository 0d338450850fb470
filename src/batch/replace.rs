//! Files that are written whole or not at all: whoever reads one finds the old or the new, never a part.

use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Writes a file anew: into a temporary one beside it, which takes its place once it is safe on the disk. Its rights stay
/// as they are; a link is followed.
///
/// # Errors
/// Where it cannot be written; then the old one is as it was.
pub fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path.display();
    writable(path)?;
    let folder = folder_of(&target);
    let cannot = || format!("{name}: cannot be written, the old one stays as it is");
    let mut builder = tempfile::Builder::new();
    builder.prefix(".atodds-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What a new file of anyone gets; the system takes off what the umask says.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder).with_context(cannot)?;
    let mut out = BufWriter::new(file);
    write(&mut out).with_context(cannot)?;
    let file = out.into_inner().map_err(|e| e.into_error()).with_context(cannot)?;
    if let Ok(old) = std::fs::metadata(&target) {
        file.as_file().set_permissions(old.permissions()).with_context(cannot)?;
    }
    file.as_file().sync_all().with_context(cannot)?;
    file.persist(&target).map_err(|e| e.error).with_context(cannot)?;
    // That the name is safe too is the folder's business; some systems cannot say so, and nothing is lost then.
    let _ = std::fs::File::open(folder).and_then(|f| f.sync_all());
    Ok(())
}

/// Tells, without writing, whether a file may stand at a path.
///
/// # Errors
/// Where its folder is missing or something else stands there.
pub fn writable(path: &Path) -> Result<()> {
    let folder = folder_of(path);
    if !folder.is_dir() {
        bail!("{}: its folder {} is missing: make it, or write elsewhere", path.display(), folder.display());
    }
    if path.is_dir() {
        bail!("{}: is a folder: name a file", path.display());
    }
    // What takes the place of a device or a pipe would take it from everyone.
    if std::fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        bail!("{}: is no plain file (a device, a pipe): name a file", path.display());
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        replace(&path, |out| Ok(out.write_all(b"old")?)).unwrap();
        let failed = replace(&path, |out| {
            out.write_all(b"half")?;
            bail!("no more")
        });
        assert!(format!("{:#}", failed.unwrap_err()).contains("the old one stays"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        replace(&path, |out| Ok(out.write_all(b"new")?)).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
    }

    #[test]
    fn a_missing_folder_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let said = replace(&folder.path().join("no/a.html"), |_| Ok(())).unwrap_err().to_string();
        assert!(said.contains("is missing: make it"), "{said}");
    }

    #[cfg(unix)]
    #[cfg(unix)]
    #[test]
    fn a_device_is_left_alone() {
        let said = replace(Path::new("/dev/null"), |_| Ok(())).unwrap_err().to_string();
        assert!(said.contains("no plain file"), "{said}");
    }

    #[test]
    fn rights_stay_and_links_are_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.html"), folder.path().join("b.html"));
        std::fs::write(&file, "old").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        replace(&link, |out| Ok(out.write_all(b"new")?)).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
        assert!(link.is_symlink());
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
