//! CoNLL-U, the interchange format of Universal Dependencies.
//!
//! [`read`] takes given sentences and tokens in, [`write()`] puts an analysis out. The text of a read file is put
//! together from its forms and their `SpaceAfter=No`, so that spans have something to point at.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail, ensure};
use foldhash::{HashMap, HashMapExt};

use super::relation::relation;
use crate::model::{Analysis, CharIndex, NameKind, Sentence, Span, Token, Upos, Word};

/// What a CoNLL-U file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conllu {
    /// The text, put together; sentences stand on lines of their own where a new paragraph begins.
    pub text: String,
    /// Sentences, tokens and words as the file gives them; where a column is `_`, its field is empty.
    pub analysis: Analysis,
    /// The comment lines before each sentence, with their `#`.
    pub comments: Vec<Vec<String>>,
}

/// Reads a CoNLL-U file. Empty nodes (`8.1`) are passed over; columns after the form may be `_`.
///
/// # Errors
/// Where a line has not ten columns, or ids, heads or tags are not what the format allows; the message has the line.
pub fn read(file: &str) -> Result<Conllu> {
    let mut out = Conllu::default();
    let mut block = Block::default();
    for (n, line) in file.lines().enumerate() {
        let line = line.trim_end_matches('\r').trim_start_matches('\u{FEFF}');
        if line.trim().is_empty() {
            block.finish(&mut out)?;
            continue;
        }
        if block.first_line == 0 {
            block.first_line = n + 1;
        }
        if line.starts_with('#') {
            block.comments.push(line.to_owned());
        } else {
            block.line(line).with_context(|| format!("line {} of the CoNLL-U file", n + 1))?;
        }
    }
    block.finish(&mut out)?;
    Ok(out)
}

#[derive(Default)]
struct Block {
    /// Number of its first line.
    first_line: usize,
    comments: Vec<String>,
    text: String,
    tokens: Vec<Token>,
    words: Vec<Word>,
    heads: Vec<Option<usize>>,
    /// Words up to this one belong to the last token.
    covered: usize,
    space: bool,
}

impl Block {
    fn line(&mut self, line: &str) -> Result<()> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, _, feats, head, deprel, _, misc] = columns[..] else {
            bail!("{} columns instead of 10", columns.len())
        };
        if id.contains('.') {
            return Ok(());
        }
        if let Some((from, to)) = id.split_once('-') {
            let (from, to): (usize, usize) = (from.parse()?, to.parse()?);
            ensure!(
                from == self.words.len() + 1 && to >= from && to - from < 64,
                "{id} is no place for a token of several words"
            );
            self.token(form, misc, to + 1 - from);
            self.covered = to;
            return Ok(());
        }
        let id: usize = id.parse().with_context(|| format!("id {id:?}"))?;
        ensure!(id == self.words.len() + 1, "id {id} where {} comes next", self.words.len() + 1);
        if id > self.covered {
            self.token(form, misc, 1);
            self.covered = id;
        }
        let upos = match upos {
            "_" => Upos::X,
            tag => Upos::ALL.into_iter().find(|u| u.as_str() == tag).with_context(|| format!("{tag:?} is no tag"))?,
        };
        let unset = |column: &str| if column == "_" { String::new() } else { column.to_owned() };
        let lemma = if lemma == "_" && form != "_" { String::new() } else { lemma.to_owned() };
        self.heads.push(match head {
            "_" => None,
            head => Some(head.parse().with_context(|| format!("head {head:?}"))?),
        });
        let token = self.tokens.len().saturating_sub(1);
        let deprel = if deprel == "_" { "" } else { relation(deprel) };
        self.words.push(Word {
            token,
            form: form.into(),
            lemma: lemma.into(),
            upos,
            feats: unset(feats).into(),
            head: None,
            deprel,
        });
        Ok(())
    }

    fn token(&mut self, form: &str, misc: &str, n_words: usize) {
        if self.space {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(form);
        self.tokens.push(Token { span: Span::new(start, self.text.len()), first_word: self.words.len(), n_words });
        self.space = !misc.split('|').any(|m| m == "SpaceAfter=No");
    }

    fn finish(&mut self, out: &mut Conllu) -> Result<()> {
        let block = std::mem::take(self);
        let line = block.first_line;
        block.put(out).with_context(|| format!("the sentence of the CoNLL-U file that begins in line {line}"))
    }

    fn put(self, out: &mut Conllu) -> Result<()> {
        let mut block = self;
        if block.words.is_empty() {
            ensure!(block.tokens.is_empty(), "a token of several words has no words");
            return Ok(());
        }
        ensure!(block.covered == block.words.len(), "a token of several words lacks some");
        let count = block.words.len();
        for (n, (word, head)) in block.words.iter_mut().zip(&block.heads).enumerate() {
            ensure!(
                head.is_none_or(|h| h <= count && h != n + 1),
                "the head of word {} is itself or lies outside its sentence",
                n + 1
            );
            word.head = head.and_then(|h| h.checked_sub(1));
        }
        if !out.text.is_empty() {
            let paragraph = block.comments.iter().any(|c| c.starts_with("# newpar") || c.starts_with("# newdoc"));
            out.text.push_str(if paragraph { "\n\n" } else { " " });
        }
        let base = out.text.len();
        for token in &mut block.tokens {
            token.span = Span::new(base + token.span.start, base + token.span.end);
        }
        out.text.push_str(&block.text);
        let span = Span::new(base, out.text.len());
        out.comments.push(block.comments);
        out.analysis.sentences.push(Sentence { span, tokens: block.tokens, words: block.words, names: Vec::new() });
        Ok(())
    }
}

