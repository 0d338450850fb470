//! Who is who over the whole store: by the documents alone, whatever their order, and by what a person decided.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

mod common;

use std::path::Path;

use atodds::model::{Language, NameKind};
use atodds::store::{Mode, Store};
use common::names::{assert_same, body, doc, keyed, meant, person, place, rows, state, stored};
use common::{Env, Told, name, told, write};
use proptest::prelude::*;
use rusqlite::Connection;

const NAMES: [&str; 14] = [
    "Hervé Le Goff",
    "Herve Legoff",
    "Anne Le Goff",
    "Corinne Vaillard",
    "Corine Vaillard",
    "Marta Kowalska",
    "Marta Kovalska",
    "Paul Delorme Jr.",
    "Paul Delorme Sr.",
    "Paul Delorme",
    "Tibor Szandor",
    "Tibor Sandor",
    "Goff",
    "H. Le Goff",
];

/// Documents of a few names each, on few days, so that many share one.
fn documents() -> impl Strategy<Value = Vec<(u32, Vec<usize>)>> {
    prop::collection::vec((1..6u32, prop::collection::vec(0..NAMES.len(), 1..4)), 2..9)
}

fn made(list: &[(u32, Vec<usize>)]) -> Vec<Told> {
    list.iter()
        .enumerate()
        .map(|(n, (day, names))| {
            let mut names = names.clone();
            names.sort_unstable();
            names.dedup();
            doc(&format!("d{n}.txt"), *day, names.iter().map(|name| person(NAMES[*name])).collect())
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_documents_changes_no_entity_and_reading_them_again_none(
        list in documents(),
        order in Just(()).prop_perturb(|(), mut rng| rng.next_u64()),
    ) {
        let (env, whole) = stored(vec![made(&list)]);
        let mut one_by_one: Vec<Vec<Told>> = made(&list).into_iter().map(|told| vec![told]).collect();
        // Any order will do: it is turned round and cut at a place that the case chooses.
        one_by_one.rotate_left(order as usize % list.len());
        if order % 2 == 0 {
            one_by_one.reverse();
        }
        let (_, apart) = stored(one_by_one);
        assert_same(&apart, &whole, "one by one");
        write(&env.db(), &made(&list));
        assert_same(&state(&env.db()), &whole, "again");
    }

    #[test]
    fn a_document_that_changed_leaves_no_trace_of_what_it_was(list in documents(), other in documents()) {
        let changed: Vec<(u32, Vec<usize>)> =
            list.iter().enumerate().map(|(n, was)| other.get(n).filter(|_| n % 2 == 0).unwrap_or(was).clone()).collect();
        let (_, fresh) = stored(vec![made(&changed)]);
        let (_, after) = stored(vec![made(&list), made(&changed)]);
        assert_same(&after, &fresh, "changed");
    }

    #[test]
    fn what_is_decided_and_undone_leaves_the_entities_as_they_were(list in documents()) {
        let (env, before) = stored(vec![made(&list)]);
        let mut store = Store::open(&env.db(), Mode::Write).unwrap();
        let keys = rows(&env.db(), "SELECT DISTINCT e.key FROM entity e JOIN local_entity l USING (entity_id) ORDER BY 1");
        prop_assume!(keys.len() > 2);
        let first = store.merge(&keys[0], &keys[1], "").unwrap();
        prop_assert_ne!(state(&env.db()), before.clone());
        let second = store.merge(&keys[2], &keys[0], "").unwrap();
        store.undo_judgement(first.decision, "").unwrap();
        store.undo_judgement(second.decision, "").unwrap();
        assert_same(&state(&env.db()), &before, "undone");
    }
}

#[test]
fn an_explained_spelling_of_another_day_is_the_same_person_and_a_slip_is_asked() {
    let (env, _) = stored(vec![vec![
        doc("a.txt", 1, vec![person("Hervé Le Goff"), person("Corinne Vaillard")]),
        doc("b.txt", 2, vec![person("Herve Legoff"), person("Corine Vaillart")]),
        doc("c.txt", 3, vec![person("Anne Le Goff")]),
    ]]);
    let db = env.db();
    assert_eq!(meant(&db, "a.txt", "Hervé Le Goff"), meant(&db, "b.txt", "Herve Legoff"));
    assert_ne!(meant(&db, "a.txt", "Hervé Le Goff"), meant(&db, "c.txt", "Anne Le Goff"));
    assert_ne!(meant(&db, "a.txt", "Corinne Vaillard"), meant(&db, "b.txt", "Corine Vaillart"));
    let asked = rows(&db, "SELECT entity || ' / ' || other_entity FROM possible_link");
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].contains("Corinne Vaillard") && asked[0].contains("Corine Vaillart"), "{asked:?}");
    let (out, _) = env.args(&["entities", "questions", "vaillard", "-f", "jsonl"], 0);
    assert_eq!(out.lines().count(), 1);
    // The link tells its reason.
    let why = rows(&db, "SELECT link_reason FROM name_variant WHERE spelling = 'Herve Legoff'");
    assert!(!why[0].is_empty());
}

