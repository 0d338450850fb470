//! Stories: documents that tell of one event.
//!
//! Leader clustering (Hartigan, *Clustering Algorithms*, 1975): documents come in one after the other and each joins the
//! story that it shares most with, or begins one. What it shares is weighed by `rules/shared/stories.toml`. A story is
//! all its documents and not the last one alone, so that one odd document does not pull two events together. Where a
//! document goes hangs on those before it only: a later one never moves it.

use foldhash::{HashMap, HashMapExt};

use crate::rules::lexicon::FastMap;
use crate::rules::stories::{FIGURE, StoryRules, WORD};

/// A name or figure that a document holds: what it is, and what it weighs where another one holds it too.
pub type Mark = (String, f64);

/// Marks that more stories than this hold lead to none of them; where another mark led, they count.
const MOST_LED_TO: usize = 400;

/// The stories so far.
#[derive(Debug)]
pub struct Stories<'r> {
    rules: &'r StoryRules,
    stories: Vec<Story>,
    /// Marks by number, in the order in which they came.
    numbers: HashMap<String, u32>,
    /// For each mark, by its number, the stories that hold it, in order.
    with: Vec<Vec<usize>>,
}

#[derive(Debug, Default)]
struct Story {
    documents: usize,
    /// In how many documents each mark stands, by its number.
    marks: FastMap<u32, usize>,
    /// Days of publication, as Julian day numbers, sorted.
    days: Vec<i64>,
}

impl<'r> Stories<'r> {
    /// Begins without any.
    pub fn new(rules: &'r StoryRules) -> Self {
        Stories { rules, stories: Vec::new(), numbers: HashMap::new(), with: Vec::new() }
    }

    /// Returns the number of the story that a document belongs to, and adds it; a new number where it begins one.
    ///
    /// `day` is the Julian day number of publication. Marks with no weight are passed over.
    pub fn place(&mut self, day: Option<i64>, marks: &[Mark]) -> usize {
        let mut near: Vec<usize> = marks
            .iter()
            .filter(|(mark, weight)| *weight > 0.0 && !is_word(mark))
            .filter_map(|(mark, _)| self.numbers.get(mark))
            .map(|number| self.holding(*number))
            .filter(|stories| stories.len() <= MOST_LED_TO)
            .flatten()
            .copied()
            .collect();
        near.sort_unstable();
        near.dedup();
        let weighed: Vec<Weighed> = match near.is_empty() {
            true => Vec::new(),
            false => marks.iter().filter_map(|(mark, weight)| self.weigh(mark, *weight, day)).collect(),
        };
        let mut best: Option<(f64, usize)> = None;
        for n in near {
            let score = self.shared(n, day, &weighed);
            if score >= self.rules.enough && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, n));
            }
        }
        let n = best.map_or(self.stories.len(), |(_, n)| n);
        self.add(n, day, marks);
        n
    }

    /// Adds a document to story `n`, which is an old one or the next new one.
    pub fn add(&mut self, n: usize, day: Option<i64>, marks: &[Mark]) {
        while self.stories.len() <= n {
            self.stories.push(Story::default());
        }
        let numbers: Vec<u32> =
            marks.iter().filter(|(_, weight)| *weight > 0.0).map(|(mark, _)| self.number(mark)).collect();
        let story = &mut self.stories[n];
        story.documents += 1;
        if let Some(day) = day {
            let at = story.days.partition_point(|d| *d < day);
            story.days.insert(at, day);
        }
        for number in numbers {
            let count = story.marks.entry(number).or_insert(0);
            *count += 1;
            if *count == 1 {
                self.with[number as usize].push(n);
            }
        }
    }

    /// Returns a mark's number: its own from the first time on.
    fn number(&mut self, mark: &str) -> u32 {
        if let Some(number) = self.numbers.get(mark) {
            return *number;
        }
        // A store holds far fewer marks than numbers.
        let number = u32::try_from(self.with.len()).unwrap_or(u32::MAX);
        self.numbers.insert(mark.to_owned(), number);
        self.with.push(Vec::new());
        number
    }

    /// The stories that hold a mark, in the order in which they came to it.
    fn holding(&self, number: u32) -> &[usize] {
        self.with.get(number as usize).map_or(&[], Vec::as_slice)
    }

    /// Returns what a mark weighs in a document's time; nothing where no story holds it.
    fn weigh(&self, mark: &str, weight: f64, day: Option<i64>) -> Option<Weighed> {
        let number = *self.numbers.get(mark)?;
        let rare = weight * self.rarity(mark, self.holding(number), day);
        let sort = match () {
            () if is_word(mark) => Sort::Word,
            () if mark.starts_with(FIGURE) => Sort::Figure,
            () => Sort::Name,
        };
        Some(Weighed { number, sort, rare, whole: if sort == Sort::Name { weight } else { rare } })
    }

    /// Returns what a document shares with a story.
    fn shared(&self, n: usize, day: Option<i64>, marks: &[Weighed]) -> f64 {
        let story = &self.stories[n];
        let fading = match (day, nearest(&story.days, day)) {
            (Some(_), Some(gap)) if gap > self.rules.window_days => return 0.0,
            (Some(_), Some(gap)) => {
                let late = (gap - self.rules.near_days).max(0) as f64;
                (1.0 / (1.0 + late / self.rules.fading_days)).max(self.rules.least_fading)
            }
            _ => self.rules.undated,
        };
        let documents = story.documents as f64;
        let (mut rare, mut whole, mut told) = (0.0, 0.0, 0.0);
        for m in marks {
            let Some(count) = story.marks.get(&m.number) else { continue };
            let share = (*count as f64 / documents).sqrt();
            match m.sort {
                Sort::Word => told += m.rare * share,
                _ => {
                    rare += m.rare * share;
                    whole += m.whole * share;
                }
            }
        }
        let words = &self.rules.words;
        let is_near = nearest(&story.days, day).is_some_and(|gap| gap <= words.days);
        // On one day a town that is often in the papers tells as much as any other, beside words of what happened there.
        let near = if is_near && told >= words.least { whole + told.min(words.most) } else { 0.0 };
        rare.max(near) * fading
    }

    /// Returns how much of a mark's weight is left by the other stories of the time that hold it, 0 to 1: the more of them
    /// there are, the likelier two hold it by chance.
    fn rarity(&self, mark: &str, holding: &[usize], day: Option<i64>) -> f64 {
        let common = if is_word(mark) { self.rules.words.common } else { self.rules.common };
        let is_of_the_time = |n: &&usize| {
            let gap = self.stories.get(**n).and_then(|story| nearest(&story.days, day));
            gap.is_none_or(|gap| gap <= self.rules.common_days)
        };
        // The newest first; beyond some multiple of what is common nothing is left worth counting.
        let most = (common * 9.0) as usize;
        let holding = holding.iter().rev().filter(is_of_the_time).take(most).count();
        if holding == most { 0.0 } else { common / (common + holding.saturating_sub(1) as f64) }
    }
}

