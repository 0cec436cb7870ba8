#!/usr/bin/env python3
"""Computes a sweep on the workers of a Ray cluster: a task for each shard, all into one folder, then the tables.

    python cluster/ray_sweep.py --shards 8 --out results 'two-moons?rev=1' --seeds 1..100 --grid noise=0,0.1,0.2

What it does not know goes to `gedanken sweep` as it is. Workers on other machines need the program and the folder
under the same names. Started again with the same folder, it goes on where it was broken off.
"""

import argparse
import ctypes
import signal
import subprocess
import sys

import ray


def end_with_worker() -> None:
    """Lets Linux end the program with its worker, so that nobody holds the journal when the shard is tried again."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def run_shard(command: list[str]) -> tuple[int, str, str]:
    """Computes one shard; its exit status, what it said, and the worker that it ran on."""
    pipe, both = subprocess.PIPE, subprocess.STDOUT
    done = subprocess.run(command, stdout=pipe, stderr=both, text=True, check=False, preexec_fn=end_with_worker)
    return done.returncode, done.stdout, ray.get_runtime_context().get_worker_id()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gedanken", default="gedanken", help="the program (default: the one on the search path)")
    parser.add_argument("--shards", type=int, default=8, help="into how many parts the sweep is divided (default: 8)")
    parser.add_argument("--cpus", type=int, default=1, help="processors for each part (default: 1)")
    parser.add_argument("--address", help="of a Ray cluster (default: this machine)")
    parser.add_argument("--workers", type=int, help="processors of this machine that are used (default: all)")
    parser.add_argument("--out", required=True, help="the folder for journals and tables")
    options, sweep = parser.parse_known_args()

    ray.init(address=options.address, num_cpus=options.workers)
    # A worker that is lost costs the cell that it was at: its shard goes on from the journal.
    task = ray.remote(num_cpus=options.cpus, max_retries=3)(run_shard)
    shards = {}
    for number in range(1, options.shards + 1):
        part = ["--shard", f"{number}/{options.shards}", "--workers", str(options.cpus), "--out", options.out]
        shards[task.remote([options.gedanken, "sweep", *sweep, *part])] = number

    has_failed = False
    open_shards = list(shards)
    while open_shards:
        [finished], open_shards = ray.wait(open_shards)
        status, said, worker = ray.get(finished)
        print(f"shard {shards[finished]}/{options.shards}: exit status {status}, worker {worker[:8]}", flush=True)
        # 1 is a gate that fails, which the merged tables tell too.
        if status not in (0, 1):
            has_failed = True
            print(said, file=sys.stderr)
    if has_failed:
        return 2
    return subprocess.run([options.gedanken, "sweep", "--merge", options.out], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
