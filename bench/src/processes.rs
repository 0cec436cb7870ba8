//! What Linux says of a process and its memory. Elsewhere nothing is known: the column stays 0.

use std::fs;

/// Whether a process of a browser is of this kind: `renderer` shows pages and runs their workers, `gpu-process` speaks
/// to the graphics card.
pub(crate) fn is_kind(process: u32, kind: &str) -> bool {
    let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&line).contains(&format!("--type={kind}"))
}

/// Lets the largest memory count anew.
pub(crate) fn forget_peak(process: u32) {
    // Best effort: it needs the rights of the process's owner.
    let _ = fs::write(format!("/proc/{process}/clear_refs"), "5");
}

/// The largest resident memory since then, in MB.
pub(crate) fn peak(process: u32) -> f64 {
    megabytes(process, "VmHWM:")
}

/// The resident memory, in MB.
pub(crate) fn resident(process: u32) -> f64 {
    megabytes(process, "VmRSS:")
}

fn megabytes(process: u32, what: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")).and_then(|text| text.parse().ok());
    kilobytes.unwrap_or(0.0) * 1024.0 / 1e6
}

/// The processor, the number of its cores, and the widest instructions that the exact backend uses there.
pub(crate) fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let model = model.trim_start_matches([' ', '\t', ':']);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{model}, {cores} cores, {}", engine::exact::Simd::widest())
}

/// The day, as the machine has it.
pub(crate) fn day() -> String {
    let day = std::process::Command::new("date").arg("+%Y-%m-%d").output();
    day.map_or_else(
        |_| "an unknown day".to_owned(),
        |out| String::from_utf8_lossy(&out.stdout).trim().to_owned(),
    )
}