#[test]
fn chains_do_not_form() {
    // b fits a and c; a and c stand side by side in one document, so they are two.
    let (env, _) = stored(vec![vec![
        doc("1.txt", 1, vec![keyed("b", "Herve Legoff")]),
        doc("2.txt", 2, vec![keyed("a", "Hervé Le Goff"), keyed("c", "Hervé Legoff")]),
    ]]);
    let db = env.db();
    assert_eq!(meant(&db, "2.txt", "Hervé Le Goff"), "b #herve #legoff");
    assert_eq!(meant(&db, "2.txt", "Hervé Legoff"), "c #herve #legoff");
    assert_eq!(rows(&db, "SELECT entity FROM possible_link").len(), 1);
}

#[test]
fn junior_and_senior_and_two_given_names_are_two_however_alike() {
    let (env, _) = stored(vec![vec![
        doc("1.txt", 1, vec![person("Paul Delorme Jr.")]),
        doc("2.txt", 2, vec![person("Paul Delorme Sr.")]),
        doc("3.txt", 3, vec![person("Jacques Delorme")]),
        doc("4.txt", 4, vec![person("Jean Delorme")]),
        doc("5.txt", 5, vec![person("Jeanne Delorme")]),
    ]]);
    let db = env.db();
    let all = [
        meant(&db, "1.txt", "Paul Delorme Jr."),
        meant(&db, "2.txt", "Paul Delorme Sr."),
        meant(&db, "3.txt", "Jacques Delorme"),
    ];
    assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2], "{all:?}");
    assert_ne!(meant(&db, "4.txt", "Jean Delorme"), meant(&db, "5.txt", "Jeanne Delorme"));
    assert_eq!(rows(&db, "SELECT entity FROM possible_link"), Vec::<String>::new());
}

