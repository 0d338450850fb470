//! What the measuring programs share: invented names, and a command run with its time and memory told.
#![allow(dead_code, reason = "each program uses a part")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const BEGINNINGS: [&str; 32] = [
    "Ba", "Bel", "Bri", "Cal", "Cor", "Da", "Del", "Dra", "Fa", "Fer", "Gal", "Gri", "Hal", "Hor", "Ka", "Kel", "La",
    "Lor", "Ma", "Mer", "Na", "Nor", "Or", "Pal", "Per", "Ra", "Sal", "Ser", "Tal", "Tor", "Va", "Ver",
];
const MIDDLES: [&str; 24] = [
    "ba", "che", "dri", "fo", "ga", "go", "ka", "la", "li", "ma", "mi", "na", "ni", "po", "ra", "ri", "ro", "sa", "se",
    "ti", "to", "va", "vi", "zo",
];
const ENDINGS: [&str; 24] = [
    "bert", "court", "dal", "den", "dy", "gny", "ham", "ke", "lac", "land", "let", "lin", "mont", "nard", "ne", "nov",
    "rac", "rel", "sen", "ski", "son", "tel", "ville", "ton",
];

/// Makes the name that stands for the n-th of a copy: names of real articles are as unlike each other.
pub fn name(copy: u64, n: u64) -> String {
    let mut mixed = mixed(copy, n);
    let mut pick = |of: &[&'static str]| {
        let chosen = of[(mixed % of.len() as u64) as usize];
        mixed /= of.len() as u64;
        chosen
    };
    let middles = if pick(&["", "", "more"]).is_empty() { "" } else { pick(&MIDDLES) };
    format!("{}{middles}{}{}", pick(&BEGINNINGS), pick(&MIDDLES), pick(&ENDINGS))
}

/// Returns a number that looks drawn by chance, always the same of the same two.
pub fn mixed(copy: u64, n: u64) -> u64 {
    let mixed = (copy.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ n).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 32)
}

/// Returns the program that was built beside this one.
pub fn program() -> PathBuf {
    let atodds = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("atodds");
    assert!(atodds.exists(), "{} is missing: build it with cargo build --release", atodds.display());
    atodds
}

/// Runs a command to its end; returns its time and the most memory it held, in kB (0 where the system does not tell).
pub fn run(command: &mut Command) -> (Duration, u64) {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut most = 0;
    loop {
        if let Ok(text) = fs::read_to_string(&status) {
            let now = text
                .lines()
                .find_map(|l| l.strip_prefix("VmHWM:"))
                .and_then(|v| v.trim().trim_end_matches(" kB").parse().ok());
            most = most.max(now.unwrap_or(0));
        }
        if child.try_wait().unwrap().is_some() {
            return (began.elapsed(), most);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
