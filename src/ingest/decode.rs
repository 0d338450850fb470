//! Bytes → text: which encoding a file is in, and which files are no text at all.
//!
//! A byte order mark decides, then what a page declares of itself, then the bytes. UTF-8 is believed wherever it fits. A
//! text that does not is either written in an older encoding (few or no bytes pairs look like UTF-8) or damaged; a damaged
//! one is told with its line, never repaired by a guess. A character that the end of the file cuts in two is left out.

use std::borrow::Cow;

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8};

/// Why bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line at fault, from 1.
    pub line: Option<usize>,
    /// Why, for a person.
    pub reason: String,
}

impl Fault {
    /// A fault of the whole file.
    pub fn new(reason: impl Into<String>) -> Self {
        Fault { line: None, reason: reason.into() }
    }
}

/// What files of other kinds begin with, and how they are called.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document: save its text first"),
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"PK\x03\x04", "a ZIP archive or an office document: save its text first"),
    (b"\xD0\xCF\x11\xE0", "an office document: save its text first"),
    (b"\x1F\x8B", "gzip-compressed: unpack it first"),
    (b"BZh91AY", "bzip2-compressed: unpack it first"),
    (b"\xFD7zXZ", "xz-compressed: unpack it first"),
    (b"\x28\xB5\x2F\xFD", "zstd-compressed: unpack it first"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"{\\rtf", "a rich text document: save its text first"),
];

/// Returns whether bytes open as a file of another kind does.
pub(crate) fn is_other_file(bytes: &[u8]) -> bool {
    MAGIC.iter().any(|(magic, _)| bytes.starts_with(magic))
}

/// Reads bytes as text, in whichever encoding a document may be in.
///
/// # Errors
/// Where they are empty, another kind of file or damaged, with the reason and the line at fault.
pub fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    decode(bytes, false).map_err(|fault| match fault.line {
        Some(line) => format!("line {line} {}", fault.reason),
        None => fault.reason,
    })
}

/// Reads bytes as text; `is_page` looks for a charset declaration in the markup.
pub(crate) fn decode(bytes: &[u8], is_page: bool) -> Result<Cow<'_, str>, Fault> {
    if bytes.is_empty() {
        return Err(Fault::new("is empty"));
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Fault::new(format!("is {what}")));
    }
    let text = match wide_order(bytes) {
        Some(wide) => Cow::Owned(decode_wide(bytes, wide)?),
        None if bytes.contains(&0) => return Err(Fault::new("is no text: it holds NUL bytes")),
        None => decode_narrow(bytes, is_page)?,
    };
    let controls =
        text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\x0C' | '\x1B')).count();
    if controls > 8 && controls * 20 > text.chars().count() {
        return Err(Fault::new("is no text: one character in twenty or more is a control character"));
    }
    if text.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{FEFF}') {
        return Err(Fault::new("holds white space only"));
    }
    Ok(text)
}

/// Width of a code unit, and whether the low byte comes first.
#[derive(Clone, Copy)]
struct Wide {
    bytes: usize,
    little: bool,
}

/// Finds UTF-16 and UTF-32 by their mark, or UTF-16 without one by where the zero bytes of Latin text lie.
fn wide_order(bytes: &[u8]) -> Option<Wide> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => return Some(Wide { bytes: 4, little: true }),
        [0, 0, 0xFE, 0xFF, ..] => return Some(Wide { bytes: 4, little: false }),
        [0xFF, 0xFE, ..] => return Some(Wide { bytes: 2, little: true }),
        [0xFE, 0xFF, ..] => return Some(Wide { bytes: 2, little: false }),
        _ => {}
    }
    let head = &bytes[..bytes.len().min(4096)];
    let (mut even, mut odd) = (0, 0);
    for (at, _) in head.iter().enumerate().filter(|(_, b)| **b == 0) {
        if at % 2 == 0 { even += 1 } else { odd += 1 }
    }
    let units = head.len() / 2;
    if units < 4 || even + odd == 0 {
        return None;
    }
    let (most, least) = (even.max(odd), even.min(odd));
    (most * 2 > units && least * 20 < units).then_some(Wide { bytes: 2, little: odd > even })
}

fn decode_wide(bytes: &[u8], wide: Wide) -> Result<String, Fault> {
    let unit = |chunk: &[u8]| -> u32 {
        let fold = |sum: u32, byte: &u8| sum << 8 | u32::from(*byte);
        if wide.little { chunk.iter().rev().fold(0, fold) } else { chunk.iter().fold(0, fold) }
    };
    let mut out = String::with_capacity(bytes.len() / wide.bytes);
    let mut line = 1;
    let bad = |line, at: usize| Fault {
        line: Some(line),
        reason: format!("is no valid UTF-{} at byte {at}", wide.bytes * 8),
    };
    let mut units = bytes.chunks_exact(wide.bytes).map(unit).enumerate().peekable();
    while let Some((at, first)) = units.next() {
        let mut code = first;
        if wide.bytes == 2 && (0xD800..0xDC00).contains(&first) {
            match units.next_if(|(_, low)| (0xDC00..0xE000).contains(low)) {
                Some((_, low)) => code = 0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00),
                None if units.peek().is_none() => break,
                None => return Err(bad(line, at * wide.bytes)),
            }
        }
        let c = char::from_u32(code).ok_or_else(|| bad(line, at * wide.bytes))?;
        if c == '\n' {
            line += 1;
        }
        if c == '\0' {
            return Err(Fault { line: Some(line), reason: "is no text: it holds NUL characters".into() });
        }
        out.push(c);
    }
    Ok(out)
}

