//! The gazetteer: places of the world with their names in French and English, and what their people are called.
//!
//! In: the tables under `rules/shared/places/`. Out: a place by any of its names, a place by what its people are called,
//! and whether one place lies within another. Which words of a text are meant as a place is decided by
//! `language::names`, not here.

use std::borrow::Cow;
use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use foldhash::HashMap;
use serde::Deserialize;

use super::fold::{FoldHash, HashTable, fold};

/// What sort of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A continent.
    Continent,
    /// A country, a territory with a code of its own, or a nation within a country.
    Country,
    /// A division of a country: state, oblast, French region or department.
    Region,
    /// A city, town or village.
    City,
    /// A part of the world or of a country without borders of its own: the Sahel, the Donbas, an island.
    Area,
    /// A sea, lake, river or strait.
    Water,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its name for all languages and spellings, in English and unique: `Moscow`, `North Korea`, `Paris, Texas`.
    pub key: Cow<'static, str>,
    /// What sort of place it is.
    pub kind: PlaceKind,
    /// ISO 3166-1 code of its country (`XK` for Kosovo), empty where it has none.
    pub country: &'static str,
    /// What it lies within, by index; see [`Gazetteer::parent`].
    parent: Option<u32>,
    /// How many digits its population has, 0 where that is not known.
    pub size: u8,
    /// How likely a bare name means this place rather than another of that name; higher wins.
    rank: u8,
}

/// All places, by name.
pub struct Gazetteer {
    places: Vec<Place>,
    /// Place by hash of a folded name, the likeliest first; `names` tells where a hash's run starts.
    entries: Vec<Entry>,
    names: Table,
    keys: Table,
    /// Countries in further languages.
    foreign: Table,
    demonyms: Table,
    kinds: Kinds,
}

#[derive(Clone, Copy)]
struct Entry {
    hash: u64,
    place: u32,
    /// Whether the name is an acronym, which must not match a word in small letters (`US`, not `us`).
    acronym: bool,
}

type Table = HashTable<u32>;

#[derive(Deserialize)]
struct Kinds {
    country: Vec<String>,
    region: Vec<String>,
    city: Vec<String>,
    water: Vec<String>,
    area: Vec<String>,
    filler: Vec<String>,
}

static EMBEDDED: LazyLock<Gazetteer> = LazyLock::new(|| {
    Gazetteer::load().unwrap_or_else(|_| {
        // The tables are part of the program and a test loads them, so this is never reached in a build that passed.
        Gazetteer::empty()
    })
});

