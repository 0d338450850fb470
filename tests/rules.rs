//! Every rule file's examples give what they say, and its look-alikes do not.

use atodds::extract::Extractor;
use atodds::model::{Document, Kind};
use atodds::rules::attributes::{Attributes, Example};

fn document(example: &Example) -> Document {
    Document {
        path: "example".to_owned(),
        title: None,
        text: example.text.clone(),
        source: "example".to_owned(),
        country: None,
        url: None,
        published: Some("2026-03-11".parse().unwrap()),
        published_basis: Some("metadata"),
        language: example.lang.parse().unwrap(),
        format: "txt",
    }
}

#[test]
fn examples_give_their_attribute_and_counter_examples_do_not() {
    let attributes = Attributes::load(None).unwrap();
    let extractor = Extractor::new(None).unwrap();
    let (mut tried, mut wrong) = (0, Vec::new());
    for rule in &attributes.all {
        let read = |example: &Example| {
            let document = document(example);
            let read = extractor.read(&document).unwrap();
            let found: Vec<(String, String)> = read
                .assertions
                .iter()
                .filter(|a| a.attribute == rule.attribute)
                .map(|a| (a.span.of(&document.text).to_owned(), a.polarity.as_str().to_owned()))
                .collect();
            found
        };
        for example in &rule.examples {
            tried += 1;
            let found = read(example);
            let fits = |(words, polarity): &(String, String)| match rule.kind {
                // The sign is what a statement says.
                Kind::Fact => rule.form.is_some_and(|f| f == atodds::rules::attributes::Form::List)
                    || example.polarity.as_ref().is_none_or(|p| p == polarity),
                _ => example.value.as_ref().is_none_or(|v| words.contains(v.as_str()) || v.contains(words.as_str())),
            };
            if !found.iter().any(fits) {
                wrong.push(format!("{}: {:?} gives {found:?}", rule.file, example.text));
            }
        }
        for example in &rule.counter_examples {
            tried += 1;
            let found = read(example);
            let is_list = rule.kind == Kind::Fact;
            if !found.is_empty() && !is_list || is_list && found.iter().any(|(_, p)| p == "+") {
                wrong.push(format!("{}: look-alike {:?} gives {found:?}", rule.file, example.text));
            }
        }
    }
    assert!(tried > 1_500, "only {tried} examples");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}