/// Writes an analysis as CoNLL-U. Sentences without words are written with their tokens alone. Names stand in MISC as
/// `NE=B-person`, `NE=I-person`; token places as `TokenRange=` in code points. `comments`, where given, replace the
/// `# sent_id` and `# text` lines of each sentence.
pub fn write(text: &str, analysis: &Analysis, comments: Option<&[Vec<String>]>) -> String {
    let mut out = String::new();
    let chars = CharIndex::new(text);
    for (n, sentence) in analysis.sentences.iter().enumerate() {
        match comments.and_then(|c| c.get(n)) {
            Some(lines) => lines.iter().for_each(|line| out.extend([line, "\n"])),
            None => {
                let line: String = sentence.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
                let _ = writeln!(out, "# sent_id = {}\n# text = {line}", n + 1);
            }
        }
        write_sentence(text, sentence, &chars, &mut out);
        out.push('\n');
    }
    out
}

fn write_sentence(text: &str, sentence: &Sentence, chars: &CharIndex<'_>, out: &mut String) {
    let mut names: HashMap<usize, (char, NameKind)> = HashMap::new();
    for name in &sentence.names {
        let covered = sentence.tokens.iter().enumerate().filter(|(_, t)| t.span.overlaps(&name.span));
        for (k, (i, _)) in covered.enumerate() {
            names.insert(i, (if k == 0 { 'B' } else { 'I' }, name.kind));
        }
    }
    for (i, token) in sentence.tokens.iter().enumerate() {
        let mut misc = Vec::new();
        if let Some((place, kind)) = names.get(&i) {
            misc.push(format!("NE={place}-{}", kind.as_str()));
        }
        if sentence.tokens.get(i + 1).is_some_and(|next| next.span.start == token.span.end) {
            misc.push("SpaceAfter=No".to_owned());
        }
        let (start, end) = chars.chars(token.span);
        misc.push(format!("TokenRange={start}:{end}"));
        let misc = misc.join("|");
        let form = column(token.span.of(text));
        if sentence.words.is_empty() {
            let _ = writeln!(out, "{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", i + 1);
            continue;
        }
        let first = token.first_word;
        if token.n_words != 1 {
            let _ = writeln!(out, "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", first + 1, first + token.n_words);
        }
        for (w, word) in sentence.words.iter().enumerate().skip(first).take(token.n_words) {
            let head = match (word.head, word.deprel) {
                (_, "") => "_".to_owned(),
                (head, _) => head.map_or(0, |h| h + 1).to_string(),
            };
            let deprel = if word.deprel.is_empty() { "_" } else { word.deprel };
            let misc = if token.n_words == 1 { misc.as_str() } else { "_" };
            let (form, lemma, feats) = (column(&word.form), column(&word.lemma), column(&word.feats));
            let _ = writeln!(
                out,
                "{}\t{form}\t{lemma}\t{}\t_\t{feats}\t{head}\t{deprel}\t_\t{misc}",
                w + 1,
                word.upos.as_str()
            );
        }
    }
}

