//! The way of a document from file to store, on several threads.
//!
//! One thread lists and hands out, some read and extract, the caller's thread writes. Documents are written in the order
//! in which they were listed, whatever thread was done first, so that a run ends in the same file however many threads
//! it had; a window bounds how far reading may run ahead, so memory does not grow with the number of documents.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use anyhow::Result;
use crossbeam_channel::{Receiver, Sender, bounded};
use foldhash::{HashMap, HashMapExt, HashSet};

use crate::extract::Extractor;
use crate::ingest::{self, Format, Input, Options};
use crate::model::{Document, Extraction, Language, Skip, Stage};
use crate::store::{Added, Gathered, Known, RunCounts, Store};
use crate::threads;

/// How many inputs may be under way or wait to be written.
const WINDOW: usize = 64;

/// How many documents make a transaction.
const BATCH: usize = 64;

/// What happened, for whoever watches.
pub enum Event<'e> {
    /// A document went in, or was known already.
    Document {
        /// Its path.
        path: &'e str,
        /// What its versions share.
        slot: &'e str,
        /// What became of it.
        added: Added,
    },
    /// One went in of which nothing can be read: there are no rules for its language.
    Unread(&'e str, Language),
    /// One was passed over.
    Skip(&'e Skip),
}

/// Whoever watches a reading; any function of an event will do.
pub trait Watch {
    /// Is told what happened, once it stands.
    fn event(&mut self, event: Event<'_>);

    /// Is called when all was read once, and may take documents out: their copies are read then.
    ///
    /// # Errors
    /// Where the store cannot be written; the reading ends there.
    fn all_read(&mut self, _store: &mut Store) -> Result<()> {
        Ok(())
    }
}

impl<F: FnMut(Event<'_>)> Watch for F {
    fn event(&mut self, event: Event<'_>) {
        self(event);
    }
}

/// Inputs that one person's words hold for.
#[derive(Debug)]
pub struct Group {
    /// The files.
    pub inputs: Vec<Input>,
    /// How they are read.
    pub options: Options,
}

/// An input, and which group's it is.
type Member = (usize, Input);

/// What came of one input: its documents in order.
type Outcome = Vec<Read>;

/// A document read, or why not.
enum Read {
    New(Box<Ready>),
    Known { path: String, slot: String, elsewhere: Option<String> },
    Skip(Skip),
}

/// A document with what was extracted from it.
struct Ready {
    document: Document,
    slot: String,
    hash: String,
    extraction: Extraction,
}

enum Job {
    File(Member),
    /// A row of a file, and the file's slot.
    Row(Option<String>, Box<std::result::Result<Document, Skip>>),
}

/// Reads groups of inputs into the store, in order, and returns the run's counts; findings are not gathered yet.
///
/// # Errors
/// Where the store cannot be written: whole batches up to there stand.
pub fn run(
    store: &mut Store,
    run_id: i64,
    groups: Vec<Group>,
    extractor: &Extractor,
    threads: usize,
    watch: &mut dyn Watch,
) -> Result<RunCounts> {
    store.use_threads(threads);
    let mut counts = RunCounts::default();
    let (mut inputs, mut options): (Vec<Member>, Vec<Options>) = (Vec::new(), Vec::new());
    for (n, group) in groups.into_iter().enumerate() {
        inputs.extend(group.inputs.into_iter().map(|input| (n, input)));
        options.push(group.options);
    }
    let options = &options[..];
    // In a later round: the documents that are read again, and no other.
    let mut only: Option<HashSet<String>> = None;
    // A copy of a known text is nothing new, unless the known one takes another text in this very run: then the copy is
    // read again. Each round reads strictly fewer inputs.
    while !inputs.is_empty() {
        let known = store.known()?;
        let copies =
            round(store, run_id, &inputs, only.as_ref(), options, extractor, threads, &known, &mut counts, watch)?;
        if only.is_none() {
            watch.all_read(store)?;
        }
        let current = store.known()?;
        let orphans: HashSet<String> =
            copies.into_iter().filter(|(_, hash)| !current.contents.contains(hash)).map(|(path, _)| path).collect();
        if only.as_ref().is_some_and(|before| before.len() <= orphans.len()) {
            break;
        }
        let files: HashSet<&str> = orphans.iter().filter_map(|path| row_of(path)).map(|(file, _)| file).collect();
        inputs.retain(|(_, i)| orphans.contains(&i.shown) || files.contains(i.shown.as_str()));
        counts.read -= orphans.len();
        counts.unchanged -= orphans.len();
        only = Some(orphans);
    }
    Ok(counts)
}

/// How many documents a thread reads anew before what was read is written.
const SHARE: usize = 16;

/// Reads stored documents anew, all in one transaction that ends the run, and returns the run's counts and what was gathered.
/// A document that meets a fault keeps what was read of it before, and is skipped.
///
/// # Errors
/// Where the store cannot be read or written: then all is as before.
pub fn reread(
    store: &mut Store,
    run_id: i64,
    documents: &[i64],
    extractor: &Extractor,
    threads: usize,
    watch: &mut dyn FnMut(Event),
) -> Result<(RunCounts, Gathered)> {
    store.use_threads(threads);
    let mut counts = RunCounts::default();
    let mut reread = store.reread(run_id)?;
    for part in documents.chunks(threads.max(1) * SHARE) {
        let documents = part.iter().map(|id| reread.document(*id)).collect::<Result<Vec<Document>>>()?;
        let read = threads::each(threads, documents.iter().collect(), |document| extract(extractor, document));
        for ((document_id, document), read) in part.iter().zip(&documents).zip(read) {
            match read {
                Ok(read) => {
                    reread.replace(*document_id, document, &read, Extractor::name())?;
                    counts.read += 1;
                    // What is read anew keeps its slot, and no one who watches asks for it.
                    watch(Event::Document { path: &document.path, slot: "", added: Added::Version });
                    if !extractor.reads(document.language) {
                        watch(Event::Unread(&document.path, document.language));
                    }
                }
                Err(skip) => {
                    reread.skip(&skip)?;
                    counts.skipped += 1;
                    watch(Event::Skip(&skip));
                }
            }
        }
    }
    let gathered = reread.finish(&counts)?;
    Ok((counts, gathered))
}

#[allow(clippy::too_many_arguments, reason = "one caller, each argument a word of its own")]
fn round(
    store: &mut Store,
    run_id: i64,
    inputs: &[Member],
    only: Option<&HashSet<String>>,
    options: &[Options],
    extractor: &Extractor,
    threads: usize,
    known: &Known,
    counts: &mut RunCounts,
    watch: &mut dyn Watch,
) -> Result<Vec<(String, String)>> {
    let (job_in, job_out) = bounded::<(usize, Job)>(WINDOW);
    let (read_in, read_out) = bounded::<(usize, Outcome)>(WINDOW);
    // A token for each input under way: handed back when it is written.
    let (token_in, token_out) = bounded::<()>(WINDOW);
    thread::scope(|scope| {
        scope.spawn(move || hand_out(inputs, options, &job_in, &token_in));
        for _ in 0..threads.max(1) {
            let (jobs, reads) = (job_out.clone(), read_in.clone());
            scope.spawn(move || work(&jobs, &reads, only, options, extractor, known));
        }
        drop((job_out, read_in));
        let written = write(store, run_id, &read_out, &token_out, extractor, counts, watch);
        // Where writing failed the others find their channels closed and end.
        drop((read_out, token_out));
        written
    })
}

/// Lists the jobs in order; what may be JSONL is cut into its rows here, so that one large file keeps all threads busy and
/// is never held whole.
fn hand_out(inputs: &[Member], options: &[Options], jobs: &Sender<(usize, Job)>, tokens: &Sender<()>) {
    let mut seq = 0;
    let mut send = |job| {
        let sent = tokens.send(()).is_ok() && jobs.send((seq, job)).is_ok();
        seq += 1;
        sent
    };
    for (group, input) in inputs {
        let Some(options) = options.get(*group) else { continue };
        if matches!(options.format.or(input.format()), None | Some(Format::Jsonl)) {
            let mut rows = ingest::read(input, options);
            loop {
                let next = catch_unwind(AssertUnwindSafe(|| rows.next()));
                let is_broken = next.is_err();
                let row = match next {
                    Ok(Some(row)) => row,
                    Ok(None) => break,
                    Err(_) => Err(fault(input.shown.clone())),
                };
                if !send(Job::Row(slot(input), Box::new(row))) {
                    return;
                }
                if is_broken {
                    break;
                }
            }
        } else if !send(Job::File((*group, input.clone()))) {
            return;
        }
    }
}

fn work(
    jobs: &Receiver<(usize, Job)>,
    reads: &Sender<(usize, Outcome)>,
    only: Option<&HashSet<String>>,
    options: &[Options],
    extractor: &Extractor,
    known: &Known,
) {
    for (seq, job) in jobs {
        let wanted = |row: &std::result::Result<Document, Skip>| match (only, row) {
            (None, _) => true,
            (Some(only), Ok(document)) => only.contains(&document.path),
            (Some(_), Err(_)) => false,
        };
        let outcome = match job {
            Job::Row(file, row) if wanted(&row) => vec![one(*row, file, extractor, known)],
            Job::Row(..) => Vec::new(),
            Job::File((group, input)) => {
                let Some(options) = options.get(group) else { continue };
                // A fault of ours in one document must not cost the others.
                let rows = catch_unwind(AssertUnwindSafe(|| ingest::read(&input, options).collect::<Vec<_>>()))
                    .unwrap_or_else(|_| vec![Err(fault(input.shown.clone()))]);
                rows.into_iter().filter(wanted).map(|row| one(row, slot(&input), extractor, known)).collect()
            }
        };
        if reads.send((seq, outcome)).is_err() {
            return;
        }
    }
}

/// Extracts from one document, unless it is known.
///
/// `file` is the slot of the file that it comes from.
fn one(row: std::result::Result<Document, Skip>, file: Option<String>, extractor: &Extractor, known: &Known) -> Read {
    let document = match row {
        Ok(document) => document,
        Err(skip) => return Read::Skip(skip),
    };
    let hash = document.content_hash();
    let slot = slot_of(&document, file, &hash);
    match known.slots.get(&slot) {
        Some(there) if *there == hash => return Read::Known { path: document.path, slot, elsewhere: None },
        None if known.contents.contains(&hash) => {
            return Read::Known { path: document.path, slot, elsewhere: Some(hash) };
        }
        _ => {}
    }
    match extract(extractor, &document) {
        Ok(extraction) => Read::New(Box::new(Ready { document, slot, hash, extraction })),
        Err(skip) => Read::Skip(skip),
    }
}

/// Extracts from a document; a fault of ours in one document must not cost the others.
fn extract(extractor: &Extractor, document: &Document) -> std::result::Result<Extraction, Skip> {
    let path = || document.path.clone();
    match catch_unwind(AssertUnwindSafe(|| extractor.read(document))) {
        Ok(Ok(extraction)) => Ok(extraction),
        Ok(Err(error)) => Err(Skip { path: path(), line: None, stage: Stage::Extract, reason: format!("{error:#}") }),
        Err(_) => Err(fault(path())),
    }
}

/// Returns what the versions of a document share, whose file has the slot `file`.
fn slot_of(document: &Document, file: Option<String>, hash: &str) -> String {
    let row = row_of(&document.path).filter(|_| document.format == "jsonl");
    match (file, row, &document.url) {
        (Some(file), None, _) => file,
        (_, _, Some(url)) => url.clone(),
        (Some(file), Some((_, line)), None) => format!("{file}#{line}"),
        (None, _, None) => hash.to_owned(),
    }
}

/// What a reading would find, if nothing is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Paths of documents that are new.
    pub new: Vec<String>,
    /// Paths of documents that are other versions of known ones.
    pub changed: Vec<String>,
    /// How many are known already.
    pub unchanged: usize,
    /// What would be passed over.
    pub skips: Vec<Skip>,
}

/// Tells what [`run`] would read, against what is known. Nothing is extracted, so what only extraction passes over is told as new.
pub fn preview(groups: &[Group], known: &Known) -> Preview {
    let mut preview = Preview::default();
    let mut contents = known.contents.clone();
    for group in groups {
        for input in &group.inputs {
            for row in ingest::read(input, &group.options) {
                let document = match row {
                    Ok(document) => document,
                    Err(skip) => {
                        preview.skips.push(skip);
                        continue;
                    }
                };
                let hash = document.content_hash();
                match known.slots.get(&slot_of(&document, slot(input), &hash)) {
                    Some(there) if *there == hash => preview.unchanged += 1,
                    None if contents.contains(&hash) => preview.unchanged += 1,
                    Some(_) => preview.changed.push(document.path),
                    None => preview.new.push(document.path),
                }
                contents.insert(hash);
            }
        }
    }
    preview
}

/// Says that a document met a fault of ours.
fn fault(path: String) -> Skip {
    let reason = "an error inside atodds: please report it with this document".to_owned();
    Skip { path, line: None, stage: Stage::Extract, reason }
}

/// Cuts the path of a row, `feed.jsonl#L7`, into file and line; nothing where it is none.
fn row_of(path: &str) -> Option<(&str, &str)> {
    let (file, line) = path.rsplit_once('#')?;
    let number = line.strip_prefix('L')?;
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some((file, line))
}

/// Returns what the versions of a file share: its full path. Standard input has none.
pub fn slot(input: &Input) -> Option<String> {
    let path = input.path()?;
    let full = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    Some(ingest::shown(&full))
}

/// Writes outcomes in order, a batch a transaction; returns the inputs that were copies of a known text, with its hash.
fn write(
    store: &mut Store,
    run_id: i64,
    reads: &Receiver<(usize, Outcome)>,
    tokens: &Receiver<()>,
    extractor: &Extractor,
    counts: &mut RunCounts,
    watch: &mut dyn Watch,
) -> Result<Vec<(String, String)>> {
    let mut copies = Vec::new();
    let mut waiting: BTreeMap<usize, Outcome> = BTreeMap::new();
    let mut next = 0;
    let mut open = true;
    while open || !waiting.is_empty() {
        let mut batch: Vec<Outcome> = Vec::new();
        while batch.len() < BATCH {
            if let Some(outcome) = waiting.remove(&next) {
                next += 1;
                let _ = tokens.recv();
                batch.push(outcome);
                continue;
            }
            match reads.recv() {
                Ok((seq, outcome)) => {
                    waiting.insert(seq, outcome);
                }
                Err(_) => {
                    open = false;
                    break;
                }
            }
        }
        if batch.is_empty() && !open {
            break;
        }
        let mut tx = store.batch(run_id)?;
        let mut told: HashMap<usize, Added> = HashMap::new();
        let flat: Vec<Read> = batch.into_iter().flatten().collect();
        for (n, read) in flat.iter().enumerate() {
            match read {
                Read::Skip(skip) => tx.skip(skip)?,
                Read::Known { .. } => {}
                Read::New(r) => {
                    let added = tx.add(&r.document, &r.slot, &r.hash, &r.extraction, Extractor::name())?;
                    told.insert(n, added);
                }
            }
        }
        tx.commit()?;
        // Told only when it stands.
        for (n, read) in flat.into_iter().enumerate() {
            match read {
                Read::Skip(skip) => {
                    counts.skipped += 1;
                    watch.event(Event::Skip(&skip));
                }
                Read::Known { path, slot, elsewhere } => {
                    counts.read += 1;
                    counts.unchanged += 1;
                    watch.event(Event::Document { path: &path, slot: &slot, added: Added::Unchanged });
                    copies.extend(elsewhere.map(|hash| (path, hash)));
                }
                Read::New(r) => {
                    let added = told.get(&n).copied().unwrap_or(Added::Unchanged);
                    counts.read += 1;
                    match added {
                        Added::New => counts.added += 1,
                        Added::Version => counts.changed += 1,
                        Added::Unchanged => {
                            counts.unchanged += 1;
                            copies.push((r.document.path.clone(), r.hash.clone()));
                        }
                    }
                    watch.event(Event::Document { path: &r.document.path, slot: &r.slot, added });
                    if added != Added::Unchanged && !extractor.reads(r.document.language) {
                        watch.event(Event::Unread(&r.document.path, r.document.language));
                    }
                }
            }
        }
    }
    Ok(copies)
}
