"""`make bench`: Rowsmith, Faker and mimesis on one table in one run, and rows with parents beside rows without.

Prints tables, and keeps the figures as JSON.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.orders import CUSTOMERS, ORDERS

RESULTS = Path("bench-results")
ROWS = {"rowsmith": 1_000_000, "faker": 3_000, "mimesis": 20_000}
TARGETS = ("generate", "parquet", "csv", "jsonl")
MEMORY_ROWS = 20_000_000


def once(name: str, target: str, rows: int) -> dict[str, Any]:
    """One measurement in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.measure", name, target, str(rows)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def rates(runs: int) -> dict[str, dict[str, dict[str, float]]]:
    """Median rows per CPU-second and per wall second; the libraries take turns so that noise is shared."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {t: {name: [] for name in ROWS} for t in TARGETS}
    for _ in range(runs):
        for target in TARGETS:
            for name, rows in ROWS.items():
                found[target][name].append(once(name, target, rows))
    return {
        target: {
            name: {
                "rows_per_cpu_second": statistics.median(r["rows"] / r["cpu_seconds"] for r in results),
                "rows_per_wall_second": statistics.median(r["rows"] / r["wall_seconds"] for r in results),
                "peak_mb": max(r["peak_mb"] for r in results),
            }
            for name, results in by_name.items()
        }
        for target, by_name in found.items()
    }


def relations(runs: int) -> dict[str, Any]:
    """Rows with a parent beside the same rows alone, in turns, and every key looked up among the parents'."""
    pairs = [[once("orders", target, ORDERS) for target in ("related", "alone")] for _ in range(runs)]
    related, alone = (
        statistics.median(pair[at]["rows"] / pair[at]["cpu_seconds"] for pair in pairs) for at in (0, 1)
    )
    looked_up = subprocess.run(
        [sys.executable, "-m", "benchmarks.orders"], check=True, capture_output=True, text=True
    )
    return {
        "related_rows_per_cpu_second": related,
        "alone_rows_per_cpu_second": alone,
        "ratio": related / alone,
        "peak_mb": max(pair[0]["peak_mb"] for pair in pairs),
        "looked_up": json.loads(looked_up.stdout),
    }


def show_relations(found: dict[str, Any]) -> None:
    """Print a sentence for the README."""
    looked_up = found["looked_up"]
    print(
        f"\n{looked_up['rows']:,} orders of {CUSTOMERS:,} customers: "
        f"{found['related_rows_per_cpu_second']:,.0f} rows per CPU-second, "
        f"{found['ratio']:.2f} of the {found['alone_rows_per_cpu_second']:,.0f} of the same table alone; "
        f"peak {found['peak_mb']:,.0f} MB; {looked_up['orphans']:,} orphans, "
        f"{looked_up['with_another_country']:,} with another country than their customer's."
    )


def show(measured: dict[str, dict[str, dict[str, float]]]) -> None:
    """Print a table in Markdown, ready for the README."""
    print(
        "| rows per CPU-second | Rowsmith | Faker | mimesis | x Faker | x mimesis | Rowsmith, wall | peak |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for target, by_name in measured.items():
        ours, faker, mimesis = (by_name[name]["rows_per_cpu_second"] for name in ROWS)
        wall, peak = by_name["rowsmith"]["rows_per_wall_second"], by_name["rowsmith"]["peak_mb"]
        print(
            f"| {target} | {ours:,.0f} | {faker:,.0f} | {mimesis:,.0f} | {ours / faker:,.0f} "
            f"| {ours / mimesis:,.0f} | {wall:,.0f} | {peak:,.0f} MB |"
        )


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-memory", action="store_true", help="leave out the 20-million-row Parquet run")
    given = parser.parse_args()
    measured = rates(given.runs)
    show(measured)
    related = relations(given.runs)
    show_relations(related)
    results: dict[str, Any] = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "rates": measured,
        "relations": related,
    }
    if not given.no_memory:
        results["memory"] = once("rowsmith", "parquet", MEMORY_ROWS)
        print(f"\n{MEMORY_ROWS:,} rows into Parquet: peak {results['memory']['peak_mb']:,.0f} MB")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(f"\nwritten to {RESULTS / 'latest.json'}")


if __name__ == "__main__":
    main()