/// A column holds neither tabs nor line breaks, and is never empty.
fn column(text: &str) -> String {
    if text.is_empty() {
        return "_".to_owned();
    }
    text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# sent_id = 1\n# text = Du pain, s'il !\n1-2\tDu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDe\tde\tADP\t_\t_\t3\tcase\t_\t_\n2\tle\tle\tDET\t_\tDefinite=Def|PronType=Art\t3\tdet\t_\t_\n3\tpain\tpain\tNOUN\t_\tNumber=Sing\t0\troot\t_\tSpaceAfter=No\n4\t,\t,\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n1\tFin\t_\t_\t_\t_\t_\t_\t_\t_\n\n";

    #[test]
    fn reads_words_tokens_and_text() {
        let read = read(FILE).unwrap();
        assert_eq!(read.text, "Du pain, Fin");
        let sentence = &read.analysis.sentences[0];
        assert_eq!(sentence.tokens[0].n_words, 2);
        assert_eq!(sentence.tokens[1].span.of(&read.text), "pain");
        assert_eq!(sentence.words[0].head, Some(2));
        assert_eq!(sentence.words[2].head, None);
        assert_eq!(sentence.words[2].deprel, "root");
        assert_eq!(read.analysis.sentences[1].words[0].deprel, "");
    }

    #[test]
    fn what_is_written_reads_back() {
        let first = read(FILE).unwrap();
        let again = read(&write(&first.text, &first.analysis, Some(&first.comments))).unwrap();
        assert_eq!(first, again);
    }

    #[test]
    fn faults_name_their_line() {
        for bad in ["1\tx\n", "2\tx\t_\t_\t_\t_\t_\t_\t_\t_\n", "1\tx\t_\tNOPE\t_\t_\t_\t_\t_\t_\n"] {
            assert!(format!("{:#}", read(bad).unwrap_err()).contains("line 1"), "{bad:?}");
        }
        for bad in [
            "\n\n1\tx\t_\t_\t_\t_\t9\tdep\t_\t_\n\n",
            "\n\n1\tx\t_\t_\t_\t_\t1\tdep\t_\t_\n\n",
            "\n\n1-3\tx\t_\t_\t_\t_\t_\t_\t_\t_\n1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n\n",
            "\n\n1-2\tx\t_\t_\t_\t_\t_\t_\t_\t_\n\n",
        ] {
            assert!(format!("{:#}", read(bad).unwrap_err()).contains("begins in line 3"), "{bad:?}");
        }
    }

    #[test]
    fn empty_nodes_comments_and_several_sentences_are_kept_apart() {
        let file = "# newdoc\n# text = Ana lit et Bo dort.\n1\tAna\t_\t_\t_\t_\t_\t_\t_\t_\n1.1\tlit\t_\t_\t_\t_\t_\t_\t_\t_\n2\tlit\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n# c\r\n1\tBo\t_\t_\t_\t_\t_\t_\t_\t_";
        let read = read(file).unwrap();
        assert_eq!(read.text, "Ana lit Bo");
        assert_eq!(read.analysis.sentences.iter().map(|s| s.words.len()).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(read.comments, [vec!["# newdoc", "# text = Ana lit et Bo dort."], vec!["# c"]]);
    }
}