fn decode_narrow(bytes: &[u8], is_page: bool) -> Result<Cow<'_, str>, Fault> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error,
    };
    if error.error_len().is_none() {
        // The file ends inside a character. What is whole before it is read.
        return Ok(String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned().into());
    }
    let declared = if is_page { declared_encoding(bytes) } else { None };
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8)
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return Ok(text);
    }
    let (pairs, strays) = utf8_shape(bytes);
    let marked = bytes.starts_with(b"\xEF\xBB\xBF");
    if !marked && strays > pairs {
        let mut detector = EncodingDetector::new();
        detector.feed(bytes, true);
        let encoding = detector.guess(None, false);
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
            && is_plausible(&text)
        {
            return Ok(text);
        }
    }
    let at = error.valid_up_to();
    let line = 1 + bytes[..at].iter().filter(|b| **b == b'\n').count();
    Err(Fault { line: Some(line), reason: format!("is no valid UTF-8 at byte {at} and in no other known encoding") })
}

/// Counts the non-ASCII characters that are whole UTF-8, and the bytes that are none.
fn utf8_shape(bytes: &[u8]) -> (usize, usize) {
    let (mut pairs, mut strays) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        pairs += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        strays += chunk.invalid().len();
    }
    (pairs, strays)
}

/// Text in a wrongly guessed encoding is full of symbols and of controls; in the right one most of it is letters.
fn is_plausible(text: &str) -> bool {
    let (mut letters, mut others) = (0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if c.is_control() || c == '\u{FFFD}' {
            return false;
        }
        let is_typography = matches!(c, '\u{A0}' | '«' | '»' | '€' | '£' | '°' | '²' | '½' | '\u{2010}'..='\u{203A}');
        if c.is_alphabetic() || is_typography { letters += 1 } else { others += 1 }
    }
    others * 4 <= letters
}

/// Reads `<meta charset=…>`, `<meta … content="…; charset=…">` or `<?xml encoding=…?>` in the first 4 kB.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let at = head.find("charset=").map(|at| at + 8).or_else(|| {
        let xml = head.starts_with("<?xml").then(|| head.find("encoding="))?;
        xml.map(|at| at + 9)
    })?;
    let label = head[at..].trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "Près de 8 000 soldats, a déclaré l’état-major « mardi ».\nDeuxième ligne.";

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
    }

    #[test]
    fn each_encoding_gives_the_same_text() {
        assert_eq!(decode(TEXT.as_bytes(), false).unwrap(), TEXT);
        for little in [true, false] {
            assert_eq!(decode(&utf16(TEXT, little), false).unwrap(), TEXT);
            assert_eq!(decode(&utf16(&format!("\u{FEFF}{TEXT}"), little), false).unwrap(), format!("\u{FEFF}{TEXT}"));
        }
        let (old, _, lost) = encoding_rs::WINDOWS_1252.encode(TEXT);
        assert!(!lost);
        assert_eq!(decode(&old, false).unwrap(), TEXT);
        let russian = "Восемь тысяч солдат находятся в Курской области, заявил представитель ведомства.";
        let (old, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        assert_eq!(decode(&old, false).unwrap(), russian);
    }

    #[test]
    fn a_page_declares_its_encoding() {
        let page = b"<meta http-equiv=Content-Type content=\"text/html; charset=iso-8859-15\"><p>20 \xA4</p>";
        assert_eq!(decode(page, true).unwrap().matches('€').count(), 1);
        // Declared UTF-8 and written in windows-1252, as servers do.
        let page = b"<meta charset=utf-8><p>un b\xE2timent d\xE9truit par l\x92incendie</p>";
        assert!(decode(page, true).unwrap().contains("bâtiment détruit par l’incendie"));
    }

    #[test]
    fn damaged_utf8_is_told_with_its_line() {
        let mut bytes = TEXT.as_bytes().to_vec();
        let at = bytes.len() - 3;
        bytes[at] = 0xFF;
        let fault = decode(&bytes, false).unwrap_err();
        assert_eq!(fault.line, Some(2));
        assert!(fault.reason.contains(&format!("byte {at}")), "{}", fault.reason);
    }

    #[test]
    fn a_character_cut_in_two_at_the_end_is_left_out() {
        let bytes = "fin coupée é".as_bytes();
        assert_eq!(decode(&bytes[..bytes.len() - 1], false).unwrap(), "fin coupée ");
    }

    #[test]
    fn what_is_no_text_is_told() {
        let wrong: [(&[u8], &str); 6] = [
            (b"", "empty"),
            (b" \n\t", "white space"),
            (b"%PDF-1.7 ...", "PDF"),
            (b"\x89PNG\r\n\x1a\n....", "PNG"),
            (b"\x7FELF\x02\x01\x01", "program"),
            (b"some text\0\0and more of it\0", "NUL"),
        ];
        for (bytes, word) in wrong {
            let fault = decode(bytes, false).unwrap_err();
            assert!(fault.reason.contains(word), "{:?} does not say {word}", fault.reason);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_text_or_a_reason(bytes in proptest::collection::vec(any::<u8>(), 0..400), page: bool) {
            if let Err(fault) = decode(&bytes, page) {
                prop_assert!(!fault.reason.is_empty());
            }
        }

        #[test]
        fn utf8_comes_back_as_it_is(text in "[a-zéà’«» 0-9\n]{1,200}[a-z]") {
            prop_assert_eq!(decode(text.as_bytes(), false).unwrap(), text.as_str());
        }
    }
}
