//! Thinning the leads of a large topic must not change what its finding says: random topics, worked out both ways.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

use proptest::prelude::*;
use rusqlite::{Connection, OptionalExtension, params};

const MARK: &str = include_str!("../src/store/sql/mark_leads.sql");
const THIN: &str = include_str!("../src/store/sql/thin_leads.sql");

/// What one assertion says.
#[derive(Clone, Debug)]
struct Said {
    low: Option<u32>,
    high: Option<u32>,
    bound: &'static str,
    denied: bool,
    speaker: &'static str,
    day: i64,
    days: i64,
    place: &'static str,
    /// Whether its question is of something to come.
    planned: bool,
    /// Whether it speaks of something to come itself.
    own_plan: bool,
    /// Whether its words tell the day.
    dated: bool,
}

fn said(values: u32, days: i64) -> impl Strategy<Value = Said> {
    (
        (0..values, 0..3u32, 0..8u32),
        prop::sample::select(vec!["exact", "exact", "exact", "about", "range"]),
        prop::bool::weighted(0.05),
        prop::sample::select(vec!["", "", "kiev", "seoul"]),
        (0..days, 0..2i64),
        prop::sample::select(vec!["", "", "kursk", "russia"]),
        (prop::bool::weighted(0.1), prop::bool::weighted(0.1), prop::bool::weighted(0.3)),
    )
        .prop_map(
            |((low, width, open), bound, denied, speaker, (day, days), place, (planned, own_plan, dated))| {
                let (low, width) = (10 + low, if bound == "range" { width } else { 0 });
                Said {
                    low: (open != 0).then_some(low),
                    high: (open != 1).then_some(low + width),
                    bound: match open {
                        0 => "at_most",
                        1 => "at_least",
                        _ => bound,
                    },
                    denied,
                    speaker,
                    day: 2_460_000 + day,
                    days,
                    place,
                    planned,
                    own_plan,
                    dated,
                }
            },
        )
}

/// A store with one topic in which these were said.
fn store(dynamics: &str, is_open: bool, all: &[Said]) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(include_str!("../schema.sql")).unwrap();
    db.execute_batch(
        "INSERT INTO source VALUES (1, 's', NULL);
         INSERT INTO document (document_id, path, slot, source_id, text, language, format, content_hash, version)
         VALUES (1, 'd', 'd', 1, 't', 'en', 'txt', 'h', 1);
         INSERT INTO document (document_id, path, slot, source_id, title, text, language, format, content_hash, version)
         VALUES (2, 'e', 'e', 1, NULL, 't', 'en', 'txt', 'i', 1);
         INSERT INTO entity VALUES (1, 'k', 'place', 'K', 0);
         INSERT INTO local_entity (local_entity_id, document_id, entity_id, name, own_key) VALUES (1, 1, 1, 'K', 'k');
         INSERT INTO place_part VALUES ('kursk', 'kursk'), ('kursk', 'russia'), ('russia', 'russia');",
    )
    .unwrap();
    db.execute("INSERT INTO attribute VALUES ('a', 'a', 'quantity', ?1, 1, ?2, 0, NOT ?2)", params![dynamics, is_open])
        .unwrap();
    db.execute("INSERT INTO topic VALUES (1, 'f', 1, 'a', 'quantity', 1)", []).unwrap();
    for (n, s) in all.iter().enumerate() {
        db.execute(
            // Statements of one question may name unlike places, or none.
            "INSERT OR IGNORE INTO question (topic_id, is_planned) VALUES (1, ?1)",
            params![s.planned],
        )
        .unwrap();
        let question: i64 = db
            .query_row("SELECT question_id FROM question WHERE is_planned = ?1", params![s.planned], |r| r.get(0))
            .unwrap();
        db.execute(
            "INSERT INTO assertion (document_id, topic_id, question_id, local_entity_id, kind, value_text, value_low,
               value_high, bound, unit, base_low, base_high, dimension, polarity, modality, speaker_key, day_low,
               day_high, quote, char_start, char_end, quote_start, extractor, rule, confidence, said_attribute, place_key,
               is_planned, as_of_low)
             VALUES (?9, 1, ?1, 1, 'quantity', 'v', ?2, ?3, ?4, 'person', ?2, ?3, 'count', ?5, 'asserted', ?6, ?7, ?8,
               'q', 0, 1, ?13, 'x', 'r', 1, 'a', ?10, ?11, ?12)",
            params![
                question,
                s.low,
                s.high,
                s.bound,
                if s.denied { "-" } else { "+" },
                s.speaker,
                s.day,
                s.day + s.days,
                1 + n % 2,
                s.place,
                s.own_plan,
                s.dated.then_some("2024-11-01"),
                n
            ],
        )
        .unwrap();
    }
    db
}

fn relation(db: &Connection) -> Option<String> {
    db.query_row("SELECT relation FROM finding_live WHERE topic_id = 1", [], |r| r.get(0)).optional().unwrap()
}

fn leads(db: &Connection) -> i64 {
    db.query_row("SELECT count(*) FROM assertion WHERE lead_rank > 0", [], |r| r.get(0)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn thinned_leads_decide_as_all_do(
        dynamics in prop::sample::select(vec!["level", "cumulative", "constant"]),
        is_open in prop::bool::ANY,
        all in (1u32..12, 1i64..6).prop_flat_map(|(values, days)| prop::collection::vec(said(values, days), 2..50)),
    ) {
        let db = store(dynamics, is_open, &all);
        db.execute(MARK, [1]).unwrap();
        let whole = relation(&db);
        db.execute(THIN, [1]).unwrap();
        prop_assert_eq!(relation(&db), whole);
    }
}

#[test]
fn a_crowd_of_figures_leaves_few_leads() {
    let all: Vec<Said> = (0..3_000)
        .map(|n| Said {
            low: Some(n),
            high: Some(n),
            bound: "exact",
            denied: false,
            speaker: "",
            day: 2_460_000 + i64::from(n % 10),
            days: 0,
            place: "kursk",
            planned: false,
            own_plan: false,
            dated: false,
        })
        .collect();
    let db = store("level", false, &all);
    db.execute(MARK, [1]).unwrap();
    assert_eq!(leads(&db), 3_000);
    db.execute(THIN, [1]).unwrap();
    assert!(leads(&db) <= 30, "{} leads", leads(&db));
    assert_eq!(relation(&db).as_deref(), Some("contradiction"));
}
