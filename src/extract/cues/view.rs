//! A document cut into pieces fine enough for the cue lists to match on.
//!
//! In: a text and its [`Analysis`]. Out: a [`View`], one flat list of pieces with the sentence and paragraph borders.
//! Pieces are finer than tokens (`d'après` is two, `a-t-il` is two, `don't` is two), so that a phrase in the rules
//! matches however the text was tokenised. The syntactic words, where there are any, hang on the pieces.

use std::ops::Range;

use serde::Deserialize;

use super::lexicon::Lexicon;
use crate::model::{Analysis, Sentence, Span, Upos, Word};

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Word,
    Number,
    Comma,
    /// `;`
    Semicolon,
    Colon,
    /// A dash that parts clauses; not the hyphen of a word or a range.
    Dash,
    Open,
    Close,
    QuoteOpen,
    QuoteClose,
    /// `.`, `!`, `?`, `…`
    Stop,
    Other,
}

/// The smallest unit that cues are made of.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub span: Span,
    /// Lower case, with straight apostrophes; accents stay, for `a` is not `à`.
    pub form: Box<str>,
    pub shape: Shape,
    /// Whether its first letter is a capital.
    pub capital: bool,
    /// The word classes that it is in; none for a sign.
    pub classes: u128,
    /// Of which lists of phrases it opens one, a bit each.
    opens: u32,
    /// Index of its sentence, and of its word there.
    word: Option<(u32, u32)>,
}

/// A document in pieces.
pub(super) struct View<'a> {
    pub text: &'a str,
    pub pieces: Vec<Piece>,
    /// The pieces of each sentence.
    pub sentences: Vec<Range<usize>>,
    /// Whether a paragraph ends before each sentence.
    pub opens_paragraph: Vec<bool>,
    analysis: &'a Analysis,
}

/// Where words are cut, beside at white space and signs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cuts {
    /// Words that lose their last vowel before another: `d`, `jusqu`.
    elided: Vec<String>,
    /// What hangs on the end of a word and is one of its own: `-t-il`, `n't`.
    hanging: Vec<String>,
}

impl Cuts {
    /// Cuts a phrase of the rules as texts are cut.
    pub fn phrase(&self, phrase: &str) -> Vec<Box<str>> {
        let mut pieces = Vec::new();
        Cutter { text: phrase, end: phrase.len(), cuts: self, pieces: &mut pieces }.cut(0);
        pieces.into_iter().map(|p| p.form).collect()
    }
}

impl<'a> View<'a> {
    pub fn new(text: &'a str, analysis: &'a Analysis, lexicon: &Lexicon) -> Self {
        let cuts = &lexicon.cuts;
        let mut view = View { text, pieces: Vec::new(), sentences: Vec::new(), opens_paragraph: Vec::new(), analysis };
        let mut last_end = 0;
        for (at, sentence) in analysis.sentences.iter().enumerate() {
            let between = text.get(last_end..sentence.span.start).unwrap_or("");
            view.opens_paragraph.push(at == 0 || between.matches('\n').count() > 1);
            let first = view.pieces.len();
            Cutter { text, end: sentence.span.end.min(text.len()), cuts, pieces: &mut view.pieces }
                .cut(sentence.span.start);
            view.sentences.push(first..view.pieces.len());
            for piece in &mut view.pieces[first..] {
                if piece.shape == Shape::Word {
                    piece.classes = lexicon.mask(&piece.form);
                }
                piece.opens = lexicon.opens(&piece.form);
            }
            view.hang_words(at, first);
            last_end = sentence.span.end;
        }
        view
    }

    /// Ties the pieces of a sentence to its syntactic words, by place.
    fn hang_words(&mut self, sentence: usize, first: usize) {
        let Some(s) = self.analysis.sentences.get(sentence) else { return };
        let mut word = 0;
        for piece in &mut self.pieces[first..] {
            let mut last_of_token = None;
            while let Some(w) = s.words.get(word) {
                let Some(token) = s.tokens.get(w.token) else { break };
                if token.span.end <= piece.span.start {
                    word += 1;
                } else if token.span.overlaps(&piece.span) {
                    last_of_token = Some(word);
                    break;
                } else {
                    break;
                }
            }
            piece.word = last_of_token.map(|w| (sentence as u32, w as u32));
        }
    }

    /// Returns the syntactic word of a piece, where the sentence was tagged.
    pub fn word(&self, at: usize) -> Option<&Word> {
        let (sentence, word) = self.pieces.get(at)?.word?;
        self.analysis.sentences.get(sentence as usize)?.words.get(word as usize)
    }

    /// Returns where the syntactic word of a piece stands in its sentence.
    pub fn word_index(&self, at: usize) -> Option<usize> {
        self.pieces.get(at)?.word.map(|(_, word)| word as usize)
    }

    /// Returns what the language layer tells of a sentence.
    pub fn sentence(&self, at: usize) -> Option<&Sentence> {
        self.analysis.sentences.get(at)
    }

