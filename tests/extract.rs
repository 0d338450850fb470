//! Whom a statement is about, where the words do not name them outright.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

use atodds::extract::Extractor;
use atodds::model::Document;

fn document(language: &str, text: &str) -> Document {
    Document {
        path: "text".to_owned(),
        title: None,
        text: text.to_owned(),
        source: "text".to_owned(),
        country: None,
        url: None,
        published: Some("2026-03-11".parse().unwrap()),
        published_basis: Some("metadata"),
        language: language.parse().unwrap(),
        format: "txt",
    }
}

/// What a text states, as `entity attribute sign`.
fn statements(language: &str, text: &str) -> Vec<String> {
    let read = Extractor::new(None).unwrap().read(&document(language, text)).unwrap();
    let line = |a: &atodds::model::Assertion| {
        format!("{} {} {}", read.entities[a.entity].key, a.attribute, a.polarity.as_str())
    };
    read.assertions.iter().map(line).collect()
}

fn states(language: &str, text: &str, wanted: &str) {
    let found = statements(language, text);
    assert!(found.iter().any(|f| f == wanted), "{text:?}: no {wanted:?} in {found:#?}");
}

fn states_not(language: &str, text: &str, unwanted: &str) {
    let found = statements(language, text);
    assert!(!found.iter().any(|f| f.contains(unwanted)), "{text:?}: {unwanted:?} in {found:#?}");
}

#[test]
fn a_peoples_word_of_two_words_is_its_country_and_no_person() {
    let text = "North Korean soldiers took part in fighting in the border area, the ministry said.";
    states("en", text, "place:North Korea in_combat +");
    states_not("en", text, "person:");
}

#[test]
fn a_countrys_army_acts_for_it() {
    let text = "L'armée nord-coréenne a pris part à la parade, a reconnu lundi l'agence officielle.";
    states("fr", text, "place:North Korea took_part +");
}

#[test]
fn a_pronoun_is_those_of_whom_the_text_spoke_last() {
    let text = "Près de 8 000 soldats nord-coréens ont pris position. Ils n'ont pas encore livré bataille.";
    states("fr", text, "place:North Korea in_combat -");
}

#[test]
fn soldiers_and_their_officers_are_no_police() {
    let text = "Ukraine says North Korea has sent 10,000 men to Russia, among them 500 officers and three generals.";
    states_not("en", text, "police_mobilised");
}

/// The figures of an attribute, as `words=value`.
fn counts(text: &str, attribute: &str) -> Vec<String> {
    counts_in("en", text, attribute)
}

/// The same in another language.
fn counts_in(language: &str, text: &str, attribute: &str) -> Vec<String> {
    let read = Extractor::new(None).unwrap().read(&document(language, text)).unwrap();
    let value = |a: &atodds::model::Assertion| match &a.value {
        atodds::model::Value::Number(i) => format!("{}={}", a.span.of(text), i.low.unwrap_or_default()),
        other => format!("{other:?}"),
    };
    read.assertions.iter().filter(|a| a.attribute == attribute).map(value).collect()
}

#[test]
fn a_patient_counts_where_no_figure_is_given() {
    assert_eq!(counts("The blast killed a guard and his son on Monday.", "killed"), ["a guard and his son=2"]);
    let both = "The blast killed three people on Monday. A guard died in the blast, a colleague said.";
    assert_eq!(counts(both, "killed"), ["three=3"]);
}

#[test]
fn who_was_shot_and_died_is_not_wounded_too() {
    let one = "A guard was shot in the robbery on Monday. The guard died later that day.";
    assert_eq!((counts(one, "wounded").len(), counts(one, "killed").len()), (0, 1));
    let two = "A guard was shot dead in the robbery on Monday. A driver was also shot in the arm.";
    assert_eq!((counts(two, "wounded").len(), counts(two, "killed").len()), (1, 1));
}

#[test]
fn who_shoots_is_not_shot() {
    assert_eq!(counts("Two officers shot and killed a robber on Monday.", "wounded"), [""; 0]);
}

#[test]
fn five_shot_are_wounded_only_where_nobody_is_said_to_have_died() {
    assert_eq!(counts("Five people were shot at a fair on Monday.", "wounded"), ["Five=5"]);
    let nobody = "Five people were shot at a fair on Monday. Nobody was killed.";
    assert_eq!((counts(nobody, "wounded"), counts(nobody, "people_shot").len()), (vec!["Five=5".to_owned()], 0));
    let one_died = "Five people were shot at a fair on Monday. A guard was killed.";
    assert_eq!((counts(one_died, "wounded").len(), counts(one_died, "people_shot")), (0, vec!["Five=5".to_owned()]));
}

