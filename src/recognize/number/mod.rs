//! Numbers alone: in digits, in words, mixed, fractions, vague counts.
//!
//! In: tokens and a place among them. Out: the longest [`Figure`] that starts there. Units, bounds and ranges are
//! [`super::quantity`]'s job, and so is telling numbers from labels and names.

pub mod compose;
pub mod figure;
mod fraction;
pub mod numeral;

use rust_decimal::Decimal;

/// What sort of number words make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// So many.
    Cardinal,
    /// About so many: `une vingtaine`.
    About,
    /// At least so many: `dozens`.
    Vague,
    /// A part of a whole, as a number between 0 and 1 or a little more.
    Fraction,
    /// A place in a row; never a count.
    Ordinal,
}

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its first token.
    pub first: usize,
    /// One past its last token.
    pub next: usize,
    /// Its value; for [`Sense::Vague`] the lower edge.
    pub value: Decimal,
    /// What sort it is.
    pub sense: Sense,
    /// The magnitude that its digits are counted in: a million in `3,2 millions`, else 1.
    pub scale: Decimal,
    /// Its value with the thousands separator read the other way.
    pub other: Option<Decimal>,
    /// It is written in digits, at least at its start.
    pub digits: bool,
    /// It is the bare word for one, which may be an article or a pronoun.
    pub one: bool,
    /// Its last word is a magnitude or a collective, so that `de` may stand before its unit.
    pub takes_of: bool,
    /// It ends with a short magnitude that stands for itself (`M`, `bn`).
    pub short: bool,
}

/// Returns a power of ten.
pub fn power_of_ten(power: u8) -> Option<Decimal> {
    let mut value = 1i128;
    for _ in 0..power {
        value = value.checked_mul(10)?;
    }
    Decimal::try_from_i128_with_scale(value, 0).ok()
}