#[test]
fn a_merger_holds_for_what_comes_later_and_a_split_gives_back_what_was() {
    let first = || vec![doc("a.txt", 1, vec![person("Ida Morvan")]), doc("b.txt", 2, vec![person("Adélaïde Morvan")])];
    let (env, before) = stored(vec![first()]);
    let db = env.db();
    let (kept, other) = (meant(&db, "a.txt", "Ida Morvan"), meant(&db, "b.txt", "Adélaïde Morvan"));
    assert_ne!(kept, other);
    let ids = |db: &Path| rows(db, "SELECT DISTINCT finding_id FROM assertion_full ORDER BY 1");
    let own = rows(&db, "SELECT finding_id FROM assertion_full WHERE document = 'a.txt'");

    env.args(&["entities", "merge", "ida morvan", "Adélaïde Morvan", "--note", "her full name"], 0);
    assert_eq!(meant(&db, "b.txt", "Adélaïde Morvan"), kept);
    assert_eq!(ids(&db), own, "the kept entity's findings keep their ids");
    assert_eq!(rows(&db, "SELECT link_reason FROM local_entity WHERE name = 'Adélaïde Morvan'"), ["decided"]);
    // A fresh document, and a changed version of a known one.
    write(&db, &[doc("c.txt", 3, vec![person("Adelaide Morvan")])]);
    write(&db, &[doc("b.txt", 4, vec![person("Adélaïde Morvan"), person("Tibor Szandor")])]);
    assert_eq!(meant(&db, "c.txt", "Adelaide Morvan"), kept);
    assert_eq!(meant(&db, "b.txt", "Adélaïde Morvan"), kept);
    // One that comes before all in time changes nothing of it.
    write(&db, &[doc("z.txt", 1, vec![person("Adélaïde Morvan"), person("Anne Le Goff")])]);
    assert_eq!(meant(&db, "z.txt", "Adélaïde Morvan"), kept);

    let (env, again) = stored(vec![first()]);
    assert_same(&again, &before, "made twice");
    env.args(&["entities", "merge", "Ida Morvan", "Adélaïde Morvan"], 0);
    let (out, _) = env.args(&["entities", "split", "Ida Morvan", "Adelaïde Morvan"], 0);
    assert_eq!(out, "decision 2: Adelaïde Morvan is not Ida Morvan\n");
    assert_same(&state(&env.db()), &before, "merged and split");
    // And together again: the later word counts.
    env.args(&["entities", "merge", "Ida Morvan", "Adélaïde Morvan"], 0);
    assert_eq!(meant(&env.db(), "b.txt", "Adélaïde Morvan"), kept);
    let (out, _) = env.args(&["entities", "decisions", "-f", "jsonl"], 0);
    assert_eq!(out.lines().count(), 3);
    assert_eq!(env.run("doctor", 0).matches("fault").count(), 0);
}

#[test]
fn a_merger_of_two_who_are_credited_leaves_nothing_to_gather() {
    let env = Env::new();
    let row = |name: &str, outlet: &str| {
        let text = format!(
            "Fire in Lyon\n\nA fire at the Hotel Bellerive in Lyon killed nine people on Monday, {name} said. \
             {name} visited the Hotel Bellerive in Lyon with Mayor Colette Vernoux."
        );
        let url = format!("https://{outlet}.example/fire");
        serde_json::json!({"text": text, "source": outlet, "published": "2025-03-04", "url": url, "language": "en"})
            .to_string()
    };
    let feed = [row("Odile Marchand", "gazette"), row("Sabine Kerouac", "herald")].join("\n");
    std::fs::write(env.path().join("feed.jsonl"), feed).unwrap();
    env.run("ingest feed.jsonl", 0);
    let reasons = "SELECT DISTINCT reason FROM assertion_pair p JOIN assertion_full a ON a.assertion_id = p.left_id WHERE a.attribute = 'killed'";
    assert_eq!(rows(&env.db(), reasons), ["other_speaker"]);
    env.args(&["entities", "merge", "Odile Marchand", "Sabine Kerouac"], 0);
    assert_eq!(rows(&env.db(), reasons), ["same_value"]);
    assert_eq!(env.run("doctor", 0).matches("fault").count(), 0);
}

#[test]
fn a_spelling_of_one_key_can_be_split_and_comes_back_undone() {
    let docs = || {
        vec![
            doc("a.txt", 1, vec![person("Antony Blinken")]),
            doc("b.txt", 2, vec![person("Anthony Blinken")]),
            doc("c.txt", 3, vec![person("Antony Blinken")]),
        ]
    };
    let (env, before) = stored(vec![docs()]);
    let db = env.db();
    assert_eq!(meant(&db, "a.txt", "Antony Blinken"), meant(&db, "b.txt", "Anthony Blinken"), "they share a key");
    let (out, _) = env.args(&["entities", "split", "Antony Blinken", "Anthony Blinken"], 0);
    assert!(out.starts_with("decision 1: "), "{out}");
    assert_ne!(meant(&db, "a.txt", "Antony Blinken"), meant(&db, "b.txt", "Anthony Blinken"));
    write(&db, &[doc("d.txt", 4, vec![person("Anthony Blinken")])]);
    assert_eq!(meant(&db, "d.txt", "Anthony Blinken"), meant(&db, "b.txt", "Anthony Blinken"));
    assert_eq!(rows(&db, "SELECT entity FROM possible_link"), Vec::<String>::new(), "what is decided is not asked");
    env.args(&["entities", "undo", "1"], 0);
    assert_eq!(meant(&db, "a.txt", "Antony Blinken"), meant(&db, "d.txt", "Anthony Blinken"));
    let (env, _) = stored(vec![docs()]);
    env.args(&["entities", "split", "Antony Blinken", "Anthony Blinken"], 0);
    env.args(&["entities", "undo", "1"], 0);
    assert_same(&state(&env.db()), &before, "split and undone");
}

