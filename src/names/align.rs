//! Which word of one name stands for which of the other.
//!
//! In: two names taken apart. Out: pairs of words with how alike they are and by what, each word in one pair at most, and
//! the words that are left.

use compact_str::CompactString;

use super::parse::{Name, Role, Script, Word};
use super::words::Words;

/// By what two words are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The same letters but for accents and case.
    Equal,
    /// They sound alike by the rules of transliteration.
    Sounds,
    /// Forms of one given name, or of one word in several languages.
    Form,
    /// A letter for a name.
    Initial,
    /// A name cut short.
    Prefix,
    /// Letters alone.
    Near,
}

/// Two words that stand for each other.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Its place in the first name.
    pub a: usize,
    /// Its place in the second.
    pub b: usize,
    /// How alike, from 0 to 1.
    pub like: f32,
    /// By what.
    pub how: How,
}

/// Both names' words and their pairs.
#[derive(Debug)]
pub struct Alignment {
    /// Words of the first name, some of them put together.
    pub a: Vec<Word>,
    /// Words of the second.
    pub b: Vec<Word>,
    /// The pairs, in the order of the first.
    pub pairs: Vec<Pair>,
    /// Words were written together in one of them.
    pub has_joined: bool,
}

/// Words less alike than this do not stand for each other.
const LEAST: f32 = 0.42;

impl Alignment {
    /// Aligns two names.
    pub fn of(a: &Name, b: &Name, words: &Words) -> Alignment {
        let sight = Sight { words, script: a.script.max(b.script) };
        let mut out = Alignment { a: a.core.clone(), b: b.core.clone(), pairs: Vec::new(), has_joined: false };
        if a.script != b.script {
            hear(a.script, &mut out.a, words);
            hear(b.script, &mut out.b, words);
        }
        if out.a.len() != out.b.len() || sight.is_loose() {
            out.has_joined |= join(&mut out.a, &b.core, &sight);
            out.has_joined |= join(&mut out.b, &a.core, &sight);
        }
        out.pair_up(&sight);
        out
    }

    fn pair_up(&mut self, sight: &Sight<'_>) {
        let mut all = Vec::with_capacity(self.a.len() * self.b.len());
        for (i, one) in self.a.iter().enumerate() {
            for (j, other) in self.b.iter().enumerate() {
                let (like, how) = like(one, other, sight);
                if like >= LEAST {
                    all.push(Pair { a: i, b: j, like, how });
                }
            }
        }
        // The likest first; of equals those that keep the order. Both keys are the same whichever name comes first.
        all.sort_by(|x, y| {
            let apart = |p: &Pair| p.a.abs_diff(p.b);
            y.like.total_cmp(&x.like).then(apart(x).cmp(&apart(y))).then((x.a, x.b).cmp(&(y.a, y.b)))
        });
        let (mut used_a, mut used_b) = (0u32, 0u32);
        for pair in all {
            if used_a & (1 << pair.a) == 0 && used_b & (1 << pair.b) == 0 {
                used_a |= 1 << pair.a;
                used_b |= 1 << pair.b;
                self.pairs.push(pair);
            }
        }
        self.pairs.sort_by_key(|pair| pair.a);
    }

    /// The words of the first name without a pair.
    pub fn left_a(&self) -> impl Iterator<Item = (usize, &Word)> {
        self.a.iter().enumerate().filter(|(i, _)| !self.pairs.iter().any(|p| p.a == *i))
    }

    /// The words of the second name without a pair.
    pub fn left_b(&self) -> impl Iterator<Item = (usize, &Word)> {
        self.b.iter().enumerate().filter(|(j, _)| !self.pairs.iter().any(|p| p.b == *j))
    }
}

/// Notes what is heard of words in Latin letters.
fn hear(script: Script, names: &mut [Word], words: &Words) {
    if script == Script::Latin {
        for word in names {
            word.heard =
                Some(words.heard.each_ref().map(|rules| words.translit.sounds(&rules.apply(&word.text)).into()));
        }
    }
}

