//! A name taken apart: its words in natural order, each with what is known of it, and what stands about the name.
//!
//! In: a name as written, in any script, and whether it is a person's or a place's. Out: [`Name`]. Words of other scripts
//! are written in Latin letters, sign by sign.

use compact_str::CompactString;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Kind;
use super::words::{Gender, Known, ScriptRules, Words};
use crate::rules::fold::fold;

/// More words than that are not looked at: no name has them, and hostile input costs little.
const MOST_WORDS: usize = 12;

/// What a word is in its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A name.
    Core,
    /// A letter that stands for a name.
    Initial,
    /// `de`, `van`, `al`.
    Particle,
    /// No part of the name: a title, letters behind it, the sort of a place.
    Title,
}

/// A word of a name.
#[derive(Clone, Debug)]
pub struct Word {
    /// Folded, in Latin letters.
    pub text: CompactString,
    /// What it sounds like.
    pub sounds: CompactString,
    /// As French and English speakers hear it, where the other name is in another script.
    pub heard: Option<[CompactString; 2]>,
    /// With the particles before it, where there are any.
    pub joined: Option<CompactString>,
    /// What it is.
    pub role: Role,
    /// What is known of it.
    pub known: Known,
    /// How much it tells of who is named.
    pub weight: f32,
    /// A name after the father.
    pub is_patronymic: bool,
}

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    /// Latin letters.
    Latin,
    /// Letters for all sounds: Cyrillic, Armenian, Georgian.
    Alphabet,
    /// The same, with sounds of other languages in two letters.
    Greek,
    /// Letters for consonants: Arabic, Hebrew.
    Abjad,
    /// Signs for syllables: kana, hangul, the scripts of India.
    Syllables,
    /// Chinese signs.
    Han,
}

/// A name taken apart.
#[derive(Clone, Debug)]
pub struct Name {
    /// As written.
    pub raw: String,
    /// Words without titles and particles, in natural order.
    pub core: Vec<Word>,
    /// Titles, letters behind the name, particles, words for the sort of a place.
    pub about: Vec<Word>,
    /// What follows a rank of nobility: `of Leckie` in `4th Viscount Younger of Leckie`.
    pub tail: Vec<Word>,
    /// The number of that rank, or of a ruler.
    pub ordinal: Option<u32>,
    /// Which suffix it bears (Jr, Sr, III), from 1; 0 for none.
    pub suffix: u8,
    /// What its titles tell of gender.
    pub gender: Option<Gender>,
    /// How it is written.
    pub script: Script,
    /// It was written with the family name and a comma first.
    pub is_turned: bool,
}

impl Name {
    /// Takes a name apart.
    pub fn of(raw: &str, kind: Kind, words: &Words) -> Name {
        let mut name = Name {
            raw: raw.to_owned(),
            core: Vec::new(),
            about: Vec::new(),
            tail: Vec::new(),
            ordinal: None,
            suffix: 0,
            gender: None,
            script: script(raw),
            is_turned: false,
        };
        let segments = segments(raw, name.script, words);
        match kind {
            Kind::Person => name.take_person(segments, words),
            Kind::Place => name.take_place(segments, words),
        }
        name
    }

    fn take_person(&mut self, segments: Vec<Vec<CompactString>>, words: &Words) {
        let mut natural: Vec<CompactString> = Vec::new();
        let mut tail = Vec::new();
        for (n, segment) in segments.into_iter().enumerate() {
            let Some(first) = segment.first() else { continue };
            let known = words.known(first);
            if n > 0 && (known.is_rank || ordinal(first).is_some()) || !tail.is_empty() {
                tail.extend(segment);
            } else if n == 1 && !segment.iter().all(|w| is_behind(words.known(w))) {
                // `Blinken, Antony` is turned round.
                self.is_turned = true;
                natural.splice(0..0, segment);
            } else {
                natural.extend(segment);
            }
        }
        let last = natural.len().saturating_sub(1);
        // `Don Davies` is a Don; `Don Pedro de Castro` is not.
        let is_pair = natural.len() == 2;
        let mut particles = CompactString::default();
        for (at, text) in natural.into_iter().take(MOST_WORDS).enumerate() {
            let known = words.known(&text);
            let follows_core = !self.core.is_empty();
            if follows_core && (known.suffix > 0 && (at == last || self.is_turned) || known.is_honour && at == last) {
                self.suffix = self.suffix.max(known.suffix);
                self.about.push(Word::of(text, Role::Title, known, words));
            } else if known.is_title && !follows_core && at < last && !(known.is_given_too && is_pair) {
                self.gender = self.gender.or(known.gender);
                self.about.push(Word::of(text, Role::Title, known, words));
            } else if known.is_particle && at < last && text.len() > 1 && (known.opens || at > 0) {
                particles.push_str(&text);
                self.about.push(Word::of(text, Role::Particle, known, words));
            } else {
                let role = if text.len() == 1 { Role::Initial } else { Role::Core };
                let mut word = Word::of(text, role, known, words);
                if !particles.is_empty() {
                    word.joined = Some(std::mem::take(&mut particles) + &word.text);
                }
                self.core.push(word);
            }
        }
        self.take_tail(tail, words);
        self.keep_something();
    }

