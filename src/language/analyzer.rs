//! Takes a text apart as deep as asked, with a language's model.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use anyhow::{Context, Result, anyhow};

use super::lemma::Lemmatiser;
use super::lexeme::{Lexeme, Lexicon};
use super::linear::{Reader, Weights, Writer};
use super::model_file::{self, ModelFile};
use super::parser::{self, Node, Parser};
use super::segment::{LanguageRules, segment_by};
use super::tagger::{self, Tagger};
use super::words::Splitter;
use crate::model::{Analysis, Language, Sentence, Upos};

/// How deep a text is taken apart. Each depth takes in those before it.
pub enum Depth<'p> {
    /// Sentences and tokens.
    Tokens,
    /// Words with part of speech, features and lemma.
    Tags,
    /// Tags everywhere; heads and relations in those sentences for which the predicate holds, given the text and
    /// the tagged sentence; it is asked once of each, in order.
    ParseIf(&'p mut dyn FnMut(&str, &Sentence) -> bool),
    /// Heads and relations everywhere.
    Parse,
}

/// The models of a language's syntax.
#[derive(Debug, Default)]
pub struct Syntax {
    /// Known forms.
    pub lexicon: Lexicon,
    /// Corrects the borders of sentences.
    pub borders: Weights,
    /// Decides on contractions.
    pub splitter: Splitter,
    /// Parts of speech and features.
    pub tagger: Tagger,
    /// Dictionary forms.
    pub lemmatiser: Lemmatiser,
    /// Heads and relations.
    pub parser: Parser,
}

impl Syntax {
    /// Reads the bytes of a model file.
    ///
    /// # Errors
    /// Where one is missing or damaged.
    pub fn read(bytes: &[u8]) -> Result<Syntax> {
        let section = |name: &str| model_file::section_of(bytes, name);
        // The parser is about half of all: it is read beside the rest.
        thread::scope(|scope| {
            let read_parser = || Parser::read(&mut Reader::new(&section("parser")?)).context("the parser");
            let parser = thread::Builder::new().spawn_scoped(scope, read_parser);
            Ok(Syntax {
                lexicon: Lexicon::read(&mut Reader::new(&section("lexicon")?)).context("the lexicon")?,
                borders: Weights::read(&mut Reader::new(&section("borders")?)).context("the sentence borders")?,
                splitter: Splitter {
                    weights: Weights::read(&mut Reader::new(&section("splitter")?)).context("the splitter")?,
                },
                tagger: Tagger::read(&mut Reader::new(&section("tagger")?)).context("the tagger")?,
                lemmatiser: Lemmatiser::read(&mut Reader::new(&section("lemmatiser")?)).context("the lemmatiser")?,
                parser: match parser {
                    Ok(reader) => reader.join().map_err(|_| anyhow!("the parser cannot be read"))??,
                    // No thread is to be had.
                    Err(_) => read_parser()?,
                },
            })
        })
    }

    /// Returns the model file.
    pub fn write(&self) -> ModelFile {
        let mut file = ModelFile::new();
        let mut add = |name: &str, write: &dyn Fn(&mut Writer)| {
            let mut section = Writer::new();
            write(&mut section);
            file.add(name, section);
        };
        add("lexicon", &|out| self.lexicon.write(out));
        add("borders", &|out| self.borders.write(out));
        add("splitter", &|out| self.splitter.weights.write(out));
        add("tagger", &|out| self.tagger.write(out));
        add("lemmatiser", &|out| self.lemmatiser.write(out));
        add("parser", &|out| self.parser.write(out));
        file
    }
}

/// Takes texts of one language apart. Immutable and shared: what a call needs to work in lives as long as the call.
#[derive(Debug)]
pub struct Analyzer {
    lang: Language,
    rules: &'static LanguageRules,
    syntax: Syntax,
}

/// So many sentences are taken through each step together.
const AT_ONCE: usize = 64;

/// Room to work in, for one call.
#[derive(Default)]
struct Scratch {
    buffer: String,
    lexemes: Vec<Lexeme>,
    tags: Vec<u8>,
    certain: Vec<bool>,
    sets: Vec<u16>,
    /// Where the words of each sentence lie in the four above.
    places: Vec<Range<usize>>,
    nodes: Vec<Node>,
    tagger: tagger::Scratch,
    parser: parser::Scratch,
}