#[test]
fn what_a_sentence_leaves_over_of_those_who_were_shot_is_wounded() {
    let text = "Five people were shot at a fair on Monday, two of them fatally.";
    assert_eq!(counts(text, "wounded"), ["Five people were shot at a fair on Monday, two=3"]);
    assert_eq!(counts(text, "killed"), ["two=2"]);
    let others = "A guard was shot dead at a fair on Monday. Three others were shot in the legs.";
    assert_eq!(counts(others, "wounded"), ["Three=3"]);
}

#[test]
fn who_kills_and_then_himself_is_one_more() {
    let both = "A baker shot and killed his wife on Monday before he killed himself.";
    assert!(counts(both, "killed")[0].ends_with("=2"), "{:?}", counts(both, "killed"));
    assert_eq!(counts("A baker shot himself in the foot at a range on Monday.", "killed"), [""; 0]);
    let child = "A boy has died after he shot himself with a gun he had found, police said.";
    assert_eq!(counts(child, "killed"), ["A boy=1"]);
}

#[test]
fn a_death_told_behind_a_lead_that_counts_the_wounded_is_another_case() {
    let lead = "Seven people were wounded in a shooting at a club on Monday, police said. ";
    let filler = "Officers stood in front of the doors and spoke with those who live in the street. ".repeat(12);
    let text = format!("{lead}{filler}In May a singer was shot dead there.");
    assert_eq!((counts(&text, "wounded").len(), counts(&text, "killed").len()), (1, 0));
}

#[test]
fn where_the_parse_is_lost_the_nearest_person_counts() {
    assert_eq!(counts("Shooting: teen shot near the station dies", "killed").len(), 1);
    assert_eq!(counts("A gun went off at noon. Ann Lind, 25, was pronounced dead at the hospital.", "killed").len(), 1);
    assert_eq!(counts_in("fr", "Fusillade : un lycéen tué, selon le parquet.", "killed").len(), 1);
}

#[test]
fn one_to_whom_a_figure_is_joined_is_counted_with_it() {
    assert_eq!(
        counts("The blast injured a guard and two others on Monday.", "wounded"),
        ["a guard and two others=3", "two=2"]
    );
    let headline = "Two officers, woman hurt in a crash at the station";
    assert_eq!(counts(headline, "wounded")[0], "Two officers, woman=3");
    let french = "L'explosion a blessé deux policiers et une passante, lundi.";
    assert_eq!(counts_in("fr", french, "wounded")[0], "deux policiers et une passante=3");
    let dead = "A guard was killed and three nurses and a cook were injured in the blast on Monday.";
    assert_eq!((counts(dead, "wounded")[0].as_str(), counts(dead, "killed").len()), ("three nurses and a cook=4", 1));
}

#[test]
fn joined_figures_are_added_up() {
    let text = "The blast injured two officers, three nurses and four students on Monday.";
    assert_eq!(counts(text, "wounded"), ["two officers, three nurses and four students=9", "two=2", "three=3"]);
    let text = "L'explosion a tué deux policiers et trois infirmières, lundi.";
    assert_eq!(counts_in("fr", text, "killed"), ["deux policiers et trois infirmières=5", "deux=2", "trois=3"]);
}

#[test]
fn further_ones_are_added_to_whom_the_sentence_tells_of_before() {
    let text = "A driver was injured on Monday, and six sailors were also injured in the storm.";
    assert_eq!(counts(text, "wounded")[0], "A driver was injured on Monday, and six sailors=7");
    let text = "Passenger hurt along with six others on a tram";
    assert_eq!(counts(text, "wounded")[0], "Passenger hurt along with six others=7");
    let text = "Une fillette a été blessée lundi, et deux autres enfants ont été blessés aussi.";
    assert_eq!(counts_in("fr", text, "wounded")[0], "Une fillette a été blessée lundi, et deux autres enfants=3");
    let other = "A driver was killed on Monday; six others suffered injuries as the storm hit.";
    assert_eq!((counts(other, "wounded"), counts(other, "killed").len()), (vec!["six=6".to_owned()], 1));
}

#[test]
fn a_figure_and_its_parts_are_not_added_up() {
    for text in [
        "The blast injured five people, two officers and three nurses, on Monday.",
        "The blast injured five people, including three nurses, on Monday.",
        "The blast injured five students or six teachers on Monday.",
        "The blast injured three other students and two teachers on Monday.",
    ] {
        assert!(counts(text, "wounded").iter().all(|c| !c.contains(" and ") && !c.contains(" or ")), "{text}");
    }
    let apart = "The blast killed a guard, and three nurses were injured on Monday.";
    assert_eq!(counts(apart, "wounded"), ["three=3"]);
}

