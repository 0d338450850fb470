//! Reads numbers written in digits, whatever separators they use.
//!
//! In: a text and the place of a digit. Out: the longest numeral that starts there. Groups of three may be parted by a
//! comma, point, apostrophe or any space (no-break, narrow and thin too); which of comma and point is the decimal sign
//! follows from the language and from the numeral itself (`1.234,5` and `1,234.5` are plain everywhere). Where both
//! readings stay possible (`10,000` in a French text) the other one is kept in [`Numeral::other`], for the caller to
//! decide by what is counted.

use rust_decimal::Decimal;

/// A number in digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// Its value; `None` where it has more digits than a decimal holds (28).
    pub value: Option<Decimal>,
    /// Its value with the separator read the other way, where that is possible.
    pub other: Option<Decimal>,
    /// One past its last byte.
    pub end: usize,
    /// Digits before the decimal sign.
    pub whole_digits: u8,
    /// Digits after the decimal sign.
    pub decimals: u8,
    /// It has thousands separators.
    pub grouped: bool,
    /// It starts with a zero that is not the whole number: `007`, `0000`.
    pub padded: bool,
}

/// Longest run of digits that is read; a longer one is an identifier.
const MAX_DIGITS: usize = 24;

/// Returns whether a decimal sign without a digit before it starts a numeral at `at` (`.25`).
pub fn opens_with_point(bytes: &[u8], at: usize, from: usize) -> bool {
    matches!(bytes.get(at), Some(b'.' | b','))
        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        && (at == from || matches!(bytes[at - 1], b' ' | b'\n' | b'\t' | b'(' | b'-' | b'$' | b'"'))
}

/// Reads the numeral at `at`, where a digit or a leading decimal sign stands; `to` is the end of what may be read.
/// `comma` says that the decimal sign is a comma, `spaced` that plain spaces may part groups here.
pub fn read(text: &str, at: usize, to: usize, comma: bool, spaced: bool) -> Numeral {
    let bytes = &text.as_bytes()[..to];
    let first = run(bytes, at);
    let mut groups = one_group(at, first);
    let mut end = first;
    let mut separator: Option<Separator> = None;
    let mut grouped = false;
    // Groups of three after a first group of one to three digits.
    if first > at && first - at <= 3 && (bytes[at] != b'0') {
        while let Some((kind, width)) = Separator::at(&bytes[end..], spaced) {
            if separator.is_some_and(|s| s != kind) {
                break;
            }
            let start = end + width;
            let stop = run(bytes, start);
            if stop - start != 3 || groups.len == Groups::MAX {
                // 12,34,567: two-digit groups before a last one of three, as India writes
                if kind == Separator::Comma && !comma && stop - start == 2 && indian(bytes, start) {
                    groups.push(start, stop);
                    end = stop;
                    separator = Some(kind);
                    continue;
                }
                break;
            }
            // Where a comma parts thousands, a space does so rarely: `12 155mm shells` are two numbers.
            let plain = kind == Separator::Space && bytes[end] == b' ';
            if plain && !comma && bytes.get(stop).is_some_and(u8::is_ascii_alphabetic) {
                break;
            }
            // A space parts groups only where no further digit touches: `423 0000` is two numbers.
            groups.push(start, stop);
            end = stop;
            separator = Some(kind);
            grouped = true;
        }
    }
    let mut other = None;
    let mut point: Option<(usize, usize)> = None;
    if let Some(kind) = separator {
        // `1.111,11`: the other sign after it tells that the first one parts groups
        let other_sign = match (kind, bytes.get(end)) {
            (Separator::Comma, Some(b'.')) | (Separator::Point, Some(b',')) => {
                let stop = run(bytes, end + 1);
                stop > end + 1 && !matches!(bytes.get(stop), Some(b',' | b'.'))
                    || matches!(bytes.get(stop), Some(b',' | b'.'))
                        && !bytes.get(stop + 1).is_some_and(u8::is_ascii_digit)
                        && stop > end + 1
            }
            _ => false,
        };
        let single = groups.len == 2 && !other_sign;
        match (kind, single) {
            // One group after the decimal sign of this language is a decimal part: `4,800` in French, `4.800` in English.
            (Separator::Comma, true) if comma => {
                other = groups.value(bytes, None);
                point = Some(groups.spans[1]);
            }
            (Separator::Point, true) if !comma => {
                other = groups.value(bytes, None);
                point = Some(groups.spans[1]);
            }
            (Separator::Point | Separator::Comma, true) => {
                let mut whole = groups;
                whole.len = 1;
                other = whole.value(bytes, Some(groups.spans[1]));
            }
            _ => {}
        }
        if point.is_some() {
            groups.len = 1;
            grouped = false;
        }
    }
    // A decimal part after the groups. With a group separator it must be another sign.
    if point.is_none() {
        let sign = match bytes.get(end) {
            Some(b'.') => Some(Separator::Point),
            Some(b',') => Some(Separator::Comma),
            _ => None,
        };
        if let Some(sign) = sign {
            let stop = run(bytes, end + 1);
            let digits = stop - (end + 1);
            let list =
                matches!(bytes.get(stop), Some(b',' | b'.')) && bytes.get(stop + 1).is_some_and(u8::is_ascii_digit);
            let own = (sign == Separator::Comma) == comma;
            // `22,24,26,31` is a list to its end
            let list = list || !own && at > 0 && matches!(bytes[at - 1], b',' | b'.');
            let fits = match separator {
                Some(used) => used != sign,
                // The sign of the other convention is read only with one or two digits: `4.5` in French, `5,00` in English.
                None => own || digits <= 2 || first == at,
            };
            if digits > 0 && fits && !list && (own || digits <= 2 || separator.is_some() || first == at) {
                point = Some((end + 1, stop));
                end = stop;
                other = None;
            }
        }
    } else if let Some((_, stop)) = point {
        end = stop;
    }
    let whole_digits = groups.digits();
    let decimals = point.map_or(0, |(a, b)| b - a);
    let padded = first - at > 1 && bytes.get(at) == Some(&b'0');
    let value = if whole_digits + decimals > MAX_DIGITS { None } else { groups.value(bytes, point) };
    Numeral {
        value,
        other,
        end: end.max(at + 1),
        whole_digits: whole_digits.min(255) as u8,
        decimals: decimals.min(255) as u8,
        grouped,
        padded,
    }
}