/// Puts neighbours together where the other name writes them as one word: `Jean Marc`, `Jeanmarc`.
fn join(names: &mut Vec<Word>, others: &[Word], sight: &Sight<'_>) -> bool {
    let (words, is_loose) = (sight.words, sight.is_loose());
    let mut joined = false;
    let mut at = 0;
    while at + 1 < names.len() {
        let (one, next) = (&names[at], &names[at + 1]);
        let length = one.text.len() + next.text.len();
        let fits = |other: &&Word| {
            let near = if is_loose {
                other.text.len() + 3 >= length && other.text.len() <= length + 3
            } else {
                other.text.len().abs_diff(length) <= 1
            };
            (near || other.joined.is_some()) && other.text.len() > 2
        };
        let both = others.iter().filter(fits).find_map(|other| {
            let text = one.text.clone() + &next.text;
            let sounds = CompactString::from(words.translit.sounds(&text));
            let whole = sight.strength(&sounds, &other.sounds);
            let alone = sight.strength(&one.sounds, &other.sounds).max(sight.strength(&next.sounds, &other.sounds));
            (text == other.text || Some(&text) == other.joined.as_ref() || whole > 0.84 && whole > alone + 0.1)
                .then_some((text, sounds))
        });
        match both {
            Some((text, sounds)) => {
                let known = words.known(&text);
                let weight = one.weight.max(next.weight);
                let word = Word {
                    text,
                    sounds,
                    joined: None,
                    heard: None,
                    role: Role::Core,
                    known,
                    weight,
                    is_patronymic: one.is_patronymic,
                };
                names[at] = word;
                names.remove(at + 1);
                joined = true;
                if !is_loose {
                    at += 1;
                }
            }
            None => at += 1,
        }
    }
    joined
}

/// By what two names are held against each other.
pub struct Sight<'a> {
    /// The tables.
    pub words: &'a Words,
    /// The script further from Latin.
    pub script: Script,
}

impl Sight<'_> {
    /// Vowels are not told, or signs are syllables.
    fn is_loose(&self) -> bool {
        self.script > Script::Greek
    }

    fn strength(&self, a: &str, b: &str) -> f32 {
        self.words.costs(self.script).likeness(a.as_bytes(), b.as_bytes())
    }

    /// The same of two words, of which a Latin one may be written as it is heard.
    fn heard(&self, a: &Word, b: &Word) -> f32 {
        let written = self.strength(&a.sounds, &b.sounds);
        let best = |heard: &[CompactString], own: &str, other: &str| {
            let fresh = heard.iter().filter(|heard| heard.as_str() != own);
            fresh.map(|heard| self.strength(heard, other) * 0.97).fold(written, f32::max)
        };
        match (&a.heard, &b.heard) {
            (Some(heard), None) => best(heard, &a.sounds, &b.sounds),
            (None, Some(heard)) => best(heard, &b.sounds, &a.sounds),
            _ => written,
        }
    }
}

/// Returns how alike two words are.
pub fn likeness(a: &Word, b: &Word, sight: &Sight<'_>) -> f32 {
    like(a, b, sight).0
}

/// Returns how alike two words are, and by what.
fn like(a: &Word, b: &Word, sight: &Sight<'_>) -> (f32, How) {
    if a.text == b.text {
        return (1.0, How::Equal);
    }
    if a.role == Role::Initial || b.role == Role::Initial {
        let first = |text: &str| text.as_bytes().first().copied();
        let fits = first(&a.text) == first(&b.text) || first(&a.sounds) == first(&b.sounds);
        return if fits { (0.7, How::Initial) } else { (0.0, How::Near) };
    }
    if a.known.part > 0 && a.known.part == b.known.part {
        return (0.97, How::Form);
    }
    let joined =
        |x: &Word, y: &Word| x.joined.as_ref().is_some_and(|text| *text == y.text || Some(text) == y.joined.as_ref());
    if a.sounds == b.sounds || joined(a, b) || joined(b, a) {
        return (0.96, How::Sounds);
    }
    if a.known.class > 0 && a.known.class == b.known.class {
        return (0.9, How::Form);
    }
    let near = sight.heard(a, b) * 0.94;
    let (short, long) = if a.text.len() < b.text.len() { (a, b) } else { (b, a) };
    if near < 0.8 && short.text.len() >= 3 && long.text.starts_with(short.text.as_str()) && !sight.is_loose() {
        return (0.8, How::Prefix);
    }
    (near, How::Near)
}
