//! The browsers and what drives them, a Vulkan device and PyTorch, from Debian's packages.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use super::install;
use crate::{places, process};

/// A package, and by what one sees that it is there.
struct Package {
    name: &'static str,
    sign: Sign,
}

enum Sign {
    /// A program on the search path.
    Program(&'static str),
    /// A file that begins so in a folder.
    File { folder: &'static str, start: &'static str },
}

impl Package {
    const fn of_program(name: &'static str, program: &'static str) -> Self {
        Self { name, sign: Sign::Program(program) }
    }

    fn is_there(&self) -> bool {
        match self.sign {
            Sign::Program(name) => places::program(name).is_some(),
            Sign::File { folder, start } => {
                let mut files = std::fs::read_dir(folder).into_iter().flatten().flatten();
                files.any(|file| file.file_name().to_string_lossy().starts_with(start))
            }
        }
    }
}

const PACKAGES: &[Package] = &[
    Package::of_program("chromium", "chromium"),
    Package::of_program("chromium-driver", "chromedriver"),
    Package::of_program("firefox-esr", "firefox-esr"),
    Package::of_program("webkit2gtk-driver", "WebKitWebDriver"),
    Package::of_program("xvfb", "Xvfb"),
    // PyTorch for the processor alone, a tenth of what PyPI has: it runs what `gedanken torch` writes.
    Package {
        name: "python3-torch",
        sign: Sign::File { folder: "/usr/lib/python3/dist-packages", start: "torch" },
    },
    // Lavapipe, a Vulkan device that computes on the processor: the tests of the GPU executor need no graphics card.
    Package {
        name: "mesa-vulkan-drivers",
        sign: Sign::File { folder: "/usr/share/vulkan/icd.d", start: "lvp_icd" },
    },
];

/// Installs the packages that are missing.
///
/// # Errors
/// When one is missing and cannot be installed: with the command that would.
pub(super) fn packages() -> Result<()> {
    let missing: Vec<&Package> = PACKAGES.iter().filter(|package| !package.is_there()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    let by_hand = format!("sudo apt-get install -y --no-install-recommends {}", names.join(" "));
    let Some(apt) = Apt::find() else {
        bail!(
            "The tests need {}, which this program can install only on Debian as root or with sudo. \
             Install them with `{by_hand}` or your system's own packages.",
            names.join(", ")
        );
    };
    // A machine whose lists are old asks for versions that are no longer there: then they are fetched, once.
    let mut lists_are_new = false;
    for package in missing {
        let done = install(package.name, || {
            let first = apt.install(package.name);
            if first.is_ok() || lists_are_new {
                return first;
            }
            lists_are_new = true;
            eprintln!("updating the package lists …");
            process::run(&mut apt.command(&["update", "-q"]))?;
            apt.install(package.name)
        });
        if let Err(error) = done {
            bail!("{error:#}. Install what is missing with `{by_hand}`.");
        }
    }
    Ok(())
}

/// A way to run `apt-get` with the rights that it needs.
struct Apt {
    sudo: bool,
}

impl Apt {
    fn find() -> Option<Self> {
        if !Path::new("/usr/bin/apt-get").exists() {
            return None;
        }
        let works = |command: &mut Command| process::output(command).ok();
        if works(Command::new("id").arg("-u")).as_deref() == Some("0") {
            return Some(Self { sudo: false });
        }
        works(Command::new("sudo").args(["-n", "true"])).map(|_| Self { sudo: true })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(if self.sudo { "sudo" } else { "env" });
        if self.sudo {
            command.args(["-n", "env"]);
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments);
        command
    }

    fn install(&self, package: &str) -> Result<()> {
        process::output(&mut self.command(&["install", "-y", "-q", "--no-install-recommends", package]))
            .map(drop)
    }
}
