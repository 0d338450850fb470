//! What the parser looks at.

use super::state::{Children, NONE, State};
use crate::language::linear::{Key, KeyHasher, mix};

/// What features need of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Node {
    /// Hash of the form.
    pub form: u64,
    /// Hash of the lemma.
    pub lemma: u64,
    /// Part of speech.
    pub tag: u64,
    /// Part of speech with what matters of its morphology.
    pub fine: u64,
    /// Hash of the last three characters.
    pub ending: u64,
}

/// Stands for a word that is not there.
const NOBODY: Node = Node { form: 0x11, lemma: 0x12, tag: 0x63, fine: 0x13, ending: 0x14 };
/// Stands for the root.
const ROOT: Node = Node { form: 0x21, lemma: 0x22, tag: 0x62, fine: 0x23, ending: 0x24 };

struct View<'v> {
    nodes: &'v [Node],
    state: &'v State,
}

impl View<'_> {
    fn node(&self, word: u32) -> Node {
        if word == NONE {
            return NOBODY;
        }
        self.nodes.get(word as usize).copied().unwrap_or(if word == self.state.root() { ROOT } else { NOBODY })
    }

    fn children(&self, word: u32) -> Children {
        let none = Children { left: [NONE; 2], right: [NONE; 2], count: [0; 2], relations: [0; 2] };
        if word == NONE { none } else { self.state.children.get(word as usize).copied().unwrap_or(none) }
    }

    fn relation(&self, word: u32) -> u64 {
        if word == NONE { 255 } else { self.state.relations.get(word as usize).map_or(254, |r| u64::from(*r)) }
    }
}

fn distance(a: u32, b: u32) -> u64 {
    if a == NONE || b == NONE {
        return 15;
    }
    match b.abs_diff(a) {
        d @ 0..=4 => u64::from(d),
        5..=7 => 5,
        8..=12 => 6,
        13..=20 => 7,
        _ => 8,
    }
}

