#[test]
fn dump() {
    let Ok(file) = std::env::var("DUMP") else { return };
    let lang = std::env::var("DLANG").unwrap().parse().unwrap();
    let gold = atodds::language::conllu::read(&std::fs::read_to_string(file).unwrap()).unwrap();
    let system = atodds::language::segment(&gold.text, lang);
    let g: std::collections::BTreeSet<usize> = gold.analysis.sentences.iter().map(|s| s.span.start).collect();
    let s: std::collections::BTreeSet<usize> = system.sentences.iter().map(|s| s.span.start).collect();
    let show = |at: usize| {
        let a: String = gold.text[..at].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
        let b: String = gold.text[at..].chars().take(30).collect();
        format!("{a}¦{b}").replace('\n', "⏎")
    };
    for at in g.difference(&s) {
        println!("MISSED {}", show(*at));
    }
    for at in s.difference(&g) {
        println!("EXTRA  {}", show(*at));
    }
    let gt: std::collections::BTreeSet<(usize, usize)> =
        gold.analysis.sentences.iter().flat_map(|s| s.tokens.iter().map(|t| (t.span.start, t.span.end))).collect();
    let st: std::collections::BTreeSet<(usize, usize)> =
        system.sentences.iter().flat_map(|s| s.tokens.iter().map(|t| (t.span.start, t.span.end))).collect();
    for (a, b) in gt.difference(&st) {
        println!("TOKEN {} in {}", &gold.text[*a..*b], show(*a));
    }
}
