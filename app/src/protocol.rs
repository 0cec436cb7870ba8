//! What a page and its workers tell each other. Both are always of one build, so the encoding needs no version.

use lab::files::{Kind, SCRIPT, WEIGHTS};
use lab::link::Backend;
use lab::recording::{Device, Point, Saved, Stop};
use lab::words::{Words, words};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// From the page to a worker. A worker hears nothing before it has said [`FromWorker::Ready`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Say which device should compute a run. Asked of one worker, before any is told to prepare.
    Choose {
        /// The page's number for the run.
        run: u32,
        /// A link with the run keys, and with the language of the page where it names one.
        keys: String,
        /// What the link asks for.
        wish: Backend,
        /// How many workers would share the run on the processor.
        workers: u32,
    },
    /// Get these members of a run ready to train, in place of whatever was there.
    Prepare {
        /// The page's number for the run, which comes back with everything about it.
        run: u32,
        /// A link with the run keys, and with the language of the page where it names one.
        keys: String,
        /// The members.
        members: Vec<u32>,
        /// What computes it.
        device: Device,
        /// Where to go on from; members that are not among these begin at their start.
        from: Vec<Saved>,
    },
    /// Train until the end.
    Resume,
    /// Train until every arm and member has measured once more.
    Step,
    /// Stop training and keep everything.
    Pause,
    /// Stop training and forget the run.
    Clear,
    /// Whether the page is seen.
    Visible(bool),
    /// Answer a visitor's question from models as they were saved. It changes nothing.
    Probe {
        /// The page's number for the question, which comes back with the answer.
        question: u32,
        /// A link with the run keys, and with the language of the page where it names one.
        keys: String,
        /// The probe, by position.
        probe: u32,
        /// What is asked.
        asked: Vec<u32>,
        /// The models that answer, one of each arm at most.
        from: Vec<Saved>,
    },
    /// Make a file of what was trained, for the visitor to take away.
    Make {
        /// The page's number for the run, which comes back with the file.
        run: u32,
        /// Which.
        file: File,
        /// The address of the run.
        link: String,
        /// The models, as they were saved; for a file that takes none, none.
        from: Vec<Saved>,
    },
    /// Say that you are there.
    Ping,
}

/// A file that a worker makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum File {
    /// Every trained tensor, as safetensors.
    Weights,
    /// The run as a script for PyTorch.
    Script,
}

impl File {
    /// What kind of file it is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Weights => WEIGHTS,
            Self::Script => SCRIPT,
        }
    }
}

/// From a worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    /// The worker listens.
    Ready {
        /// What the engine's own check of its random numbers gave.
        check: String,
        /// The engine's numerics revision.
        bits: u32,
    },
    /// The device that should compute a run.
    Chosen {
        /// The page's number for the run.
        run: u32,
        /// The device, and why.
        choice: Choice,
    },
    /// What happened since the last report.
    Report(Report),
    /// The answer to [`ToWorker::Ping`].
    Pong,
    /// The answer to [`ToWorker::Probe`].
    Answered {
        /// The page's number for the question.
        question: u32,
        /// What each arm says; `None` for one that was not there to be asked.
        answers: Vec<Option<Vec<f32>>>,
    },
    /// The answer to [`ToWorker::Make`].
    Made {
        /// The page's number for the run.
        run: u32,
        /// Which file.
        file: File,
        /// What is in it, or a sentence on why it could not be made.
        made: Result<Bytes, String>,
    },
    /// Something that a person should know; the run goes on.
    Said {
        /// The page's number for the run.
        run: u32,
        /// What happened.
        sentence: String,
    },
    /// The GPU computes no further; the page goes on on the processor.
    GpuFailed {
        /// The page's number for the run.
        run: u32,
        /// What happened.
        sentence: String,
    },
    /// The engine stopped at an error of its own: the worker is lost, and says no more.
    Broke {
        /// What happened.
        sentence: String,
    },
    /// The run cannot go on; a sentence for a person.
    Failed {
        /// The page's number for the run; `None` where it is not about one.
        run: Option<u32>,
        /// What happened.
        sentence: String,
    },
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bytes(#[serde(with = "serde_bytes")] pub Vec<u8>);

/// What computes a run, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The device.
    pub device: Device,
    /// Why this one: one sentence for a person.
    pub why: String,
    /// The name of the graphics adapter, where there is one.
    pub adapter: Option<String>,
}