impl Analyzer {
    /// Returns the analyzer with the language's embedded model, which is read at the first call.
    ///
    /// # Errors
    /// For a language without a model in this program; [`super::segment`] serves it nevertheless.
    pub fn embedded(lang: Language) -> Result<&'static Analyzer> {
        static LOADED: OnceLock<Mutex<BTreeMap<Language, &'static Analyzer>>> = OnceLock::new();
        let mut loaded = LOADED.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(analyzer) = loaded.get(&lang) {
            return Ok(analyzer);
        }
        let bytes = model_file::embedded(lang, "syntax")
            .with_context(|| format!("no model of language {lang} in this program: one is built in by --features lang-{lang}, where there is one"))?;
        let syntax = Syntax::read(bytes).with_context(|| format!("the model of language {lang}"))?;
        // Leaked on purpose: one a language, for the program's life.
        let analyzer: &'static Analyzer = Box::leak(Box::new(Analyzer::new(lang, syntax)));
        loaded.insert(lang, analyzer);
        Ok(analyzer)
    }

    /// Makes an analyzer of given models.
    pub fn new(lang: Language, syntax: Syntax) -> Analyzer {
        Analyzer { lang, rules: LanguageRules::of(lang), syntax }
    }

    /// Returns the language it reads.
    pub fn language(&self) -> Language {
        self.lang
    }

    /// Takes a text apart.
    pub fn analyze(&self, text: &str, depth: Depth<'_>) -> Analysis {
        let mut analysis = segment_by(text, self.lang, Some((&self.syntax.borders, &self.syntax.lexicon)));
        self.fill(text, &mut analysis, depth);
        analysis
    }

    /// Fills in what an analysis lacks, keeping its sentences, its tokens and, where it has them, its words' forms: part of
    /// speech, features and lemma of each word, head and relation as `depth` says. What it had in those fields is
    /// replaced.
    pub fn fill(&self, text: &str, analysis: &mut Analysis, mut depth: Depth<'_>) {
        analysis.language = Some(self.lang);
        if matches!(depth, Depth::Tokens) {
            return;
        }
        let mut scratch = Scratch::default();
        // Each step goes over many sentences before the next begins: what it looks up then stays near the processor.
        for sentences in analysis.sentences.chunks_mut(AT_ONCE) {
            for sentence in sentences.iter_mut().filter(|sentence| sentence.words.is_empty()) {
                self.syntax.splitter.split(text, sentence, self.rules, &self.syntax.lexicon, &mut scratch.buffer);
            }
            self.tag(sentences, &mut scratch);
            for (n, sentence) in sentences.iter_mut().enumerate() {
                let parse = match &mut depth {
                    Depth::Tokens | Depth::Tags => false,
                    Depth::ParseIf(wanted) => wanted(text, sentence),
                    Depth::Parse => true,
                };
                if parse {
                    self.parse(sentence, n, &mut scratch);
                }
            }
        }
    }

    fn tag(&self, sentences: &mut [Sentence], scratch: &mut Scratch) {
        let Scratch { buffer, lexemes, tags, certain, sets, places, tagger, .. } = scratch;
        let syntax = &self.syntax;
        lexemes.clear();
        places.clear();
        for sentence in sentences.iter() {
            let start = lexemes.len();
            lexemes.extend(sentence.words.iter().map(|word| Lexeme::new(&word.form, &syntax.lexicon, buffer)));
            places.push(start..lexemes.len());
        }
        tags.resize(lexemes.len(), 0);
        certain.resize(lexemes.len(), false);
        sets.resize(lexemes.len(), 0);
        for place in places.iter().cloned() {
            let (tags, certain) = (&mut tags[place.clone()], &mut certain[place.clone()]);
            syntax.tagger.tag(&lexemes[place], tags, certain, tagger);
        }
        for place in places.iter().cloned() {
            let (tags, certain) = (&mut tags[place.clone()], &certain[place.clone()]);
            syntax.tagger.tag_again(&lexemes[place], tags, certain, tagger);
        }
        for place in places.iter().cloned() {
            let (tags, sets) = (&tags[place.clone()], &mut sets[place.clone()]);
            syntax.tagger.inflect(&lexemes[place], tags, sets, tagger);
        }
        let given = tags.iter().zip(sets.iter());
        for (word, (tag, set)) in sentences.iter_mut().flat_map(|sentence| &mut sentence.words).zip(given) {
            word.upos = Upos::ALL.get(usize::from(*tag)).copied().unwrap_or(Upos::X);
            word.feats = Cow::Borrowed(syntax.tagger.sets.text(*set));
            word.lemma = syntax.lemmatiser.lemma(&word.form, *tag, syntax.tagger.sets.fine(*tag, *set), buffer);
            word.head = None;
            word.deprel = "";
        }
    }

    /// Parses a sentence, the one of this number among those tagged last.
    fn parse(&self, sentence: &mut Sentence, n: usize, scratch: &mut Scratch) {
        let Scratch { lexemes, tags, sets, places, nodes, parser, buffer, .. } = scratch;
        let syntax = &self.syntax;
        nodes.clear();
        for (word, at) in sentence.words.iter().zip(places[n].clone()) {
            let fine = syntax.tagger.sets.fine(tags[at], sets[at]);
            nodes.push(node(&lexemes[at], &word.lemma, tags[at], fine, buffer));
        }
        syntax.parser.parse(nodes, parser);
        let root = parser.state.root();
        for (at, word) in sentence.words.iter_mut().enumerate() {
            let head = parser.state.heads[at];
            word.head = (head != root).then_some(head as usize);
            word.deprel = syntax.parser.relation_name(parser.state.relations[at]);
        }
    }
}

/// Returns what the parser sees of a word; training uses the same.
pub fn node(lexeme: &Lexeme, lemma: &str, tag: u8, fine: u64, buffer: &mut String) -> Node {
    super::lexeme::fold(lemma, buffer);
    Node {
        form: lexeme.form,
        lemma: super::linear::hash_str(buffer),
        tag: u64::from(tag),
        fine,
        ending: lexeme.suffix[2],
    }
}