/// Fills `keys` with the features of a state, to choose the next transition by.
pub fn move_keys(nodes: &[Node], state: &State, keys: &mut Vec<Key>) {
    keys.clear();
    let view = View { nodes, state };
    let (i0, i1, i2) = (state.stacked(0), state.stacked(1), state.stacked(2));
    let ahead = |n: u32| if state.next + n > state.root() { NONE } else { state.next + n };
    let (j0, j1, j2, j3) = (state.next, ahead(1), ahead(2), ahead(3));
    let (s0, s1, s2) = (view.node(i0), view.node(i1), view.node(i2));
    let (b0, b1, b2, b3) = (view.node(j0), view.node(j1), view.node(j2), view.node(j3));
    let (c0, c1, cb) = (view.children(i0), view.children(i1), view.children(j0));
    let mut template = 300;
    let mut add = |a: u64, b: u64, c: u64| {
        template += 1;
        keys.push(KeyHasher::new(template).with(a).with(b).with(c).key());
    };
    add(0, 0, 0);
    // Words alone.
    for node in [s0, s1, b0] {
        add(node.form, node.fine, 0);
        add(node.lemma, node.tag, 1);
        add(node.fine, 0, 2);
    }
    add(b1.form, 0, 0);
    add(b1.fine, 0, 0);
    add(b2.fine, 0, 0);
    add(s2.fine, 0, 0);
    add(b3.tag, b2.tag, b1.tag);
    // Pairs.
    add(s0.lemma, b0.lemma, 0);
    add(s0.lemma, b0.tag, 0);
    add(s0.tag, b0.lemma, 0);
    add(s0.fine, b0.fine, 0);
    add(s0.form, b0.fine, 0);
    add(s1.lemma, s0.lemma, 0);
    add(s1.lemma, s0.tag, 0);
    add(s1.tag, s0.lemma, 0);
    add(s1.fine, s0.fine, 0);
    add(s1.fine, b0.fine, 0);
    add(s1.lemma, b0.lemma, 0);
    add(s1.lemma, b0.tag, 0);
    add(b0.fine, b1.fine, 0);
    add(b0.tag, b1.form, 0);
    add(s0.lemma, b1.lemma, 0);
    add(s0.fine, b1.fine, 0);
    add(s2.tag, s0.tag, b0.tag);
    // Three and four.
    add(s2.fine, s1.fine, s0.fine);
    add(s1.fine, s0.fine, b0.fine);
    add(s0.fine, b0.fine, b1.fine);
    add(mix(s0.tag, b0.tag), b1.tag, b2.tag);
    add(mix(s1.tag, s0.tag), b0.tag, b1.tag);
    add(mix(s1.tag, s0.tag), b0.lemma, 0);
    add(mix(s1.tag, b0.tag), s0.lemma, 0);
    add(mix(s0.tag, b0.tag), s1.lemma, 0);
    add(mix(s0.tag, b0.tag), b1.lemma, 0);
    add(s0.lemma, b0.tag, b1.tag);
    add(s0.tag, b0.lemma, b1.tag);
    // Three words: preposition between verb and noun and such.
    add(s1.lemma, s0.lemma, b0.tag);
    add(s1.tag, s0.lemma, b0.lemma);
    // Distance.
    let (d0, d1) = (distance(i0, j0), distance(i1, i0));
    add(d0, s0.tag, b0.tag);
    add(d1, s1.tag, s0.tag);
    add(d0, s0.lemma, 0);
    add(d0, b0.lemma, 1);
    add(d1, s1.lemma, 0);
    add(d0, mix(d1, b0.tag), mix(s0.tag, s1.tag));
    // Children.
    let child = |word: u32| (view.node(word), view.relation(word));
    let (l0, r0, l1, r1, lb) =
        (child(c0.left[0]), child(c0.right[0]), child(c1.left[0]), child(c1.right[0]), child(cb.left[0]));
    add(s0.tag, b0.tag, mix(l0.0.tag, 1));
    add(s0.tag, b0.tag, mix(r0.0.tag, 2));
    add(s0.tag, b0.tag, mix(lb.0.tag, 3));
    add(s1.tag, s0.tag, mix(l1.0.tag, 4));
    add(s1.tag, s0.tag, mix(r1.0.tag, 5));
    add(s1.tag, s0.tag, mix(l0.0.tag, 6));
    add(s1.tag, s0.tag, mix(r0.0.tag, 7));
    add(s0.fine, l0.0.lemma, l0.1);
    add(s0.fine, r0.0.lemma, r0.1);
    add(s1.fine, r1.0.lemma, r1.1);
    add(b0.fine, lb.0.lemma, lb.1);
    add(b0.tag, lb.1, mix(s0.tag, l0.1));
    add(s0.tag, l0.0.lemma, s1.lemma);
    add(l0.0.lemma, mix(s0.tag, s1.tag), b0.tag);
    // How many children, and of which relations.
    add(s0.tag, c0.relations[0], 1);
    add(s0.tag, c0.relations[1], 2);
    add(s1.tag, c1.relations[1], mix(3, s0.tag));
    add(s1.tag, c1.relations[0], mix(4, s0.tag));
    add(b0.tag, cb.relations[0], mix(5, s0.tag));
    add(s0.lemma, u64::from(c0.count[0]), mix(6, u64::from(c0.count[1])));
    add(s1.lemma, u64::from(c1.count[0]), mix(7, u64::from(c1.count[1])));
    add(b0.lemma, u64::from(cb.count[0]), 8);
    add(s0.tag, mix(c0.relations[0], c0.relations[1]), b0.tag);
    add(s1.tag, mix(c1.relations[1], s0.tag), mix(b0.tag, r1.1));
    add(view.node(c0.left[1]).tag, l0.0.tag, s0.tag);
    add(view.node(c0.right[1]).tag, r0.0.tag, s0.tag);
    add(view.node(c1.right[1]).tag, r1.0.tag, s1.tag);
    // What stands just beside the two in the text.
    let beside = |word: u32, by: i64| match word {
        NONE => NOBODY,
        word => u32::try_from(i64::from(word) + by).map_or(NOBODY, |w| view.node(w)),
    };
    add(beside(i0, 1).tag, s0.tag, b0.tag);
    add(beside(i0, -1).tag, s0.tag, mix(s1.tag, 1));
    add(beside(i1, 1).tag, s1.tag, mix(s0.tag, 2));
    add(beside(j0, -1).tag, s0.tag, mix(b0.tag, 3));
}

/// Returns what an arc between two words of the sentence is looked up by before it is asked about.
pub fn sure_key(nodes: &[Node], head: u32, word: u32) -> u64 {
    let (h, d) = (nodes[head as usize], nodes[word as usize]);
    mix(mix(d.lemma, d.tag), h.tag << 1 | u64::from(word < head))
}

