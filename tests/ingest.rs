//! Reading whole pages and texts: what they hold, what they say of themselves, and where offsets lie.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use atodds::ingest::{Format, Options, list, read};
use atodds::model::{Document, Language, PartialDate};

fn ingest(path: impl AsRef<Path>, options: &Options) -> Vec<Document> {
    let inputs = list(&[path], options);
    inputs.inputs.iter().flat_map(|input| read(input, options)).filter_map(Result::ok).collect()
}

fn one(path: impl AsRef<Path>, options: &Options) -> Document {
    let mut documents = ingest(path, options);
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

/// Writes a document for people to compare.
fn told(document: &Document) -> String {
    let mut out = String::new();
    let published = document.published.map(|date| date.to_string());
    let _ = writeln!(out, "title: {}", document.title.as_deref().unwrap_or("-"));
    let _ = writeln!(out, "source: {} ({})", document.source, document.country.as_deref().unwrap_or("-"));
    let basis = document.published_basis.unwrap_or("-");
    let _ = writeln!(out, "published: {} ({basis})", published.as_deref().unwrap_or("-"));
    let _ = writeln!(out, "url: {}", document.url.as_deref().unwrap_or("-"));
    let _ = writeln!(out, "language: {}, format: {}", document.language, document.format);
    let _ = write!(out, "\n{}", document.text);
    out
}

fn page(name: &str) -> String {
    told(&one(format!("fixtures/documents/pages/{name}"), &Options::default()))
}

#[test]
fn a_blog_with_a_json_ld_graph() {
    insta::assert_snapshot!(page("blog-graph.html"));
}

#[test]
fn a_broadsheet_with_related_boxes_and_a_table() {
    insta::assert_snapshot!(page("broadsheet.html"));
}

#[test]
fn an_old_page_laid_out_by_tables_in_windows_1252() {
    insta::assert_snapshot!(page("tables-1252.html"));
}

#[test]
fn a_page_of_bare_divisions() {
    insta::assert_snapshot!(page("div-soup.html"));
}

#[test]
fn an_article_among_the_cards_of_others() {
    insta::assert_snapshot!(page("cards.html"));
}

#[test]
fn texts_in_their_formats_with_a_table_of_sources() {
    let all = ingest("fixtures/documents/texts", &Options::default());
    let told: Vec<String> = all
        .iter()
        .map(|document| format!("== {}\n{}", document.path.rsplit('/').next().unwrap(), told(document)))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_clean_text_is_stored_character_for_character() {
    let path = "fixtures/documents/texts/plain.txt";
    let raw = fs::read_to_string(path).unwrap();
    let document = one(path, &Options::default());
    assert_eq!(document.text, raw);
    for word in ["1\u{202F}500", "400\u{A0}000 euros", "  Deux pompiers"] {
        assert_eq!(document.text.find(word), raw.find(word), "{word}");
    }
}

#[test]
fn a_text_is_the_same_in_every_encoding() {
    let read = |name: &str| one(format!("fixtures/documents/texts/{name}"), &Options::default()).text;
    assert_eq!(read("utf16le.txt"), read("utf16be-bare.txt"));
    // windows-1252 has no narrow blank.
    assert_eq!(read("utf16le.txt").replace('\u{202F}', "\u{A0}"), read("cp1252.txt"));
}

#[test]
fn what_a_person_states_goes_before_what_a_page_says() {
    let options = Options {
        source: Some("Chez nous".into()),
        published: Some(PartialDate::month(2020, 2)),
        language: Some(Language::EN),
        ..Options::default()
    };
    let document = one("fixtures/documents/pages/blog-graph.html", &options);
    assert_eq!((document.source.as_str(), document.language), ("Chez nous", Language::EN));
    assert_eq!((document.published, document.published_basis), (Some(PartialDate::month(2020, 2)), Some("option")));
}

#[test]
fn a_date_is_read_from_the_text_only_where_nothing_else_tells_one() {
    let read_date = |text: &str, language: Language| {
        assert_eq!(language, Language::FR);
        text.contains("5 mars").then(|| PartialDate::day(2024, 3, 5))
    };
    let options = Options { text_date: Some(Arc::new(read_date)), ..Options::default() };
    let folder = tempfile::tempdir().unwrap();
    let document = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).unwrap();
        let document = one(folder.path().join(name), &options);
        (document.published.map(|date| date.to_string()), document.published_basis)
    };
    let text = "Le pont a été fermé le 5 mars, selon la mairie.";
    assert_eq!(document("a.txt", text), (Some("2024-03-05".into()), Some("text")));
    assert_eq!(document("b.txt", "Le pont a été fermé, selon la mairie."), (None, None));
    let front = format!("---\ndate: 2024-04-01\n---\n{text}");
    assert_eq!(document("c.md", &front), (Some("2024-04-01".into()), Some("metadata")));
    // A date in words stands in the metadata too.
    assert_eq!(
        document("d.md", "---\ndate: 5 mars 2024\n---\nLe pont est fermé."),
        (Some("2024-03-05".into()), Some("metadata"))
    );
}

#[test]
fn a_file_named_outright_is_read_by_its_look() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content, format) in [
        ("page", "<!DOCTYPE html><html lang=en><body><p>The bridge is shut, they say.</p></body></html>", "html"),
        ("rows.data", "{\"text\": \"The bridge is shut.\"}\n", "jsonl"),
        ("note.log", "The bridge is shut.", "txt"),
    ] {
        fs::write(folder.path().join(name), content).unwrap();
        assert_eq!(one(folder.path().join(name), &Options::default()).format, format);
    }
    let options = Options { format: Some(Format::Txt), ..Options::default() };
    assert_eq!(one(folder.path().join("page"), &options).format, "txt");
}

#[test]
fn inputs_may_be_read_from_several_threads() {
    let options = Options::default();
    let inputs = list(&["fixtures/documents"], &options);
    let alone: Vec<_> = inputs.inputs.iter().flat_map(|input| read(input, &options)).collect();
    let together: Vec<_> = std::thread::scope(|scope| {
        let readers: Vec<_> =
            inputs.inputs.iter().map(|input| scope.spawn(|| read(input, &options).collect::<Vec<_>>())).collect();
        readers.into_iter().flat_map(|reader| reader.join().unwrap()).collect()
    });
    assert_eq!(alone, together);
}
