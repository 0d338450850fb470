//! What an entity is called, what stories show of its spellings, and two of exactly one spelling.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

mod common;

use std::path::Path;

use atodds::model::{Language, NameKind};
use common::names::{assert_same, doc, keyed, meant, person, place, rows, state, stored};
use common::{Env, Says, Told, name, told, write};

fn by(path: &str, source: &str, day: u32, names: Vec<Says>) -> Told {
    told(path, source, &format!("2025-03-{day:02}"), Language::FR, names)
}

fn head(db: &Path, path: &str, name: &str) -> String {
    let key = meant(db, path, name);
    let found = rows(db, &format!("SELECT name FROM entity WHERE key = '{}'", key.replace('\'', "''")));
    found[0].clone()
}

#[test]
fn an_entity_is_called_as_most_sources_call_it_in_full_or_as_the_list_says() {
    // The slip comes first; a family name alone is used most.
    let env = Env::new();
    let db = env.db();
    let one = |name: &str| keyed("person:k", name);
    write(
        &db,
        &[
            by("1.txt", "A", 1, vec![one("Corinne Vâillard")]),
            by("2.txt", "B", 2, vec![one("Corinne Vaillard")]),
            by("3.txt", "C", 3, vec![one("Corinne Vaillard")]),
            by("4.txt", "B", 4, vec![one("C. Vaillard")]),
            by("5.txt", "C", 5, vec![one("Vaillard")]),
            by("6.txt", "D", 6, vec![one("Vaillard")]),
            by("7.txt", "E", 7, vec![one("Vaillard")]),
        ],
    );
    assert_eq!(head(&db, "1.txt", "Corinne Vâillard"), "Corinne Vaillard");
    // Three articles of one source are one voice.
    let of_one = |n: u32| by(&format!("{n}.txt"), "A", n, vec![one("Corinne Vâillard")]);
    write(&db, &[of_one(8), of_one(9), of_one(10)]);
    assert_eq!(head(&db, "1.txt", "Corinne Vâillard"), "Corinne Vaillard");
    // The list decides, whatever is used.
    std::fs::write(env.path().join("names.csv"), "name,preferred,kind\nAnne Le Goff,Anne Legoff,person\n").unwrap();
    write(
        &db,
        &[by("11.txt", "A", 11, vec![person("Anne Le Goff")]), by("12.txt", "B", 12, vec![person("Anne Le Goff")])],
    );
    env.args(&["entities", "authority", "names.csv"], 0);
    assert_eq!(head(&db, "11.txt", "Anne Le Goff"), "Anne Legoff");
    let (out, _) = env.args(&["entities", "show", "Anne Legoff"], 0);
    assert!(out.starts_with("Anne Legoff · person"), "{out}");
}

#[test]
fn a_body_is_called_in_full_where_anyone_does() {
    let env = Env::new();
    let one = |name: &str| name_of("organisation:k", NameKind::Organisation, name);
    write(
        &env.db(),
        &[
            by("1.txt", "A", 1, vec![one("CGL")]),
            by("2.txt", "B", 2, vec![one("CGL")]),
            by("3.txt", "C", 3, vec![one("Coastal Guards League")]),
            by("4.txt", "D", 4, vec![one("Coastal Guards")]),
            by("5.txt", "E", 5, vec![one("Coastal Guards")]),
        ],
    );
    assert_eq!(head(&env.db(), "1.txt", "CGL"), "Coastal Guards League");
}

fn name_of(key: &str, kind: NameKind, words: &str) -> Says {
    name(key, kind, words, &format!("On the day {words} was told."))
}

/// A fire of a day, told by a source that has its own way of spelling who spoke.
fn fire(source: &str, day: u32, town: &str, who: &str) -> String {
    let text = format!(
        "Fire in {town}\n\nA fire at the Hotel {town} killed {day} people in {town} on Monday, {who} said. {who} is the \
         mayor of {town}. Firemen of {town} worked through the night."
    );
    let url = format!("https://{source}.example/{day}");
    let published = format!("2025-03-{day:02}");
    serde_json::json!({"text": text, "source": source, "published": published, "url": url, "language": "en"})
        .to_string()
}

