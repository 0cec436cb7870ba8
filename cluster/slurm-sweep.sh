#!/usr/bin/env bash
#SBATCH --job-name=gedanken-sweep
#SBATCH --array=1-8
#SBATCH --cpus-per-task=4
#SBATCH --requeue
#
# One shard of a sweep for each task of a Slurm array, all into one folder:
#
#   sbatch --array=1-8 cluster/slurm-sweep.sh 'two-moons?rev=1' --seeds 1..100 --grid noise=0,0.1,0.2 --out /scratch/noise
#   gedanken sweep --merge /scratch/noise
#
# A task that was ended early goes on where it was when it is started again. To start single ones again, say of how many
# shards they are: SHARDS=8 sbatch --array=3,7 … . GEDANKEN names the program where it is not on the search path.
set -euo pipefail

task="${SLURM_ARRAY_TASK_ID:?This is for the tasks of a Slurm array: sbatch --array=1-8 $0 …}"
shards="${SHARDS:-${SLURM_ARRAY_TASK_COUNT:?SLURM_ARRAY_TASK_COUNT is not set, so set SHARDS}}"
threads="${SLURM_CPUS_PER_TASK:-1}"

exec "${GEDANKEN:-gedanken}" sweep "$@" --shard "$task/$shards" --workers "$((threads > 64 ? 64 : threads))"
