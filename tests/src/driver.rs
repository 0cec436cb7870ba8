//! The processes of one browser: its WebDriver server, and for WebKit a screen. They end with this value.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::log::Logs;

/// How long a driver may take to listen. A loaded machine with two cores needs a few seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running WebDriver server and what it needs.
#[derive(Debug)]
pub(crate) struct Driver {
    /// Where it listens.
    port: u16,
    /// The session to end before the server: only the server knows how to end its browser well.
    session: Option<String>,
    /// In the order in which they started.
    children: Vec<Child>,
}

impl Driver {
    /// Starts `program` with the arguments that `arguments` makes of a free port, and waits until it listens.
    pub(crate) fn start(
        program: &Path,
        arguments: impl Fn(u16) -> Vec<String>,
        environment: &[(&str, String)],
        screen: Option<Screen>,
        logs: &Logs,
    ) -> Result<Self> {
        let port = free_port()?;
        let (out, err) = logs.streams("driver.log")?;
        // In the test's own process group: a runner that ends a test that hangs ends what it started, too.
        let mut command = Command::new(program);
        command.args(arguments(port)).stdin(Stdio::null()).stdout(out).stderr(err);
        command.envs(environment.iter().map(|(name, value)| (name, value)));
        let mut children = Vec::new();
        if let Some(screen) = screen {
            command.env("DISPLAY", &screen.display);
            children.push(screen.server);
        }
        let child = command.spawn().with_context(|| format!("could not start {}", program.display()))?;
        children.push(child);
        let mut driver = Self { port, session: None, children };
        driver.wait_until_listening(program)?;
        Ok(driver)
    }

    /// The address of the server.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The server and everything that it started.
    pub(crate) fn processes(&self) -> Vec<u32> {
        self.children.iter().flat_map(|child| family(child.id())).collect()
    }

    /// Remembers the session that must be ended first.
    pub(crate) fn remember(&mut self, session: String) {
        self.session = Some(session);
    }

    fn wait_until_listening(&mut self, program: &Path) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let ended = self.children.last_mut().and_then(|child| child.try_wait().ok().flatten());
            if let Some(status) = ended {
                bail!("{} ended at once ({status})", program.display());
            }
            if start.elapsed() > PATIENCE {
                bail!("{} did not listen within {} s", program.display(), PATIENCE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Asks the server to end its session. By hand, because this also runs while a failed test unwinds, where
    /// nothing can be awaited.
    fn end_session(&self) -> std::io::Result<()> {
        let Some(session) = &self.session else { return Ok(()) };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let request = format!(
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Length: 0\r\n\
             Connection: close\r\n\r\n",
            self.port
        );
        stream.write_all(request.as_bytes())?;
        stream.read(&mut [0; 256]).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Best effort: whatever is left after it is killed below.
        let _ = self.end_session();
        for child in self.children.iter_mut().rev() {
            kill_family(child.id());
            let _ = child.wait();
        }
    }
}

/// A screen for a browser that has no headless mode.
#[derive(Debug)]
pub(crate) struct Screen {
    /// Its name for the environment variable `DISPLAY`.
    display: String,
    server: Child,
}

impl Screen {
    /// Starts a screen under a free number.
    pub(crate) fn start(program: &Path, width: u32, height: u32) -> Result<Self> {
        let mut server = Command::new(program)
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", &format!("{width}x{height}x24")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("could not start {}", program.display()))?;
        let mut number = String::new();
        if let Some(out) = server.stdout.take() {
            // It writes the number when it is ready, and closes the pipe if it cannot become so.
            BufReader::new(out).read_line(&mut number).context("Xvfb did not say its number")?;
        }
        if number.trim().is_empty() {
            let _ = server.kill();
            let _ = server.wait();
            bail!("{} could not open a screen", program.display());
        }
        Ok(Self { display: format!(":{}", number.trim()), server })
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("there is no free port")?;
    Ok(listener.local_addr().context("a port has no address")?.port())
}

/// A process with all that it started and that they started.
fn family(eldest: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let parents: Vec<(u32, u32)> = processes
        .filter_map(|entry| {
            let process = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // After the name, which is in parentheses and may hold anything: the state, then the parent.
            Some((process, stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?))
        })
        .collect();
    let mut family = vec![eldest];
    let mut at = 0;
    while let Some(&member) = family.get(at) {
        family.extend(parents.iter().filter(|(_, parent)| *parent == member).map(|(process, _)| *process));
        at += 1;
    }
    family
}

/// Kills a process with its family: a browser is many, and some outlive their driver.
fn kill_family(eldest: u32) {
    let names: Vec<String> = family(eldest).iter().map(u32::to_string).collect();
    // The shell's own `kill`, which needs no package. Some may have gone on their own.
    let line = format!("kill -KILL {}", names.join(" "));
    let _ = Command::new("sh").args(["-c", &line]).stderr(Stdio::null()).status();
}