fn fires(order: &[usize]) -> Env {
    let env = Env::new();
    let mut rows = Vec::new();
    for (day, town) in [(3, "Lyon"), (10, "Nantes"), (17, "Rouen")] {
        rows.push(fire("Alpha", day, town, "Corinne Vaillard"));
        rows.push(fire("Beta", day, town, "Corinne Vaillart"));
    }
    // What each tells alone, too.
    rows.push(fire("Alpha", 24, "Toulouse", "Corinne Vaillard"));
    rows.push(fire("Beta", 27, "Dijon", "Corinne Vaillart"));
    for n in order {
        std::fs::write(env.path().join(format!("{n}.jsonl")), &rows[*n]).unwrap();
        env.run(&format!("ingest {n}.jsonl"), 0);
    }
    env
}

#[test]
fn what_stories_show_of_a_sources_own_spelling_holds_in_all_and_is_told_once() {
    let env = fires(&[0, 1, 2, 3, 4, 5, 6, 7]);
    let db = env.db();
    let people = rows(
        &db,
        "SELECT DISTINCT e.name FROM entity e JOIN local_entity l USING (entity_id) WHERE e.kind = 'person' AND l.is_current",
    );
    assert_eq!(people.len(), 1, "{people:?}");
    assert_eq!(rows(&db, "SELECT entity FROM possible_link"), Vec::<String>::new());
    let styles = rows(&db, "SELECT source || ': ' || spelling || ' ' || n_documents FROM house_style ORDER BY 1");
    assert_eq!(styles, ["Alpha: Corinne Vaillard 4", "Beta: Corinne Vaillart 4"]);
    // In any order.
    let other = fires(&[7, 3, 0, 6, 5, 2, 1, 4]);
    assert_same(&state(&other.db()), &state(&db), "another order");
    // A person may say otherwise, and take it back.
    let before = state(&db);
    env.args(&["entities", "split", "Corinne Vaillard", "Corinne Vaillart"], 0);
    assert_ne!(
        rows(&db, "SELECT DISTINCT e.key FROM entity e JOIN local_entity l USING (entity_id) WHERE e.kind = 'person'")
            .len(),
        1
    );
    env.args(&["entities", "undo", "1"], 0);
    assert_same(&state(&db), &before, "undone");
    assert_eq!(env.run("doctor", 0).matches("fault").count(), 0);
}

#[test]
fn capitals_of_a_dateline_are_no_house_style() {
    let env = Env::new();
    let one = |name: &str| name_of("place:Kyiv", NameKind::Place, name);
    write(
        &env.db(),
        &[
            by("1.txt", "A", 1, vec![one("Kiev"), one("KIEV")]),
            by("2.txt", "A", 5, vec![one("Kiev")]),
            by("3.txt", "B", 1, vec![one("Kyiv")]),
        ],
    );
    assert_eq!(rows(&env.db(), "SELECT source || ' ' || spelling FROM house_style"), ["A Kiev"]);
}

