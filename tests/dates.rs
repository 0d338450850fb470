//! What must hold of dates in every text: where they stand, that each writing reads back, and that nothing panics.

#![allow(clippy::unwrap_used, clippy::panic)]

use atodds::model::{Bound, DateBasis, DateInterval, Language, Mention, PartialDate, Value};
use atodds::recognize::date;
use proptest::prelude::*;

const FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Words that dates are made of, and some that look like it.
const WORDS: [&str; 72] = [
    "le",
    "du",
    "au",
    "de",
    "la",
    "l’",
    "d’",
    "jusqu’",
    "à",
    "a",
    "et",
    "entre",
    "depuis",
    "avant",
    "après",
    "dans",
    "il",
    "y",
    "the",
    "of",
    "to",
    "on",
    "in",
    "from",
    "between",
    "and",
    "since",
    "by",
    "until",
    "late",
    "early",
    "mid",
    "-",
    "–",
    "/",
    ".",
    ",",
    ":",
    "(",
    ")",
    "'",
    "s",
    "st",
    "er",
    "1",
    "3",
    "03",
    "12",
    "31",
    "99",
    "2024",
    "1999",
    "20240301",
    "123456789",
    "mars",
    "mai",
    "May",
    "June",
    "juin",
    "mardi",
    "Tuesday",
    "automne",
    "été",
    "week",
    "semaine",
    "dernier",
    "last",
    "veille",
    "h",
    "heures",
    "am",
    "trimestre",
];

fn dates(text: &str, language: Language, reference: Option<PartialDate>) -> Vec<Mention> {
    let found = date::find(text, language, reference);
    let mut end = 0;
    for mention in &found {
        assert!(mention.span.start >= end, "{text:?}: {mention:?} overlaps what stands before it");
        assert!(
            !mention.span.is_empty() && !mention.span.of(text).is_empty(),
            "{text:?}: {mention:?} is no part of it"
        );
        assert!(mention.span.contains(&mention.core), "{text:?}: {mention:?} has its core elsewhere");
        let Value::Date(value) = mention.value else { panic!("{mention:?} is no date") };
        if let (Some(low), Some(high)) = (value.low, value.high) {
            assert!(low.first_day() <= high.last_day(), "{text:?}: {mention:?} ends before it begins");
        }
        if value.basis == DateBasis::Open {
            assert!(value.low.is_none() && value.high.is_none(), "{text:?}: {mention:?} is open and has a side");
        }
        end = mention.span.end;
    }
    found
}

fn only(text: &str, language: Language, reference: Option<PartialDate>) -> (String, DateInterval, Bound) {
    let found = dates(text, language, reference);
    assert_eq!(found.len(), 1, "{text:?} gave {found:?}");
    let Value::Date(value) = found[0].value else { panic!("{found:?}") };
    (found[0].span.of(text).to_string(), value, found[0].bound)
}

fn any_day() -> impl Strategy<Value = PartialDate> {
    (1900_i16..2100, 1_u8..=12, 1_u8..=28).prop_map(|(y, m, d)| PartialDate::day(y, m, d))
}

#[test]
fn a_head_without_a_year_is_dated_by_its_weekday_and_the_years_that_are_told() {
    let told = |head: &str, language| {
        let text = format!(
            "A title\n\n{head}\n\nThe plant, built in 2019, was sold in 2024. Il a fermé en 2019, puis en 2024.\n"
        );
        date::publication_date(&text, language).map(|(date, _)| date.to_string())
    };
    // 14 June 2026 is a Sunday; 12 June no Sunday of these years.
    assert_eq!(told("Sunday, June 14th", Language::EN).as_deref(), Some("2026-06-14"));
    assert_eq!(told("Sunday, June 12th", Language::EN), None);
    assert_eq!(
        told("OSLO, June 19 (Wire) - The mayor resigned on Friday.", Language::EN).as_deref(),
        Some("2026-06-19")
    );
    assert_eq!(told("OSLO, June 19 (Wire) - The mayor, elected on Monday, resigned on Friday.", Language::EN), None);
    assert_eq!(told("The mayor resigned on Friday, June 19, in Oslo.", Language::EN), None);
    assert_eq!(told("Dimanche 14 juin", Language::FR).as_deref(), Some("2026-06-14"));
    // From when it lasts is another day than that on which it is told.
    assert_eq!(
        told("OSLO, June 19 (Wire) - The strike, on since Monday, ended, the union said on Friday.", Language::EN)
            .as_deref(),
        Some("2026-06-19")
    );
}

