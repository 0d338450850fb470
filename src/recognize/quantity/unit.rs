//! Units and currencies beside a figure.

use rust_decimal::Decimal;

use super::{Measure, QuantityReader};
use crate::recognize::number::{Figure, Sense};
use crate::recognize::token::TokenKind;
use crate::rules::lexicon::Class;
use crate::rules::quantity::{NumberWord, Role, UnitRule};
use crate::rules::units::Currency;

/// A figure's unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitValue {
    /// Index in [`crate::rules::units::Units`].
    Measure(u16),
    /// An amount; `hundredth` says that the figure counts hundredths.
    Money {
        /// ISO 4217, or the bare word where nothing tells the country.
        code: String,
        /// The figure counts hundredths.
        hundredth: bool,
    },
    /// Per cent.
    Percent,
    /// Percentage points.
    Points,
    /// Per mille.
    Permille,
}

impl QuantityReader<'_> {
    /// Reads `MUSD`, `kEUR`, `MdEUR` at `at`: a currency's code with a magnitude before it.
    pub(super) fn scaled_code(&self, at: usize) -> Option<(u8, UnitValue)> {
        let token = self.tokens.get(at).filter(|t| t.kind == TokenKind::Word)?;
        let written = &self.text[token.start..token.end];
        if !(4..=5).contains(&written.len()) || !written.is_ascii() {
            return None;
        }
        let (magnitude, code) = written.split_at(written.len() - 3);
        let power = self.rules.short(magnitude)?.power;
        if !code.bytes().all(|b| b.is_ascii_uppercase()) {
            return None;
        }
        let (code, hundredth) = self.units.sign(code)?;
        Some((power, UnitValue::Money { code: code.to_owned(), hundredth }))
    }

    /// Returns the unit's name as it is stored.
    pub(super) fn unit_name(&self, unit: &UnitValue) -> String {
        match unit {
            UnitValue::Measure(index) => self.units.unit(*index).map_or_else(String::new, |u| u.symbol.clone()),
            UnitValue::Money { code, .. } => code.clone(),
            UnitValue::Percent => "%".to_owned(),
            UnitValue::Points => "pp".to_owned(),
            UnitValue::Permille => "‰".to_owned(),
        }
    }

    /// Returns the currency's sign right before token `at`, with its first token.
    pub(super) fn currency_before(&self, at: usize) -> Option<(usize, UnitValue)> {
        if at == 0 || !self.tokens.continues(at) {
            return None;
        }
        let figure = self.tokens.get(at)?;
        let sign = &self.tokens.list[at - 1];
        // `10 $ 30 $`: a sign after a figure belongs to that one, unless it touches the next.
        let after_figure = at >= 2
            && self.tokens.continues(at - 1)
            && (self.tokens.list[at - 2].kind == TokenKind::Numeral || self.is_magnitude(at - 2));
        // `$ 20,000 $ 37,300`: the figure before has its own sign
        let signed = after_figure && at >= 3 && self.tokens.continues(at - 2) && {
            let before = &self.tokens.list[at - 3];
            let written = &self.text[before.start..before.end];
            written == "$" || self.units.sign(written).is_some()
        };
        if after_figure && !signed && (figure.gap || !sign.gap) {
            return None;
        }
        let written = &self.text[sign.start..sign.end];
        for back in (1..=3usize).rev() {
            let Some(first) = at.checked_sub(back) else { continue };
            if (first + 1..at).any(|n| {
                !self.tokens.continues(n)
                    || self.tokens.list[n].gap && self.tokens.list[n].word.index() == 0 && back > 2
            }) {
                continue;
            }
            let slice = &self.text[self.tokens.list[first].start..sign.end];
            let found = match self.units.sign(slice) {
                Some((code, hundredth)) => Some((code.to_owned(), hundredth)),
                None if back == 2 => {
                    // `US $ 75`
                    let joined = format!("{}{written}", self.str(first));
                    let capitals = joined.to_uppercase();
                    let plain = joined.len() > 2 || joined == "c$";
                    let found =
                        self.units.sign(&joined).or_else(|| if plain { self.units.sign(&capitals) } else { None });
                    found.map(|(code, hundredth)| (code.to_owned(), hundredth))
                }
                None => None,
            };
            if let Some((code, hundredth)) = found {
                // letters of a code must stand alone: `US` in `bonus 5`
                if first > 0 && self.tokens.glued(first) && self.tokens.list[first - 1].kind == TokenKind::Word {
                    continue;
                }
                return Some((first, UnitValue::Money { code, hundredth }));
            }
        }
        if written == "$" {
            let (code, hundredth) = self.units.by_country("dollar", self.country)?;
            return Some((at - 1, UnitValue::Money { code: code.to_owned(), hundredth }));
        }
        None
    }

    fn is_magnitude(&self, at: usize) -> bool {
        let facts = self.rules.facts(self.tokens.list[at].word);
        matches!(facts.number, Some(NumberWord::Magnitude(_)))
    }

    /// Returns the currency that starts at `at`, as a sign, code or word.
    pub(super) fn money_at(&self, at: usize) -> Option<(UnitValue, usize)> {
        if !self.tokens.continues(at) {
            return None;
        }
        for length in (1..=3usize).rev() {
            let end = at + length;
            if end > self.tokens.list.len() || (at + 1..end).any(|n| !self.tokens.glued(n)) {
                continue;
            }
            // The sign must end where its letters end, unless a rate or a word follows a plain sign.
            let last = &self.tokens.list[end - 1];
            if last.kind == TokenKind::Word && self.tokens.glued(end) && self.tokens.list[end].kind != TokenKind::Sign {
                continue;
            }
            let slice = &self.text[self.tokens.list[at].start..last.end];
            if let Some((code, hundredth)) = self.units.sign(slice) {
                // a sign that touches the next figure is that one's
                if self.tokens.glued(end) && self.tokens.list[end].kind == TokenKind::Numeral && !self.tokens.glued(at)
                {
                    continue;
                }
                return Some((UnitValue::Money { code: code.to_owned(), hundredth }, end));
            }
        }
        let (length, rule) = self.phrase_unit(at)?;
        match rule {
            UnitRule::Money(index, hundredth) => {
                if self.str(at) == "$"
                    && self.tokens.glued(at + 1)
                    && self.tokens.list[at + 1].kind == TokenKind::Numeral
                {
                    return None;
                }
                self.money(index, hundredth).map(|unit| (unit, at + length))
            }
            _ => None,
        }
    }

    pub(super) fn phrase_unit(&self, at: usize) -> Option<(usize, UnitRule)> {
        let word = |n: usize| if self.tokens.continues(at + n) { Some(self.tokens.list[at + n].word) } else { None };
        self.rules.units.longest(word)
    }

    pub(super) fn money(&self, index: u16, hundredth: bool) -> Option<UnitValue> {
        match self.rules.currencies.get(usize::from(index))? {
            Currency::Code(code) => Some(UnitValue::Money { code: code.clone(), hundredth }),
            Currency::ByCountry(word) => match self.units.by_country(word, self.country) {
                Some((code, part)) => Some(UnitValue::Money { code: code.to_owned(), hundredth: hundredth || part }),
                None => Some(UnitValue::Money { code: word.clone(), hundredth }),
            },
        }
    }

    /// Reads the unit after a figure, with where it ends.
    pub(super) fn unit_after(&self, figure: &Figure) -> Option<(UnitValue, usize)> {
        let mut at = figure.next;
        let hyphen = self.tokens.glued(at) && self.role(at, Role::RangeDash) && self.tokens.glued(at + 1);
        if hyphen || figure.takes_of && self.role(at, Role::Of) {
            at += 1;
        } else if figure.sense == Sense::Fraction {
            // `half an hour`, `trois quarts d'heure`
            if self.role(at, Role::Of) {
                at += 1;
            }
            if self.role(at, Role::Article) {
                at += 1;
            }
        }
        if !self.tokens.continues(at) {
            return None;
        }
        if hyphen && self.tokens.list[at].kind != TokenKind::Word {
            return None;
        }
        let of_fraction = figure.sense == Sense::Fraction;
        if let Some(found) = self.bracketed(figure, at) {
            return Some(found);
        }
        if let Some(found) = self.money_at(at) {
            return if of_fraction { None } else { Some(self.pounds(figure, found)) };
        }
        let symbol = self.symbol(figure, at, hyphen).filter(|_| !(of_fraction && at > figure.next));
        if let Some((length, rule)) = self.phrase_unit(at).filter(|(l, _)| self.unit_ends(at + l)) {
            let next = at + length;
            if let Some(longer) = symbol.filter(|(_, end)| *end > next) {
                return Some(longer);
            }
            let unit = match rule {
                UnitRule::Measure(index) => UnitValue::Measure(index),
                UnitRule::Percent => UnitValue::Percent,
                UnitRule::Points => UnitValue::Points,
                UnitRule::Permille => UnitValue::Permille,
                UnitRule::Money(..) => return None,
            };
            // `half a per cent` is a share, `half per cent` is none
            if of_fraction && matches!(unit, UnitValue::Percent) && at == figure.next {
                return None;
            }
            return Some(self.pounds(figure, (unit, next)));
        }
        symbol
    }

    /// Reads a written symbol: `km/h`, `m²`, `GW`.
    pub(super) fn symbol(&self, figure: &Figure, at: usize, hyphen: bool) -> Option<(UnitValue, usize)> {
        if !figure.digits || figure.sense == Sense::Vague {
            return None;
        }
        for length in (1..=6usize).rev() {
            let end = at + length;
            if end > self.tokens.list.len() {
                continue;
            }
            // `sq. km`, `m s-1`: only some short ones go on after a space
            let first = self.str(at).chars().count();
            if (at + 1..end).any(|n| !self.tokens.glued(n) && (first > 2 || !self.tokens.continues(n))) {
                continue;
            }
            let slice = &self.text[self.tokens.list[at].start..self.tokens.list[end - 1].end];
            let Some(index) = self.units.form(slice) else { continue };
            if !self.unit_ends(end) || !self.symbol_holds(slice, figure, at, end, hyphen) {
                continue;
            }
            return Some((UnitValue::Measure(index), end));
        }
        None
    }

    /// Returns whether a symbol that is also a word or a letter is a unit here.
    fn symbol_holds(&self, slice: &str, figure: &Figure, at: usize, end: usize, hyphen: bool) -> bool {
        let glued = self.tokens.glued(at);
        match slice {
            "in" | "\"" | "”" | "″" => {
                self.class(end, Class::Dimension)
                    || slice == "in" && (!self.tokens.continues(end) || matches!(self.str(end), ")" | "."))
            }
            // `13F`, `777F` are names
            "C" | "F" => {
                let word = self.tokens.continues(end)
                    && (self.tokens.glued(end) && self.role(end, Role::RangeDash) || self.tokens.list[end].capital);
                let minus = figure.first > 0
                    && self.tokens.glued(figure.first)
                    && matches!(self.str(figure.first - 1), "-" | "−");
                let weather = !glued || minus || self.weather_near(figure.first);
                !hyphen && !word && weather && figure.value < Decimal::from(3000)
            }
            // clock times are dates, which go first
            "h" => {
                let clock =
                    figure.value <= Decimal::from(24) && at >= 2 && self.class_before(figure.first, Class::ClockWord);
                // `after 2h 41min`
                let minutes = self.tokens.continues(end)
                    && self.tokens.numeral(end).is_some()
                    && matches!(self.str(end + 1), "min" | "mins" | "mn" | "m");
                let length = figure.first > 0 && self.is_length_of(figure.first) || self.role(end, Role::Of) || minutes;
                !clock || length || self.lasting_near(figure.first)
            }
            // `2.15 pm` is a time
            "pm" | "am" => {
                let part = figure.value.fract().normalize();
                part.scale() == 1 && figure.value.scale() == 1 || part.scale() > 2 || part >= Decimal::new(6, 1)
            }
            // `12 St James Street`
            "st" => glued && !self.rules.ends_first(slice, figure.value),
            "K" => self.degrees_near(figure.first, end),
            // `In 2012 Ma won`, `the 12 Ma Long took`
            "Ma" | "Ga" | "ka" => {
                let name = self.tokens.continues(end) && self.tokens.list[end].capital;
                let year = !glued && self.tokens.numeral(figure.first).is_some_and(|n| n.whole_digits == 4);
                !(name || year && figure.value < Decimal::from(2100))
            }
            // the nineties
            "s" => !glued,
            "min" | "sec" | "mn" => true,
            _ => slice.len() > 1 || glued || !hyphen,
        }
    }

    /// Returns whether another unit of temperature stands near a figure that starts at `first` and whose own ends at `end`;
    /// right beside it where its own touches it, for `10K` is mostly a distance or an amount.
    pub(super) fn degrees_near(&self, first: usize, end: usize) -> bool {
        let degrees = |at: usize| {
            self.str(at) == "°"
                || self.phrase_unit(at).is_some_and(|(_, rule)| match rule {
                    UnitRule::Measure(index) => self.units.unit(index).is_some_and(|u| u.dimension == "temperature"),
                    _ => false,
                })
        };
        let near = if self.tokens.glued(end - 1) { 4 } else { 10 };
        let apart = |at: usize| {
            near == 4
                && self.is_word(at)
                && !matches!(self.str(at), "C" | "F")
                && !self.role(at, Role::Or)
                && !degrees(at)
        };
        let before = (0..first).rev().take(near).take_while(|at| !apart(*at)).any(degrees);
        before || (end..end + near).take_while(|at| !apart(*at)).any(degrees)
    }

    /// Returns whether a word of weather stands in the sentence around.
    fn weather_near(&self, at: usize) -> bool {
        self.near_before(at, Class::Heat, 15) || self.near_after(at, Class::Heat, 10)
    }

    /// Returns whether a word of duration stands shortly before.
    pub(super) fn lasting_near(&self, at: usize) -> bool {
        let mut n = at;
        for _ in 0..8 {
            if n == 0 || self.tokens.list[n].border {
                return false;
            }
            n -= 1;
            if self.rules.lexicon.is(self.tokens.list[n].word, Class::Lasting) {
                return true;
            }
        }
        // `porterait de 7 h 50 à 8 h 30 la durée`
        (at..at + 12).take_while(|n| *n == at || self.tokens.continues(*n)).any(|n| self.class(n, Class::Lasting))
    }

    /// `une course de 2 h 30`, where `la réunion de 14 h 30` is at a time: some of its sort lasts so long.
    fn is_length_of(&self, at: usize) -> bool {
        let some = |n: usize| self.rules.facts(self.tokens.list[n].word).is(Role::Article);
        // within the sentence, over an adjective or two
        let near = (0..at - 1).rev().take(4).take_while(|n| self.tokens.continues(n + 1));
        self.role_before(at, Role::Of) && near.into_iter().any(some)
    }

    /// Returns whether letters end before token `at`.
    pub(super) fn unit_ends(&self, at: usize) -> bool {
        if !self.tokens.glued(at) {
            return true;
        }
        let token = &self.tokens.list[at];
        match token.kind {
            TokenKind::Sign => true,
            TokenKind::Word => self.text[token.start..token.end].starts_with(['\'', '’']),
            TokenKind::Numeral => false,
        }
    }

    /// Passes over `/MWh`, `/m²/an` after a unit.
    pub(super) fn after_rate(&self, at: usize) -> usize {
        let mut end = at;
        while self.tokens.glued(end) && self.str(end) == "/" && self.tokens.glued(end + 1) {
            if self.tokens.list[end + 1].kind != TokenKind::Word {
                break;
            }
            end += 2;
            while self.tokens.glued(end) && matches!(self.str(end), "²" | "³" | "2" | "3" | "^") {
                end += 1;
            }
        }
        end
    }

    /// Adds a half that stands behind the unit: `deux ans et demi`, `two years and a half`.
    pub(super) fn half_after(&self, measure: &mut Measure) {
        if !self.role(measure.next, Role::And) || measure.figure.value.fract() > Decimal::ZERO {
            return;
        }
        let after = measure.next + 1;
        let article = self.role(after, Role::Article);
        let half = after + usize::from(article);
        if !self.role(half, Role::Half) || !article && self.role(half, Role::Lone) {
            return;
        }
        // `two years and half of the third`
        if article && self.role(half + 1, Role::Of) {
            return;
        }
        if let Some(value) = measure.value.checked_add(Decimal::new(5, 1)) {
            measure.value = value;
            measure.next = half + 1;
        }
    }

    /// Decides between the weight and the money of a word that is both.
    fn pounds(&self, figure: &Figure, found: (UnitValue, usize)) -> (UnitValue, usize) {
        let (unit, next) = found;
        let Some(word) = self.tokens.get(next - 1) else { return (unit, next) };
        if !self.rules.lexicon.is(word.word, Class::Pound) || next > figure.next + 2 {
            return (unit, next);
        }
        let near = |class: Class| {
            let from = figure.first.saturating_sub(6);
            (from..(next + 4).min(self.tokens.list.len()))
                .any(|n| self.rules.lexicon.is(self.tokens.list[n].word, class))
        };
        let money = figure.scale >= Decimal::from(1_000_000) || near(Class::MoneyWord);
        let mass = matches!(unit, UnitValue::Measure(_));
        if mass
            && money
            && let Some((code, _)) = self.units.by_country("pound", self.country)
        {
            return (UnitValue::Money { code: code.to_owned(), hundredth: false }, next);
        }
        if !mass
            && !money
            && let Some(index) = self.units.index("lb")
        {
            return (UnitValue::Measure(index), next);
        }
        (unit, next)
    }
}
