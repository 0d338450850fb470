//! Units of measure and currencies: what converts into what.
//!
//! In: `rules/shared/units.toml` and `rules/shared/currencies.toml`. Out: the dimension and factor of each unit, and the
//! signs and codes of currencies. Currencies have no factor: they do not convert.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::lexicon::FastMap;

/// One unit of measure.
#[derive(Clone, Debug)]
pub struct Unit {
    /// What atodds writes: `km`.
    pub symbol: String,
    /// What it measures: `length`.
    pub dimension: String,
    /// Base units in one of it.
    pub factor: Decimal,
    /// Added after the factor; only temperatures have one.
    pub offset: Decimal,
}

/// A currency as a sign or word names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Currency {
    /// An ISO 4217 code.
    Code(String),
    /// A word that the source's country decides: `dollar`, `franc`.
    ByCountry(String),
}

/// All units and currencies.
#[derive(Debug)]
pub struct Units {
    units: Vec<Unit>,
    by_symbol: FastMap<String, u16>,
    forms: FastMap<String, u16>,
    longest_form: usize,
    signs: FastMap<String, (String, bool)>,
    longest_sign: usize,
    codes: FastMap<String, ()>,
    by_country: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct UnitsFile {
    unit: Vec<UnitRow>,
    #[serde(rename = "examples")]
    _examples: toml::Value,
    #[serde(rename = "counter_examples")]
    _counter_examples: toml::Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitRow {
    symbol: String,
    dimension: String,
    factor: String,
    offset: Option<String>,
    #[serde(default)]
    forms: Vec<String>,
    #[serde(default)]
    words_only: bool,
}

#[derive(Deserialize)]
struct CurrenciesFile {
    signs: BTreeMap<String, String>,
    currency: Vec<CodesRow>,
    #[serde(flatten)]
    by_country: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct CodesRow {
    codes: Vec<String>,
}

impl Units {
    /// Returns the units of the embedded rules.
    ///
    /// # Panics
    /// Never: the embedded files are read by a test.
    pub fn embedded() -> &'static Units {
        static UNITS: OnceLock<Units> = OnceLock::new();
        #[allow(clippy::expect_used, reason = "the embedded files are fixed at build time, and a test loads them")]
        UNITS.get_or_init(|| Units::load().expect("rules/shared/units.toml and currencies.toml are sound"))
    }

    /// Reads the embedded files.
    ///
    /// # Errors
    /// Where one does not fit; the message names the file and the entry.
    pub fn load() -> Result<Units> {
        let file: UnitsFile = super::toml("shared/units.toml")?;
        let mut units = Units {
            units: Vec::new(),
            by_symbol: FastMap::default(),
            forms: FastMap::default(),
            longest_form: 0,
            signs: FastMap::default(),
            longest_sign: 0,
            codes: FastMap::default(),
            by_country: BTreeMap::new(),
        };
        for row in file.unit {
            let at = || format!("rules/shared/units.toml: {}", row.symbol);
            let decimal = |text: &str| text.parse::<Decimal>().with_context(at);
            let index = units.units.len() as u16;
            let unit = Unit {
                symbol: row.symbol.clone(),
                dimension: row.dimension.clone(),
                factor: decimal(&row.factor)?,
                offset: decimal(row.offset.as_deref().unwrap_or("0"))?,
            };
            ensure!(unit.factor > Decimal::ZERO, "{}: the factor is not above 0", at());
            ensure!(units.by_symbol.insert(row.symbol.clone(), index).is_none(), "{}: named twice", at());
            let own = if row.words_only { None } else { Some(row.symbol.clone()) };
            let written: Vec<String> = row.forms.iter().cloned().chain(own).collect();
            let powers: Vec<String> = written.iter().flat_map(|form| negative_powers(form)).collect();
            for form in written.into_iter().chain(powers) {
                if units.forms.get(&form) == Some(&index) {
                    continue;
                }
                units.longest_form = units.longest_form.max(form.len());
                let first = units.forms.insert(form.clone(), index).is_none();
                ensure!(first, "{}: the form {form:?} is another unit's too", at());
            }
            units.units.push(unit);
        }
        let file: CurrenciesFile = super::toml("shared/currencies.toml")?;
        for (sign, code) in file.signs {
            units.longest_sign = units.longest_sign.max(sign.len());
            let (code, hundredth) = hundredth(&code);
            units.signs.insert(sign, (code.to_owned(), hundredth));
        }
        for code in file.currency.into_iter().flat_map(|row| row.codes) {
            units.longest_sign = units.longest_sign.max(code.len());
            units.codes.insert(code, ());
        }
        units.by_country = file.by_country;
        Ok(units)
    }

    /// Returns a unit's dimension, factor and offset: base = value × factor + offset. `None` for units that do not
    /// convert: currencies, percentages, counted nouns.
    pub fn base(&self, unit: &str) -> Option<(&str, Decimal, Decimal)> {
        let unit = &self.units[usize::from(*self.by_symbol.get(unit)?)];
        Some((&unit.dimension, unit.factor, unit.offset))
    }

    /// Returns every unit, in the order of the file.
    pub fn all(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter()
    }

    /// Returns a unit by the index that tables keep.
    pub fn unit(&self, index: u16) -> Option<&Unit> {
        self.units.get(usize::from(index))
    }

    /// Returns the index of a unit's own symbol.
    pub fn index(&self, symbol: &str) -> Option<u16> {
        self.by_symbol.get(symbol).copied()
    }

    /// Returns the unit of a written symbol, as it stands in a text.
    pub fn form(&self, written: &str) -> Option<u16> {
        if written.len() > self.longest_form { None } else { self.forms.get(written).copied() }
    }

    /// Returns the code of a currency's sign (`€`, `US$`) or code as written, and whether it is a hundredth of it.
    pub fn sign<'u>(&'u self, written: &'u str) -> Option<(&'u str, bool)> {
        if written.len() > self.longest_sign {
            return None;
        }
        if let Some((code, hundredth)) = self.signs.get(written) {
            return Some((code, *hundredth));
        }
        self.codes.get_key_value(written).map(|(code, ())| (code.as_str(), false))
    }

    /// Returns what a word such as `dollar` or `cent` means in a country (ISO 3166), and whether it is a hundredth of it;
    /// `None` where `word` is no such word.
    pub fn by_country(&self, word: &str, country: Option<&str>) -> Option<(&str, bool)> {
        let table = self.by_country.get(word)?;
        let code = country.and_then(|c| table.get(c)).or_else(|| table.get("default"))?;
        Some(hundredth(code))
    }
}

impl Units {
    /// Returns whether a word that means `code` where no country tells means another currency in `country`: a dollar, a dirham.
    pub fn is_another_in(&self, code: &str, country: &str) -> bool {
        self.by_country.values().any(|table| {
            let (default, own) = (table.get("default"), table.get(country));
            default.is_some_and(|d| hundredth(d).0 == code) && own.is_some_and(|c| hundredth(c).0 != code)
        })
    }
}

/// Writes a quotient as the SI Brochure's chapter 5 does with negative powers: `km/s` as `km s⁻¹`, `1/s` as `s⁻¹`. Nothing for
/// what is no quotient of two.
fn negative_powers(form: &str) -> Vec<String> {
    let Some((above, below)) = form.split_once('/').filter(|(_, below)| !below.contains('/')) else {
        return Vec::new();
    };
    let (below, power) = match below.char_indices().next_back() {
        Some((at, '2' | '²')) => (below[..at].trim_end_matches('^'), ('2', '²')),
        Some((at, '3' | '³')) => (below[..at].trim_end_matches('^'), ('3', '³')),
        _ => (below, ('1', '¹')),
    };
    let raised = [format!("{below}-{}", power.0), format!("{below}−{}", power.0), format!("{below}⁻{}", power.1)];
    let before: &[&str] = if above == "1" { &[""] } else { &[" ", "·"] };
    let above = if above == "1" { "" } else { above };
    raised.iter().flat_map(|unit| before.iter().map(move |gap| format!("{above}{gap}{unit}"))).collect()
}

/// Parts `EUR/100` into the code and whether it is a hundredth of it.
pub(super) fn hundredth(code: &str) -> (&str, bool) {
    match code.strip_suffix("/100") {
        Some(code) => (code, true),
        None => (code, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(value: &str, from: &str, to: &str) -> Decimal {
        let units = Units::embedded();
        let (dimension, factor, offset) = units.base(from).unwrap();
        let (other, other_factor, other_offset) = units.base(to).unwrap();
        assert_eq!(dimension, other);
        ((value.parse::<Decimal>().unwrap() * factor + offset - other_offset) / other_factor).round_dp(3)
    }

    #[test]
    fn units_convert_as_the_standards_say() {
        for (value, from, to, want) in [
            ("10", "acre", "ha", "4.047"),
            ("8", "mile", "km", "12.875"),
            ("2535", "lb", "kg", "1149.857"),
            ("2", "week", "day", "14"),
            ("98.6", "°F", "°C", "37.000"),
            ("1.24", "GW", "MW", "1240"),
        ] {
            assert_eq!(convert(value, from, to), want.parse::<Decimal>().unwrap().round_dp(3), "{value} {from}");
        }
    }

    #[test]
    fn plain_words_follow_the_country() {
        let units = Units::embedded();
        assert_eq!(units.by_country("dollar", Some("CA")), Some(("CAD", false)));
        assert_eq!(units.by_country("dollar", None), Some(("USD", false)));
        assert_eq!(units.by_country("centime", Some("CH")), Some(("CHF", true)));
        assert_eq!(units.base("EUR"), None);
    }
}
