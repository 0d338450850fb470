//! Parts sentences into clauses, so that a mood or a negation holds for its own clause and for no other.
//!
//! In: a [`Reader`]. Out: for each piece the cell that it belongs to: the stretch that one finite verb governs. A run of
//! words without a verb goes with the clause before it, or with the first clause where none is before; an aside between
//! a subject and its verb (`Ms Doe, 55, will run it`) is a cell of its own.

use std::ops::Range;

use super::attribution::Owners;
use super::lexicon::Class;
use super::reader::Reader;
use super::verbs::Forms;
use super::view::Shape;

/// The cells of a document.
pub(super) struct Cells {
    /// The cell of each piece.
    pub of: Vec<u32>,
}

struct Segment {
    range: Range<usize>,
    finite: bool,
    /// A full break before it; a colon is one for a clause, but not for words without a verb.
    hard: bool,
    colon: bool,
    relative: bool,
    /// Its verb stands at its head: it goes on with a subject that stands before.
    resumes: bool,
}

/// Finds the cells of every sentence.
pub(super) fn cells(reader: &Reader, owners: &Owners) -> Cells {
    let mut cells = Cells { of: vec![0; reader.view.pieces.len()] };
    let mut next = 1u32;
    for sentence in &reader.view.sentences {
        let segments = segments(reader, owners, sentence.clone());
        join(reader, &segments, &mut cells.of, &mut next);
    }
    for tag in &owners.tags {
        mark(&mut cells.of, tag, next);
        next += 1;
    }
    cells
}

fn segments(r: &Reader, owners: &Owners, sentence: Range<usize>) -> Vec<Segment> {
    let mut out = Vec::new();
    let mut start = sentence.start;
    let mut hard = true;
    let cut = |from: usize, to: usize, hard: bool, out: &mut Vec<Segment>| {
        let colon = from > sentence.start && r.shape(from - 1) == Shape::Colon;
        if from < to {
            let range = from..to;
            let first = (from..to)
                .find(|a| !r.is(*a, Class::Coordinator) && !r.is(*a, Class::Clitic) && !r.is(*a, Class::Adverb));
            out.push(Segment {
                finite: r.any_finite(range.clone()) || range.clone().any(|a| owners.reports[a]),
                relative: (from..to.min(from + 2)).any(|a| r.is(a, Class::Relative)),
                resumes: first.is_some_and(|a| r.finite(a)),
                range,
                hard,
                colon,
            });
        }
    };
    for at in sentence.clone() {
        let sign = matches!(
            r.shape(at),
            Shape::Comma | Shape::Semicolon | Shape::Colon | Shape::Dash | Shape::Open | Shape::Close | Shape::Stop
        );
        if sign {
            cut(start, at, hard, &mut out);
            start = at + 1;
            hard = matches!(r.shape(at), Shape::Semicolon | Shape::Colon | Shape::Stop);
            continue;
        }
        let opens = at > start
            && (r.is(at, Class::Subordinator)
                || r.is(at, Class::Relative)
                || r.is(at, Class::Opener)
                || r.is(at, Class::Coordinator)
                || r.is(at, Class::Adversative));
        if opens {
            cut(start, at, hard, &mut out);
            start = at;
            hard = r.is(at, Class::Adversative);
        }
    }
    cut(start, sentence.end, hard, &mut out);
    out
}

fn join(r: &Reader, segments: &[Segment], of: &mut [u32], next: &mut u32) {
    let mut pending: Vec<Range<usize>> = Vec::new();
    let mut last: Option<u32> = None;
    for (at, segment) in segments.iter().enumerate() {
        let follower = segments.get(at + 1);
        let waits = follower.is_some_and(|f| f.resumes && !f.hard);
        if segment.finite {
            if segment.relative && waits && !pending.is_empty() {
                last = Some(govern(r, &[], &segment.range, of, next));
                continue;
            }
            if segment.hard {
                close(of, &mut pending, next);
            }
            last = Some(govern(r, &pending, &segment.range, of, next));
            pending.clear();
        } else if (segment.hard && !segment.colon) || last.is_none() {
            if !pending.is_empty() && waits && !segment.relative && !segment.hard {
                // An aside between subject and verb.
                mark(of, &segment.range, *next);
                *next += 1;
            } else {
                if segment.hard {
                    close(of, &mut pending, next);
                    last = None;
                }
                pending.push(segment.range.clone());
            }
        } else if let Some(cell) = last {
            mark(of, &segment.range, cell);
        }
    }
    close(of, &mut pending, next);
}

fn close(of: &mut [u32], pending: &mut Vec<Range<usize>>, next: &mut u32) {
    if pending.is_empty() {
        return;
    }
    for range in pending.drain(..) {
        mark(of, &range, *next);
    }
    *next += 1;
}

fn mark(of: &mut [u32], range: &Range<usize>, cell: u32) {
    if let Some(run) = of.get_mut(range.clone()) {
        run.fill(cell);
    }
}

/// Gives a clause its cells, one for each finite verb in it; returns the last.
fn govern(r: &Reader, before: &[Range<usize>], range: &Range<usize>, of: &mut [u32], next: &mut u32) -> u32 {
    for run in before {
        mark(of, run, *next);
    }
    let mut start = range.start;
    let mut verb: Option<usize> = None;
    for at in range.clone() {
        if !r.finite(at) {
            continue;
        }
        if let Some(earlier) = verb {
            // Two verbs without a sign between them (`said the drones would`): what stands between goes with the
            // first, unless that one reports what the second says.
            if at - earlier > 2 {
                let form = r.view.form(earlier);
                let reports =
                    r.lexicon.forms.get(form).is_some_and(|f| f.iter().any(|(_, part)| *part == Forms::Finite));
                let split = if reports { earlier + 1 } else { at };
                mark(of, &(start..split), *next);
                *next += 1;
                start = split;
            }
        }
        verb = Some(at);
    }
    mark(of, &(start..range.end), *next);
    *next += 1;
    *next - 1
}