/// What happened in a worker since its last report.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Report {
    /// The page's number for the run.
    pub run: u32,
    /// Training steps, each of one member.
    pub trained: u32,
    /// Measurements.
    pub points: Vec<Point>,
    /// Members whose loss was no finite number.
    pub stopped: Vec<Stop>,
    /// Members as they stood, the newest of each.
    pub saved: Vec<Saved>,
    /// Whether all of this worker's members are done.
    pub finished: bool,
}

/// A message that cannot be sent or understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(words(None)))]
pub struct ProtocolError(String);

impl ProtocolError {
    /// The error for this reason.
    pub(crate) fn new(why: &impl ToString) -> Self {
        Self(why.to_string())
    }

    /// One sentence for a person.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        (words.trouble.not_understood)(&self.0)
    }
}

/// A message as bytes.
///
/// # Errors
/// When the encoding refuses it, which no message above gives reason for.
pub fn encode<M: Serialize>(message: &M) -> Result<Vec<u8>, ProtocolError> {
    postcard::to_allocvec(message).map_err(|error| ProtocolError(error.to_string()))
}

/// The message that bytes stand for.
///
/// # Errors
/// When they stand for none.
pub fn decode<M: DeserializeOwned>(bytes: &[u8]) -> Result<M, ProtocolError> {
    postcard::from_bytes(bytes).map_err(|error| ProtocolError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved() -> Saved {
        let state = Saved::bytes(&[1.0, f32::NAN]);
        Saved { arm: 1, member: 2, j: 8, step: 70, loss: 0.5, chain: [3; 32], state }
    }

    fn comes_back<M: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(message: M) {
        assert_eq!(decode::<M>(&encode(&message).unwrap()), Ok(message));
    }

    #[test]
    fn what_is_said_to_a_worker_comes_out_as_it_went_in() {
        let keys = "inverse-permutation?rev=2&seed=1&members=4".to_owned();
        for wish in [Backend::Auto, Backend::Exact, Backend::Gpu] {
            comes_back(ToWorker::Choose { run: 2, keys: keys.clone(), wish, workers: 4 });
        }
        for device in [Device::Exact, Device::Gpu] {
            let (keys, members, from) = (keys.clone(), vec![0, 2], vec![saved()]);
            comes_back(ToWorker::Prepare { run: 2, keys, members, device, from });
        }
        comes_back(ToWorker::Visible(false));
        let (keys, asked, from) = (keys, vec![1, 2], vec![saved()]);
        comes_back(ToWorker::Probe { question: 7, keys, probe: 0, asked, from });
        comes_back(ToWorker::Ping);
    }

    #[test]
    fn what_a_worker_says_comes_out_as_it_went_in() {
        let why = "It is faster here.".to_owned();
        for adapter in [None, Some("an adapter".to_owned())] {
            let choice = Choice { device: Device::Gpu, why: why.clone(), adapter };
            comes_back(FromWorker::Chosen { run: 1, choice });
        }
        comes_back(FromWorker::Pong);
        comes_back(FromWorker::Answered { question: 7, answers: vec![None, Some(vec![0.5])] });
        comes_back(FromWorker::Said { run: 1, sentence: why.clone() });
        comes_back(FromWorker::GpuFailed { run: 1, sentence: why.clone() });
        comes_back(FromWorker::Broke { sentence: why });
    }

    #[test]
    fn messages_come_out_as_they_went_in() {
        let report = FromWorker::Report(Report {
            run: 3,
            trained: 70_000,
            points: vec![Point {
                arm: 1,
                member: 2,
                j: 64,
                step: 500,
                values: vec![0.25, f32::INFINITY],
                samples: vec![1.5; 3],
                chain: Some([7; 32]),
            }],
            stopped: vec![Stop { arm: 0, member: 1, step: 9, chain: Some([7; 32]) }],
            saved: vec![saved()],
            finished: true,
        });
        let bytes = encode(&report).unwrap();
        assert_eq!(decode::<FromWorker>(&bytes), Ok(report));
        assert!(decode::<FromWorker>(&bytes[..bytes.len() - 1]).is_err());
        assert!(decode::<ToWorker>(&[200]).is_err());
    }
}
