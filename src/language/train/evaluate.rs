//! Measures an analysis against a gold one, counting as the CoNLL 2018 shared task did: words are aligned by their
//! characters, and a relation counts without its subtype.

use std::collections::BTreeMap;

use foldhash::HashMap;

use crate::model::{Analysis, Sentence, Word};

/// Hits, and how many there were in the system's answer and in the gold one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    /// Right.
    pub right: usize,
    /// Answered.
    pub system: usize,
    /// Wanted.
    pub gold: usize,
}

impl Count {
    /// Returns F1 in per cent; 0 where nothing was answered or wanted.
    pub fn f1(&self) -> f64 {
        if self.system + self.gold == 0 { 0.0 } else { 200.0 * self.right as f64 / (self.system + self.gold) as f64 }
    }
}

/// All counts of one comparison.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// Sentences with the same first and last character.
    pub sentences: Count,
    /// Tokens with the same characters.
    pub tokens: Count,
    /// Aligned words.
    pub words: Count,
    /// Words with the right part of speech.
    pub upos: Count,
    /// Words with the right lemma.
    pub lemmas: Count,
    /// Words with the right head.
    pub heads: Count,
    /// Words with the right head and relation.
    pub labelled: Count,
    /// The same, by gold relation without subtype; hits need the head as well.
    pub relations: BTreeMap<String, Count>,
    /// Features `Name=Value` on aligned words, by name.
    pub features: BTreeMap<String, Count>,
}

/// A word with the characters it covers, not counting white space.
struct Placed<'w> {
    word: &'w Word,
    span: (usize, usize),
    /// Index over the whole text, and that of its head; `None` for the root.
    head: Option<usize>,
    several: bool,
}

struct Side<'a> {
    sentences: Vec<(usize, usize)>,
    tokens: Vec<(usize, usize)>,
    words: Vec<Placed<'a>>,
}

fn side<'a>(text: &str, analysis: &'a Analysis) -> Side<'a> {
    let mut before = vec![0; text.len() + 1];
    let mut count = 0;
    for (at, c) in text.char_indices() {
        for slot in &mut before[at..at + c.len_utf8()] {
            *slot = count;
        }
        count += usize::from(!c.is_whitespace());
    }
    before[text.len()] = count;
    let mut out = Side { sentences: Vec::new(), tokens: Vec::new(), words: Vec::new() };
    for sentence in &analysis.sentences {
        out.sentences.push((before[sentence.span.start], before[sentence.span.end]));
        let first = out.words.len();
        for token in &sentence.tokens {
            let span = (before[token.span.start], before[token.span.end]);
            out.tokens.push(span);
            for word in words_of(sentence, token.first_word, token.n_words) {
                out.words.push(Placed { word, span, head: word.head.map(|h| first + h), several: token.n_words > 1 });
            }
        }
    }
    out
}

fn words_of(sentence: &Sentence, first: usize, count: usize) -> &[Word] {
    sentence.words.get(first..first + count).unwrap_or(&[])
}

fn count_spans(system: &[(usize, usize)], gold: &[(usize, usize)]) -> Count {
    let wanted: std::collections::HashSet<_> = gold.iter().collect();
    Count { right: system.iter().filter(|s| wanted.contains(s)).count(), system: system.len(), gold: gold.len() }
}

/// Compares two analyses of texts that differ at most in white space.
pub fn compare(system_text: &str, system: &Analysis, gold_text: &str, gold: &Analysis) -> Scores {
    let (system, gold) = (side(system_text, system), side(gold_text, gold));
    let mut scores = Scores {
        sentences: count_spans(&system.sentences, &gold.sentences),
        tokens: count_spans(&system.tokens, &gold.tokens),
        ..Scores::default()
    };
    let pairs = align(&system.words, &gold.words);
    let to_gold: HashMap<usize, usize> = pairs.iter().copied().collect();
    let all = Count { right: 0, system: system.words.len(), gold: gold.words.len() };
    scores.words = Count { right: pairs.len(), ..all };
    (scores.upos, scores.lemmas, scores.heads, scores.labelled) = (all, all, all, all);
    let base = |relation: &str| relation.split(':').next().unwrap_or("").to_owned();
    for word in &system.words {
        scores.relations.entry(base(word.word.deprel)).or_default().system += 1;
        count_features(word.word, &mut scores.features, |count| count.system += 1);
    }
    for word in &gold.words {
        scores.relations.entry(base(word.word.deprel)).or_default().gold += 1;
        count_features(word.word, &mut scores.features, |count| count.gold += 1);
    }
    for (s, g) in pairs {
        let (a, b) = (&system.words[s], &gold.words[g]);
        scores.upos.right += usize::from(a.word.upos == b.word.upos);
        scores.lemmas.right += usize::from(a.word.lemma == b.word.lemma || b.word.lemma == "_");
        let feats: std::collections::HashSet<&str> = b.word.feats.split('|').collect();
        for feature in a.word.feats.split('|').filter(|f| !f.is_empty() && feats.contains(f)) {
            scores.features.entry(feature.split('=').next().unwrap_or("").to_owned()).or_default().right += 1;
        }
        let same_head = match (a.head, b.head) {
            (None, None) => !a.word.deprel.is_empty(),
            (Some(a), Some(b)) => to_gold.get(&a) == Some(&b),
            _ => false,
        };
        if same_head {
            scores.heads.right += 1;
            let (ours, theirs) = (base(a.word.deprel), base(b.word.deprel));
            if ours == theirs {
                scores.labelled.right += 1;
                scores.relations.entry(ours).or_default().right += 1;
            }
        }
    }
    scores
}

