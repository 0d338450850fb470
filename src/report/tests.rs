//! Every format against results made by hand.

use insta::assert_snapshot;

use super::*;
use crate::store::{Finding, Totals};

/// Makes a finding of a relation.
pub fn finding(relation: &str, entity: &str, readings: &str) -> Finding {
    let severity = ["incomparable", "agree", "attribution", "precision", "scope", "variant", "update", "contradiction"]
        .iter()
        .position(|r| *r == relation)
        .unwrap();
    Finding {
        finding_id: format!("{:0>8}", format!("{severity}bcdf")),
        entity: entity.into(),
        attribute: "troops_deployed".into(),
        kind: "quantity".into(),
        relation: relation.into(),
        readings: readings.into(),
        n_readings: readings.split(" | ").count(),
        n_documents: 5,
        n_sources: 5,
        n_origins: 3,
        first_on: Some("2024-10-24".into()),
        last_on: Some("2025-04-28".into()),
        status: "open".into(),
        is_new: true,
        is_changed: false,
        reason: "disjoint_values".into(),
        severity: severity as i64,
        weight: 5,
        is_at_odds: severity >= 5,
        entity_kind: "place".into(),
        label: "troops deployed".into(),
        confidence: 0.9,
        explanation: "the values cannot both be right".into(),
        topic_id: 1,
        fingerprint: "00112233aabbccdd".into(),
        gap: None,
    }
}

fn list() -> FindingList {
    let found = vec![
        finding("contradiction", "North Korea", "3,000 | 10,000 | 10,000–12,000"),
        finding("update", "Soumy | *strike*", "12 | =15"),
        finding("precision", "<b>Kursk</b>", "8,000 | up to 8,000"),
    ];
    let totals = Totals { documents: 5, sources: 5, is_stated: true, skipped: 0 };
    FindingList::new(found, totals, &Selection { all: true, ..Selection::default() })
}

