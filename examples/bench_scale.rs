//! Measures how time and memory grow with the store, on short articles about events without number.
//!
//! `cargo run --release --example bench_scale -- [--assertions N]… [--folder DIR]`: for each N (10,000, 100,000 and 1,000,000 where
//! none is given) writes articles that state about as much, four to an event in two languages over two years, reads them into a
//! new store with the release build beside it, and prints what the report's first page, one finding, and a further 100
//! articles cost, in seconds and in MB of memory. Figures are printed and never tested: machines differ.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measuring program may stop at any fault"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use common::{mixed, name, program, run};
use jiff::ToSpan as _;
use jiff::civil::date;
use rusqlite::Connection;

mod common;

/// So much an article states, about.
const STATED: usize = 11;

/// Articles of an event.
const TOLD_BY: usize = 4;

/// Articles that come later.
const FURTHER: usize = 100;

fn main() {
    let mut args = std::env::args().skip(1);
    let (mut sizes, mut folder) = (Vec::new(), std::env::temp_dir().join("atodds-bench-scale"));
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--assertions" => sizes.push(args.next().unwrap().parse().unwrap()),
            "--folder" => folder = PathBuf::from(args.next().unwrap()),
            other => panic!("unknown argument {other}"),
        }
    }
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000];
    }
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut out = String::new();
    for size in sizes {
        out.push_str(&measured(size, &folder));
        println!("{out}");
    }
    fs::create_dir_all("scores").unwrap();
    fs::write("scores/bench-scale.txt", out).unwrap();
}

/// Measures a store of about so many assertions.
fn measured(size: usize, folder: &Path) -> String {
    let (first, later, db) =
        (folder.join("first.jsonl"), folder.join("later.jsonl"), folder.join(format!("{size}.db")));
    let documents = size / STATED;
    fs::write(&first, articles(0, documents, documents)).unwrap();
    fs::write(&later, articles(documents, FURTHER, documents)).unwrap();
    let atodds = || {
        let mut command = Command::new(program());
        command.arg("--db").arg(&db);
        command
    };
    let ingest = run(atodds().arg("ingest").arg(&first));
    let store = Connection::open(&db).unwrap();
    let count = |sql: &str| store.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    let (assertions, findings) = (count("SELECT count(*) FROM assertion"), count("SELECT count(*) FROM finding"));
    let finding: String =
        store.query_row("SELECT finding_id FROM finding ORDER BY 1 LIMIT 1", [], |r| r.get(0)).unwrap();
    drop(store);
    let mut out = String::new();
    let mut tell = |what: &str, (time, memory): (Duration, u64)| {
        let _ = writeln!(out, "{what:24} {:8.3} s {:6} MB", time.as_secs_f64(), memory / 1024);
    };
    tell("ingest", ingest);
    tell("report, first page", run(atodds().args(["report", "--limit", "20"])));
    tell("one finding", run(atodds().args(["show", &finding])));
    tell("100 more documents", run(atodds().arg("ingest").arg(&later)));
    tell("the same again", run(atodds().arg("ingest").arg(&later)));
    let size = fs::metadata(&db).unwrap().len() / 1_000_000;
    format!("{documents} documents, {assertions} assertions, {findings} findings, {size} MB\n{out}\n")
}

/// Writes so many articles from the `first` on, a line each; `all` of them spread over two years.
fn articles(first: usize, count: usize, all: usize) -> String {
    (first..first + count).map(|n| article(n, all) + "\n").collect()
}