    fn take_tail(&mut self, tail: Vec<CompactString>, words: &Words) {
        for text in tail.into_iter().take(MOST_WORDS) {
            let known = words.known(&text);
            match ordinal(&text) {
                Some(number) => self.ordinal = Some(number),
                None if known.is_rank || known.is_title => self.gender = self.gender.or(known.gender),
                None if known.is_particle => {}
                None => self.tail.push(Word::of(text, Role::Core, known, words)),
            }
        }
    }

    fn take_place(&mut self, segments: Vec<Vec<CompactString>>, words: &Words) {
        for (n, segment) in segments.into_iter().enumerate() {
            for text in segment {
                if self.core.len() + self.about.len() >= MOST_WORDS {
                    break;
                }
                let known = words.known(&text);
                let is_sort = known.is_sort;
                if known.is_filler && known.part == 0 || text.len() == 1 && n == 0 && !self.core.is_empty() {
                    self.about.push(Word::of(text, Role::Particle, known, words));
                } else if is_sort {
                    self.about.push(Word::of(text, Role::Title, known, words));
                } else {
                    let mut word = Word::of(text, Role::Core, known, words);
                    word.weight = if known.part > 0 { 0.5 } else { 1.0 };
                    self.core.push(word);
                }
            }
        }
        self.keep_something();
    }

    /// A name of titles and particles alone is these.
    fn keep_something(&mut self) {
        if self.core.is_empty() {
            self.core = std::mem::take(&mut self.about);
            self.core.iter_mut().for_each(|word| (word.role, word.weight) = (Role::Core, 1.0));
        }
        if self.core.is_empty() {
            self.core = std::mem::take(&mut self.tail);
        }
    }
}

/// A suffix or letters behind a name.
fn is_behind(known: Known) -> bool {
    known.suffix > 0 || known.is_honour
}

impl Word {
    fn of(text: CompactString, role: Role, known: Known, words: &Words) -> Word {
        let weight = match role {
            Role::Initial => 0.35,
            Role::Particle | Role::Title => 0.2,
            Role::Core if known.is_given && !known.is_family => 0.75,
            Role::Core if known.is_given || known.is_family => 0.9,
            Role::Core => 1.0,
        };
        let sounds = CompactString::from(words.translit.sounds(&text));
        let is_patronymic = role == Role::Core && words.is_patronymic(&text);
        Word { text, sounds, heard: None, joined: None, role, known, weight, is_patronymic }
    }
}

/// The number of a rank: `4th`, `2.`, `1er`.
fn ordinal(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let is_ordinal = !digits.is_empty() && word.len() - digits.len() <= 3 && digits.len() <= 3;
    if is_ordinal { digits.parse().ok() } else { None }
}

/// The script of a name's first letter that is not Latin; Latin where there is none.
fn script(raw: &str) -> Script {
    let of = |c: char| match c as u32 {
        0x370..=0x3ff | 0x1f00..=0x1fff => Some(Script::Greek),
        0x400..=0x58f | 0x10a0..=0x10ff | 0x1c80..=0x1cbf | 0x2d00..=0x2d2f => Some(Script::Alphabet),
        0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff => Some(Script::Abjad),
        0x3040..=0x30ff | 0x31f0..=0x31ff | 0x900..=0x109f | 0x1100..=0x137f | 0xac00..=0xd7af | 0x1780..=0x17ff => {
            Some(Script::Syllables)
        }
        0x2e80..=0x2fdf | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff => Some(Script::Han),
        _ => None,
    };
    raw.chars().find_map(of).unwrap_or(Script::Latin)
}

