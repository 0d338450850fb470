//! Dates as metadata writes them.
//!
//! Left to others: dates in words (`5 mars 2024`), which a language's rules read.

use jiff::fmt::rfc2822;
use jiff::{Timestamp, civil, tz};

use crate::model::PartialDate;

/// Reads a date as machines write it: ISO 8601 (`2024-06-19T14:30:00+02:00`, `2024-06-19`, `2024-06`, `20240619`, with `/`
/// for `-` too), RFC 2822 (`Wed, 19 Jun 2024 14:30:00 GMT`), or seconds or milliseconds since 1970. The clock is the
/// one that was written, not converted between zones; seconds since 1970 are read in UTC.
///
/// `None` for anything else, for `19/06/2024` too, whose order of day and month is a guess when both fit.
pub fn parse_date(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    if text.len() > 64 || !text.is_ascii() {
        return None;
    }
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return match text.len() {
            4 => text.parse().ok(),
            8 => format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).parse().ok(),
            10 => since_1970(text.parse().ok()?),
            13 => since_1970(text.parse::<i64>().ok()? / 1000),
            _ => None,
        };
    }
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    if text.as_bytes().get(4) == Some(&b'/') {
        return padded(&text.replace('/', "-")).parse().ok();
    }
    if let Some(date) = text.get(..15).filter(|t| t.as_bytes()[8] == b'T').and_then(compact) {
        return Some(date);
    }
    let zoned = rfc2822::parse(text).ok()?;
    Some(from_civil(zoned.datetime()))
}

/// `2024-6-9` → `2024-06-09`.
fn padded(date: &str) -> String {
    let end = date.find(['T', ' ']).unwrap_or(date.len());
    let parts: Vec<String> = date[..end].split('-').map(|part| format!("{part:0>2}")).collect();
    format!("{}{}", parts.join("-"), &date[end..])
}

/// `20240619T143000`.
fn compact(text: &str) -> Option<PartialDate> {
    let (date, time) = (text.get(..8)?, text.get(9..13)?);
    let iso = format!("{}-{}-{}T{}:{}", &date[..4], &date[4..6], &date[6..], &time[..2], &time[2..]);
    iso.parse().ok()
}

fn since_1970(seconds: i64) -> Option<PartialDate> {
    let stamp = Timestamp::from_second(seconds).ok()?;
    Some(from_civil(tz::Offset::UTC.to_datetime(stamp)))
}

fn from_civil(at: civil::DateTime) -> PartialDate {
    let field = |n: i8| n.unsigned_abs();
    let mut date = PartialDate::day(at.year(), field(at.month()), field(at.day()));
    date.time = Some((field(at.hour()), field(at.minute())));
    date
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn machine_dates_are_read() {
        for (written, read) in [
            ("2026-03-11T12:05:00+01:00", "2026-03-11T12:05"),
            ("2026-08-05T06:58:00Z", "2026-08-05T06:58"),
            (" 2026-03-11 ", "2026-03-11"),
            ("2026-03-11 07:30:00", "2026-03-11T07:30"),
            ("2026/3/11", "2026-03-11"),
            ("20260311", "2026-03-11"),
            ("20260311T123000Z", "2026-03-11T12:30"),
            ("2026-03", "2026-03"),
            ("2026", "2026"),
            ("Wed, 11 Mar 2026 12:05:00 +0100", "2026-03-11T12:05"),
            ("Wed, 11 Mar 2026 11:05:00 GMT", "2026-03-11T11:05"),
            ("1773230700", "2026-03-11T12:05"),
            ("1773230700000", "2026-03-11T12:05"),
        ] {
            assert_eq!(parse_date(written).map(|d| d.to_string()).as_deref(), Some(read), "{written}");
        }
    }

    #[test]
    fn what_is_no_machine_date_is_left() {
        for written in ["", "03/04/2026", "11 mars 2026", "2026-13-01", "20261301", "12", "123456", "hier", "é"] {
            assert_eq!(parse_date(written), None, "{written}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in any::<String>(), dated in "[0-9/T: -]{0,24}") {
            let _ = parse_date(&text);
            let _ = parse_date(&dated);
        }
    }
}