impl Gazetteer {
    /// Returns the gazetteer that is part of the program; the first call reads its tables (some 15 ms).
    pub fn embedded() -> &'static Gazetteer {
        &EMBEDDED
    }

    /// Returns the place that a name means: the likeliest of that name, without regard to case and accents.
    ///
    /// A name with a word for its sort (`oblast de Koursk`, `Kursk region`) that is not listed as a whole is looked up
    /// without it, among places of that sort first.
    pub fn lookup(&self, name: &str) -> Option<&Place> {
        let foreign = || self.places.get(*self.foreign.get(&FoldHash::of(name))? as usize);
        self.exact(name).next().or_else(foreign).or_else(|| self.without_kind(name))
    }

    /// Returns the place that is listed under a name as a whole, without regard to case and accents: in French and English, or
    /// a country in a further language. A country goes before a town of its name.
    pub fn listed(&self, name: &str) -> Option<&Place> {
        let (hash, small) = (FoldHash::of(name), !name.chars().any(char::is_uppercase));
        let own = self.by_hash(hash, small).next();
        if own.is_some_and(|place| place.kind != PlaceKind::City || place.rank > 60) {
            return own;
        }
        let land = self.by_hash(hash, small).find(|place| place.kind == PlaceKind::Country);
        let foreign = || self.places.get(*self.foreign.get(&hash)? as usize);
        land.or_else(foreign).or(own)
    }

    /// Returns every place of exactly that name, the likeliest first.
    pub fn exact(&self, name: &str) -> impl Iterator<Item = &Place> {
        let small = !name.chars().any(char::is_uppercase);
        self.by_hash(FoldHash::of(name), small)
    }

    /// Returns the places whose folded name has this hash; `small` says that the words had no capital.
    pub(crate) fn by_hash(&self, hash: u64, small: bool) -> impl Iterator<Item = &Place> {
        let start = self.names.get(&hash).map_or(self.entries.len(), |at| *at as usize);
        self.entries[start..]
            .iter()
            .take_while(move |entry| entry.hash == hash)
            .filter(move |entry| !(entry.acronym && small))
            .filter_map(|entry| self.places.get(entry.place as usize))
    }

    fn without_kind(&self, name: &str) -> Option<&Place> {
        let folded = fold(name);
        let is = |list: &[String], word: &str| list.iter().any(|w| w == word);
        let filler = |word: &str| is(&self.kinds.filler, word);
        let sorts = [
            (&self.kinds.region, PlaceKind::Region),
            (&self.kinds.city, PlaceKind::City),
            (&self.kinds.country, PlaceKind::Country),
            (&self.kinds.water, PlaceKind::Water),
            (&self.kinds.area, PlaceKind::Area),
        ];
        for (list, kind) in sorts {
            let mut said = false;
            let mut rest: Vec<&str> = Vec::new();
            for word in folded.split(' ') {
                if is(list, word) {
                    said = true;
                } else if !(rest.is_empty() && filler(word)) {
                    rest.push(word);
                }
            }
            while rest.last().is_some_and(|word| filler(word)) {
                rest.pop();
            }
            if !said || rest.is_empty() {
                continue;
            }
            let hash = FoldHash::of(&rest.join(" "));
            let found = self.by_hash(hash, true).find(|place| place.kind == kind);
            let people = || self.demonym_by_hash(hash).filter(|place| place.kind == kind);
            if let Some(place) = found.or_else(people).or_else(|| self.by_hash(hash, true).next()) {
                return Some(place);
            }
        }
        // Only an article before it.
        let bare = folded.split(' ').skip_while(|word| filler(word)).collect::<Vec<_>>().join(" ");
        self.by_hash(FoldHash::of(&bare), true).next().filter(|_| bare != folded)
    }

    /// Returns the key of the place whose people or things a word describes: `nord-coréennes` gives `North Korea`.
    pub fn demonym(&self, word: &str) -> Option<&str> {
        self.demonym_by_hash(FoldHash::of(word)).map(|place| place.key.as_ref())
    }

    /// Returns the code of the country whose people or things a word describes, or that it names.
    pub fn people(&self, word: &str) -> Option<&'static str> {
        let country = || self.exact(word).find(|place| place.kind == PlaceKind::Country);
        self.demonym_by_hash(FoldHash::of(word)).or_else(country).map(|place| place.country)
    }

    pub(crate) fn demonym_by_hash(&self, hash: u64) -> Option<&Place> {
        self.places.get(*self.demonyms.get(&hash)? as usize)
    }

    /// Returns whether a word says what sort of place a name is (`oblast`, `region`), in any case.
    pub fn is_kind_word(&self, word: &str) -> bool {
        let folded = fold(word);
        [&self.kinds.country, &self.kinds.region, &self.kinds.city, &self.kinds.water, &self.kinds.area]
            .into_iter()
            .any(|list| list.contains(&folded))
    }

    /// Returns the place with this key.
    pub fn by_key(&self, key: &str) -> Option<&Place> {
        self.places.get(*self.keys.get(&FoldHash::of(key))? as usize)
    }

    /// Returns what a place lies within.
    pub fn parent(&self, place: &Place) -> Option<&Place> {
        self.places.get(place.parent? as usize)
    }

    /// Returns a place's key with itself and each place that it lies in, as (place, whole), the nearest first; a place that is
    /// known lies at last in `*`, the whole of all.
    pub fn wholes(&self, key: &str) -> Vec<(String, String)> {
        let mut out = vec![(key.to_owned(), key.to_owned())];
        let mut at = self.by_key(key);
        while let Some(place) = at {
            if out.iter().all(|(_, whole)| *whole != *place.key) {
                out.push((key.to_owned(), place.key.to_string()));
            }
            at = self.parent(place);
        }
        if self.by_key(key).is_some() {
            out.push((key.to_owned(), "*".to_owned()));
        }
        out
    }

    /// Returns whether the place with key `a` lies within the one with key `b`; a place does not lie within itself.
    pub fn is_within(&self, a: &str, b: &str) -> bool {
        let (Some(mut place), Some(around)) = (self.by_key(a), self.by_key(b)) else { return false };
        // Chains are a handful long; the bound holds whatever the tables say.
        for _ in 0..8 {
            match self.parent(place) {
                Some(parent) if parent.key == around.key => return true,
                Some(parent) => place = parent,
                None => return false,
            }
        }
        false
    }

    /// Returns all places, the likeliest bearers of their names first.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.iter()
    }

    /// Returns how many places there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    fn empty() -> Self {
        Gazetteer {
            places: Vec::new(),
            entries: Vec::new(),
            names: Table::default(),
            keys: Table::default(),
            foreign: Table::default(),
            demonyms: Table::default(),
            kinds: Kinds {
                country: Vec::new(),
                region: Vec::new(),
                city: Vec::new(),
                water: Vec::new(),
                area: Vec::new(),
                filler: Vec::new(),
            },
        }
    }

    /// Reads the tables.
    ///
    /// # Errors
    /// Where a row has too few fields, names an unknown place or sort, or a key stands twice.
    pub fn load() -> Result<Self> {
        let mut draft = Draft::default();
        draft.countries()?;
        draft.areas()?;
        draft.regions()?;
        draft.cities()?;
        draft.finish()
    }
}

