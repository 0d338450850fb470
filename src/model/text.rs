//! What the language layer tells of a text: sentences, tokens, words, names.

use std::borrow::Cow;

use compact_str::CompactString;

use super::{Language, Span};

/// A text taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// In the order of the text; they do not overlap.
    pub sentences: Vec<Sentence>,
    /// The language it was read in.
    pub language: Option<Language>,
}

/// A sentence, headline or list entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    /// Its place, without the white space around it.
    pub span: Span,
    /// Its tokens in order; with the white space between them they make up the span.
    pub tokens: Vec<Token>,
    /// Its syntactic words in order; empty until it was tagged.
    pub words: Vec<Word>,
    /// The names in it, in order, without overlap; empty until it was named.
    pub names: Vec<Name>,
}

/// A token as written: `du`, `l'`, `8 000`, `don't`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its place.
    pub span: Span,
    /// Index in the sentence of its first syntactic word.
    pub first_word: usize,
    /// How many syntactic words it stands for: 2 for `du` (de + le) or `don't` (do + n't), else 1.
    pub n_words: usize,
}

/// A syntactic word of Universal Dependencies.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The token it belongs to, by index in the sentence.
    pub token: usize,
    /// Its form: the token's own words, or the word that a contraction hides (`le` in `du`).
    pub form: CompactString,
    /// Its dictionary form.
    pub lemma: CompactString,
    /// Universal part of speech.
    pub upos: Upos,
    /// Morphological features in UD's writing, sorted (`Mood=Cnd|Number=Plur`), or empty.
    pub feats: Cow<'static, str>,
    /// Index in the sentence of its head; `None` for the root, or where the sentence was not parsed.
    pub head: Option<usize>,
    /// UD relation to its head, `root` for the root, empty where the sentence was not parsed.
    pub deprel: &'static str,
}

/// A name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its place.
    pub span: Span,
    /// What it names.
    pub kind: NameKind,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A person.
    Person,
    /// A place.
    Place,
    /// An organisation.
    Organisation,
    /// An event.
    Event,
    /// A product, vehicle, work.
    Product,
}

impl NameKind {
    /// All of them.
    pub const ALL: [NameKind; 5] =
        [NameKind::Person, NameKind::Place, NameKind::Organisation, NameKind::Event, NameKind::Product];

    /// Returns the word that is stored and shown.
    pub fn as_str(&self) -> &'static str {
        match self {
            NameKind::Person => "person",
            NameKind::Place => "place",
            NameKind::Organisation => "organisation",
            NameKind::Event => "event",
            NameKind::Product => "product",
        }
    }
}

/// The universal parts of speech (universaldependencies.org/u/pos).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "UD's own names, documented there")]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Upos {
    /// All of them, in the order of their codes.
    pub const ALL: [Upos; 17] = [
        Upos::Adj,
        Upos::Adp,
        Upos::Adv,
        Upos::Aux,
        Upos::Cconj,
        Upos::Det,
        Upos::Intj,
        Upos::Noun,
        Upos::Num,
        Upos::Part,
        Upos::Pron,
        Upos::Propn,
        Upos::Punct,
        Upos::Sconj,
        Upos::Sym,
        Upos::Verb,
        Upos::X,
    ];

    /// Returns UD's tag.
    pub fn as_str(&self) -> &'static str {
        match self {
            Upos::Adj => "ADJ",
            Upos::Adp => "ADP",
            Upos::Adv => "ADV",
            Upos::Aux => "AUX",
            Upos::Cconj => "CCONJ",
            Upos::Det => "DET",
            Upos::Intj => "INTJ",
            Upos::Noun => "NOUN",
            Upos::Num => "NUM",
            Upos::Part => "PART",
            Upos::Pron => "PRON",
            Upos::Propn => "PROPN",
            Upos::Punct => "PUNCT",
            Upos::Sconj => "SCONJ",
            Upos::Sym => "SYM",
            Upos::Verb => "VERB",
            Upos::X => "X",
        }
    }
}
