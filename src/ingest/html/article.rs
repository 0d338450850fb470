//! Which blocks of a page are its article.
//!
//! First the element that holds the article: `article`, `main` or one whose name says so, where it holds most of the
//! page's prose; else the innermost element that does. Inside it everything stays but what is known as frame: elements by
//! their name, role or class, lists of links, and lists of other stories by their heading. A short article loses no
//! paragraph; where the choice leaves nothing, all is kept that is no menu.

use super::super::boilerplate::{Opens, Pages, is_prose};
use super::super::normalize::fold;
use super::meta::Meta;
use super::page::{Block, BlockKind, NodeKind, Page};

/// An article as picked.
pub(super) struct Article {
    /// Its paragraphs, headline first, set apart by an empty line; the rows of a table by a line end, its cells by a tab.
    pub text: String,
    /// Its headline.
    pub heading: Option<String>,
    /// The date of the `time` element that stands with it, as written.
    pub time: Option<String>,
}

/// Picks the article.
pub(super) fn pick(page: &Page, meta: &Meta, pages: &Pages) -> Article {
    let picker = Picker { page, pages, prose: page.blocks.iter().map(|block| is_prose(&block.text)).collect() };
    let scope = picker.scope();
    let heading = picker.heading(scope, meta);
    let mut kept = picker.keep(scope, heading);
    let has_text = |kept: &[usize]| kept.iter().any(|n| Some(*n) != heading);
    if !has_text(&kept) {
        kept = (0..page.blocks.len()).filter(|n| !picker.is_menu(*n)).collect();
    }
    if !has_text(&kept) {
        kept = (0..page.blocks.len()).collect();
    }
    let (start, end) = page.nodes[scope.node].blocks;
    let near =
        |at: usize| at >= start && at <= end && !page.blocks.get(at).is_some_and(|_| picker.is_framed(at, scope));
    let time = page.times.iter().find(|(_, at)| near(*at)).map(|(date, _)| date.clone());
    Article { text: picker.text(&kept), heading: heading.map(|n| page.blocks[n].text.clone()), time }
}

/// The element that holds the article.
#[derive(Clone, Copy)]
struct Scope {
    node: usize,
    /// Whether the page itself names it so; else what stands at its edges is judged more strictly.
    is_named: bool,
}

struct Picker<'p> {
    page: &'p Page,
    pages: &'p Pages,
    /// Whether each block is running text.
    prose: Vec<bool>,
}