/// Returns where the run of ASCII digits at `at` ends.
fn run(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while bytes.get(end).is_some_and(u8::is_ascii_digit) {
        end += 1;
    }
    end
}

/// Returns whether `34,567` stands at `at`, with no digit after it.
fn indian(bytes: &[u8], at: usize) -> bool {
    let mut at = at;
    loop {
        let stop = run(bytes, at);
        match stop - at {
            2 if bytes.get(stop) == Some(&b',') => at = stop + 1,
            3 => return true,
            _ => return false,
        }
    }
}

/// What may stand between groups of three digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    Comma,
    Point,
    Apostrophe,
    Space,
}

impl Separator {
    /// Returns the separator that starts `bytes` and its width.
    fn at(bytes: &[u8], spaced: bool) -> Option<(Separator, usize)> {
        match bytes {
            [b',', ..] => Some((Separator::Comma, 1)),
            [b'.', ..] => Some((Separator::Point, 1)),
            [b'\'', ..] => Some((Separator::Apostrophe, 1)),
            [b' ', ..] if spaced => Some((Separator::Space, 1)),
            [0xC2, 0xA0, ..] => Some((Separator::Space, 2)),
            // figure, punctuation, thin, hair and narrow no-break space
            [0xE2, 0x80, 0x87..=0x8A | 0xAF, ..] => Some((Separator::Space, 3)),
            [0xE2, 0x80, 0x99, ..] => Some((Separator::Apostrophe, 3)),
            _ => None,
        }
    }
}

/// The groups of one numeral, without a heap.
#[derive(Clone, Copy)]
struct Groups {
    spans: [(usize, usize); Groups::MAX],
    len: usize,
}

impl Groups {
    const MAX: usize = 8;

    fn push(&mut self, start: usize, end: usize) {
        if self.len < Groups::MAX {
            self.spans[self.len] = (start, end);
            self.len += 1;
        }
    }

    fn digits(&self) -> usize {
        self.spans[..self.len].iter().map(|(a, b)| b - a).sum()
    }

    /// Returns the number that the groups and the decimal part make, where a decimal can hold it.
    fn value(&self, bytes: &[u8], point: Option<(usize, usize)>) -> Option<Decimal> {
        let decimals = point.map_or(0, |(a, b)| b - a);
        if self.digits() + decimals > MAX_DIGITS {
            return None;
        }
        let mut mantissa: i128 = 0;
        for (start, end) in self.spans[..self.len].iter().copied().chain(point) {
            for byte in &bytes[start..end] {
                mantissa = mantissa * 10 + i128::from(byte - b'0');
            }
        }
        Decimal::try_from_i128_with_scale(mantissa, decimals as u32).ok()
    }
}

fn one_group(start: usize, end: usize) -> Groups {
    let mut groups = Groups { spans: [(0, 0); Groups::MAX], len: 0 };
    groups.push(start, end);
    groups
}