fn article(n: usize, all: usize) -> String {
    let event = n / TOLD_BY;
    let drawn = |which: u64, least: u64, most: u64| least + mixed(event as u64, which) % (most - least);
    // One article in four gives another figure.
    let told = |which: u64, least: u64, most: u64| {
        let value = drawn(which, least, most);
        let chance = mixed(n as u64, which + 100);
        if chance.is_multiple_of(4) { value * [8, 9, 11, 13][(chance / 4 % 4) as usize] / 10 } else { value }
    };
    let (town, chief, other) = (name(event as u64, 0), name(event as u64, 1), name(event as u64, 2));
    let given = ["Anna", "Paul", "Marie", "John", "Claire", "David", "Sarah", "Luc", "Emma", "Peter", "Nadia", "Karim"];
    let person = |which: u64, family: &str| format!("{} {family}", given[(mixed(event as u64, which) % 12) as usize]);
    let (mut chief, other) = (person(8, &chief), person(9, &other));
    if mixed(n as u64, 7).is_multiple_of(10) {
        chief.pop();
    }
    let days = i64::try_from(event * 730 * TOLD_BY / all.max(1)).unwrap() + i64::from(n % TOLD_BY == 3);
    let day = date(2024, 1, 1) + days.days();
    let (dead, hurt, moved, cost) = (told(10, 2, 60), told(11, 61, 200), told(12, 1_000, 9_000), told(13, 2, 90));
    let (saved, sent, hours) = (told(14, 201, 900), drawn(15, 30, 600), drawn(16, 3, 30));
    let moved_en = format!("{},{:03}", moved / 1000, moved % 1000);
    let moved_fr = format!("{} {:03}", moved / 1000, moved % 1000);
    let (language, title, text) = match (n % 2, event % 3) {
        (0, 0) => (
            "en",
            format!("{town}: factory fire kills {dead}"),
            format!(
                "A fire at a factory in {town} killed {dead} workers and injured {hurt} people, police said. {chief}, the mayor of \
                 {town}, said {moved_en} residents had been evacuated. Repairs will cost {cost} million euros. {other}, the site's \
                 director, said the plant employed {saved} people. About {sent} firefighters fought the blaze for {hours} hours."
            ),
        ),
        (_, 0) => (
            "fr",
            format!("{town} : {dead} morts dans l'incendie d'une usine"),
            format!(
                "L'incendie d'une usine de {town} a fait {dead} morts et {hurt} blessés, selon la police. {chief}, le maire de {town}, \
                 a indiqué que {moved_fr} habitants avaient été évacués. Les réparations coûteront {cost} millions d'euros. {other}, \
                 directeur du site, a précisé que l'usine employait {saved} personnes. Environ {sent} pompiers ont lutté contre le \
                 feu pendant {hours} heures."
            ),
        ),
        (0, 1) => (
            "en",
            format!("Strikers march in {town}"),
            format!(
                "Around {moved_en} people marched through {town} against the closure of a hospital, the unions said. Police counted \
                 {saved} demonstrators. {chief}, who leads the nurses' union, said {sent} jobs would be cut and wages would rise by \
                 {hours} percent. The plan will cost {cost} million euros. {hurt} protesters were arrested, said {other}, the prefect."
            ),
        ),
        (_, 1) => (
            "fr",
            format!("Manifestation à {town} contre la fermeture de l'hôpital"),
            format!(
                "Quelque {moved_fr} personnes ont manifesté à {town} contre la fermeture d'un hôpital, selon les syndicats. La police a \
                 compté {saved} manifestants. {chief}, qui dirige le syndicat des infirmières, a dénoncé la suppression de {sent} postes \
                 et une hausse des salaires de {hours} %. Le plan coûtera {cost} millions d'euros. {hurt} manifestants ont été \
                 interpellés, a indiqué {other}, le préfet."
            ),
        ),
        (0, _) => (
            "en",
            format!("{town} flood: {dead} dead"),
            format!(
                "Floods in {town} have left {dead} people dead and {hurt} missing, the emergency services said. {chief}, the interior \
                 minister, said {moved_en} homes were without power and {saved} people had been rescued. {other}, a spokeswoman for the \
                 river authority, said the water had reached {hours} metres. Damage is put at {cost} million euros. {sent} soldiers \
                 were sent."
            ),
        ),
        _ => (
            "fr",
            format!("Inondations à {town} : {dead} morts"),
            format!(
                "Les inondations à {town} ont fait {dead} morts et {hurt} disparus, ont annoncé les secours. {chief}, ministre de \
                 l'Intérieur, a indiqué que {moved_fr} foyers étaient privés d'électricité et que {saved} personnes avaient été \
                 secourues. {other}, porte-parole de l'agence de l'eau, a précisé que l'eau avait atteint {hours} mètres. Les dégâts \
                 sont évalués à {cost} millions d'euros. {sent} soldats ont été envoyés."
            ),
        ),
    };
    let outlet = mixed(n as u64, 20) % 40;
    serde_json::json!({
        "title": title, "text": text, "source": format!("outlet{outlet}"), "published": day.to_string(),
        "url": format!("https://outlet{outlet}.example/{n}"), "language": language,
    })
    .to_string()
}