#[test]
fn a_head_without_a_year_in_a_text_that_names_none_is_of_a_recent_year() {
    let told = |text: &str, language| date::publication_date(text, language).map(|(date, _)| date.to_string());
    let head = "A title\n\nOSLO, June 19 (Wire) - The mayor resigned on Friday.\n\n";
    assert_eq!(told(head, Language::EN).as_deref(), Some("2026-06-19"));
    // A plan is told before its year.
    assert_eq!(told(&format!("{head}A new hall is to open by 2031.\n"), Language::EN).as_deref(), Some("2026-06-19"));
    // The year that a text names may be its own: 19 June 2015 was a Friday.
    assert_eq!(told(&format!("{head}The hall opened in 2015.\n"), Language::EN).as_deref(), Some("2015-06-19"));
    // 19 June 2012 was none: it is from no year that is known.
    assert_eq!(told(&format!("{head}The hall opened in 2012.\n"), Language::EN), None);
    assert_eq!(told("A title\n\nOSLO, June 19 (Wire) - The mayor resigned.\n", Language::EN), None);
}

#[test]
fn lines_of_bylines_and_places_tell_the_day() {
    let told = |head: &str, language| {
        let text = format!("A title\n\n{head}\n\nThe plant was sold. L'usine a fermé le 3 mars 2019.\n");
        date::publication_date(&text, language).map(|(date, _)| date.to_string())
    };
    for (head, language) in [
        ("Lyon, de notre envoyée spéciale — 19 novembre 2026", Language::FR),
        ("De notre rédaction de Lyon — jeudi 19 novembre 2026", Language::FR),
        ("LYON, jeudi 19 novembre 2026. Onze cas ont été recensés dans la ville.", Language::FR),
    ] {
        assert_eq!(told(head, language).as_deref(), Some("2026-11-19"), "{head}");
    }
    assert_eq!(
        told("By Ann Lee and Bob Ray, Thursday 19 November 2026, 11.15am", Language::EN).as_deref(),
        Some("2026-11-19T11:15")
    );
    // What heads a chapter, a caption or a scene tells of its own day.
    for (head, language) in [
        ("Un accord du 19 novembre 2026. Onze pays le signent.", Language::FR),
        ("Accord de Lyon, 19 novembre 2026", Language::FR),
        ("LYON, 19 novembre 2026. Onze personnes attendent le train.", Language::FR),
        ("Protest in Leeds, 19 November 2026", Language::EN),
        ("LEEDS, November 19, 2026. Crowds wait for the train.", Language::EN),
    ] {
        assert_eq!(told(head, language), None, "{head}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_text_breaks_it(text in "\\PC{0,200}", day in proptest::option::of(any_day())) {
        dates(&text, Language::FR, day);
        dates(&text, Language::EN, day);
        date::publication_date(&text, Language::FR);
        date::publication_date(&text, Language::EN);
    }

    #[test]
    fn no_row_of_date_words_breaks_it(
        words in proptest::collection::vec((0..WORDS.len(), proptest::bool::weighted(0.8)), 0..60),
        day in proptest::option::of(any_day()),
    ) {
        let mut text = String::new();
        for (word, space) in words {
            text.push_str(WORDS[word]);
            text.push_str(if space { " " } else { "" });
        }
        dates(&text, Language::FR, day);
        dates(&text, Language::EN, day);
        date::publication_date(&text, Language::EN);
    }

    #[test]
    fn whole_dates_read_back(day in any_day(), reference in proptest::option::of(any_day())) {
        let (y, m, d) = day.first_day();
        let first = if d == 1 { "er" } else { "" };
        let month = FR[usize::from(m) - 1];
        for writing in [
            format!("{d}{first} {month} {y}"),
            format!("{d:02}/{m:02}/{y}"),
            format!("{d}.{m}.{y}"),
            format!("{y}-{m:02}-{d:02}"),
            format!("{d} {} {y}", month.to_uppercase()),
        ] {
            let text = format!("Le ministre est venu le {writing} à Lyon.");
            if writing.contains('/') && reference.is_some() {
                // Digits that two orders fit are read with the document's date: the usual order without one.
                let (_, value, _) = only(&text, Language::FR, None);
                prop_assert_eq!(value.low, Some(day), "{}", text);
                continue;
            }
            if writing.matches('.').count() == 2 && reference.is_some() {
                continue;
            }
            let (words, value, bound) = only(&text, Language::FR, reference);
            prop_assert_eq!(&words, &writing);
            prop_assert_eq!(value, DateInterval { low: Some(day), high: Some(day), basis: DateBasis::Words });
            prop_assert_eq!(bound, Bound::Exact);
        }
        let month = EN[usize::from(m) - 1];
        for writing in [format!("{d} {month} {y}"), format!("{month} {d}, {y}"), format!("{y}-{m:02}-{d:02}")] {
            let text = format!("The minister came on {writing} to London.");
            let (words, value, bound) = only(&text, Language::EN, reference);
            prop_assert_eq!(&words, &writing);
            prop_assert_eq!(value, DateInterval { low: Some(day), high: Some(day), basis: DateBasis::Words });
            prop_assert_eq!(bound, Bound::Exact);
        }
    }

    #[test]
    fn months_and_years_read_back(year in 1900_i16..2100, month in 1_u8..=12) {
        let said = PartialDate::month(year, month);
        let (_, value, _) = only(&format!("Elle est née en {} {year}.", FR[usize::from(month) - 1]), Language::FR, None);
        prop_assert_eq!(value.low, Some(said));
        let (_, value, _) = only(&format!("She was born in {} {year}.", EN[usize::from(month) - 1]), Language::EN, None);
        prop_assert_eq!(value.high, Some(said));
        let (_, value, _) = only(&format!("Elle est née en {year}."), Language::FR, None);
        prop_assert_eq!(value.low, Some(PartialDate::year(year)));
        let (_, value, _) = only(&format!("She was born in {year}."), Language::EN, None);
        prop_assert_eq!(value.low, Some(PartialDate::year(year)));
    }

    #[test]
    fn a_day_without_a_year_lies_within_a_year_of_the_document(day in any_day(), reference in any_day()) {
        let (_, m, d) = day.first_day();
        let (_, value, _) = only(&format!("le {d} {}", FR[usize::from(m) - 1]), Language::FR, Some(reference));
        let low = value.low.unwrap();
        prop_assert_eq!((low.month, low.day), (Some(m), Some(d)));
        prop_assert!((low.year - reference.year).abs() <= 1);
        prop_assert_eq!(value.basis, DateBasis::DocumentDate);
        let (_, open, _) = only(&format!("le {d} {}", FR[usize::from(m) - 1]), Language::FR, None);
        prop_assert_eq!(open, DateInterval { low: None, high: None, basis: DateBasis::Open });
    }

    #[test]
    fn a_dated_head_tells_the_publication(day in any_day(), events in any_day()) {
        let (y, m, d) = day.first_day();
        let (ey, em, ed) = events.first_day();
        let (month, event) = (FR[usize::from(m) - 1], FR[usize::from(em) - 1]);
        let told = format!("La réforme du {ed} {event} {ey} a été abrogée, a annoncé le ministère.\n");
        for head in [format!("Publié le {d} {month} {y} à 18h30\n\n"), format!("{d} {month} {y}\n\n"), format!("PARIS, {d} {month} {y} (Agence) – ")] {
            let found = date::publication_date(&format!("Un titre\n\n{head}{told}"), Language::FR);
            prop_assert_eq!(found.map(|(date, _)| date.first_day()), Some((y, m, d)), "{}", head);
        }
        // What happened is not when it was published.
        prop_assert_eq!(date::publication_date(&format!("Un titre\n\n{told}"), Language::FR), None);
    }
}

#[test]
fn a_long_line_takes_linear_time() {
    // Runs that hold no date, and runs that are all dates: each a line of 200 kB. A quadratic reading would not end.
    for run in ["1 ", "le ", "the 3 of the ", "(((", "2024-", "3/4/"] {
        let text = run.repeat(200_000 / run.len());
        date::find(&text, Language::FR, None);
        date::find(&text, Language::EN, None);
    }
    let text = "le 3 mars, dit-il, ".repeat(4_000);
    assert_eq!(date::find(&text, Language::FR, None).len(), 4_000);
}

#[test]
fn a_date_without_a_year_is_not_read_by_another_date_of_its_sentence() {
    let text = "Il a effectué une visite le 19 juin, tandis que l’autre s’est rendu en Russie le 13 septembre 2023.";
    let found = date::find(text, Language::FR, Some(PartialDate::day(2024, 10, 23)));
    let days: Vec<String> = found
        .iter()
        .map(|m| match m.value {
            Value::Date(DateInterval { low: Some(low), .. }) => low.to_string(),
            _ => String::new(),
        })
        .collect();
    assert_eq!(days, ["2024-06-19", "2023-09-13"]);
}

#[test]
fn look_alikes_are_no_dates() {
    for text in [
        "2000 personnes et 1 984 voix",
        "l’Euro 2024 et les JO 2024",
        "ouvert 24/7, version 2.0.1, score de 3-1",
        "la planète Mars, sept personnes, le Journal du Dimanche",
        "Tél. 01 02 03 04 05",
        "un film de 2 h 07, arrivé en 2 h 40",
        "il a été élu",
    ] {
        let found = date::find(text, Language::FR, Some(PartialDate::day(2026, 3, 11)));
        assert!(found.is_empty(), "{text}: {found:?}");
    }
    for text in [
        "2,000 people, 1,984 votes, in 2000 cases",
        "Euro 2024",
        "open 24/7, version 2.0.1, won 3-1, a 4:3 ratio",
        "it may rain, a march through London, the second time",
        "the Sunday Times, Black Friday, every Monday",
        "Call 01507 555 0142, ref PW-2026-004417",
        "a man in his thirties",
    ] {
        let found = date::find(text, Language::EN, Some(PartialDate::day(2026, 3, 11)));
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}