#[test]
fn two_of_one_spelling_are_split_by_documents() {
    let docs = || {
        vec![
            doc("match.txt", 1, vec![person("Paul Marchetti"), place("Orvane")]),
            doc("trial.txt", 9, vec![person("Paul Marchetti"), place("Vaubrun")]),
            doc("appeal.txt", 15, vec![person("Paul Marchetti")]),
        ]
    };
    let (env, before) = stored(vec![docs()]);
    let db = env.db();
    let fails = |args: &[&str], words: &str| {
        let (_, stderr) = env.args(&[&["entities"], args].concat(), 2);
        assert!(stderr.contains(words), "{args:?}: {stderr}");
    };
    fails(&["split", "Paul Marchetti", "Paul Marchetti"], "--document PATH");
    fails(&["split", "Orvane", "--document", "trial.txt"], "trial.txt does not name Orvane");
    fails(&["split", "Orvane", "--document", "match.txt"], "no other document names Orvane");
    fails(&["split", "Paul Marchetti", "--document", "none.txt"], "no document of this name counts");
    fails(&["split", "Paul Marchetti"], "SPELLING");
    let (out, _) = env.args(&["entities", "split", "Paul Marchetti", "--document", "trial.txt", "appeal.txt"], 0);
    assert_eq!(out, "decision 1: 2 documents mean another Paul Marchetti: Paul Marchetti (2)\n");
    let (one, other) = (meant(&db, "match.txt", "Paul Marchetti"), meant(&db, "trial.txt", "Paul Marchetti"));
    assert_ne!(one, other);
    assert_eq!(other, meant(&db, "appeal.txt", "Paul Marchetti"));
    assert_eq!(rows(&db, "SELECT entity FROM possible_link"), Vec::<String>::new(), "what is decided is not asked");
    assert!(env.args(&["entities", "show", "Paul Marchetti (2)"], 0).0.contains("#2"));
    // It holds for what is read again, and for a changed version.
    write(&db, &[doc("trial.txt", 9, vec![person("Paul Marchetti"), person("Ida Morvan")])]);
    assert_eq!(meant(&db, "trial.txt", "Paul Marchetti"), other);
    write(&db, &docs());
    env.args(&["entities", "undo", "1"], 0);
    assert_eq!(meant(&db, "match.txt", "Paul Marchetti"), meant(&db, "trial.txt", "Paul Marchetti"));
    assert_same(&state(&db), &before, "undone");
    assert_eq!(env.run("doctor", 0).matches("fault").count(), 0);
}

#[test]
fn whom_a_person_told_apart_tell_their_stories_apart_too() {
    let env = Env::new();
    let article = |n: u32, day: u32, text: &str| {
        let row = serde_json::json!({
            "title": "", "text": text, "source": format!("S{n}"), "published": format!("2024-03-{day:02}"),
            "url": format!("https://s{n}.example/a"), "language": "en",
        });
        std::fs::write(env.path().join(format!("{n}.jsonl")), row.to_string()).unwrap();
        env.args(&["ingest", &format!("{n}.jsonl")], 0);
    };
    let stories = || rows(&env.db(), "SELECT url || ' ' || story FROM document ORDER BY url");
    article(1, 1, "Paul Marchetti, the skipper, was rescued off Kerlouan with 4 sailors when the trawler sank.");
    article(2, 3, "Paul Marchetti, the mayor of Sassari, was charged. Prosecutors say 2 million euros are missing.");
    article(3, 3, "The mayor of Sassari, Paul Marchetti, was charged; 3 million euros are missing, prosecutors said.");
    let before = state(&env.db());
    let met = stories();
    let urls = ["--document", "https://s2.example/a", "https://s3.example/a"];
    env.args(&[&["entities", "split", "Paul Marchetti"], &urls[..]].concat(), 0);
    let of = |n: usize| stories()[n].split_once(' ').unwrap().1.to_owned();
    assert!(of(0) != of(1) && of(1) == of(2), "{:?}", stories());
    // Which one a later article means its other words tell.
    article(
        4,
        4,
        "Paul Marchetti, the mayor of Sassari, denied it: no euros were missing in Sassari, he said of the charge.",
    );
    assert_eq!(of(3), of(1), "{:?}", stories());
    let events =
        "SELECT count(*) FROM local_entity l JOIN entity e USING (entity_id) JOIN document d USING (document_id)
                  WHERE e.kind = 'event' AND e.key <> d.story";
    assert_eq!(rows(&env.db(), &format!("SELECT '' || ({events})")), ["0"], "each states of its own story's event");
    // A third of the name is neither.
    article(5, 20, "Paul Marchetti, a baker, won 400,000 euros in the lottery in Lisieux.");
    env.args(&["entities", "split", "Paul Marchetti", "--document", "https://s5.example/a"], 0);
    let names = "SELECT DISTINCT e.name FROM local_entity l JOIN entity e USING (entity_id) WHERE l.name = 'Paul Marchetti' ORDER BY 1";
    assert_eq!(rows(&env.db(), names), ["Paul Marchetti", "Paul Marchetti (2)", "Paul Marchetti (3)"]);
    for decision in ["2", "1"] {
        env.args(&["entities", "undo", decision], 0);
    }
    env.args(&["forget", "https://s4.example/a", "https://s5.example/a"], 0);
    assert_eq!(stories()[..3], met[..]);
    assert_same(&state(&env.db()), &before, "undone");
}