#[test]
fn the_order_of_documents_and_decisions_changes_no_entity() {
    let docs = |day: u32, path: &str, name: &str| vec![doc(path, day, vec![person(name)])];
    let parts = || {
        vec![docs(2, "a.txt", "Ida Morvan"), docs(3, "b.txt", "Adélaïde Morvan"), docs(1, "c.txt", "Adelaide Morvan")]
    };
    let (late, _) = stored(parts());
    late.args(&["entities", "merge", "Ida Morvan", "Adélaïde Morvan"], 0);
    let early = Env::new();
    let mut all = parts();
    let last = all.pop().unwrap();
    all.into_iter().for_each(|part| write(&early.db(), &part));
    early.args(&["entities", "merge", "Ida Morvan", "Adélaïde Morvan"], 0);
    write(&early.db(), &last);
    assert_same(&state(&early.db()), &state(&late.db()), "decided before and after");
}

#[test]
fn what_cannot_be_decided_is_told_plainly() {
    let bridge = name("thing:bridge", NameKind::Product, "the bridge", "They saw the bridge again.");
    let (env, before) = stored(vec![vec![
        doc("a.txt", 1, vec![person("Ida Morvan"), place("Vaubrun-le-Sec"), bridge]),
        doc("b.txt", 2, vec![person("Ida Morvan"), person("Ida Morvanec"), person("Luc Morvan")]),
    ]]);
    let fails = |args: &[&str], words: &str| {
        let (_, stderr) = env.args(&[&["entities"], args].concat(), 2);
        assert!(stderr.contains(words), "{args:?}: {stderr}");
    };
    fails(&["merge", "Ida Morvan", "ida morvan"], "one entity already");
    fails(&["merge", "Ida Morvan", "Vaubrun-le-Sec"], "cannot be one");
    fails(&["merge", "Ida Morvan", "the bridge"], "about people, places and organisations");
    fails(&["merge", "Ida Morvan", "Nobody"], "no entity is named \"Nobody\"");
    fails(&["show", "morvan"], "several entities are named");
    fails(&["split", "Luc Morvan", "Lucie Morvan"], "it is known as Luc Morvan");
    fails(&["split", "Luc Morvan", "Luc Morvan"], "nothing to split");
    fails(&["undo", "7"], "there is no decision 7");
    assert_same(&state(&env.db()), &before, "nothing was decided");
    env.args(&["entities", "apart", "Ida Morvan", "Luc Morvan"], 0);
    env.args(&["entities", "merge", "Ida Morvanec", "Ida Morvan"], 0);
    fails(&["merge", "Luc Morvan", "Ida Morvanec"], "entities undo 1");
    env.args(&["entities", "undo", "1"], 0);
    fails(&["undo", "1"], "undone already, by 3");
    fails(&["undo", "3"], "undoes another");
    env.args(&["entities", "merge", "Luc Morvan", "Ida Morvanec"], 0);
    let db = Connection::open(env.db()).unwrap();
    assert!(db.execute("DELETE FROM name_judgement", []).is_err(), "append only");
    // A mistyped path makes no database.
    let none = Env::new();
    none.args(&["entities", "merge", "a", "b"], 2);
    assert!(!none.db().exists());
}