impl Picker<'_> {
    /// What a block counts for where the article is sought: prose in full, other words little, links nothing.
    fn weight(&self, n: usize) -> usize {
        let block = &self.page.blocks[n];
        let own = block.text.len().saturating_sub(block.link_bytes);
        match self.prose[n] {
            _ if block.link_bytes * 2 > block.text.len() => 0,
            // A long table must not outweigh the text that it belongs to.
            false if block.kind == BlockKind::Row => 0,
            true => own * 8,
            false => own,
        }
    }

    fn scope(&self) -> Scope {
        let root = Scope { node: 0, is_named: false };
        let sums = |counts: &dyn Fn(usize) -> bool| {
            let mut sums = vec![0usize];
            for n in 0..self.page.blocks.len() {
                let weight = if counts(n) { self.weight(n) } else { 0 };
                sums.push(sums.last().copied().unwrap_or(0) + weight);
            }
            sums
        };
        let all = sums(&|_| true);
        let unframed = sums(&|n| !self.is_framed(n, root));
        let total = |sums: &[usize]| sums.last().copied().unwrap_or(0);
        // A page that is wrapped whole in something called frame tells nothing by it.
        let sums = if total(&unframed) * 4 < total(&all) { all } else { unframed };
        let whole = total(&sums);
        let value = |n: usize| {
            let (start, end) = self.page.nodes[n].blocks;
            sums.get(end).copied().unwrap_or(0).saturating_sub(sums.get(start).copied().unwrap_or(0))
        };
        let nodes = || 1..self.page.nodes.len();
        for kind in [NodeKind::Article, NodeKind::Main] {
            let of_kind = || nodes().filter(|n| self.page.nodes[*n].kind == kind);
            let most = of_kind().map(value).max().unwrap_or(0);
            // Of nested ones the innermost that holds as much.
            if let Some(node) = of_kind().rfind(|n| value(*n) * 10 >= most * 9 && value(*n) * 2 > whole) {
                return Scope { node, is_named: true };
            }
        }
        let bodies = || nodes().filter(|n| self.page.nodes[*n].is_body);
        if let Some(node) = bodies().rfind(|n| value(*n) * 10 > whole * 7) {
            // The headline and the lead often stand just outside.
            return Scope { node: self.page.nodes[node].parent, is_named: false };
        }
        // Elements that hold most of the page lie within each other: the last to open is the innermost.
        let holds = |n: &usize| {
            let (start, end) = self.page.nodes[*n].blocks;
            value(*n) * 10 > whole * 8 && end > start + 1
        };
        nodes().rfind(holds).map_or(root, |node| Scope { node, is_named: false })
    }

    /// Finds the headline: the heading that the page's metadata names, else the first of the highest level in the scope,
    /// else the last one before it.
    fn heading(&self, scope: Scope, meta: &Meta) -> Option<usize> {
        let named = meta.folded_headlines();
        let site = meta.source.as_deref().map(fold);
        let headings: Vec<(usize, u8, String)> = self
            .page
            .blocks
            .iter()
            .enumerate()
            .filter_map(|(n, block)| match block.kind {
                BlockKind::Heading(level) => Some((n, level, fold(&block.text))),
                _ => None,
            })
            .filter(|(.., words)| !words.is_empty() && Some(words) != site.as_ref())
            .take(200)
            .collect();
        let is_named =
            |words: &str| named.iter().any(|title| title == words || title.starts_with(&format!("{words} ")));
        if let Some((n, ..)) = headings.iter().find(|(_, level, words)| *level <= 2 && is_named(words)) {
            return Some(*n);
        }
        let (start, end) = self.page.nodes[scope.node].blocks;
        let ones = || headings.iter().filter(|(_, level, _)| *level == 1).map(|(n, ..)| *n);
        let is_title = |n: &usize| {
            let block = &self.page.blocks[*n];
            block.text.len() <= 400 && block.link_bytes == 0 && named.contains(&fold(&block.text))
        };
        ones()
            .find(|n| (start..end).contains(n))
            .or_else(|| ones().rfind(|n| *n < start))
            // Some pages have no heading at all, only large type.
            .or_else(|| (0..self.page.blocks.len().min(2000)).find(is_title))
    }

    fn keep(&self, scope: Scope, heading: Option<usize>) -> Vec<usize> {
        let (start, end) = self.page.nodes[scope.node].blocks;
        let mut kept: Vec<usize> = heading.into_iter().collect();
        let mut kept_bytes = 0;
        let whole: usize = self.page.blocks[start..end].iter().map(|block| block.text.len()).sum();
        let headline = heading.map(|n| fold(&self.page.blocks[n].text));
        // Headings of the list of other stories that is being passed over, and how many entries were.
        let mut teasers: Option<(u8, usize)> = None;
        for n in start..end {
            let block = &self.page.blocks[n];
            if Some(n) == heading || self.is_framed(n, scope) {
                continue;
            }
            let is_before = heading.is_some_and(|h| n < h) && heading.is_some_and(|h| h < end);
            if is_before && !self.prose[n] {
                continue;
            }
            if matches!(block.kind, BlockKind::Heading(_)) && headline.as_deref() == Some(fold(&block.text).as_str()) {
                continue;
            }
            let level = if let BlockKind::Heading(level) = block.kind { level } else { 7 };
            let opens = self.pages.opens(&block.text);
            if opens == Some(Opens::Teasers) {
                teasers = Some((level, 0));
                continue;
            }
            if let Some((opener, taken)) = teasers {
                let is_text = self.prose[n] && block.link_bytes * 2 < block.text.len();
                let is_section = level <= opener && level < 7 && taken > 0 && block.link_bytes == 0;
                if !is_text && !is_section {
                    teasers = Some((opener, taken + 1));
                    continue;
                }
                teasers = None;
            }
            if kept_bytes * 2 >= whole && opens == Some(Opens::Comments) {
                break;
            }
            if self.is_links(block, n) {
                continue;
            }
            kept_bytes += block.text.len();
            kept.push(n);
        }
        if !scope.is_named {
            self.trim_edges(&mut kept, heading);
        }
        kept
    }

    /// Cuts what stands before the first and behind the last prose, where nothing but its place speaks for it.
    fn trim_edges(&self, kept: &mut Vec<usize>, heading: Option<usize>) {
        let Some(first) = kept.iter().position(|n| self.prose[*n]) else { return };
        let Some(last) = kept.iter().rposition(|n| self.prose[*n]) else { return };
        let is_set = |n: usize| {
            let block = &self.page.blocks[n];
            // A caption, list or table at the end is the article's where its words are no links.
            block.link_bytes == 0 && block.text.split_whitespace().count() >= 4
        };
        let mut at = 0;
        kept.retain(|n| {
            let is_inside = (first..=last).contains(&at);
            let is_after_heading = heading.is_none_or(|h| *n >= h);
            at += 1;
            is_inside || Some(*n) == heading || (is_after_heading && is_set(*n))
        });
    }

    fn is_links(&self, block: &Block, n: usize) -> bool {
        let is_linked = block.link_bytes * 10 >= block.text.len() * 8;
        is_linked && !(self.prose[n] && block.text.split_whitespace().count() >= 20)
    }

    /// Returns whether something between the block and the scope is frame.
    fn is_framed(&self, n: usize, scope: Scope) -> bool {
        let block = &self.page.blocks[n];
        let is_plain_prose = self.prose[n] && block.link_bytes == 0;
        self.above(block.node, scope.node).any(|node| {
            let node = &self.page.nodes[node];
            node.is_furniture
                || node.is_frame
                // A box beside the text is the article's where it holds sentences and no links.
                || (node.kind == NodeKind::Aside && !(scope.is_named && is_plain_prose))
                || (node.kind == NodeKind::Header && !scope.is_named && !is_plain_prose)
        })
    }

    fn is_menu(&self, n: usize) -> bool {
        let block = &self.page.blocks[n];
        self.is_links(block, n) || self.above(block.node, 0).any(|node| self.page.nodes[node].is_furniture)
    }

    /// The elements around a block from the inside, up to but without `scope`.
    fn above(&self, node: usize, scope: usize) -> impl Iterator<Item = usize> {
        let mut at = Some(node);
        std::iter::from_fn(move || {
            let node = at.filter(|node| *node != scope && *node != 0)?;
            at = Some(self.page.nodes[node].parent);
            Some(node)
        })
    }

    fn text(&self, kept: &[usize]) -> String {
        let mut out = String::new();
        let mut last: Option<usize> = None;
        for n in kept {
            let block = &self.page.blocks[*n];
            let is_row = |n: usize| self.page.blocks[n].kind == BlockKind::Row;
            if let Some(last) = last {
                let is_table = is_row(*n) && is_row(last) && *n == last + 1;
                out.push_str(if is_table { "\n" } else { "\n\n" });
            }
            out.push_str(block.text.trim_start_matches(['\n', ' ']));
            last = Some(*n);
        }
        out
    }
}