#[test]
fn a_document_that_comes_later_means_whom_its_story_means() {
    let env = Env::new();
    let story = |day: u32, town: &str, n: u32| {
        let row = fire(&format!("S{n}"), day, town, "Paul Marchetti");
        std::fs::write(env.path().join(format!("{town}{n}.jsonl")), row).unwrap();
        env.args(&["ingest", &format!("{town}{n}.jsonl")], 0);
    };
    story(3, "Lyon", 1);
    story(3, "Lyon", 2);
    story(24, "Nantes", 1);
    let whose = || {
        rows(
            &env.db(),
            "SELECT d.url || ' ' || e.key FROM local_entity l JOIN document d USING (document_id) JOIN entity e USING (entity_id)
             WHERE l.is_current AND l.name = 'Paul Marchetti' ORDER BY 1",
        )
    };
    let urls = ["--document", "https://S1.example/3", "https://S2.example/3"];
    env.args(&[&["entities", "split", "Paul Marchetti"], &urls[..]].concat(), 0);
    story(3, "Lyon", 3);
    story(24, "Nantes", 2);
    let keys: Vec<String> = whose().iter().map(|row| row.split_once(' ').unwrap().1.to_owned()).collect();
    // S1/24, S1/3, S2/24, S2/3, S3/3
    assert!(keys[0] == keys[2] && keys[1] == keys[3] && keys[3] == keys[4] && keys[0] != keys[1], "{:?}", whose());
}

#[test]
fn a_later_article_that_has_the_bare_name_means_whom_its_story_means() {
    let env = Env::new();
    let add = |name: &str, day: u32, text: &str| {
        let head =
            format!("---\ntitle: \"News\"\nsource: Paper {name}\npublished: 2025-03-{day:02}\nlanguage: en\n---\n\n");
        std::fs::write(env.path().join(name), format!("{head}{text}\n")).unwrap();
        env.run(&format!("ingest {name}"), 0);
    };
    add(
        "a.md",
        3,
        "Paul Marchetti, the mayor of Ashcombe, opened a bridge in Ashcombe on Monday that cost 12 million dollars. Marchetti thanked the \
         workers.",
    );
    add(
        "b.md",
        3,
        "Paul Marchetti, the striker, will move from Leyton Rovers to Brackwater United for 3 million dollars, the club said on Monday. \
         Marchetti scored 14 goals this season for Leyton Rovers.",
    );
    env.args(&["entities", "split", "Paul Marchetti", "--document", "b.md"], 0);
    // The family name alone; and the whole name, where the other words alone are too few to tell the story.
    add(
        "c.md",
        5,
        "Mr Marchetti will move from Leyton Rovers to Brackwater United for 5 million dollars, the club said on Wednesday. Mr Marchetti \
         scored 15 goals for Leyton Rovers.",
    );
    add(
        "d.md",
        5,
        "Paul Marchetti was hurt on Wednesday and will miss 6 weeks. The striker scored 14 goals this season for the club.",
    );
    let whose = rows(
        &env.db(),
        "SELECT d.path || ' ' || e.name FROM local_entity l JOIN document d USING (document_id) JOIN entity e USING (entity_id)
         WHERE l.is_current AND e.kind = 'person' ORDER BY 1",
    );
    let other = "Paul Marchetti (2)";
    assert_eq!(
        whose,
        ["a.md Paul Marchetti".to_owned(), format!("b.md {other}"), format!("c.md {other}"), format!("d.md {other}")]
    );
}