#[test]
fn who_lies_in_hospital_after_a_crash_is_hurt() {
    let text = "A boiler exploded at a laundry on Monday. Two men are in critical condition, police said.";
    let read = Extractor::new(None).unwrap().read(&document("en", text)).unwrap();
    let wounded = read.assertions.iter().find(|a| a.attribute == "wounded").unwrap();
    assert_eq!(wounded.bound, atodds::model::Bound::AtLeast);
    assert_eq!(counts(text, "seriously_injured"), ["Two=2"]);
    let text = "Fusillade à Valdura : deux hommes ont été hospitalisés lundi.";
    assert_eq!(counts_in("fr", text, "wounded"), ["deux=2"]);
    let told = "Seven people were hurt in the crash on Monday. Two men were taken to hospital.";
    assert_eq!(counts(told, "wounded"), ["Seven=7"]);
}

#[test]
fn who_lies_in_hospital_and_is_ill_is_not_hurt() {
    for text in [
        "Forty guests were taken to hospital on Monday after an outbreak of salmonella at the hotel.",
        "Forty guests were taken to hospital on Monday after a concert.",
        "Three men were taken to hospital after a shooting on Monday, where one died.",
    ] {
        assert_eq!(counts(text, "wounded"), [""; 0], "{text}");
    }
    let text = "Quarante clients ont été hospitalisés lundi après une intoxication alimentaire.";
    assert_eq!(counts_in("fr", text, "wounded"), [""; 0]);
}

#[test]
fn words_right_behind_a_figure_are_its_own() {
    let text = "The avalanche left a guide dead and six skiers injured on Monday.";
    assert_eq!(counts(text, "wounded"), ["six=6"]);
    assert_eq!(counts("Five swimmers injured by jellyfish keeper in Leeds", "wounded"), ["Five=5"]);
    let text = "La fusillade a fait un mort, et trois autres personnes ont été blessées par un homme.";
    assert_eq!(counts_in("fr", text, "wounded"), ["trois=3"]);
    // They are the ones who did it here.
    assert_eq!(counts("Three men wounded a guard on Monday.", "wounded"), ["a guard=1"]);
}

#[test]
fn an_age_right_before_the_words_is_of_whom_they_are_said() {
    assert_eq!(counts("Five drowned, 8-year-old hurt in flood at a campsite", "wounded"), ["8-year-old=1"]);
    assert_eq!(counts("A gun went off at noon. Ann Lind, 25, was wounded.", "wounded"), ["Ann Lind=1"]);
}

#[test]
fn one_wounded_beside_a_figure_of_the_dead_is_another() {
    assert_eq!(counts("The landslide killed nine miners and injured a young cook.", "wounded"), ["a young cook=1"]);
    let text = "L'avalanche a tué neuf randonneurs et blessé un guide.";
    assert_eq!(counts_in("fr", text, "wounded"), ["un guide=1"]);
    // Of those who were shot he may be one.
    assert_eq!(counts("Four people were shot on Monday. A boy died.", "wounded"), [""; 0]);
}

#[test]
fn who_shoots_himself_and_lives_is_hurt() {
    assert_eq!(counts("A guard shot himself in the foot at a range on Monday.", "wounded"), ["A guard=1"]);
    let dead = "A guard shot himself at a range on Monday. He died at the scene.";
    assert_eq!((counts(dead, "wounded").len(), counts(dead, "killed").len()), (0, 1));
    let text = "Un gardien s'est tiré une balle dans le pied lundi, lors d'une chasse.";
    assert_eq!(counts_in("fr", text, "wounded"), ["Un gardien=1"]);
}

#[test]
fn who_is_surely_another_than_the_dead_is_hurt() {
    let kin = "A cyclist was killed by a truck on Monday. His daughter was badly injured.";
    assert_eq!(counts(kin, "wounded"), ["His daughter=1"]);
    let aged = "Skier, 31, dead, 58-year-old injured in avalanche";
    assert_eq!(counts(aged, "wounded"), ["58-year-old=1"]);
    let second = "The blast killed a nurse and injured a second nurse and a driver on Monday.";
    assert_eq!(counts(second, "wounded"), ["a second nurse and a driver=2"]);
    let french = "Un garçon a été tué lundi dans une collision. Sa mère a été blessée.";
    assert_eq!(counts_in("fr", french, "wounded"), ["Sa mère=1"]);
}

#[test]
fn who_dies_in_hospital_is_no_longer_wounded() {
    let text = "Nine miners were killed in the landslide. A cook, who had burns and survived the night, was taken to a hospital, where he died on Monday.";
    assert_eq!(counts(text, "wounded"), [""; 0]);
}

#[test]
fn who_is_not_hurt_is_not_counted_as_hurt() {
    for (language, text) in [
        ("en", "The skipper and six other sailors were not hurt in the storm."),
        ("fr", "Deux enfants n'ont pas été blessés dans l'accident."),
    ] {
        let read = Extractor::new(None).unwrap().read(&document(language, text)).unwrap();
        let mut hurt = read.assertions.iter().filter(|a| a.attribute == "wounded");
        assert!(hurt.all(|a| a.polarity == atodds::model::Polarity::Negated), "{text}");
    }
}