    /// Returns the part of speech of a piece, where the sentence was tagged.
    pub fn upos(&self, at: usize) -> Option<Upos> {
        self.word(at).map(|w| w.upos)
    }

    pub fn form(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |p| &p.form)
    }

    /// Returns the word classes of a piece, a bit each.
    pub fn classes(&self, at: usize) -> u128 {
        self.pieces.get(at).map_or(0, |p| p.classes)
    }

    /// Returns of which lists of phrases a piece opens one, a bit each.
    pub fn opens(&self, at: usize) -> u32 {
        self.pieces.get(at).map_or(0, |p| p.opens)
    }

    pub fn shape(&self, at: usize) -> Shape {
        self.pieces.get(at).map_or(Shape::Stop, |p| p.shape)
    }

    pub fn is_word(&self, at: usize) -> bool {
        self.shape(at) == Shape::Word
    }

    pub fn capital(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|p| p.capital)
    }

    /// Returns the place of a run of pieces; empty at the start of the text where the run is empty.
    pub fn span(&self, range: &Range<usize>) -> Span {
        match (self.pieces.get(range.start), range.end.checked_sub(1).and_then(|e| self.pieces.get(e))) {
            (Some(a), Some(b)) if a.span.start <= b.span.end && !range.is_empty() => {
                Span::new(a.span.start, b.span.end)
            }
            _ => Span::default(),
        }
    }

    /// Returns the pieces that a span of the text touches.
    pub fn pieces_in(&self, span: Span) -> Range<usize> {
        let first = self.pieces.partition_point(|p| p.span.end <= span.start);
        let last = self.pieces.partition_point(|p| p.span.start < span.end);
        first..last.max(first)
    }

    /// Returns the sentence of a piece.
    pub fn sentence_of(&self, piece: usize) -> Option<usize> {
        let at = self.sentences.partition_point(|s| s.end <= piece);
        self.sentences.get(at).filter(|s| s.contains(&piece)).map(|_| at)
    }

    /// Returns whether the pieces from `at` read as this phrase; gives the first piece behind it.
    pub fn phrase_at(&self, at: usize, phrase: &[Box<str>]) -> Option<usize> {
        let end = at + phrase.len();
        let run = self.pieces.get(at..end)?;
        run.iter().zip(phrase).all(|(piece, word)| piece.form == *word).then_some(end)
    }
}

struct Cutter<'a> {
    text: &'a str,
    end: usize,
    cuts: &'a Cuts,
    pieces: &'a mut Vec<Piece>,
}

