//! What a scheduled batch tells on standard error: lines for people or for programs.

use std::io::{self, Write};

use serde_json::{Map, Value};

use atodds::batch::config::{Level, LogFormat, LogPart};
use atodds::report::escape;

/// Writes the log.
#[derive(Clone, Copy, Debug)]
pub struct Log {
    part: LogPart,
}

impl Log {
    /// Makes a log as a configuration has it.
    pub fn new(part: LogPart) -> Log {
        Log { part }
    }

    /// Tells what failed.
    pub fn error(self, event: &str, text: &str) {
        self.tell(Level::Error, event, text, &[]);
    }

    /// Tells what was skipped, or needs a look.
    pub fn warn(self, event: &str, text: &str) {
        self.tell(Level::Warn, event, text, &[]);
    }

    /// Tells what is done; `fields` are for programs.
    pub fn info(self, event: &str, text: &str, fields: &[(&str, Value)]) {
        self.tell(Level::Info, event, text, fields);
    }

    /// Tells of one document.
    pub fn debug(self, event: &str, text: &str) {
        self.tell(Level::Debug, event, text, &[]);
    }

    fn tell(self, level: Level, event: &str, text: &str, fields: &[(&str, Value)]) {
        if level > self.part.level {
            return;
        }
        let line = match self.part.format {
            LogFormat::Text => format!("atodds: {}", escape::line(text)),
            LogFormat::Json => {
                let mut object = Map::new();
                object.insert("time".into(), jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string().into());
                object.insert("level".into(), level.as_str().into());
                object.insert("event".into(), event.into());
                object.insert("message".into(), text.into());
                object.extend(fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
                escape::json(&Value::Object(object).to_string()).into_owned()
            }
        };
        // Where standard error is closed, nobody is there to be told.
        let _ = writeln!(io::stderr(), "{line}");
    }
}