#[test]
fn a_place_of_a_headline_is_no_patient() {
    let text = "Storm Sinks Ferry, Injuring 4 Near Harbour Palace";
    assert!(counts(text, "wounded").iter().all(|c| !c.contains("Palace")), "{:?}", counts(text, "wounded"));
}

#[test]
fn no_one_is_nobody() {
    let text = "A gun went off at a fair on Monday. No one was injured.";
    assert!(counts(text, "wounded").iter().all(|c| c.ends_with("=0")), "{:?}", counts(text, "wounded"));
}

#[test]
fn what_one_person_is_counts_nobody() {
    for text in [
        "He was 61 and was badly burned in the fire on Monday.",
        "The driver, who rescuers think is about 60, was found with injuries.",
        "A driver, who is 61, was injured in the storm on Monday.",
    ] {
        assert!(counts(text, "wounded").iter().all(|c| !c.contains("6")), "{text}: {:?}", counts(text, "wounded"));
    }
    assert_eq!(counts("The number of injured was 40 on Monday.", "wounded"), ["40=40"]);
}

#[test]
fn a_figure_of_a_name_counts_nobody() {
    assert_eq!(counts("A guard was shot dead on Monday at Platform 9 of the station.", "killed"), ["A guard=1"]);
}

/// What a text counts, as `attribute unit value`.
fn figures(language: &str, text: &str) -> Vec<String> {
    let read = Extractor::new(None).unwrap().read(&document(language, text)).unwrap();
    let counted = read.assertions.iter().filter(|a| a.kind == atodds::model::Kind::Quantity);
    let line = |a: &atodds::model::Assertion| {
        format!("{} {} {}", a.attribute, a.unit.as_deref().unwrap_or("-"), a.span.of(text))
    };
    counted.map(line).collect()
}

#[test]
fn a_bare_figure_is_of_what_was_counted_last() {
    let text = "The factory has cut 480 jobs, its owner says. The unions put the figure at 650.";
    assert_eq!(figures("en", text), ["jobs_cut job 480", "jobs_cut job 650"]);
    let text = "Le séisme a fait 430 morts, selon la préfecture. Les secouristes parlent de 512.";
    assert_eq!(figures("fr", text), ["killed person 430", "killed person 512"]);
}

#[test]
fn a_bare_figure_with_words_of_its_own_takes_over_nothing() {
    for (language, text, attribute, figure) in [
        ("en", "The plant will cut 120 jobs, unions say. It has 850 today.", "jobs_cut", "850"),
        ("en", "Police arrested 30 protesters. The organisers had announced 10,000.", "arrested", "10,000"),
        ("fr", "L'usine supprime 120 emplois. Elle en a 850.", "jobs_cut", "850"),
    ] {
        let all = figures(language, text);
        assert!(!all.iter().any(|c| c.starts_with(attribute) && c.ends_with(figure)), "{text}: {all:?}");
    }
}

#[test]
fn a_part_of_money_is_money() {
    let text = "Le chantier coûte 3 millions d'euros, dont 650 000 pour la toiture.";
    assert!(figures("fr", text).iter().any(|c| c.ends_with("EUR 650 000")), "{:?}", figures("fr", text));
}

#[test]
fn a_bare_figure_is_of_no_money_and_no_fraction_of_persons() {
    let text = "The ministry paid 3 million euros. The unions put the figure at 650.";
    assert!(figures("en", text).iter().all(|c| !c.contains("EUR")), "{:?}", figures("en", text));
    let text = "The quake killed 430 people. Experts put its strength at 6.5.";
    assert!(
        !figures("en", text).iter().any(|c| c.starts_with("killed") && c.ends_with("6.5")),
        "{:?}",
        figures("en", text)
    );
}

#[test]
fn a_statement_that_names_no_place_holds_where_the_article_speaks_of() {
    let place = |text: &str, value: &str| {
        let read = Extractor::new(None).unwrap().read(&document("en", text)).unwrap();
        let found = read.assertions.iter().find(|a| a.span.of(text) == value).unwrap();
        found.scope.place.clone()
    };
    // The dateline's town, which no list knows.
    let coach = "Coach plunges into ravine\n\nMORVENNE-LE-HAUT, Armorique, March 10 (Tamsin News) - At least 11 people died when a coach \
                 left a mountain road in the north of the country, the rescue service said.\n\nSome 120 firefighters were sent.\n";
    assert_eq!(place(coach, "Some 120").as_deref(), Some("MORVENNE-LE-HAUT"));
    assert_eq!(place("The firm cut 300 jobs on Monday.", "300"), None);
}