#[test]
fn a_list_of_preferred_forms_decides_which_spelling_is_right_and_house_style_is_told_once() {
    let mut docs = Vec::new();
    for (n, (source, name)) in [
        ("Le Courrier", "Antony Blinken"),
        ("Le Courrier", "Antony Blinken"),
        ("Le Veilleur", "Anthony Blinken"),
        ("Le Veilleur", "Anthony Blinken"),
        ("Horizon", "Antony Blinken"),
    ]
    .into_iter()
    .enumerate()
    {
        docs.push(told(
            &format!("{n}.txt"),
            source,
            &format!("2025-04-{:02}", n + 1),
            Language::FR,
            vec![person(name)],
        ));
    }
    let env = Env::new();
    write(&env.db(), &docs);
    let standing = || {
        rows(
            &env.db(),
            "SELECT spelling || ' ' || class || ' ' || coalesce(is_preferred, 'undecided') FROM name_variant ORDER BY spelling",
        )
    };
    assert!(standing()[0].ends_with("undecided") && standing()[1].ends_with("undecided"), "{:?}", standing());
    let list = env.path().join("names.csv");
    std::fs::write(&list, "name,preferred,kind,wikidata\nAnthony Blinken,Antony Blinken,person,Q7821917\n").unwrap();
    let (out, _) = env.args(&["entities", "authority", "names.csv"], 0);
    assert_eq!(out, "1 preferred forms read; 1 entities of the store have one\n");
    assert!(standing()[0].ends_with(" 0") && standing()[1] == "Antony Blinken same 1", "{:?}", standing());
    let (shown, _) = env.args(&["entities", "show", "blinken", "--width", "200"], 0);
    for part in
        ["preferred form: Antony Blinken, Wikidata Q7821917", "not preferred", "always spell it one way", "Le Veilleur"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let styles = rows(&env.db(), "SELECT source || ': ' || spelling || ' ' || n_documents FROM house_style ORDER BY 1");
    assert_eq!(styles, ["Le Courrier: Antony Blinken 2", "Le Veilleur: Anthony Blinken 2"]);
    let (json, _) = env.args(&["entities", "show", "blinken", "-f", "jsonl"], 0);
    assert_eq!(json.lines().count(), 2);
    assert!(json.contains("\"wikidata\":\"Q7821917\"") || json.contains("\"wikidata\": \"Q7821917\""), "{json}");
    std::fs::write(&list, "name,form\na,b\n").unwrap();
    let (_, stderr) = env.args(&["entities", "authority", "names.csv"], 2);
    assert!(stderr.contains("names.csv") && stderr.contains("line 1"), "{stderr}");
}

#[test]
fn one_that_is_called_like_a_command_is_found() {
    let (env, _) = stored(vec![vec![doc("a.txt", 1, vec![body("Show"), body("Union agricole de l'Ourlande")])]]);
    let (out, _) = env.args(&["entities", "list", "show", "-f", "jsonl"], 0);
    assert_eq!(out.lines().count(), 1);
    let (out, _) = env.args(&["entities", "show", "show"], 0);
    assert!(out.starts_with("Show · organisation"), "{out}");
}

#[test]
fn two_whom_one_document_has_as_one_can_be_split_by_a_spelling() {
    let env = Env::new();
    let article = |day: u32, more: &str| {
        format!(
            "Anna Kowalski, the mayor of Ashcombe, opened a bridge on Monday. She is 61 years old.\n\nThe bridge cost 12 million dollars, \
             Kowalski said. Kowalska, a nurse aged 38, was hurt on day {day}. {more}\n"
        )
    };
    let add = |name: &str, day: u32, more: &str| {
        let head =
            format!("---\ntitle: \"Bridge\"\nsource: Paper {day}\npublished: 2025-03-{day:02}\nlanguage: en\n---\n\n");
        std::fs::write(env.path().join(name), head + &article(day, more)).unwrap();
        env.run(&format!("ingest {name}"), 0);
    };
    let db = env.db();
    let who = |path: &str| {
        rows(
            &db,
            &format!(
                "SELECT l.name || ': ' || coalesce((
                   SELECT group_concat(a.value_text) FROM assertion a WHERE a.local_entity_id = l.local_entity_id AND a.kind IN ('name', 'age')
                 ), '')
                 FROM local_entity l JOIN document d USING (document_id) JOIN entity e USING (entity_id)
                 WHERE l.is_current AND d.path = '{path}' AND e.kind = 'person' ORDER BY 1"
            ),
        )
    };
    add("a.md", 3, "");
    let before = state(&db);
    assert_eq!(who("a.md").len(), 1, "{:?}", who("a.md"));
    env.args(&["entities", "split", "Anna Kowalski", "Kowalska"], 0);
    let is_split = |path: &str| {
        let people = who(path);
        assert_eq!(people.len(), 2, "{people:?}");
        assert!(people[0].starts_with("Anna Kowalski: ") && !people[0].contains("38"), "{people:?}");
        assert!(people[1].starts_with("Kowalska: ") && people[1].contains("Kowalska"), "{people:?}");
    };
    is_split("a.md");
    assert_eq!(env.run("doctor", 0).matches("fault").count(), 0);
    // It holds for what comes later, and for what is read anew.
    add("b.md", 4, "Nobody else was hurt.");
    is_split("b.md");
    let split = state(&db);
    env.run("extract --all", 0);
    is_split("a.md");
    assert_same(&state(&db), &split, "read anew");
    env.args(&["entities", "undo", "1"], 0);
    assert_eq!((who("a.md").len(), who("b.md").len()), (1, 1));
    env.run("forget b.md", 0);
    assert_same(&state(&db), &before, "undone");
    assert_eq!(env.run("doctor", 0).matches("fault").count(), 0);
}