fn written(as_format: Format, width: usize, list: &FindingList) -> String {
    let mut out = Vec::new();
    format(as_format, Page { width, styled: false }).findings(list, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn findings_as_a_table() {
    assert_snapshot!(written(Format::Table, 100, &list()), @r"
    5 documents, 5 sources: 2 findings — 1 contradiction, 1 update

    id        about                          readings                        relation       from
    ─────────────────────────────────────────────────────────────────────────────────────────────────
    0007bcdf  North Korea · troops deployed  3,000 | 10,000 | 10,000–12,000  contradiction  5 sources
                                                                                            3 origins

    0006bcdf  Soumy | *strike*               12 | =15                        update         5 sources
              troops deployed                                                               3 origins

    1 explained difference

    id        about                           readings             relation   from
    ───────────────────────────────────────────────────────────────────────────────────
    0003bcdf  <b>Kursk</b> · troops deployed  8,000 | up to 8,000  precision  5 sources
                                                                              3 origins
    ");
}

#[test]
fn findings_as_csv() {
    assert_snapshot!(written(Format::Csv, 0, &list()), @r#"
    finding_id,entity,attribute,kind,relation,readings,n_readings,n_documents,n_sources,n_origins,first_on,last_on,status,is_new,is_changed,reason,severity,weight,is_at_odds,entity_kind,label,explanation,confidence,gap
    0007bcdf,North Korea,troops_deployed,quantity,contradiction,"3,000 | 10,000 | 10,000–12,000",3,5,5,3,2024-10-24,2025-04-28,open,1,0,disjoint_values,7,5,1,place,troops deployed,the values cannot both be right,0.9,
    0006bcdf,Soumy | *strike*,troops_deployed,quantity,update,12 | =15,2,5,5,3,2024-10-24,2025-04-28,open,1,0,disjoint_values,6,5,1,place,troops deployed,the values cannot both be right,0.9,
    0003bcdf,<b>Kursk</b>,troops_deployed,quantity,precision,"8,000 | up to 8,000",2,5,5,3,2024-10-24,2025-04-28,open,1,0,disjoint_values,3,5,0,place,troops deployed,the values cannot both be right,0.9,
    "#);
}

#[test]
fn findings_as_json_lines() {
    assert_snapshot!(written(Format::Jsonl, 0, &list()), @r#"
    {"finding_id":"0007bcdf","entity":"North Korea","attribute":"troops_deployed","kind":"quantity","relation":"contradiction","readings":"3,000 | 10,000 | 10,000–12,000","n_readings":3,"n_documents":5,"n_sources":5,"n_origins":3,"first_on":"2024-10-24","last_on":"2025-04-28","status":"open","is_new":true,"is_changed":false,"reason":"disjoint_values","severity":7,"weight":5,"is_at_odds":true,"entity_kind":"place","label":"troops deployed","confidence":0.9,"explanation":"the values cannot both be right"}
    {"finding_id":"0006bcdf","entity":"Soumy | *strike*","attribute":"troops_deployed","kind":"quantity","relation":"update","readings":"12 | =15","n_readings":2,"n_documents":5,"n_sources":5,"n_origins":3,"first_on":"2024-10-24","last_on":"2025-04-28","status":"open","is_new":true,"is_changed":false,"reason":"disjoint_values","severity":6,"weight":5,"is_at_odds":true,"entity_kind":"place","label":"troops deployed","confidence":0.9,"explanation":"the values cannot both be right"}
    {"finding_id":"0003bcdf","entity":"<b>Kursk</b>","attribute":"troops_deployed","kind":"quantity","relation":"precision","readings":"8,000 | up to 8,000","n_readings":2,"n_documents":5,"n_sources":5,"n_origins":3,"first_on":"2024-10-24","last_on":"2025-04-28","status":"open","is_new":true,"is_changed":false,"reason":"disjoint_values","severity":3,"weight":5,"is_at_odds":false,"entity_kind":"place","label":"troops deployed","confidence":0.9,"explanation":"the values cannot both be right"}
    "#);
}

#[test]
fn findings_as_markdown() {
    assert_snapshot!(written(Format::Md, 0, &list()), @r"
    5 documents, 5 sources: 2 findings — 1 contradiction, 1 update

    | id | about | readings | relation | why | from | published |
    | --- | --- | --- | --- | --- | --- | --- |
    | `0007bcdf` | North Korea · troops deployed | 3,000 \| 10,000 \| 10,000–12,000 | contradiction | the values cannot both be right | 5 sources, 3 origins | 2024-10-24 to 2025-04-28 |
    | `0006bcdf` | Soumy \| \*strike\* · troops deployed | 12 \| =15 | update | the values cannot both be right | 5 sources, 3 origins | 2024-10-24 to 2025-04-28 |

    ## 1 explained difference

    | id | about | readings | relation | why | from | published |
    | --- | --- | --- | --- | --- | --- | --- |
    | `0003bcdf` | &lt;b&gt;Kursk&lt;/b&gt; · troops deployed | 8,000 \| up to 8,000 | precision | the values cannot both be right | 5 sources, 3 origins | 2024-10-24 to 2025-04-28 |
    ");
}

#[test]
fn findings_as_html() {
    let page = written(Format::Html, 0, &list());
    assert_snapshot!(page.split_once("<main>").unwrap().1.trim(), @r#"
    <h1>Where sources are at odds</h1>
    <p class="sum">5 documents, 5 sources: 2 findings — 1 contradiction, 1 update</p>
    <table><thead><tr><th scope="col">about</th><th scope="col">readings</th><th scope="col">relation</th><th scope="col">why</th><th scope="col">from</th><th scope="col">published</th><th scope="col">id</th></tr></thead><tbody>
    <tr id="0007bcdf"><td dir="auto">North Korea · troops deployed</td><td><span dir="auto">3,000</span><br><span dir="auto">10,000</span><br><span dir="auto">10,000–12,000</span></td><td class="contradiction">contradiction</td><td>the values cannot both be right</td><td>5 sources<br>3 origins</td><td>2024-10-24 to 2025-04-28</td><td><code>0007bcdf</code></td></tr>
    <tr id="0006bcdf"><td dir="auto">Soumy | *strike* · troops deployed</td><td><span dir="auto">12</span><br><span dir="auto">=15</span></td><td class="update">update</td><td>the values cannot both be right</td><td>5 sources<br>3 origins</td><td>2024-10-24 to 2025-04-28</td><td><code>0006bcdf</code></td></tr>
    </tbody></table>
    <h2>1 explained difference</h2>
    <table><thead><tr><th scope="col">about</th><th scope="col">readings</th><th scope="col">relation</th><th scope="col">why</th><th scope="col">from</th><th scope="col">published</th><th scope="col">id</th></tr></thead><tbody>
    <tr id="0003bcdf"><td dir="auto">&lt;b&gt;Kursk&lt;/b&gt; · troops deployed</td><td><span dir="auto">8,000</span><br><span dir="auto">up to 8,000</span></td><td class="precision">precision</td><td>the values cannot both be right</td><td>5 sources<br>3 origins</td><td>2024-10-24 to 2025-04-28</td><td><code>0003bcdf</code></td></tr>
    </tbody></table>
    </main>
    </body>
    </html>
    "#);
    assert!(
        !page.contains("<script") && !page.contains("http://") && !page.contains("https://"),
        "it needs nothing else"
    );
}

#[test]
fn news_is_told_from_the_second_run_on() {
    let mut list = list();
    list.findings[0].is_new = false;
    list.findings[0].is_changed = true;
    let table = written(Format::Table, 100, &list);
    assert!(table.contains("\nchanged") && table.contains("\nnew"), "{table}");
}

#[test]
fn no_line_of_a_table_is_wider_than_the_page() {
    let mut found = vec![finding("contradiction", "North Korea", &"10,000–12,000 in the east of Russia | ".repeat(30))];
    found.push(finding("update", &"A name of quite some length ".repeat(6), "12 | 15"));
    found.push(finding(
        "variant",
        "https://example.org/a/very/long/address/that/no/table/can/hold/without/cutting/it",
        "漢字漢字 | \u{1f1eb}\u{1f1f7}",
    ));
    let list = FindingList::new(found, Totals::default(), &Selection::default());
    for width in [20, 33, 60, 61, 72, 80, 100, 110, 120, 150, 200, 400] {
        let page = Page { width, styled: false };
        let mut out = Vec::new();
        format(Format::Table, page).findings(&list, &mut out).unwrap();
        for line in String::from_utf8(out).unwrap().lines() {
            assert!(layout::width(line) <= width, "{width}: {line:?}");
        }
    }
}

#[test]
fn the_words_are_in_number() {
    let empty = FindingList::default();
    assert!(words::summary(&empty).starts_with("No documents yet"));
    let one = FindingList::new(
        vec![finding("variant", "a", "b")],
        Totals { documents: 1, sources: 1, ..Totals::default() },
        &Selection::default(),
    );
    assert_eq!(words::summary(&one), "1 document, 1 source: 1 finding — 1 spelling");
    let none = FindingList { totals: Totals { documents: 2, sources: 1, is_stated: true, skipped: 0 }, ..empty };
    assert_eq!(
        words::summary(&none),
        "2 documents, 1 source: no findings (one source was read: another is needed to be at odds with)"
    );
}
