//! `atodds report` and `show`: which findings, and in which order.

use clap::{Args, ValueEnum};

use atodds::model::{Kind, PartialDate};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds report --entity koursk --kind quantity
  atodds report --relation contradiction,update --since 2024-11-01
  atodds report --format csv --all > findings.csv
  atodds report --fail-on contradiction      exit status 1 where sources contradict each other

Without --relation, contradictions, updates and spellings are shown; differences that have an explanation (scope, precision,
attribution) are counted, and shown with --all; so are findings that a person dismissed (`atodds review`). Filters take words as they begin, without case and accents.")]
pub struct ReportArgs {
    /// Only about entities of this name, in any spelling
    #[arg(long, value_name = "WORDS")]
    pub entity: Option<String>,
    /// Only this attribute: killed, 'troops deployed'
    #[arg(long, value_name = "WORDS")]
    pub attribute: Option<String>,
    /// Only values of this kind
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<KindArg>,
    /// Only these relations, several with commas
    #[arg(long, value_enum, value_name = "RELATION", value_delimiter = ',')]
    pub relation: Vec<RelationArg>,
    /// Only findings in these states, several with commas
    #[arg(long, value_enum, value_name = "STATUS", value_delimiter = ',')]
    pub status: Vec<StatusArg>,
    /// Only findings to which this source gives an answer
    #[arg(long, value_name = "WORDS")]
    pub source: Option<String>,
    /// Only findings with a document of this day or later
    #[arg(long, value_name = "DATE")]
    pub since: Option<PartialDate>,
    /// Leave out, and count, findings that are less sure than this, 0 to 1: whether both statements are read rightly and answer one question
    ///
    /// 0.25 where nothing is said; 0 with --all, and in JSON and CSV, which tell the confidence of each.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub min_confidence: Option<f64>,
    /// Show explained differences, unsure and dismissed findings too
    #[arg(long)]
    pub all: bool,
    /// How many to show in each table, 0 for all [default: 50 on a terminal, else all]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// In which order
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = SortArg::Seriousness)]
    pub sort: SortArg,
    /// Exit with status 1 where a finding is this serious or more, dismissed ones aside
    #[arg(long, value_enum, value_name = "RELATION")]
    pub fail_on: Option<RelationArg>,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds show 7k2m9x0qhd
  atodds show 7k2m --format md >> notes.md")]
pub struct ShowArgs {
    /// The finding's id, or its first letters
    #[arg(value_name = "FINDING")]
    pub finding: String,
    /// Show every quote and every relation, however many
    #[arg(long)]
    pub all: bool,
}

/// A relation that a finding may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RelationArg {
    /// They cannot both be true
    Contradiction,
    /// The later one may replace the earlier
    Update,
    /// Spellings or titles of one name
    Variant,
    /// One covers a part of the other
    Scope,
    /// Compatible: rounding, bounds, ranges
    Precision,
    /// The same, credited to different speakers
    Attribution,
}

impl RelationArg {
    /// Returns the word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            RelationArg::Contradiction => "contradiction",
            RelationArg::Update => "update",
            RelationArg::Variant => "variant",
            RelationArg::Scope => "scope",
            RelationArg::Precision => "precision",
            RelationArg::Attribution => "attribution",
        }
    }

    /// Returns how serious it is: the severity of table `relation`, which a test holds equal.
    pub fn severity(self) -> i64 {
        match self {
            RelationArg::Contradiction => 7,
            RelationArg::Update => 6,
            RelationArg::Variant => 5,
            RelationArg::Scope => 4,
            RelationArg::Precision => 3,
            RelationArg::Attribution => 2,
        }
    }
}

/// What a person decided about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatusArg {
    /// Nothing, or nothing that still counts
    Open,
    /// One reading is preferred
    Prefer,
    /// The truth lies in a range
    Range,
    /// Nothing confirms it
    Uncorroborated,
    /// It is being looked into
    Pending,
    /// It is no matter
    Dismissed,
}

impl StatusArg {
    /// Returns the word of view `finding`.
    pub fn as_str(self) -> &'static str {
        match self {
            StatusArg::Open => "open",
            StatusArg::Prefer => "prefer",
            StatusArg::Range => "range",
            StatusArg::Uncorroborated => "uncorroborated",
            StatusArg::Pending => "pending",
            StatusArg::Dismissed => "dismissed",
        }
    }
}

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// Counts and measures
    Quantity,
    /// Amounts in a currency
    Money,
    /// Shares of a whole
    Percent,
    /// How old
    Age,
    /// How long
    Duration,
    /// When
    Date,
    /// How someone or something is called
    Name,
    /// Offices and functions
    Role,
    /// What is affirmed or denied
    Fact,
}

impl From<KindArg> for Kind {
    fn from(kind: KindArg) -> Kind {
        match kind {
            KindArg::Quantity => Kind::Quantity,
            KindArg::Money => Kind::Money,
            KindArg::Percent => Kind::Percent,
            KindArg::Age => Kind::Age,
            KindArg::Duration => Kind::Duration,
            KindArg::Date => Kind::Date,
            KindArg::Name => Kind::Name,
            KindArg::Role => Kind::Role,
            KindArg::Fact => Kind::Fact,
        }
    }
}

/// An order of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortArg {
    /// The most serious first, of equals the one with most sources
    Seriousness,
    /// The latest publication first
    Recency,
    /// The widest gap first, as a share of the larger figure
    Gap,
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("a share from 0 to 1, such as 0.8".to_owned()),
    }
}
