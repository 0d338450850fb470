//! The commands from end to end: reports, findings, lists.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::io::Read;
use std::process::{Command, Stdio};

use atodds::model::Language;
use common::{Env, number, skip, told, troops, write};
use insta::assert_snapshot;

#[test]
fn a_report_fits_80_columns() {
    assert_snapshot!(Env::troops().run("report --width 80 --all", 0), @r"
    4 documents, 4 sources: 4 findings — 1 contradiction, 2 updates, 1 spelling

    id          about            readings           relation       from
    ────────────────────────────────────────────────────────────────────────
    hnm7rjxsxw  Corée du Nord    3,000 in Russie |  contradiction  2 sources
                troops deployed  8,000 in Koursk |
                                 10,000 in Russie

    bfz9gj8ywq  Corée du Nord    no: n’ont pas été  update         2 sources
                in combat        vus au front |
                                 yes: have seen
                                 combat

    m942n1n5j6  frappe de Soumy  12 | 15            update         2 sources
                killed

    81608bhy2s  Antony Blinken   Anthony Blinken |  variant        3 sources
                name             Antony Blinken

    1 explained difference

    id          about                     readings       relation   from
    ─────────────────────────────────────────────────────────────────────────
    8hm86f00x6  Corée du Nord · officers  450–520 | 500  precision  2 sources
    ");
}

#[test]
fn a_report_fits_200_columns_and_says_why_and_when() {
    assert_snapshot!(Env::troops().run("report --width 200", 0), @r"
    4 documents, 4 sources: 4 findings — 1 contradiction, 2 updates, 1 spelling

    id          about                            readings                             relation       why                                            from       published
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    hnm7rjxsxw  Corée du Nord · troops deployed  3,000 in Russie | 8,000 in Koursk |  contradiction  the values cannot both be right                2 sources  2024-10-24
                                                 10,000 in Russie

    bfz9gj8ywq  Corée du Nord · in combat        no: n’ont pas été vus au front |     update         it may change in time, and the dates differ    2 sources  2024-10-24 to 2024-11-14
                                                 yes: have seen combat

    m942n1n5j6  frappe de Soumy · killed         12 | 15                              update         a count that only grows, and the later one is  2 sources  2024-10-24 to 2024-11-14
                                                                                                     higher

    81608bhy2s  Antony Blinken · name            Anthony Blinken | Antony Blinken     variant        one name spelt in two ways                     3 sources  2024-10-24 to 2024-11-14

    1 explained difference: atodds report --all
    ");
}

#[test]
fn a_report_in_a_pipe_has_120_columns_and_no_colour() {
    let env = Env::troops();
    assert_snapshot!(env.run("report", 0), @r"
    4 documents, 4 sources: 4 findings — 1 contradiction, 2 updates, 1 spelling

    id          about                      readings                  relation       why                         from
    ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    hnm7rjxsxw  Corée du Nord              3,000 in Russie |         contradiction  the values cannot both be   2 sources
                troops deployed            8,000 in Koursk |                        right
                                           10,000 in Russie

    bfz9gj8ywq  Corée du Nord · in combat  no: n’ont pas été vus au  update         it may change in time, and  2 sources
                                           front |                                  the dates differ
                                           yes: have seen combat

    m942n1n5j6  frappe de Soumy · killed   12 | 15                   update         a count that only grows,    2 sources
                                                                                    and the later one is
                                                                                    higher

    81608bhy2s  Antony Blinken · name      Anthony Blinken |         variant        one name spelt in two ways  3 sources
                                           Antony Blinken

    1 explained difference: atodds report --all
    ");
    assert_eq!(env.run("report", 0), env.run("report --width 120", 0));
}

#[test]
fn a_report_on_a_narrow_screen_stands_one_below_the_other() {
    assert_snapshot!(Env::troops().run("report --width 40", 0), @r"
    4 documents, 4 sources: 4 findings — 1
    contradiction, 2 updates, 1 spelling

    hnm7rjxsxw  contradiction
    Corée du Nord · troops deployed
      3,000 in Russie | 8,000 in Koursk |
      10,000 in Russie
      2 sources

    bfz9gj8ywq  update
    Corée du Nord · in combat
      no: n’ont pas été vus au front |
      yes: have seen combat
      2 sources

    m942n1n5j6  update
    frappe de Soumy · killed
      12 | 15
      2 sources

    81608bhy2s  variant
    Antony Blinken · name
      Anthony Blinken | Antony Blinken
      3 sources

    1 explained difference: atodds report
    --all
    ");
}

#[test]
fn a_finding_is_a_question_with_its_answers() {
    assert_snapshot!(Env::troops().run("show hnm7 --width 100", 0), @r"
    Corée du Nord · troops deployed: how many or how much?
    contradiction: they cannot both be true of the same thing, place and time — the values cannot both
    be right
    2 documents, 2 sources, 2 origins, 2024-10-24, hnm7rjxsxw, open

    A 3,000 in Russie
       1 document, 1 source, 1 origin
       Le Courrier, 2024-10-24, credits Maison-Blanche
         “»Environ 3 000« soldats de Corée du Nord sont en Russie, selon la Maison-Blanche.”
         docs/a.txt, characters 0–13

    B 8,000 in Koursk
       1 document, 1 source, 1 origin
       Le Veilleur, 2024-10-24, credits Washington; hedged
         “Washington compte quelque 10 000 Nord-Coréens en Russie, dont »près de 8 000« à Koursk.”
         docs/b.txt, characters 62–75

    C 10,000 in Russie
       1 document, 1 source, 1 origin
       Le Veilleur, 2024-10-24, credits Washington
         “Washington compte »quelque 10 000« Nord-Coréens en Russie, dont près de 8 000 à Koursk.”
         docs/b.txt, characters 18–32

    Between them
       A 3,000 in Russie ↔ C 10,000 in Russie: contradiction — the values cannot both be right
       A 3,000 in Russie ↔ B 8,000 in Koursk: scope — one place is a part of the other
       B 8,000 in Koursk ↔ C 10,000 in Russie: scope — one place is a part of the other
    ");
}

#[test]
fn a_finding_in_markdown() {
    assert_snapshot!(Env::troops().run("show bfz9 --format md", 0), @r"
    # Corée du Nord · in combat: is it so?

    **update: the later one may replace the earlier — it may change in time, and the dates differ**

    2 documents, 2 sources, 2 origins, 2024-10-24 to 2024-11-14, `bfz9gj8ywq`

    ## A — no: n’ont pas été vus au front

    1 document, 1 source, 1 origin

    - Le Courrier, 2024-10-24; as of 2024-10-24; negated
      “Ces soldats **n’ont pas été vus au front**.”
      docs/a.txt, characters 93–119

    ## B — yes: have seen combat

    1 document, 1 source, 1 origin

    - The Gazette, 2024-11-14, credits Washington
      “The soldiers **have seen combat**, Washington says.”
      docs/c.txt, characters 13–29

    ## Between them

    - A no: n’ont pas été vus au front ↔ B yes: have seen combat: update — it may change in time, and the dates differ
    ");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let env = Env::troops();
    let plain = env.atodds().args(["show", "hnm7"]).output().unwrap();
    assert!(!plain.stdout.contains(&0x1b));
    let forced = env.atodds().env("CLICOLOR_FORCE", "1").args(["show", "hnm7"]).output().unwrap();
    let forced = String::from_utf8(forced.stdout).unwrap();
    assert!(forced.contains("“\x1b[1mEnviron 3 000\x1b[0m soldats") && !forced.contains('»'), "{forced}");
    let none = env.atodds().env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").args(["report"]).output().unwrap();
    assert!(!none.stdout.contains(&0x1b));
}

#[test]
fn filters_choose() {
    let env = Env::troops();
    let ids = |args: &str| {
        let out = env.run(&format!("report -f csv --all {args}"), 0);
        out.lines().skip(1).map(|l| l.split(',').take(3).last().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(""), ["troops_deployed", "in_combat", "killed", "name", "officers"]);
    assert_eq!(ids("--entity coree"), ["troops_deployed", "in_combat", "officers"]);
    assert_eq!(ids("--entity anthony"), ["name"]);
    assert_eq!(ids("--attribute troops"), ["troops_deployed"]);
    assert_eq!(ids("--kind fact"), ["in_combat"]);
    assert_eq!(ids("--source gazette"), ["in_combat", "killed", "name", "officers"]);
    assert_eq!(ids("--since 2024-11-15"), ["officers"]);
    assert_eq!(ids("--since 2024-11"), ["in_combat", "killed", "name", "officers"]);
    assert_eq!(ids("--relation update,precision"), ["in_combat", "killed", "officers"]);
    assert_eq!(ids("--relation scope"), [""; 0]);
    assert_eq!(ids("--min-confidence 0.95"), [""; 0]);
    assert_eq!(ids("--min-confidence 0.9").len(), 5);
    assert_eq!(ids("--entity nobody"), [""; 0]);
    assert_eq!(ids("--limit 1"), ["troops_deployed", "officers"]);
    assert_eq!(ids("--sort recency"), ["in_combat", "killed", "name", "troops_deployed", "officers"]);
    assert_eq!(ids("--sort gap")[..2], ["troops_deployed", "killed"]);
    assert!(env.run("report --entity nobody", 0).starts_with("4 documents, 4 sources: no finding matches"));
}

#[test]
fn fail_on_takes_a_run_that_was_broken_off_for_no_answer() {
    let env = Env::troops();
    rusqlite::Connection::open(env.db()).unwrap().execute("UPDATE topic SET is_dirty = 1", []).unwrap();
    env.run("report --fail-on contradiction --entity blinken", 2);
    env.run("report --fail-on contradiction", 1);
    env.run("report --entity blinken", 0);
}

#[test]
fn fail_on_sets_the_exit_status() {
    let env = Env::troops();
    env.run("report --fail-on contradiction", 1);
    env.run("report --fail-on update", 1);
    env.run("report --fail-on contradiction --entity blinken", 0);
    env.run("report --fail-on variant --entity blinken", 1);
    env.run("report --fail-on precision --attribute officers", 1);
    env.run("report --fail-on scope --attribute officers", 0);
    env.run("report --fail-on contradiction --relation update", 0);
    env.run("report --fail-on contradiction --limit 1 --sort recency", 1);
}

#[test]
fn an_id_is_found_by_its_beginning() {
    let env = Env::troops();
    let whole = env.run("show hnm7rjxsxw", 0);
    assert_eq!(env.run("show HNM", 0), whole);
    rusqlite::Connection::open(env.db())
        .unwrap()
        .execute("UPDATE topic SET finding_id = 'hq0000000h' WHERE finding_id = 'm942n1n5j6'", [])
        .unwrap();
    let (_, err) = env.args(&["show", "h"], 2);
    assert!(err.contains("several findings") && err.contains("hnm7rjxsxw") && err.contains("hq0000000h"), "{err}");
    let (_, err) = env.args(&["show", "zzz"], 2);
    assert!(err.contains("no finding begins with") && err.contains("atodds report"), "{err}");
    let (_, err) = env.args(&["show", ""], 2);
    assert!(err.contains("atodds report"), "{err}");
    env.args(&["show", "'; DROP TABLE run; --"], 2);
}

#[test]
fn an_empty_store_says_what_to_do() {
    let env = Env::new();
    write(&env.db(), &[]);
    assert!(env.run("report", 0).contains("atodds ingest"));
    assert_eq!(env.run("report -f json", 0), "[]\n");
    assert_eq!(env.run("report -f jsonl", 0), "");
    assert_eq!(env.run("report -f csv", 0).lines().count(), 1);
    for command in ["documents", "sources", "entities", "documents --skipped"] {
        assert_eq!(env.run(&format!("{command} -f json"), 0), "[]\n");
    }
}

#[test]
fn what_was_skipped_is_told() {
    let env = Env::troops();
    skip(&env.db(), &[("bad.html", "not UTF-8, nor any encoding that it names"), ("x\u{1b}[31m.txt", "empty")]);
    let (_, err) = env.args(&["report"], 0);
    assert!(err.contains("skipped 2 documents") && err.contains("atodds documents --skipped"), "{err}");
    assert_snapshot!(env.run("documents --skipped", 0), @r"
    document       line  stage  reason
    ─────────────────────────────────────────────────────────────────────
    bad.html             read   not UTF-8, nor any encoding that it names
    x\x1b[31m.txt        read   empty
    ");
}

#[test]
fn lists() {
    let env = Env::troops();
    assert_snapshot!(env.run("documents", 0), @r"
    document    source       published   basis     language  assertions  version  title                url
    ──────────────────────────────────────────────────────────────────────────────────────────────────────
    docs/d.txt  Horizon      2024-11-15  metadata  fr                 1        1  Title of docs/d.txt
    docs/a.txt  Le Courrier  2024-10-24  metadata  fr                 3        1  Title of docs/a.txt
    docs/b.txt  Le Veilleur  2024-10-24  metadata  fr                 4        1  Title of docs/b.txt
    docs/c.txt  The Gazette  2024-11-14  metadata  en                 4        1  Title of docs/c.txt
    ");
    assert_snapshot!(env.run("sources", 0), @r"
    source       country  documents  first_on    last_on     assertions  contradictions
    ───────────────────────────────────────────────────────────────────────────────────
    Horizon                       1  2024-11-15  2024-11-15           1               0
    Le Courrier                   1  2024-10-24  2024-10-24           3               1
    Le Veilleur                   1  2024-10-24  2024-10-24           4               1
    The Gazette                   1  2024-11-14  2024-11-14           4               0
    ");
    assert_snapshot!(env.run("entities", 0), @r"
    entity           kind          spellings                         documents  findings  sources  languages  first_on
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    Corée du Nord    place         Corée du Nord                             4         3        4  en, fr     2024-10-24
    Antony Blinken   person        Antony Blinken | Anthony Blinken          3         1        3  en, fr     2024-10-24
    frappe de Soumy  place         frappe de Soumy                           2         1        2  en, fr     2024-10-24
    Washington       organisation  Washington                                2         0        2  en, fr     2024-10-24
    Maison-Blanche   organisation  Maison-Blanche                            1         0        1  fr         2024-10-24
    ");
    assert_eq!(env.run("entities anthony -f jsonl", 0).lines().count(), 1);
}

#[test]
fn a_changed_document_keeps_its_older_version() {
    let env = Env::troops();
    let changed = told(
        "docs/d.txt",
        "Horizon",
        "2024-11-16",
        Language::FR,
        vec![number(
            "Corée du Nord",
            "officers",
            Some(900),
            Some(900),
            "900",
            "Ils sont désormais 900 officiers à être arrivés.",
        )],
    );
    write(&env.db(), &[changed]);
    assert_eq!(env.run("documents -f jsonl", 0).lines().count(), 4);
    assert_eq!(env.run("documents -f jsonl --all", 0).lines().count(), 5);
    let report = env.run("report --attribute officers --width 100 --all", 0);
    assert!(report.contains("500 | 900") && report.contains("changed"), "{report}");
    assert!(env.run("doctor", 0).contains("ok"));
}

#[test]
fn hostile_text_steers_nothing() {
    let env = Env::new();
    let evil = "=cmd|' /C calc'!A0 \u{1b}]0;owned\u{7}<script>alert(1)</script> \u{202e}gnihsif | **x**";
    let says = |low: i64, words: &str| {
        vec![number(evil, "killed", Some(low), Some(low), words, &format!("{evil} {words} {evil}"))]
    };
    write(
        &env.db(),
        &[
            told(&format!("{evil}.txt"), evil, "2024-10-24", Language::EN, says(3, "three")),
            told("b.txt", "=B", "2024-10-24", Language::EN, says(4, "four")),
        ],
    );
    let id = env.run("report -f csv", 0).lines().nth(1).unwrap()[..8].to_owned();
    for format in ["table", "json", "jsonl", "csv", "md", "html"] {
        for command in ["report --all", &format!("show {id}"), "documents", "entities", "sources"] {
            let out = env.run(&format!("{command} -f {format}"), 0);
            assert!(!out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{command} {format}: {out:?}");
            if format == "html" || format == "md" {
                assert!(!out.contains("<script"), "{command}: {out}");
            }
            if format == "csv" {
                assert!(!out.contains(",=") && !out.contains("\"=") && !out.starts_with('='), "{command}: {out}");
            }
            if format == "json" {
                serde_json::from_str::<serde_json::Value>(&out).unwrap();
            }
        }
    }
    let json: serde_json::Value = serde_json::from_str(&env.run("report -f json", 0)).unwrap();
    assert_eq!(json[0]["entity"], evil, "JSON keeps the text as it is");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let env = Env::troops();
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, 'some words' FROM n";
    for format in ["csv", "json", "jsonl", "md", "html"] {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("atodds"))
            .current_dir(env.path())
            .args(["sql", endless, "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 100];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let out = child.wait_with_output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8_lossy(&out.stderr), "", "{format}");
    }
}

#[test]
fn standard_output_that_cannot_be_written_is_a_failure() {
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        let env = Env::troops();
        let out = Command::new(assert_cmd::cargo::cargo_bin!("atodds"))
            .current_dir(env.path())
            .arg("report")
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(out.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&out.stderr).starts_with("atodds: "));
    }
}

#[test]
fn completions_for_every_shell() {
    let env = Env::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(env.run(&format!("completions {shell}"), 0).contains("fail-on"), "{shell}");
    }
}

#[test]
fn help_names_every_command() {
    assert_snapshot!(Env::new().run("--help", 0), @r#"
    Shows where sources are at odds.

    Reads what several sources published about the same events, keeps every figure and fact with its
    exact words in one SQLite file, and shows where they differ: about what, by how much, who said it,
    and whether it is a contradiction or has an explanation.

    Usage: atodds [OPTIONS] <COMMAND>

    Commands:
      ingest       Read documents into the database
      import       Take in assertions that a person, a script or another program made, each checked
                   against its document's words
      extract      Read stored documents anew, with the rules and models of today
      forget       Take documents out whose articles are gone
      report       Show where the sources are at odds
      run          Run the scheduled batch: read, report and notify as a configuration file says
      schedule     Print what runs a batch at set times: a systemd service and timer, a crontab line
      show         Show one finding: each answer with its quotes, speakers, sources and dates
      review       Decide about a finding: prefer a reading, dismiss it …; alone, list what was decided
      diff         Show which findings are new, changed or gone since a run or a day
      runs         List the runs: what each read, and what news of findings it brought
      sql          Ask the database in SQL, read-only; alone it lists the views
      documents    List the documents, or what was skipped
      sources      List the sources: documents, statements, and contradictions that each takes part in
      entities     List the people, places and things that are spoken of
      doctor       Check the database for faults
      mentions     Show what is recognised in a text: figures, dates, names
      parse        Show how a text is parsed
      demo         Try it on an example, in a folder and a database of its own
      completions  Write a completion script for a shell
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Everywhere:
          --db <FILE>
              The database, one SQLite file
              
              [env: ATODDS_DB]
              [default: atodds.db]

      -f, --format <FORMAT>
              How results are written [default: table]

              Possible values:
              - table:  For people, fit to the terminal
              - json:   One array of objects
              - jsonl:  One object a line
              - csv:    For spreadsheets
              - md:     Markdown
              - html:   One page that needs nothing else
              - sarif:  SARIF 2.1.0, for build services (report, show)
              - junit:  JUnit XML, for build services (report, show)
              - conllu: Universal Dependencies (parse alone)

          --width <COLUMNS>
              Columns that a table may take [default: the terminal's; 120 in a pipe]

    Examples:
      atodds ingest articles/                    read a folder of articles
      atodds report                              where they are at odds, the most serious first
      atodds show 7k2m                           one finding: every answer with its quotes
      atodds sql "SELECT * FROM name_variant"    ask anything, read-only

    Exit status: 0 done, 1 findings at or above --fail-on, 2 something failed or was skipped.
    "#);
}

#[test]
fn conllu_is_for_parse_alone() {
    let (_, err) = Env::troops().args(&["report", "--format", "conllu"], 2);
    assert!(err.contains("atodds parse"), "{err}");
}

#[test]
fn the_same_store_gives_the_same_bytes() {
    let (one, two) = (Env::troops(), Env::new());
    let mut documents = troops();
    documents.reverse();
    write(&two.db(), &documents);
    for line in ["report --all -f csv", "report --all --width 90", "report --all -f html", "show hnm7 --width 90"] {
        assert_eq!(one.run(line, 0), two.run(line, 0), "{line}");
    }
}
