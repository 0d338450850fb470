//! Reading what is broken, hostile or not there: each gives a reason or a clean document, the rest goes in, nothing hangs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use atodds::ingest::{Format, Options, boilerplate, list, passages, read};
use atodds::model::{Document, Skip};

/// What the slowest of these inputs may take in an unoptimised build on a busy machine; a quadratic one takes minutes.
const PATIENCE: Duration = Duration::from_secs(20);

fn ingest(path: &Path, options: &Options) -> (Vec<Document>, Vec<Skip>) {
    let inputs = list(&[path], options);
    let mut documents = Vec::new();
    let mut skips = inputs.skips;
    for input in &inputs.inputs {
        for outcome in read(input, options) {
            match outcome {
                Ok(document) => documents.push(document),
                Err(skip) => skips.push(skip),
            }
        }
    }
    (documents, skips)
}

fn ingest_bytes(name: &str, bytes: &[u8]) -> (Vec<Document>, Vec<Skip>) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let begun = Instant::now();
    let out = ingest(folder.path(), &Options::default());
    for document in &out.0 {
        boilerplate(&document.text, document.language);
        passages(&document.text);
    }
    assert!(begun.elapsed() < PATIENCE, "{name} took {:?}", begun.elapsed());
    out
}

#[test]
fn each_broken_fixture_gives_its_reason_and_the_rest_goes_in() {
    let (documents, skips) = ingest(Path::new("fixtures/documents/broken"), &Options::default());
    let told: Vec<String> = skips
        .iter()
        .map(|skip| {
            let file = skip.path.rsplit('/').next().unwrap();
            let line = skip.line.map(|line| format!(":{line}")).unwrap_or_default();
            format!("{file}{line} {} ({})", skip.reason, skip.stage.as_str())
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    blank.txt holds white space only (read)
    empty.txt is empty (read)
    front-matter.md:3 front matter is no YAML: unclosed bracket '[' (parse)
    image.html is a PNG image (read)
    invalid-utf8.txt:3 is no valid UTF-8 at byte 93 and in no other known encoding (read)
    no-article.html holds no article text (parse)
    nul.txt is no text: it holds NUL bytes (read)
    paper.txt is a PDF document: save its text first (read)
    program.txt is a program (read)
    rows.jsonl:2 is no JSON: EOF while parsing a value at column 9 (parse)
    ");
    let read: Vec<&str> = documents.iter().map(|document| document.path.rsplit('/').next().unwrap()).collect();
    assert_eq!(read, ["control-title.html", "rows.jsonl#L1", "rows.jsonl#L3", "truncated.html"]);
    let title = documents[0].title.as_deref().unwrap();
    assert_eq!(title, "Bridge [2J<script>alert(1)</script> shut");
    assert!(documents.iter().all(|d| !d.text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')));
}

#[test]
fn a_huge_text_is_told_and_a_large_line_is_read() {
    let line = "Le pont est fermé, 12 km plus loin. ".repeat(50_000_000 / 37);
    let (documents, skips) = ingest_bytes("huge.txt", line.as_bytes());
    assert!(documents.is_empty() && skips[0].reason.contains("larger than 16 MB"), "{skips:?}");
    let (documents, _) = ingest_bytes("large.txt", &line.as_bytes()[..4 << 20]);
    assert_eq!(documents.len(), 1);
    let (documents, skips) = ingest_bytes("huge.html", line.as_bytes());
    assert!(documents.is_empty() && skips.len() == 1);
}

#[test]
fn an_overlong_row_is_told_and_the_next_ones_are_read() {
    let mut rows = b"{\"text\": \"".to_vec();
    rows.resize(20 << 20, b'x');
    rows.extend_from_slice(b"\"}\n{\"text\": \"A short row that is fine.\"}");
    let (documents, skips) = ingest_bytes("rows.jsonl", &rows);
    assert_eq!((documents.len(), skips.len(), skips[0].line), (1, 1, Some(1)));
    assert_eq!(documents[0].path.rsplit('/').next(), Some("rows.jsonl#L2"));
}

#[test]
fn hostile_markup_is_read_in_linear_time() {
    let text = "<p>The bridge has been shut since Tuesday, the town hall said in a statement.</p>";
    let deep = |open: &str, close: &str, n: usize| format!("{}{text}{}", open.repeat(n), close.repeat(n));
    let pages = [
        ("deep", deep("<div>", "</div>", 100_000)),
        ("deep inline", deep("<b>", "</b>", 100_000)),
        ("deep lists", deep("<ul><li>", "", 100_000)),
        ("deep articles", deep("<article class=x>", "</article>", 100_000)),
        ("deep tables", deep("<table><tr><td>", "", 100_000)),
        ("deep unseen", format!("{text}{}", "<svg><select>".repeat(100_000))),
        ("stray ends", format!("{}{text}", "</div></b></p></a>".repeat(100_000))),
        ("crossed", format!("{text}{}", "<b><p></b><a href=x><i></p></a>".repeat(50_000))),
        ("many links", format!("{text}{}", "<a href=x>".repeat(200_000))),
        ("huge attribute", format!("<div class=\"{}\">{text}</div>", "ad-".repeat(1_000_000))),
        ("many attributes", format!("<div {}>{text}</div>", "a1 b2=c ".repeat(400_000))),
        ("many classes", format!("<div class='{}'>{text}</div>", "a b ".repeat(500_000))),
        ("open tag", format!("{text}<div class=\"{}", "x ".repeat(1_000_000))),
        ("open comment", format!("{text}<!--{}", "- ->".repeat(1_000_000))),
        ("references", format!("{text}<p>{}", "&amp;&nope;&#99999999;&#0;&".repeat(100_000))),
        ("less than", format!("{text}{}", "<".repeat(2_000_000))),
        ("breaks", format!("{text}{}", "<br>x".repeat(300_000))),
        ("headings", format!("{text}{}", "<h1>a b c</h1>".repeat(100_000))),
        ("notes", format!("<p>{}</p>{text}", "x<sup>[1]</sup>".repeat(100_000))),
        ("json-ld", format!("<script type='application/ld+json'>{}</script>{text}", "[".repeat(1_000_000))),
        (
            "json-ld many",
            format!("{}{text}", "<script type='application/ld+json'>{\"@type\":\"Article\"}</script>".repeat(20_000)),
        ),
        ("times", format!("{}{text}", "<time datetime=x>".repeat(100_000))),
        ("rows", format!("{text}<table>{}", "<tr><td>1<td>2".repeat(100_000))),
    ];
    for (name, page) in pages {
        assert!(page.len() < 8 << 20, "{name}");
        let (documents, skips) = ingest_bytes("page.html", page.as_bytes());
        assert_eq!(documents.len() + skips.len(), 1, "{name}");
        if name != "huge attribute" && name != "many links" {
            assert!(documents.iter().any(|d| d.text.contains("shut since Tuesday")), "{name}: {skips:?}");
        }
    }
    let (_, skips) = ingest_bytes("page.html", format!("{text}{}", " ".repeat(9 << 20)).as_bytes());
    assert!(skips[0].reason.contains("8 MB"), "{skips:?}");
}

#[test]
fn hostile_text_is_read_in_linear_time() {
    let pages = [
        ("marks.txt", "e".to_string() + &"\u{301}".repeat(1_000_000)),
        ("blank.txt", "a".to_string() + &" ".repeat(4_000_000) + "\n."),
        ("lines.txt", "À lire aussi\n".repeat(200_000)),
        ("short.txt", "a\n".repeat(500_000)),
        ("paren.txt", "(photo ".repeat(300_000)),
        ("at.txt", "a.b@".repeat(300_000)),
        ("www.txt", "http://".repeat(300_000)),
        ("quotes.md", ">".repeat(200_000) + " a"),
        ("stars.md", "**a *b ".repeat(100_000)),
        ("brackets.md", "[".repeat(200_000)),
        ("links.md", "[a](b".repeat(100_000)),
        ("lists.md", "- a\n".repeat(100_000)),
        ("ticks.md", "` `` ".repeat(100_000)),
        ("front.md", "---\n".to_string() + &"a: [".repeat(10_000) + "\n---\nx"),
        ("anchors.md", "---\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n---\nLe pont.\n".to_string()),
    ];
    for (name, text) in pages {
        let (documents, skips) = ingest_bytes(name, text.as_bytes());
        assert_eq!(documents.len() + skips.len(), 1, "{name}: {skips:?}");
    }
}

#[test]
fn a_deep_row_is_told() {
    let row = format!("{{\"text\": \"fine\", \"x\": {}1{}}}\n", "[".repeat(100_000), "]".repeat(100_000));
    let (documents, skips) = ingest_bytes("rows.jsonl", row.as_bytes());
    assert!(documents.is_empty() && skips[0].line == Some(1), "{skips:?}");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    #[test]
    fn what_is_no_file_is_told_and_does_not_hang() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("good.txt"), "The bridge is shut.").unwrap();
        let made = std::process::Command::new("mkfifo").arg(at("pipe.txt")).status().unwrap();
        assert!(made.success());
        let _socket = std::os::unix::net::UnixListener::bind(at("socket.txt")).unwrap();
        symlink("nowhere", at("dangling.txt")).unwrap();
        symlink(".", at("loop")).unwrap();
        symlink("self.txt", at("self.txt")).unwrap();
        symlink("good.txt", at("link.txt")).unwrap();
        let (documents, skips) = ingest(folder.path(), &Options::default());
        assert_eq!(documents.len(), 2, "the file and the link to it");
        let told: Vec<String> =
            skips.iter().map(|skip| format!("{} {}", skip.path.rsplit('/').next().unwrap(), skip.reason)).collect();
        insta::assert_snapshot!(told.join("\n"), @r"
        dangling.txt is a link to what cannot be read: no such file or directory
        loop is a link to a folder above it
        pipe.txt is a pipe, not a file: read it from standard input with -
        self.txt is a link to what cannot be read: too many levels of symbolic links
        socket.txt is a socket, not a file
        ");
        let (_, skips) = ingest(&at("pipe.txt"), &Options::default());
        assert!(skips[0].reason.contains("a pipe"), "{skips:?}");
        let (_, skips) = ingest(Path::new("/dev/null"), &Options { format: Some(Format::Txt), ..Options::default() });
        assert!(skips[0].reason.contains("a device"), "{skips:?}");
    }

    #[test]
    fn a_folder_without_rights_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let shut = folder.path().join("shut");
        fs::create_dir(&shut).unwrap();
        fs::write(shut.join("a.txt"), "The bridge is shut.").unwrap();
        fs::write(folder.path().join("b.txt"), "The bridge is open.").unwrap();
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).unwrap();
        let is_root = fs::read_dir(&shut).is_ok();
        let (documents, skips) = ingest(folder.path(), &Options::default());
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
        if is_root {
            // Root may read everything: nothing is to be told.
            assert_eq!((documents.len(), skips.len()), (2, 0));
        } else {
            assert_eq!((documents.len(), skips.len()), (1, 1));
            assert!(skips[0].reason.contains("permission denied"), "{skips:?}");
        }
    }

    #[test]
    fn a_file_that_vanishes_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "The bridge is shut.").unwrap();
        let options = Options::default();
        let inputs = list(&[folder.path()], &options);
        fs::remove_file(&path).unwrap();
        let skip = read(&inputs.inputs[0], &options).next().unwrap().unwrap_err();
        assert!(skip.reason.contains("no such file"), "{skip:?}");
    }

    #[test]
    fn names_that_are_no_utf8_are_read_and_stay_apart() {
        let folder = tempfile::tempdir().unwrap();
        for byte in [0xE8u8, 0xE9] {
            let name = [b"caf".as_slice(), &[byte], b".txt"].concat();
            fs::write(folder.path().join(std::ffi::OsStr::from_bytes(&name)), "The bridge is shut.").unwrap();
        }
        let (documents, skips) = ingest(folder.path(), &Options::default());
        assert_eq!(skips, []);
        let names: Vec<&str> = documents.iter().map(|document| document.path.rsplit('/').next().unwrap()).collect();
        assert_eq!(names, ["caf\\xE8.txt", "caf\\xE9.txt"]);
    }
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    /// Bytes of any kind, and pieces of markup in any order.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let pieces = prop::collection::vec(
            prop_oneof![
                Just("<article>"),
                Just("</article>"),
                Just("<p>"),
                Just("</p>"),
                Just("<div class=ad>"),
                Just("</div>"),
                Just("<h1>"),
                Just("<a href=x>"),
                Just("</a>"),
                Just("<script>"),
                Just("</script>"),
                Just("<title>"),
                Just("</title>"),
                Just("<br>"),
                Just("<table><tr><td>"),
                Just("<sup>"),
                Just("[1]"),
                Just("</sup>"),
                Just("Le pont est fermé depuis mardi soir, selon la mairie du bourg."),
                Just("&nbsp;"),
                Just("<li>"),
                Just("\r\n"),
                Just("{\"text\": \"a\"}\n"),
                Just("---\n"),
                Just("# x\n"),
                Just("\u{FEFF}"),
                Just("<time datetime=2024-01-01>"),
                Just("À lire aussi\n"),
            ],
            0..60,
        );
        prop_oneof![
            prop::collection::vec(any::<u8>(), 0..600),
            pieces.prop_map(|pieces| pieces.concat().into_bytes()),
            any::<String>().prop_map(String::into_bytes),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_give_clean_documents_or_reasons(bytes in bytes(), which in 0usize..4) {
            let format = [Format::Txt, Format::Md, Format::Html, Format::Jsonl][which];
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.txt");
            fs::write(&path, &bytes).unwrap();
            let options = Options { format: Some(format), ..Options::default() };
            let (documents, skips) = ingest(&path, &options);
            prop_assert!(documents.len() + skips.len() > 0);
            for document in &documents {
                prop_assert!(!document.text.trim().is_empty());
                prop_assert_eq!(atodds::ingest::normalize(&document.text), document.text.as_str());
                prop_assert!(document.title.as_ref().is_none_or(|title| !title.chars().any(char::is_control)));
            }
            prop_assert_eq!(ingest(&path, &options), (documents, skips));
        }
    }
}