/// A row of the tables before keys are made unique and parents found.
struct Row {
    key: &'static str,
    kind: PlaceKind,
    country: &'static str,
    parent: &'static str,
    size: u8,
    rank: u8,
    names: Vec<&'static str>,
}

#[derive(Default)]
struct Draft {
    rows: Vec<Row>,
    demonyms: Vec<(&'static str, &'static str)>,
    countries: HashMap<&'static str, &'static str>,
}

fn rows(path: &str, fields: usize) -> Result<Vec<Vec<&'static str>>> {
    let mut rows = Vec::new();
    for (n, line) in super::text(path)?.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let row: Vec<&str> = line.split(';').collect();
        ensure!(row.len() == fields, "rules/{path}:{}: {} fields, not {fields}", n + 1, row.len());
        rows.push(row);
    }
    Ok(rows)
}

fn list(field: &'static str) -> impl Iterator<Item = &'static str> {
    field.split('|').filter(|name| !name.is_empty())
}

impl Draft {
    fn countries(&mut self) -> Result<()> {
        for row in rows("shared/places/countries.csv", 8)? {
            let (code, key, continent) = (row[0], row[1], row[2]);
            self.countries.insert(code, key);
            let names = list(row[4]).chain(list(row[5])).collect();
            self.demonyms.extend(list(row[6]).chain(list(row[7])).map(|word| (word, key)));
            let kind = PlaceKind::Country;
            self.rows.push(Row { key, kind, country: code, parent: continent, size: 0, rank: 100, names });
        }
        Ok(())
    }

    fn areas(&mut self) -> Result<()> {
        for row in rows("shared/places/areas.csv", 6)? {
            let (kind, rank) = match row[1] {
                "continent" => (PlaceKind::Continent, 95),
                "country" => (PlaceKind::Country, 95),
                "region" => (PlaceKind::Region, 80),
                "area" => (PlaceKind::Area, 75),
                "water" => (PlaceKind::Water, 65),
                other => anyhow::bail!("rules/shared/places/areas.csv: {other:?} is no sort of place"),
            };
            self.demonyms.extend(list(row[4]).chain(list(row[5])).map(|word| (word, row[0])));
            let names = list(row[3]).collect();
            self.rows.push(Row { key: row[0], kind, country: "", parent: row[2], size: 0, rank, names });
        }
        for row in rows("shared/places/people.csv", 3)? {
            self.demonyms.extend(list(row[1]).chain(list(row[2])).map(|word| (word, row[0])));
        }
        Ok(())
    }

    fn regions(&mut self) -> Result<()> {
        for row in rows("shared/places/regions.csv", 4)? {
            let country = self.country(row[0])?;
            let parent = if row[2].is_empty() { country } else { row[2] };
            // A region named for its city gives way to it where the bare name stands.
            let rank = if row[1].ends_with(" region") {
                15
            } else if row[2].is_empty() {
                70
            } else {
                58
            };
            let names = std::iter::once(row[1]).chain(list(row[3])).collect();
            let kind = PlaceKind::Region;
            self.rows.push(Row { key: row[1], kind, country: row[0], parent, size: 0, rank, names });
        }
        Ok(())
    }

    fn cities(&mut self) -> Result<()> {
        for row in rows("shared/places/cities.csv", 4)? {
            let country = self.country(row[0])?;
            let parent = if row[1].is_empty() { country } else { row[1] };
            let size: u8 = row[2].parse().with_context(|| format!("size {:?} in cities.csv", row[2]))?;
            for city in list(row[3]) {
                let (city, capital) = city.strip_prefix('*').map_or((city, false), |city| (city, true));
                let names: Vec<&str> = city.split('=').collect();
                let rank = match size {
                    _ if capital => 88,
                    8.. => 90,
                    7 => 85,
                    6 => 60,
                    5 => 40,
                    4 => 30,
                    _ => 20,
                };
                self.rows.push(Row {
                    key: names[0],
                    kind: PlaceKind::City,
                    country: row[0],
                    parent,
                    size,
                    rank,
                    names,
                });
            }
        }
        Ok(())
    }

    fn country(&self, code: &str) -> Result<&'static str> {
        self.countries.get(code).copied().with_context(|| format!("no country {code}"))
    }

    fn finish(mut self) -> Result<Gazetteer> {
        // The likeliest place of a name keeps the bare name as its key; the sort is stable, so file order decides ties.
        self.rows.sort_by_key(|row| std::cmp::Reverse(row.rank));
        let mut keys = Table::default();
        let mut places: Vec<Place> = Vec::with_capacity(self.rows.len());
        let mut kept: Vec<&Row> = Vec::with_capacity(self.rows.len());
        let mut entries: Vec<Entry> = Vec::with_capacity(self.rows.len() * 2);
        for row in &self.rows {
            let at = u32::try_from(places.len())?;
            let country = self.countries.get(row.country).copied().unwrap_or("");
            let key = [Cow::Borrowed(row.key), format!("{}, {}", row.key, row.parent).into()]
                .into_iter()
                .chain([format!("{}, {}, {country}", row.key, row.parent).into()])
                .find(|key| !keys.contains_key(&FoldHash::of(key)));
            // Two towns of one name in one region: the larger stands for both.
            let Some(key) = key else { continue };
            keys.insert(FoldHash::of(&key), at);
            kept.push(row);
            places.push(Place {
                key,
                kind: row.kind,
                country: row.country,
                parent: None,
                size: row.size,
                rank: row.rank,
            });
            for name in &row.names {
                let letters = name.chars().filter(|c| c.is_alphabetic()).count();
                let acronym = letters <= 3 || letters <= 5 && !name.chars().any(char::is_lowercase);
                entries.push(Entry { hash: FoldHash::of(name), place: at, acronym });
            }
        }
        for (at, row) in kept.iter().enumerate() {
            if !row.parent.is_empty() {
                let found = keys.get(&FoldHash::of(row.parent)).copied();
                ensure!(found.is_some(), "{} lies within {}, which is no place", row.key, row.parent);
                places[at].parent = found;
            }
        }
        entries.sort_by_key(|entry| (entry.hash, entry.place));
        entries.dedup_by_key(|entry| (entry.hash, entry.place));
        let mut names = Table::default();
        for (at, entry) in entries.iter().enumerate() {
            names.entry(entry.hash).or_insert(u32::try_from(at)?);
        }
        let mut demonyms = Table::default();
        for (word, key) in self.demonyms {
            let place = *keys.get(&FoldHash::of(key)).with_context(|| format!("people of {key}, which is no place"))?;
            demonyms.entry(FoldHash::of(word)).or_insert(place);
        }
        let mut foreign = Table::default();
        for row in rows("shared/places/countries_other.csv", 2)? {
            let place = *keys.get(&FoldHash::of(row[0])).with_context(|| format!("{} is no place", row[0]))?;
            foreign.extend(list(row[1]).map(|name| (FoldHash::of(name), place)));
        }
        let kinds = super::toml("shared/places/kinds.toml")?;
        Ok(Gazetteer { places, entries, names, keys, foreign, demonyms, kinds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> String {
        Gazetteer::embedded().lookup(name).map(|place| place.key.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_tables_load() {
        let gazetteer = Gazetteer::load().unwrap();
        assert!(gazetteer.len() > 40_000, "{}", gazetteer.len());
    }

    #[test]
    fn spellings_and_languages_meet() {
        for (a, b) in [
            ("Moscou", "Moscow"),
            ("KIEV", "Kyiv"),
            ("Koursk", "Kursk"),
            ("Corée du Nord", "North Korea"),
            ("Etats-Unis", "U.S."),
            ("RDC", "Democratic Republic of the Congo"),
            ("oblast de Koursk", "Kursk region"),
            ("région de Koursk", "Kursk Oblast"),
            ("Nimes", "Nîmes"),
            ("bande de Gaza", "Gaza Strip"),
            ("La Canée", "Chania"),
        ] {
            assert_eq!(key(a), key(b));
            assert!(!key(a).is_empty(), "{a}");
        }
    }

    #[test]
    fn the_likeliest_place_of_a_name_comes_first() {
        let gazetteer = Gazetteer::embedded();
        assert_eq!(gazetteer.lookup("Paris").unwrap().country, "FR");
        assert_eq!(gazetteer.lookup("Georgia").unwrap().kind, PlaceKind::Country);
        assert!(gazetteer.exact("Paris").count() > 1);
    }

    #[test]
    fn an_acronym_is_no_small_word() {
        assert_eq!(key("US"), "United States");
        assert_eq!(key("us"), "");
    }

    #[test]
    fn people_lead_to_their_place() {
        let gazetteer = Gazetteer::embedded();
        assert_eq!(gazetteer.demonym("nord-coréennes"), Some("North Korea"));
        assert_eq!(gazetteer.demonym("North Korean"), Some("North Korea"));
        assert_eq!(gazetteer.demonym("américaine"), Some("United States"));
        assert_eq!(gazetteer.demonym("table"), None);
    }

    #[test]
    fn a_place_lies_within_another() {
        let gazetteer = Gazetteer::embedded();
        assert!(gazetteer.is_within("Kursk", "Russia"));
        assert!(gazetteer.is_within("Nîmes", "Gard") || gazetteer.is_within("Nîmes", "Occitanie"));
        assert!(gazetteer.is_within("Nîmes", "France"));
        assert!(gazetteer.is_within("France", "Europe"));
        assert!(!gazetteer.is_within("France", "Nîmes"));
        assert!(!gazetteer.is_within("France", "France"));
    }
}