#[test]
fn what_was_read_as_a_body_can_be_said_to_be_a_person() {
    let docs = || vec![doc("a.txt", 1, vec![body("Odile Marchand")]), doc("b.txt", 2, vec![person("Odile Marchand")])];
    let (env, before) = stored(vec![docs()]);
    let db = env.db();
    let kind = |path: &str| {
        let key = meant(&db, path, "Odile Marchand");
        rows(&db, &format!("SELECT kind FROM entity WHERE key = '{key}'"))[0].clone()
    };
    assert_eq!(kind("a.txt"), "organisation");
    let wrong = meant(&db, "a.txt", "Odile Marchand");
    let (out, _) = env.args(&["entities", "set-kind", &wrong, "person"], 0);
    assert_eq!(out, "decision 1: Odile Marchand is a person\n");
    assert_eq!(kind("a.txt"), "person");
    assert_eq!(meant(&db, "a.txt", "Odile Marchand"), meant(&db, "b.txt", "Odile Marchand"), "she is known already");
    // It holds for what comes later, also where no other says so.
    write(&db, &[doc("c.txt", 3, vec![body("Odile Marchand")])]);
    assert_eq!(kind("c.txt"), "person");
    let (_, stderr) = env.args(&["entities", "set-kind", "Odile Marchand", "person"], 2);
    assert!(stderr.contains("of the kind person already"), "{stderr}");
    env.run("forget c.txt", 0);
    env.args(&["entities", "undo", "1"], 0);
    assert_same(&state(&db), &before, "undone");
    assert_eq!(env.run("doctor", 0).matches("fault").count(), 0);
}

#[test]
fn a_kind_that_no_document_gives_a_name_can_be_said() {
    let (env, before) = stored(vec![vec![doc("a.txt", 1, vec![person("Ashby Moor"), person("Ida Morvan")])]]);
    let db = env.db();
    env.args(&["entities", "set-kind", "Ashby Moor", "place"], 0);
    assert_eq!(
        rows(&db, "SELECT name || ' ' || kind FROM entity WHERE name = 'Ashby Moor' AND kind = 'place'").len(),
        1
    );
    assert!(meant(&db, "a.txt", "Ashby Moor").starts_with("place:"));
    env.args(&["entities", "undo", "1"], 0);
    assert_same(&state(&db), &before, "undone");
}
