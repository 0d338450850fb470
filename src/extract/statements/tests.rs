use crate::extract::Extractor;
use crate::model::{Assertion, Document, Kind, Language, Value};
use crate::rules::statements::Statements;

fn facts(extractor: &Extractor, language: Language, text: &str) -> Vec<Assertion> {
    let document = Document {
        path: "text".to_owned(),
        title: None,
        text: text.to_owned(),
        source: "text".to_owned(),
        country: None,
        url: None,
        published: None,
        published_basis: None,
        language,
        format: "txt",
    };
    let read = extractor.read(&document).unwrap();
    read.assertions.into_iter().filter(|a| a.kind == Kind::Fact && a.rule.starts_with("statements/")).collect()
}

#[test]
fn examples_state_what_they_say_and_counter_examples_nothing() {
    let extractor = Extractor::new(None).unwrap();
    let mut wrong = Vec::new();
    for language in crate::rules::languages() {
        let rules = Statements::of(language);
        assert!(rules.examples.len() >= 3 && rules.counter_examples.len() >= 2, "{language:?}");
        for example in &rules.examples {
            let found = facts(&extractor, language, &example.text);
            let says = |a: &Assertion| match a.modality {
                crate::model::Modality::Denied => "denied".to_owned(),
                _ => a.polarity.as_str().to_owned(),
            };
            let told: Vec<(String, String, String)> = found
                .iter()
                .map(|a| {
                    let words = if let Value::Text(words) = &a.value { words.clone() } else { String::new() };
                    (words, a.attribute.clone(), says(a))
                })
                .collect();
            let wanted = (example.words.clone(), example.attribute.clone(), example.says.clone());
            if !told.contains(&wanted) {
                wrong.push(format!("{:?}: {told:?}", example.text));
            }
        }
        for text in &rules.counter_examples {
            let found = facts(&extractor, language, text);
            if !found.is_empty() {
                wrong.push(format!("{text:?}: {:?}", found.iter().map(|a| &a.attribute).collect::<Vec<_>>()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
