//! The commands from end to end: reports, findings, lists.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use common::Env;
use insta::assert_snapshot;

#[test]
fn a_report_fits_80_columns() {
    assert_snapshot!(Env::troops().run("report --width 80 --all", 0), @r"
    4 documents, 4 sources: 4 findings — 1 contradiction, 2 updates, 1 spelling

    id        about                  readings               relation       from
    ────────────────────────────────────────────────────────────────────────────────
    gk25tgpb  Corée du Nord          3,000 in Russie |      contradiction  2 sources
              troops deployed        8,000 in Koursk |
                                     10,000 in Russie

    4zywq7kx  Corée du Nord          have seen combat |     update         2 sources
              in combat              not n’ont pas été vus
                                     au front

    gc1q438t  frappe de Soumy        12 | 15                update         2 sources
              killed

    tskb3jps  Antony Blinken · name  Anthony Blinken |      variant        3 sources
                                     Antony Blinken

    1 explained difference

    id        about                     readings       relation   from
    ───────────────────────────────────────────────────────────────────────
    vnc1mqfg  Corée du Nord · officers  450–520 | 500  precision  2 sources
    ");
}

#[test]
fn a_report_fits_200_columns_and_says_why_and_when() {
    assert_snapshot!(Env::troops().run("report --width 200", 0), @r"
    4 documents, 4 sources: 4 findings — 1 contradiction, 2 updates, 1 spelling

    id        about                            readings                                              relation       why                                            from       published
    ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    gk25tgpb  Corée du Nord · troops deployed  3,000 in Russie | 8,000 in Koursk | 10,000 in Russie  contradiction  the values cannot both be right                2 sources  2024-10-24

    4zywq7kx  Corée du Nord · in combat        have seen combat | not n’ont pas été vus au front     update         it may change in time, and the dates differ    2 sources  2024-10-24 to 2024-11-14

    gc1q438t  frappe de Soumy · killed         12 | 15                                               update         a count that only grows, and the later one is  2 sources  2024-10-24 to 2024-11-14
                                                                                                                    higher

    tskb3jps  Antony Blinken · name            Anthony Blinken | Antony Blinken                      variant        one name spelt in two ways                     3 sources  2024-10-24 to 2024-11-14

    1 explained difference: atodds report --all
    ");
}

#[test]
fn a_report_in_a_pipe_has_120_columns_and_no_colour() {
    let env = Env::troops();
    assert_snapshot!(env.run("report", 0), @r"
    4 documents, 4 sources: 4 findings — 1 contradiction, 2 updates, 1 spelling

    id        about                      readings                  relation       why                         from
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    gk25tgpb  Corée du Nord              3,000 in Russie |         contradiction  the values cannot both be   2 sources
              troops deployed            8,000 in Koursk |                        right
                                         10,000 in Russie

    4zywq7kx  Corée du Nord · in combat  have seen combat |        update         it may change in time, and  2 sources
                                         not n’ont pas été vus au                 the dates differ
                                         front

    gc1q438t  frappe de Soumy · killed   12 | 15                   update         a count that only grows,    2 sources
                                                                                  and the later one is
                                                                                  higher

    tskb3jps  Antony Blinken · name      Anthony Blinken |         variant        one name spelt in two ways  3 sources
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

    gk25tgpb  contradiction
    Corée du Nord · troops deployed
      3,000 in Russie | 8,000 in Koursk |
      10,000 in Russie
      2 sources

    4zywq7kx  update
    Corée du Nord · in combat
      have seen combat |
      not n’ont pas été vus au front
      2 sources

    gc1q438t  update
    frappe de Soumy · killed
      12 | 15
      2 sources

    tskb3jps  variant
    Antony Blinken · name
      Anthony Blinken | Antony Blinken
      3 sources

    1 explained difference: atodds report
    --all
    ");
}

#[test]
fn a_finding_is_a_question_with_its_answers() {
    assert_snapshot!(Env::troops().run("show gk25 --width 100", 0), @r"
    Corée du Nord · troops deployed: how many or how much?
    contradiction: they cannot both be true of the same thing, place and time — the values cannot both
    be right
    2 documents, 2 sources, 2 origins, 2024-10-24, gk25tgpb, open

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
    assert_snapshot!(Env::troops().run("show 4zyw --format md", 0), @r"
    # Corée du Nord · in combat: is it so?

    **update: the later one may replace the earlier — it may change in time, and the dates differ**

    2 documents, 2 sources, 2 origins, 2024-10-24 to 2024-11-14, `4zywq7kx`

    ## A — have seen combat

    1 document, 1 source, 1 origin

    - The Gazette, 2024-11-14, credits Washington
      “The soldiers **have seen combat**, Washington says.”
      docs/c.txt, characters 13–29

    ## B — not n’ont pas été vus au front

    1 document, 1 source, 1 origin

    - Le Courrier, 2024-10-24; negated
      “Ces soldats **n’ont pas été vus au front**.”
      docs/a.txt, characters 93–119

    ## Between them

    - A have seen combat ↔ B not n’ont pas été vus au front: update — it may change in time, and the dates differ
    ");
}