impl Cutter<'_> {
    fn cut(&mut self, start: usize) {
        let mut at = start;
        while let Some(c) = self.char_at(at) {
            let next = at + c.len_utf8();
            at = if c.is_whitespace() {
                next
            } else if c.is_numeric() {
                self.number(at)
            } else if c.is_alphabetic() {
                self.word(at)
            } else {
                self.sign(at, c)
            };
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        if at >= self.end { None } else { self.text.get(at..)?.chars().next() }
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    fn push(&mut self, start: usize, end: usize, shape: Shape) {
        let raw = self.text.get(start..end).unwrap_or("");
        let form: String = raw.chars().flat_map(char::to_lowercase).map(straight).collect();
        let capital = raw.chars().next().is_some_and(char::is_uppercase);
        self.pieces.push(Piece {
            span: Span::new(start, end),
            form: form.into(),
            shape,
            capital,
            classes: 0,
            opens: 0,
            word: None,
        });
    }

    /// Digits with the separators between them: `8 000`, `2,300`, `6,80`.
    fn number(&mut self, start: usize) -> usize {
        let mut at = start;
        while let Some(c) = self.char_at(at) {
            let next = at + c.len_utf8();
            let digit_next = self.char_at(next).is_some_and(|n| n.is_ascii_digit());
            let grouping = matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}') && self.is_group(next);
            if c.is_numeric() || (matches!(c, '.' | ',' | ':' | '\'' | '’') && digit_next) || grouping {
                at = next;
            } else {
                break;
            }
        }
        self.push(start, at, Shape::Number);
        at
    }

    /// Whether exactly three digits stand here.
    fn is_group(&self, at: usize) -> bool {
        let digits = (0..4).take_while(|n| self.char_at(at + n).is_some_and(|c| c.is_ascii_digit())).count();
        digits == 3
    }

    fn word(&mut self, start: usize) -> usize {
        let mut at = start;
        while let Some(c) = self.char_at(at) {
            let next = at + c.len_utf8();
            let letter_next = self.char_at(next).is_some_and(|n| n.is_alphanumeric());
            let joins = matches!(c, '-' | '\u{2011}' | '&') || (c == '.' && self.is_initial(start, at));
            if c.is_alphanumeric() || is_mark(c) || (joins && letter_next) {
                at = next;
            } else if is_apostrophe(c) && letter_next {
                let so_far: String = self.text.get(start..at).unwrap_or("").to_lowercase();
                if self.cuts.elided.contains(&so_far) {
                    self.push(start, next, Shape::Word);
                    return next;
                }
                let rest: String = self.text.get(next..self.end).unwrap_or("").chars().take(2).collect();
                let mut rest = rest.chars();
                if rest.next() == Some('s') && !rest.next().is_some_and(char::is_alphanumeric) {
                    self.push(start, at, Shape::Word);
                    self.push(at, next + 1, Shape::Word);
                    return next + 1;
                }
                at = next;
            } else {
                break;
            }
        }
        self.push_word(start, at);
        // The dot of `Col.` or `U.S.` ends no clause; it is told from a full stop by what follows in the sentence.
        let short = at - start <= 5;
        if short && self.char_at(at) == Some('.') && self.text.get(at + 1..self.end).is_some_and(more_follows) {
            return at + 1;
        }
        at
    }

    /// Whether the word so far is one letter, or letters with a dot behind each (`U.S`, `a.m`).
    fn is_initial(&self, start: usize, at: usize) -> bool {
        let so_far = self.text.get(start..at).unwrap_or("");
        so_far.rsplit('.').next().is_some_and(|part| part.chars().count() == 1)
    }

    fn push_word(&mut self, start: usize, end: usize) {
        for suffix in &self.cuts.hanging {
            let cut = end.saturating_sub(suffix.len());
            if cut > start && self.text.get(cut..end).is_some_and(|tail| tail.eq_ignore_ascii_case(suffix)) {
                self.push(start, cut, Shape::Word);
                self.push(cut, end, Shape::Word);
                return;
            }
        }
        self.push(start, end, Shape::Word);
    }

    fn sign(&mut self, at: usize, c: char) -> usize {
        let next = at + c.len_utf8();
        let before = self.char_before(at);
        let after = self.char_at(next);
        let space_before = before.is_none_or(char::is_whitespace);
        let space_after = after.is_none_or(char::is_whitespace);
        let shape = match c {
            ',' => Shape::Comma,
            ';' => Shape::Semicolon,
            ':' => Shape::Colon,
            '(' | '[' => Shape::Open,
            ')' | ']' => Shape::Close,
            '«' | '“' | '„' | '‘' => Shape::QuoteOpen,
            '»' | '”' => Shape::QuoteClose,
            '"' => {
                let opens = before.is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '\'' | '’' | '—' | '–' | '['));
                if opens && !space_after { Shape::QuoteOpen } else { Shape::QuoteClose }
            }
            // A closing single quote looks like an apostrophe: only one that no letter follows can close.
            '’' if after.is_none_or(|a| !a.is_alphanumeric()) && !space_before => Shape::Other,
            '—' => Shape::Dash,
            '–' | '-' if space_before && (space_after || after.is_some_and(|a| matches!(a, ',' | '.' | ';'))) => {
                Shape::Dash
            }
            '-' if after == Some('-') => {
                self.push(at, next + 1, Shape::Dash);
                return next + 1;
            }
            '.' | '!' | '?' | '…' => Shape::Stop,
            _ => Shape::Other,
        };
        self.push(at, next, shape);
        next
    }
}

fn more_follows(rest: &str) -> bool {
    rest.chars().find(|c| !c.is_whitespace()).is_some_and(char::is_alphanumeric)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Combining marks stay with their letter.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn straight(c: char) -> char {
    match c {
        '’' | 'ʼ' => '\'',
        '\u{2011}' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    fn forms(language: Language, text: &str) -> Vec<String> {
        let lexicon = Lexicon::load(language).unwrap();
        let sentence = Sentence { span: Span::new(0, text.len()), ..Sentence::default() };
        let analysis = Analysis { sentences: vec![sentence], language: None };
        View::new(text, &analysis, &lexicon).pieces.iter().map(|p| p.form.to_string()).collect()
    }

    #[test]
    fn french_is_cut_at_elisions_and_hanging_pronouns() {
        assert_eq!(
            forms(Language::FR, "D’après l'Insee, 8 000 a-t-il dit"),
            ["d'", "après", "l'", "insee", ",", "8 000", "a", "-t-il", "dit"]
        );
    }

    #[test]
    fn english_is_cut_at_possessives_and_negations() {
        assert_eq!(
            forms(Language::EN, "Col. O'Neil's men didn't see the U.S. base"),
            ["col", "o'neil", "'s", "men", "did", "n't", "see", "the", "u.s", "base"]
        );
    }

    #[test]
    fn only_a_dash_between_spaces_parts_clauses() {
        let lexicon = Lexicon::load(Language::EN).unwrap();
        let text = "a – b, 10–12 c";
        let sentence = Sentence { span: Span::new(0, text.len()), ..Sentence::default() };
        let analysis = Analysis { sentences: vec![sentence], language: None };
        let view = View::new(text, &analysis, &lexicon);
        let dashes = view.pieces.iter().filter(|p| p.shape == Shape::Dash).count();
        assert_eq!(dashes, 1);
    }
}