/// Signs that part words within a word.
fn parts(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '‐' | '‑' | '–' | '—' | '.' | '·' | '・' | '•' | '=' | '＝' | '゠' | '/' | '_' | '&' | '+')
}

/// The words of a name by its segments between commas, folded and in Latin letters. What stands in quotation marks within
/// a name is a nickname and falls away; brackets open a segment.
fn segments(raw: &str, script: Script, words: &Words) -> Vec<Vec<CompactString>> {
    let rules = words.script(script);
    let rewritten = rules.map(|rules| {
        let composed: String = raw.nfkc().collect();
        rules.before.iter().fold(composed, |text, (from, to)| {
            if text.contains(from.as_str()) { text.replace(from.as_str(), to) } else { text }
        })
    });
    let raw = rewritten.as_deref().unwrap_or(raw);
    let mut out = vec![Vec::new()];
    let mut word = String::new();
    let mut quoted = false;
    let has_parts = raw.trim().chars().any(parts);
    for c in raw.chars() {
        let is_end =
            parts(c) || matches!(c, ',' | '，' | '،' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '«' | '»' | ';');
        if is_end || script == Script::Han && !has_parts {
            if !is_end && !quoted {
                word.push(c);
            }
            take(&mut word, &mut out, rules);
            match c {
                ',' | '，' | '،' | '(' | '[' | ';' => out.push(Vec::new()),
                '"' => quoted = !quoted,
                '“' | '«' => quoted = true,
                '”' | '»' => quoted = false,
                _ => {}
            }
        } else if !quoted {
            word.push(c);
        }
    }
    take(&mut word, &mut out, rules);
    if out.iter().all(Vec::is_empty) {
        // Quoted as a whole, or no letters at all.
        word.extend(raw.chars().filter(|c| c.is_alphanumeric()));
        take(&mut word, &mut out, rules);
    }
    out.retain(|segment| !segment.is_empty());
    out
}

/// Adds a word to the last segment; an elided article before an apostrophe stands for itself.
fn take(word: &mut String, out: &mut [Vec<CompactString>], rules: Option<&ScriptRules>) {
    if word.is_empty() {
        return;
    }
    let Some(segment) = out.last_mut() else { return };
    let is_apostrophe = |c: char| matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' | 'ʿ' | 'ʾ');
    let rest = match word.split_once(is_apostrophe) {
        Some((article, rest))
            if matches!(article.to_lowercase().as_str(), "d" | "l" | "dell" | "all" | "nell" | "s") =>
        {
            push(article, segment, None);
            rest
        }
        _ => word.as_str(),
    };
    let joined: String =
        rest.chars().filter(|c| c.is_ascii_alphanumeric() || !is_apostrophe(*c) && !is_combining_mark(*c)).collect();
    push(&joined, segment, rules);
    word.clear();
}

fn push(word: &str, segment: &mut Vec<CompactString>, rules: Option<&ScriptRules>) {
    let in_latin = |c: char| any_ascii::any_ascii_char(c).chars().filter(char::is_ascii_alphanumeric);
    let mut text = CompactString::default();
    match rules {
        None if word.is_ascii() => {
            text.extend(word.bytes().filter(u8::is_ascii_alphanumeric).map(|c| char::from(c.to_ascii_lowercase())));
        }
        None => {
            for c in fold(word).chars().filter(|c| *c != ' ') {
                if c.is_ascii() { text.push(c) } else { text.extend(in_latin(c).map(|c| c.to_ascii_lowercase())) }
            }
        }
        // Folding would take the marks off that tell voiced syllables.
        Some(rules) => {
            let plain: String = word.chars().flat_map(in_latin).map(|c| c.to_ascii_lowercase()).collect();
            text.push_str(&rules.after.apply(&plain));
        }
    }
    if !text.is_empty() {
        segment.push(text);
    }
}
