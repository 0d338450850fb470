//! One test environment: a fresh folder, a store made by hand, the program.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

pub mod names;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use atodds::model::{
    Assertion, AttributeDef, Bound, Comparable, Context, DateBasis, DateInterval, Document, Dynamics, EntityKind,
    Extraction, Interval, Kind, Language, LocalEntity, Modality, NameKind, PartialDate, Polarity, Scope, Skip, Span,
    Stage, Value,
};
use atodds::rules::fold::fold;
use atodds::store::{Mode, RunCounts, Store};

/// A fresh folder with, perhaps, a store in it.
pub struct Env {
    folder: tempfile::TempDir,
}

impl Env {
    /// Makes an empty folder.
    pub fn new() -> Env {
        Env { folder: tempfile::tempdir().unwrap() }
    }

    /// Makes a folder with the store of [`troops`].
    pub fn troops() -> Env {
        let env = Env::new();
        write(&env.db(), &troops());
        env
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where the program looks for its store in this folder.
    pub fn db(&self) -> PathBuf {
        self.folder.path().join("atodds.db")
    }

    /// The program, in this folder, in a plain environment.
    pub fn atodds(&self) -> Command {
        let mut command = Command::cargo_bin("atodds").unwrap();
        command.current_dir(self.folder.path());
        for name in ["ATODDS_DB", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs it with words split at spaces, and returns standard output; it must end with `status`.
    pub fn run(&self, line: &str, status: i32) -> String {
        self.args(&line.split_whitespace().collect::<Vec<_>>(), status).0
    }

    /// Runs it, and returns standard output and standard error; it must end with `status`.
    pub fn args(&self, args: &[&str], status: i32) -> (String, String) {
        let out = self.atodds().args(args).output().unwrap();
        let (stdout, stderr) =
            (String::from_utf8(out.stdout).unwrap(), String::from_utf8_lossy(&out.stderr).into_owned());
        assert_eq!(out.status.code(), Some(status), "{args:?}\n{stdout}\n{stderr}");
        (stdout, stderr)
    }
}

/// A document and what was read from it.
pub struct Told {
    pub document: Document,
    pub read: Extraction,
}

/// One statement, to be put into words by its methods.
pub struct Says {
    assertion: Assertion,
    subject: (EntityKind, String),
    speaker: Option<String>,
    dynamics: Dynamics,
    quote: String,
    words: String,
}

/// Says a count: of an entity's attribute, in these words of this quote.
pub fn number(entity: &str, attribute: &str, low: Option<i64>, high: Option<i64>, words: &str, quote: &str) -> Says {
    let edge = |v: Option<i64>| v.map(|v| v as f64);
    let interval = Interval { low: low.map(Into::into), high: high.map(Into::into) };
    let comparable = Comparable::Measure { low: edge(low), high: edge(high), rounding: 0.0, dimension: "count".into() };
    let mut says =
        says(entity, NameKind::Place, attribute, Kind::Quantity, Value::Number(interval), comparable, words, quote);
    says.assertion.unit = Some("soldier".into());
    says
}

/// Says how someone is called.
pub fn name(key: &str, kind: NameKind, words: &str, quote: &str) -> Says {
    let comparable = Comparable::Words { fold: fold(words), key: key.to_owned(), members: None };
    let mut says = says(words, kind, "name", Kind::Name, Value::Text(words.into()), comparable, words, quote);
    says.subject.1 = words.to_owned();
    says.assertion.attribute = "name".into();
    says.dynamics = Dynamics::Constant;
    says.assertion.rule = format!("key:{key}");
    says
}

/// Says that something is so, or not.
pub fn fact(entity: &str, attribute: &str, polarity: Polarity, words: &str, quote: &str) -> Says {
    let comparable = Comparable::Words { fold: fold(attribute), key: fold(attribute), members: None };
    let mut says =
        says(entity, NameKind::Place, attribute, Kind::Fact, Value::Text(words.into()), comparable, words, quote);
    says.assertion.polarity = polarity;
    says
}

#[allow(clippy::too_many_arguments, reason = "the three above are the ones to call")]
fn says(
    entity: &str,
    kind: NameKind,
    attribute: &str,
    value_kind: Kind,
    value: Value,
    comparable: Comparable,
    words: &str,
    quote: &str,
) -> Says {
    Says {
        assertion: Assertion {
            entity: 0,
            attribute: attribute.into(),
            kind: value_kind,
            value,
            comparable,
            bound: Bound::Exact,
            unit: None,
            scope: Scope::default(),
            attributed_to: None,
            speaker: None,
            polarity: Polarity::Affirmed,
            modality: Modality::Asserted,
            as_of: None,
            span: Span::default(),
            quote: Span::default(),
            passage: None,
            n_mentions: 1,
            context: Context::default(),
            rule: "test:rule".into(),
            confidence: 0.9,
        },
        subject: (EntityKind::Named(kind), entity.into()),
        speaker: None,
        dynamics: Dynamics::Level,
        quote: quote.into(),
        words: words.into(),
    }
}

impl Says {
    pub fn bound(mut self, bound: Bound) -> Says {
        self.assertion.bound = bound;
        self
    }

    pub fn by(mut self, speaker: &str) -> Says {
        self.assertion.attributed_to = Some(speaker.into());
        self.speaker = Some(speaker.into());
        self
    }

    pub fn at(mut self, place: &str, key: &str) -> Says {
        self.assertion.scope.place = Some(place.into());
        self.assertion.scope.place_key = Some(key.into());
        self
    }

    pub fn dated(mut self, day: &str) -> Says {
        let day: PartialDate = day.parse().unwrap();
        self.assertion.as_of = Some(DateInterval { low: Some(day), high: Some(day), basis: DateBasis::Words });
        self
    }

    pub fn hedged(mut self) -> Says {
        self.assertion.modality = Modality::Hedged;
        self
    }

    pub fn planned(mut self) -> Says {
        self.assertion.modality = Modality::Planned;
        self.assertion.scope.planned = true;
        self
    }

    pub fn cumulative(mut self) -> Says {
        self.dynamics = Dynamics::Cumulative;
        self
    }

    pub fn confidence(mut self, confidence: f64) -> Says {
        self.assertion.confidence = confidence;
        self
    }

    pub fn passage(mut self, hash: &str) -> Says {
        self.assertion.passage = Some(hash.into());
        self
    }
}

/// Makes a document whose text is the quotes of what it says, a paragraph each.
pub fn told(path: &str, source: &str, published: &str, language: Language, says: Vec<Says>) -> Told {
    let mut quotes: Vec<&str> = Vec::new();
    for s in &says {
        if !quotes.contains(&s.quote.as_str()) {
            quotes.push(&s.quote);
        }
    }
    let text = quotes.join("\n\n");
    let mut read = Extraction::default();
    for s in says {
        let start = text.find(&s.quote).unwrap();
        let quote = Span::new(start, start + s.quote.len());
        let at = start + s.quote.find(&s.words).unwrap_or_else(|| panic!("{:?} is not in {:?}", s.words, s.quote));
        let key = match s.assertion.rule.strip_prefix("key:") {
            Some(key) => key.to_owned(),
            None => format!("{}:{}", s.subject.0.as_str(), fold(&s.subject.1)),
        };
        let mut assertion = s.assertion;
        assertion.rule = "test:rule".into();
        assertion.entity = entity(&mut read, s.subject.0, &s.subject.1, key);
        assertion.speaker = s.speaker.map(|name| {
            let key = format!("organisation:{}", fold(&name));
            entity(&mut read, EntityKind::Named(NameKind::Organisation), &name, key)
        });
        assertion.span = Span::new(at, at + s.words.len());
        assertion.quote = quote;
        if let Some(place) = &assertion.scope.place_key {
            read.place_parts.push((place.clone(), place.clone()));
            // kursk lies in russia: enough of geography for a test
            if place == "kursk" {
                read.place_parts.push((place.clone(), "russia".into()));
            }
        }
        if !read.attributes.iter().any(|a| a.attribute == assertion.attribute) {
            read.attributes.push(AttributeDef {
                attribute: assertion.attribute.clone(),
                label: assertion.attribute.replace('_', " "),
                kind: assertion.kind,
                dynamics: s.dynamics,
                is_single: true,
                is_open: false,
                one_event_days: 0,
                is_daily: false,
            });
        }
        read.assertions.push(assertion);
    }
    let document = Document {
        path: path.into(),
        title: Some(format!("Title of {path}")),
        text,
        source: source.into(),
        country: None,
        url: None,
        published: published.parse().ok(),
        published_basis: Some("metadata"),
        language,
        format: "txt",
    };
    Told { document, read }
}

fn entity(read: &mut Extraction, kind: EntityKind, name: &str, key: String) -> usize {
    match read.entities.iter().position(|e| e.key == key) {
        Some(at) => at,
        None => {
            read.entities.push(LocalEntity { kind, name: name.into(), key });
            read.entities.len() - 1
        }
    }
}

/// Writes a run of documents, and gathers.
pub fn write(path: &Path, documents: &[Told]) {
    let mut store = Store::open(path, Mode::Write).unwrap();
    let run = store.begin_run("ingest", "0.0.0").unwrap();
    add(&mut store, run, documents);
    store.gather(run).unwrap();
    let counts = RunCounts { read: documents.len(), added: documents.len(), ..RunCounts::default() };
    store.finish_run(run, &counts).unwrap();
}

/// Writes documents, and does not gather: as a run that was killed leaves them.
pub fn add(store: &mut Store, run: i64, documents: &[Told]) {
    let mut batch = store.batch(run).unwrap();
    for told in documents {
        let hash = told.document.content_hash();
        batch.add(&told.document, &told.document.path, &hash, &told.read, "test 0").unwrap();
    }
    batch.commit().unwrap();
}

/// Notes what a run skipped.
pub fn skip(path: &Path, skips: &[(&str, &str)]) {
    let mut store = Store::open(path, Mode::Write).unwrap();
    let run = store.begin_run("ingest", "0.0.0").unwrap();
    let mut batch = store.batch(run).unwrap();
    for (path, reason) in skips {
        batch.skip(&Skip { path: (*path).into(), line: None, stage: Stage::Read, reason: (*reason).into() }).unwrap();
    }
    batch.commit().unwrap();
    store.finish_run(run, &RunCounts { skipped: skips.len(), ..RunCounts::default() }).unwrap();
}

/// Three outlets on troops abroad: a contradiction, an update, a spelling, and differences that have an explanation.
pub fn troops() -> Vec<Told> {
    use Polarity::{Affirmed, Negated};
    let blinken = |words: &str, quote: &str| name("person:blinken", NameKind::Person, words, quote);
    vec![
        told(
            "docs/a.txt",
            "Le Courrier",
            "2024-10-24",
            Language::FR,
            vec![
                number(
                    "Corée du Nord",
                    "troops_deployed",
                    Some(3000),
                    Some(3000),
                    "Environ 3 000",
                    "Environ 3 000 soldats de Corée du Nord sont en Russie, selon la Maison-Blanche.",
                )
                .bound(Bound::About)
                .by("Maison-Blanche")
                .at("Russie", "russia"),
                fact(
                    "Corée du Nord",
                    "in_combat",
                    Negated,
                    "n’ont pas été vus au front",
                    "Ces soldats n’ont pas été vus au front.",
                )
                .dated("2024-10-24"),
                blinken("Antony Blinken", "Le secrétaire d’État Antony Blinken s’est dit inquiet."),
            ],
        ),
        told(
            "docs/b.txt",
            "Le Veilleur",
            "2024-10-24",
            Language::FR,
            vec![
                number(
                    "Corée du Nord",
                    "troops_deployed",
                    Some(10_000),
                    Some(10_000),
                    "quelque 10 000",
                    "Washington compte quelque 10 000 Nord-Coréens en Russie, dont près de 8 000 à Koursk.",
                )
                .bound(Bound::About)
                .by("Washington")
                .at("Russie", "russia"),
                number(
                    "Corée du Nord",
                    "troops_deployed",
                    Some(8000),
                    Some(8000),
                    "près de 8 000",
                    "Washington compte quelque 10 000 Nord-Coréens en Russie, dont près de 8 000 à Koursk.",
                )
                .bound(Bound::Nearly)
                .by("Washington")
                .at("Koursk", "kursk")
                .hedged(),
                number("frappe de Soumy", "killed", Some(12), Some(12), "12", "La frappe de Soumy a fait 12 morts.")
                    .cumulative(),
                blinken("Anthony Blinken", "Anthony Blinken est attendu à Bruxelles."),
            ],
        ),
        told(
            "docs/c.txt",
            "The Gazette",
            "2024-11-14",
            Language::EN,
            vec![
                fact(
                    "Corée du Nord",
                    "in_combat",
                    Affirmed,
                    "have seen combat",
                    "The soldiers have seen combat, Washington says.",
                )
                .by("Washington"),
                number("frappe de Soumy", "killed", Some(15), Some(15), "15", "The strike killed 15 people.")
                    .cumulative(),
                number("Corée du Nord", "officers", Some(500), Some(500), "500", "Some 500 officers came along."),
                blinken("Antony Blinken", "Secretary of State Antony Blinken spoke."),
            ],
        ),
        told(
            "docs/d.txt",
            "Horizon",
            "2024-11-15",
            Language::FR,
            vec![
                number(
                    "Corée du Nord",
                    "officers",
                    Some(450),
                    Some(520),
                    "entre 450 et 520",
                    "Entre-temps, entre 450 et 520 officiers sont arrivés.",
                )
                .bound(Bound::Range),
            ],
        ),
    ]
}
