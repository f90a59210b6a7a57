use std::fmt;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use split_tally::attack::AttackError;
use split_tally::evaluate::EvaluateError;
use split_tally::rejoin::RejoinError;
use split_tally::simple;
use split_tally::synth;

/// Why a command did not do its job.
pub enum Failure {
    /// The arguments are at fault.
    Usage(String),
    /// A file given to us is at fault.
    BadInput(String),
    /// This computer is.
    Other(String),
}

impl Failure {
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Usage(_) => 2,
            Self::BadInput(_) => 3,
            Self::Other(_) => 1,
        })
    }

    /// The same, with words after it.
    pub fn with_hint(self, hint: &str) -> Self {
        match self {
            Self::Usage(message) => Self::Usage(message + hint),
            Self::BadInput(message) => Self::BadInput(message + hint),
            Self::Other(message) => Self::Other(message + hint),
        }
    }

    /// A file that could not be read.
    pub fn reading(path: &Path, error: &io::Error) -> Self {
        Self::BadInput(format!(
            "{}: the file cannot be read ({}). Check its name and that you may open it",
            path.display(),
            error.kind()
        ))
    }

    /// A file that could not be written.
    pub fn writing(path: &Path, error: &io::Error) -> Self {
        Self::Other(format!(
            "{}: the file cannot be written ({}). Is the folder there, with room, and may you write to it?",
            path.display(),
            error.kind()
        ))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) | Self::BadInput(message) | Self::Other(message) => {
                f.write_str(message)
            }
        }
    }
}

impl From<simple::Error> for Failure {
    fn from(error: simple::Error) -> Self {
        if error.is_bad_input() {
            Self::BadInput(error.to_string())
        } else {
            Self::Other(error.to_string())
        }
    }
}

impl From<EvaluateError> for Failure {
    fn from(error: EvaluateError) -> Self {
        Self::BadInput(error.to_string())
    }
}

impl From<RejoinError> for Failure {
    fn from(error: RejoinError) -> Self {
        simple::Error::from(error).into()
    }
}

impl From<AttackError> for Failure {
    fn from(error: AttackError) -> Self {
        match error {
            AttackError::People(error) => error.into(),
            error => Self::Other(error.to_string()),
        }
    }
}

impl From<synth::Error> for Failure {
    fn from(error: synth::Error) -> Self {
        Self::Usage(error.to_string())
    }
}
