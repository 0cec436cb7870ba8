#!/usr/bin/env python3
"""Reads the three tables of a sweep with pandas and pyarrow, and checks that they say the same.

    python cluster/read_tables.py results
"""

import sys
from pathlib import Path

import numpy
import pandas
import pyarrow
import pyarrow.parquet


def main(folder: Path) -> None:
    table = pyarrow.parquet.read_table(folder / "sweep.parquet")
    texts = [field.name for field in table.schema if pyarrow.types.is_string(field.type)]
    parquet = pandas.read_parquet(folder / "sweep.parquet")
    # A digest may be all digits: what is text must be read as text.
    as_text = dict.fromkeys(texts, "string")
    csv = pandas.read_csv(folder / "sweep.csv", dtype=as_text)
    lines = pandas.read_json(folder / "sweep.jsonl", lines=True, dtype=as_text, precise_float=True)
    for name, other in (("CSV", csv), ("JSON Lines", lines)):
        assert list(other.columns) == list(parquet.columns), f"{name} has other columns"
        assert len(other) == len(parquet) == table.num_rows, f"{name} has {len(other)} rows"
        for field in table.schema:
            ours, theirs = parquet[field.name], other[field.name]
            assert (ours.isna() == theirs.isna()).all(), f"{name}: other values of {field.name} are missing"
            ours, theirs = ours.dropna(), theirs.dropna()
            if field.name in texts:
                is_same = ours.astype("string") == theirs
            else:
                # Each reader rounds decimals in its own way, in the last digit.
                digits = numpy.finfo(ours.dtype).eps if ours.dtype.kind == "f" else 0
                is_same = numpy.isclose(ours, theirs, rtol=4 * digits, atol=0)
            assert is_same.all(), f"{name}: {field.name} differs"
    assert b"gedanken" in table.schema.metadata, "the settings of the sweep are not in the metadata"
    print(f"{table.num_rows} rows, {table.num_columns} columns: the three tables say the same")
    print(f"pandas {pandas.__version__}, pyarrow {pyarrow.__version__}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