fn count_features(word: &Word, counts: &mut BTreeMap<String, Count>, add: impl Fn(&mut Count)) {
    for feature in word.feats.split('|').filter(|f| !f.is_empty()) {
        add(counts.entry(feature.split('=').next().unwrap_or("").to_owned()).or_default());
    }
}

/// Pairs of words that are the same: by place, and inside tokens of several words by the longest common run of forms.
fn align(system: &[Placed<'_>], gold: &[Placed<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut s, mut g) = (0, 0);
    while s < system.len() && g < gold.len() {
        if system[s].several || gold[g].several {
            let (s0, g0) = (s, g);
            let mut end = 0;
            if system[s].several {
                end = system[s].span.1;
            }
            if gold[g].several && (!system[s].several || gold[g].span.0 <= system[s].span.0) {
                end = end.max(gold[g].span.1);
            }
            loop {
                let before = (s, g);
                while s < system.len() && system[s].span.0 < end {
                    end = if system[s].several { end.max(system[s].span.1) } else { end };
                    s += 1;
                }
                while g < gold.len() && gold[g].span.0 < end {
                    end = if gold[g].several { end.max(gold[g].span.1) } else { end };
                    g += 1;
                }
                if before == (s, g) {
                    break;
                }
            }
            if (s, g) == (s0, g0) {
                // One side lies wholly before the other.
                if system[s].span.0 < gold[g].span.0 {
                    s += 1
                } else {
                    g += 1
                }
                continue;
            }
            pairs.extend(common_run(&system[s0..s], &gold[g0..g]).into_iter().map(|(a, b)| (s0 + a, g0 + b)));
        } else if system[s].span == gold[g].span {
            pairs.push((s, g));
            s += 1;
            g += 1;
        } else if system[s].span.0 <= gold[g].span.0 {
            s += 1;
        } else {
            g += 1;
        }
    }
    pairs
}

fn common_run(system: &[Placed<'_>], gold: &[Placed<'_>]) -> Vec<(usize, usize)> {
    let same = |a: &Placed<'_>, b: &Placed<'_>| a.word.form.to_lowercase() == b.word.form.to_lowercase();
    let mut table = vec![vec![0usize; gold.len() + 1]; system.len() + 1];
    for a in (0..system.len()).rev() {
        for b in (0..gold.len()).rev() {
            table[a][b] =
                if same(&system[a], &gold[b]) { table[a + 1][b + 1] + 1 } else { table[a + 1][b].max(table[a][b + 1]) };
        }
    }
    let (mut a, mut b, mut pairs) = (0, 0, Vec::new());
    while a < system.len() && b < gold.len() {
        if same(&system[a], &gold[b]) && table[a][b] == table[a + 1][b + 1] + 1 {
            pairs.push((a, b));
            a += 1;
            b += 1;
        } else if table[a + 1][b] >= table[a][b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::conllu::read;

    const GOLD: &str = "1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\tde\tADP\t_\t_\t3\tcase\t_\t_\n2\tle\tle\tDET\t_\t_\t3\tdet\t_\t_\n3\tpain\tpain\tNOUN\t_\tNumber=Sing\t0\troot\t_\t_\n\n";

    #[test]
    fn the_same_is_all_right() {
        let gold = read(GOLD).unwrap();
        let scores = compare(&gold.text, &gold.analysis, &gold.text, &gold.analysis);
        for count in
            [scores.sentences, scores.tokens, scores.words, scores.upos, scores.lemmas, scores.heads, scores.labelled]
        {
            assert_eq!(count.f1(), 100.0);
        }
    }

    #[test]
    fn one_word_for_two_costs_words_and_arcs() {
        let gold = read(GOLD).unwrap();
        let system =
            read("1\tdu\tdu\tDET\t_\t_\t2\tdet:x\t_\t_\n2\tpain\tpain\tNOUN\t_\tNumber=Plur\t0\troot\t_\t_\n\n")
                .unwrap();
        let scores = compare(&system.text, &system.analysis, &gold.text, &gold.analysis);
        assert_eq!(scores.tokens, Count { right: 2, system: 2, gold: 2 });
        assert_eq!(scores.words, Count { right: 1, system: 2, gold: 3 });
        assert_eq!(scores.labelled, Count { right: 1, system: 2, gold: 3 });
        assert_eq!(scores.features["Number"], Count { right: 0, system: 1, gold: 1 });
    }
}
