//! Who is credited with a statement, how surely it is made, and whether it is negated.
//!
//! In: a document's text, its [`Analysis`], its names. Out: [`DocumentCues`], which answers for any span of the text. The
//! knowledge is in `rules/<lang>/{attribution,modality,negation}.toml`. Tags and parses are used where the analysis has
//! them; nothing needs them. Limits: nothing reaches further than some hundred words, so that the work stays linear in
//! the text's length; what is not marked by words (irony, a figure that goes on being the police's in the sentence after)
//! is not found.

mod attribution;
mod clauses;
pub mod credit;
mod files;
mod frames;
mod groups;
mod lexicon;
mod modality;
mod phrases;
mod polarity;
mod reader;
mod speech;
mod verbs;
mod view;

use std::cell::OnceCell;
use std::ops::Range;

use anyhow::Result;

pub use self::attribution::Speaker;
use self::attribution::{Owner, Owners};
use self::clauses::Cells;
use self::credit::{Asked, Credits, Judge, Weighed};
use self::lexicon::Lexicon;
use self::modality::Moods;
pub use self::polarity::Negation;
use self::polarity::Negations;
use self::reader::Reader;
use self::view::{Shape, View};
use crate::model::{Analysis, Language, Modality, Name, Span};

/// The cue lists of one language.
#[derive(Debug)]
pub struct Cues {
    lexicon: Lexicon,
}

impl Cues {
    /// Reads the embedded rules of a language.
    ///
    /// # Errors
    /// Where the language has no rules, or a rules file is at fault; the message names it.
    pub fn embedded(language: Language) -> Result<Self> {
        Ok(Cues { lexicon: Lexicon::load(language)? })
    }

    /// Reads a document once, for all questions about its spans.
    ///
    /// `names` are the names of the document in its order; they may be empty.
    pub fn document<'a>(&'a self, text: &'a str, analysis: &'a Analysis, names: &'a [Name]) -> DocumentCues<'a> {
        let view = View::new(text, analysis, &self.lexicon);
        let reader = Reader::new(&view, &self.lexicon, names);
        let owners = attribution::owners(&reader);
        let cells = clauses::cells(&reader, &owners);
        let moods = Moods::find(&reader, &cells);
        let negations = Negations::find(&reader, &cells);
        DocumentCues { view, lexicon: &self.lexicon, names, owners, cells, moods, negations, credits: OnceCell::new() }
    }
}

/// What the words of one document tell about its statements.
pub struct DocumentCues<'a> {
    view: View<'a>,
    lexicon: &'a Lexicon,
    names: &'a [Name],
    owners: Owners,
    cells: Cells,
    moods: Moods,
    negations: Negations,
    credits: OnceCell<Credits>,
}

impl DocumentCues<'_> {
    /// Returns whom the document credits with a value; `None` is its own voice. Learnt from stories read by hand, with
    /// [`DocumentCues::attribution`] as a witness.
    pub fn credit(&self, asked: &Asked, judge: &Judge) -> Option<Speaker> {
        self.credits().credited(&self.reader(), &self.owners, asked, judge)
    }

    /// Returns all who may be credited with a value, with what is seen of them.
    pub fn weigh(&self, asked: &Asked) -> Vec<Weighed> {
        self.credits().weigh(&self.reader(), &self.owners, asked)
    }

    /// Returns whether a form, in small letters, is one of a verb that says something.
    pub fn says(&self, form: &str) -> bool {
        self.lexicon.says(form)
    }

    /// Returns the words that tell of speakers alone: who they are, and where and when they speak.
    pub fn speech(&self) -> Vec<Span> {
        let speakers = self.owners.speakers.iter().map(|speaker| speaker.span);
        // Up to the next comma or figure: what follows may be told of again.
        let parts = |at: &usize| matches!(self.view.shape(*at), Shape::Comma | Shape::Semicolon | Shape::Number);
        let short = |tag: &Range<usize>| tag.start..tag.clone().find(parts).unwrap_or(tag.end);
        let tags = self.owners.tags.iter().map(short).filter(|tag| !tag.is_empty()).map(|tag| self.view.span(&tag));
        speakers.chain(tags).collect()
    }

    fn credits(&self) -> &Credits {
        let gather = || Credits::of(&Reader::new(&self.view, self.lexicon, self.names), &self.owners);
        self.credits.get_or_init(gather)
    }

    fn reader(&self) -> Reader<'_> {
        Reader { view: &self.view, lexicon: self.lexicon, names: self.names, capitalised: Default::default() }
    }

    /// Returns whom the rules alone credit with what stands at a span (bytes of the text).
    ///
    /// This answers for what is said: figures, dates, facts. How a person is called or what office they hold is the
    /// document's own knowledge even within another's words, so a caller does not ask for names and roles.
    pub fn attribution(&self, span: Span) -> Option<&Speaker> {
        let pieces = self.view.pieces_in(span);
        for at in pieces {
            match self.owners.owner.get(at)? {
                Owner::Open => {}
                Owner::Outlet => return None,
                Owner::Speaker(index) => return self.owners.speakers.get(*index as usize),
            }
        }
        None
    }

    /// Returns how surely what stands at a span is stated, and the words that tell, where it is not plainly asserted.
    pub fn modality(&self, span: Span) -> (Modality, Option<Span>) {
        let pieces = self.view.pieces_in(span);
        let Some(sentence) = self.view.sentence_of(pieces.start) else { return (Modality::Asserted, None) };
        let said = pieces.clone().find_map(|at| self.owners.modality.get(at).copied().flatten());
        let own = pieces.clone().find_map(|at| self.moods.at(at, sentence, &self.cells));
        let mood = match (said, own) {
            (Some(said), _) if said.0 == Modality::Denied => Some(said),
            // `promised that taxes would fall` is a plan, whatever its mood.
            (Some(said), Some(own)) if said.0 == Modality::Planned && own.0 == Modality::Hedged => Some(said),
            (said, own) => own.or(said),
        };
        mood.map_or((Modality::Asserted, None), |(modality, cue)| (modality, Some(cue)))
    }

    /// Returns whether what stands at a span is negated.
    ///
    /// For a figure that is itself a count of nought (`nobody`) see [`Negation::zero`]. A fact is best asked by the
    /// span of its verb with the negation in it.
    pub fn polarity(&self, span: Span) -> Negation {
        let pieces = self.view.pieces_in(span);
        if pieces.is_empty() {
            return Negation::NONE;
        }
        self.negations.at(&self.reader(), &self.cells, &pieces)
    }
}