/// What sort of mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Name,
    Figure,
    Word,
}

/// A mark of the document that is placed.
#[derive(Debug)]
struct Weighed {
    number: u32,
    sort: Sort,
    /// What it weighs, less the more stories of the time hold it.
    rare: f64,
    /// What it weighs beside words of what happened: of names the whole.
    whole: f64,
}

/// Returns whether a mark is a word of what happened.
fn is_word(mark: &str) -> bool {
    mark.starts_with(WORD)
}

/// Returns how many days lie between a day and the nearest of a sorted list.
fn nearest(days: &[i64], day: Option<i64>) -> Option<i64> {
    let day = day?;
    let at = days.partition_point(|d| *d < day);
    [at.checked_sub(1), Some(at)].into_iter().flatten().filter_map(|n| days.get(n)).map(|d| (d - day).abs()).min()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rules() -> &'static StoryRules {
        StoryRules::embedded().unwrap()
    }

    fn marks(names: &[(&str, f64)]) -> Vec<Mark> {
        names.iter().map(|(n, w)| ((*n).to_owned(), *w)).collect()
    }

    #[test]
    fn documents_that_share_enough_are_one_story() {
        let mut stories = Stories::new(rules());
        let one = stories.place(Some(100), &marks(&[("person:a", 3.0), ("place:x", 1.5)]));
        let same = stories.place(Some(101), &marks(&[("person:a", 3.0), ("place:y", 1.5)]));
        let other = stories.place(Some(101), &marks(&[("person:b", 3.0), ("place:x", 1.5)]));
        assert_eq!(one, same);
        assert_ne!(one, other, "one place alone is not enough");
    }

    #[test]
    fn the_same_place_and_person_long_after_is_another_story() {
        let mut stories = Stories::new(rules());
        let both = marks(&[("person:a", 3.0), ("place:x", 1.5)]);
        let one = stories.place(Some(100), &both);
        assert_ne!(one, stories.place(Some(100 + rules().window_days + 1), &both));
        assert_eq!(one, stories.place(Some(90), &both));
        assert_eq!(one, stories.place(None, &both), "without a date it may be");
    }

    #[test]
    fn one_odd_document_does_not_pull_two_stories_together() {
        let mut stories = Stories::new(rules());
        for _ in 0..5 {
            stories.place(Some(100), &marks(&[("person:a", 3.0), ("place:x", 1.5)]));
        }
        // Tells of both.
        stories.place(Some(100), &marks(&[("person:a", 3.0), ("place:x", 1.5), ("place:y", 1.5), ("place:z", 1.5)]));
        let other = stories.place(Some(100), &marks(&[("place:y", 1.5), ("place:z", 1.5)]));
        assert_eq!(other, 1);
    }

    #[test]
    fn words_of_what_happened_tell_two_events_of_one_town_apart() {
        let told = |words: &[&str]| {
            let mut out = marks(&[("place:x", 1.5)]);
            out.extend(words.iter().map(|word| (format!("{WORD}{word}"), rules().words.weight)));
            out
        };
        let mut stories = Stories::new(rules());
        let fire = stories.place(Some(100), &told(&["fire", "hotel", "smoke", "guest"]));
        let strike = stories.place(Some(100), &told(&["strike", "depot", "tram", "guest"]));
        assert_ne!(fire, strike);
        assert_eq!(stories.place(Some(101), &told(&["hotel", "fire", "smoke"])), fire);
        assert_eq!(stories.place(Some(101), &told(&["tram", "strike", "depot"])), strike);
        assert_ne!(
            stories.place(Some(120), &told(&["hotel", "fire", "smoke"])),
            fire,
            "three weeks later it is another fire"
        );
    }

    #[test]
    fn words_alone_lead_nowhere_and_common_ones_weigh_little() {
        let words = |names: &[&str]| -> Vec<Mark> {
            names.iter().map(|w| (format!("{WORD}{w}"), rules().words.weight)).collect()
        };
        let mut stories = Stories::new(rules());
        let all = words(&["fire", "hotel", "smoke", "guest"]);
        let one = stories.place(Some(100), &all);
        assert_ne!(stories.place(Some(100), &all), one);
        let beside = |place: u8| [words(&["shot", "police", "night"]), vec![(format!("place:{place}"), 1.5)]].concat();
        for n in 0..60 {
            stories.place(Some(100), &beside(n));
        }
        let before = stories.stories.len();
        assert_eq!(stories.place(Some(100), &beside(3)), before, "sixty stories of the time tell the same");
    }

    #[test]
    fn one_shared_figure_makes_no_story() {
        let figures = &rules().figures;
        let shared = |weight: f64| marks(&[("figure:quantity:112", weight)]);
        let mut stories = Stories::new(rules());
        let one = stories.place(Some(100), &shared(figures.more_digits));
        assert_ne!(stories.place(Some(100), &shared(figures.more_digits)), one);
    }

    #[test]
    fn what_many_stories_hold_tells_them_no_longer_apart() {
        let mut stories = Stories::new(rules());
        // Each tells of a town of its own, and all of them of the same round figures and of a ministry.
        let chance = [("figure:quantity:19", 0.7), ("figure:quantity:34", 0.7), ("organisation:ministry", 1.5)];
        for n in 0..8 {
            let town = format!("place:{n}");
            stories.place(Some(100), &marks(&[(&town, 1.5), chance[n % 3]]));
        }
        let before = stories.stories.len();
        assert_eq!(before, 8);
        let next = stories.place(Some(100), &marks(&[("place:other", 1.5), chance[0], chance[1], chance[2]]));
        assert_eq!(next, before);
    }

    #[test]
    fn marks_without_weight_lead_nowhere() {
        let mut stories = Stories::new(rules());
        let one = stories.place(None, &marks(&[("place:Europe", 0.0)]));
        assert_ne!(one, stories.place(None, &marks(&[("place:Europe", 0.0)])));
    }

    proptest! {
        /// A document's story hangs on those before it alone, so a run may begin again in the middle.
        #[test]
        fn what_was_placed_may_be_given_and_the_rest_follows(
            documents in proptest::collection::vec(
                (proptest::option::of(0i64..400), proptest::collection::btree_set(0u8..12, 0..5)), 1..14),
            cut in 0usize..14,
        ) {
            let documents: Vec<(Option<i64>, Vec<Mark>)> = documents
                .into_iter()
                .map(|(day, marks)| {
                    let named = |m: u8| if m > 8 { format!("{WORD}{m}") } else { m.to_string() };
                    (day, marks.into_iter().map(|m| (named(m), f64::from(m % 4))).collect())
                })
                .collect();
            let mut whole = Stories::new(rules());
            let all: Vec<usize> = documents.iter().map(|(day, marks)| whole.place(*day, marks)).collect();
            let mut again = Stories::new(rules());
            for (n, (day, marks)) in documents.iter().enumerate() {
                if n < cut {
                    again.add(all[n], *day, marks);
                } else {
                    prop_assert_eq!(again.place(*day, marks), all[n]);
                }
            }
        }
    }
}