/// Returns what a state is looked up by before its next transition is asked about.
pub fn sure_move_key(nodes: &[Node], state: &State) -> u64 {
    let view = View { nodes, state };
    let (i0, i1) = (state.stacked(0), state.stacked(1));
    let (s0, s1, b0) = (view.node(i0), view.node(i1), view.node(state.next));
    let b1 = if state.next < state.root() { view.node(state.next + 1) } else { NOBODY };
    let near = distance(i0, state.next).min(3) << 2 | distance(i1, i0).min(3);
    let children = view.children(i0);
    let held = u64::from(children.count[0] > 0) << 5 | u64::from(children.count[1] > 0) << 4 | near;
    mix(mix(mix(s0.fine, b0.fine), mix(s1.tag, b1.tag)), held)
}

/// Fills `keys` with the features of an arc, to name its relation by.
pub fn relation_keys(nodes: &[Node], state: &State, head: u32, word: u32, keys: &mut Vec<Key>) {
    keys.clear();
    let view = View { nodes, state };
    let (h, d) = (view.node(head), view.node(word));
    let (ch, cd) = (view.children(head), view.children(word));
    let beside = |word: u32, by: i64| u32::try_from(i64::from(word) + by).map_or(NOBODY, |w| view.node(w));
    let side = u64::from(word < head);
    let far = distance(head, word);
    let mut template = 500;
    let mut add = |a: u64, b: u64, c: u64| {
        template += 1;
        keys.push(KeyHasher::new(template).with(mix(a, side)).with(b).with(c).key());
    };
    let (first, second, last) = (view.node(cd.left[0]), view.node(cd.left[1]), view.node(cd.right[0]));
    let (case, case_relation) = (first, view.relation(cd.left[0]));
    add(0, 0, 0);
    add(d.form, 0, 0);
    add(d.lemma, d.fine, 0);
    add(d.fine, 0, 0);
    add(d.ending, d.tag, 0);
    add(h.form, 0, 0);
    add(h.lemma, h.fine, 0);
    add(h.fine, 0, 0);
    add(h.lemma, d.lemma, 0);
    add(h.fine, d.fine, 0);
    add(h.lemma, d.fine, 0);
    add(h.tag, d.lemma, 0);
    add(h.fine, d.form, 0);
    add(h.tag, d.tag, far);
    add(d.fine, far, 1);
    add(case.lemma, case_relation, d.tag);
    add(case.lemma, h.tag, d.tag);
    add(case.lemma, h.lemma, 1);
    add(case.lemma, d.lemma, 2);
    add(case.lemma, mix(h.lemma, 3), d.tag);
    add(second.lemma, case.lemma, mix(h.tag, d.tag));
    add(last.lemma, view.relation(cd.right[0]), mix(h.tag, d.tag));
    add(cd.relations[0], d.fine, h.tag);
    add(cd.relations[1], d.tag, h.tag);
    add(mix(cd.relations[0], cd.relations[1]), mix(d.tag, h.fine), case.lemma);
    add(ch.relations[0], h.tag, mix(d.fine, 1));
    add(ch.relations[1], h.tag, mix(d.fine, 2));
    add(ch.relations[0], h.fine, mix(d.tag, case.tag));
    add(ch.relations[0] | ch.relations[1], h.lemma, d.fine);
    add(u64::from(ch.count[usize::from(word > head)]), h.tag, mix(d.tag, 3));
    let (p, n) = (beside(word, -1), beside(word, 1));
    add(p.lemma, d.tag, mix(h.tag, 4));
    add(n.lemma, d.tag, mix(h.tag, 5));
    add(p.tag, n.tag, mix(h.tag, d.tag));
    add(p.form, d.form, 6);
    add(n.form, d.form, 7);
    let (hp, hn) = (beside(head, -1), beside(head, 1));
    add(hp.lemma, h.tag, mix(d.tag, 8));
    add(hn.lemma, h.tag, mix(d.tag, 9));
    add(hp.fine, hn.fine, mix(h.tag, d.tag));
    // The outermost child of the head on this side so far, and what lies on the other.
    let (near, across) = if word < head { (ch.left[0], ch.right[0]) } else { (ch.right[0], ch.left[0]) };
    add(view.relation(near), view.node(near).tag, mix(h.tag, d.tag));
    add(view.relation(across), view.node(across).tag, mix(h.tag, d.tag));
    add(view.node(near).lemma, d.lemma, h.tag);
}
