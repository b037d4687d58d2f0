"""``./run bench``: sets everything up, measures, prints the table, writes ``var/bench/latest.json``, ends it all."""

import argparse
import io
import json
import os
import platform
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests import servers
from tests.bench import figures, server, spread

WARM_UP = 2
# Seconds: with the set-up, which is about a minute, a run ends well within six.
PAGES_END, DOCUMENTS_END, WORKBOOKS_END, SEALS_END = 150, 75, 40, 40
QUIET = 1.5  # a load average above it bends the milliseconds, less so the ratios


def tell(*lines: str) -> None:
    """Say it on the terminal, at once."""
    print(*lines, sep="\n", flush=True)  # noqa: T201 - this is what the command is for


@dataclass(frozen=True)
class Asked:
    """How large a run: plans, rounds that count, runs of each document."""

    plans: int
    rounds: int
    runs: int
    is_quick: bool


def arguments() -> Asked:
    """What the caller asked for; exits with a sentence where it cannot be done."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--plans", type=int, help="how many plans there are (151; 755 is five rounds)")
    parser.add_argument("--quick", action="store_true", help="under a minute, too few readings to quote")
    given = parser.parse_args()
    plans, rounds, runs = (40, 5, 2) if given.quick else (spread.LOCALITIES, 30, 10)
    plans = plans if given.plans is None else given.plans
    try:
        spread.stops(plans, rounds + WARM_UP)
    except spread.TooFewPlans as refused:
        parser.error(str(refused))
    return Asked(plans, rounds, runs, given.quick)


def main() -> None:
    """The whole run."""
    asked = arguments()
    out = Path(os.environ.get("ITF_VAR_DIR", "var")).resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    began = time.monotonic()

    def say(what: str) -> None:
        tell(f"{time.monotonic() - began:5.0f} s  {what}")

    try:
        with server.production(out / "static") as directory:
            result = _measured(directory, asked, say)
    except servers.ServerMissing as missing:
        sys.exit(str(missing))
    say("measured")
    _show(result, is_quick=asked.is_quick)
    _keep(result, out / "bench" / "latest.json")


def _measured(directory: Path, asked: Asked, say: Callable[[str], None]) -> dict[str, Any]:
    # Set up here and not above: the settings read the environment of production.
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.bench import documents, material, pages, seals, workbooks

    say("a database of its own: tables, reference data")
    connection.cursor().execute("SET synchronous_commit = off")
    call_command("migrate", verbosity=0)
    call_command("load_reference", stdout=io.StringIO())
    say(f"{asked.plans} plans: {spread.described(asked.plans, asked.rounds + WARM_UP)}")
    made, ealing = material.make(asked.plans, asked.rounds + WARM_UP), material.make_ealing()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SHOW server_version")
        postgresql = cursor.fetchone()[0]
    connection.close()
    say("pages, from gunicorn with two workers")
    load = [os.getloadavg()[0]]
    with server.gunicorn(directory) as line:
        visits = pages.Visits(line, made)
        ends = time.monotonic() + PAGES_END
        taken = pages.measure(visits, rounds=asked.rounds, warm_up=WARM_UP, goes_on=lambda: time.monotonic() < ends)
        memory = server.resident(visits.process())
        aims = {page.name: page.aim for page in visits.pages()}
    costs = figures.costs(taken, aims)
    slowness = figures.slowness(costs[0])
    say("documents, each in a process of its own on one core")
    ends = time.monotonic() + DOCUMENTS_END
    built = documents.measure(ealing, runs=asked.runs, slowness=slowness, goes_on=lambda: time.monotonic() < ends)
    ends = time.monotonic() + WORKBOOKS_END
    built += workbooks.measure(
        made.largest, runs=asked.runs, slowness=slowness, goes_on=lambda: time.monotonic() < ends
    )
    ends = time.monotonic() + SEALS_END
    built += seals.measure(ealing["pdf"], runs=asked.runs, slowness=slowness, goes_on=lambda: time.monotonic() < ends)
    load.append(os.getloadavg()[0])
    return {
        "at": datetime.now(UTC),
        "machine": {
            "cores": os.cpu_count(),
            "processor": _processor(),
            "python": platform.python_version(),
            "django": django.get_version(),
            "postgresql": postgresql.split()[0],
            "load": load,
        },
        "plans": asked.plans,
        "pages": costs,
        "slowness": slowness,
        "documents": built,
        "worker_megabytes": memory,
    }


def _show(result: dict[str, Any], *, is_quick: bool) -> None:
    machine = result["machine"]
    tell(
        f"\n{result['at']:%d %B %Y}, {machine['cores']} cores ({machine['processor']}), Python {machine['python']}, "
        f"Django {machine['django']}, PostgreSQL {machine['postgresql']}, {result['plans']} plans, load "
        f"{machine['load'][0]:.1f} before and {machine['load'][1]:.1f} after\n",
        "Aims of pages are in plain pages of this run, for milliseconds hold for one machine only; those of documents",
        f"in seconds × {result['slowness']:.2f}, by the CPU of the plain page. Within a tenth of the aim is a tie.\n",
        figures.page_table(result["pages"]),
        "",
        figures.document_table(result["documents"]),
        f"\nMemory of the web worker that answered: {result['worker_megabytes']:.0f} MB (aim 130)",
    )
    if max(machine["load"]) > QUIET:
        tell("The machine was not quiet: go by ratios and CPU, not by milliseconds.")
    if is_quick:
        tell("A quick run: too few readings for a figure to be quoted.")


def _keep(result: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        **result,
        "at": result["at"].isoformat(timespec="seconds"),
        "pages": figures.as_json(result["pages"]),
        "documents": figures.as_json(result["documents"]),
        "slowness": round(result["slowness"], 2),
        "worker_megabytes": round(result["worker_megabytes"]),
    }
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    tell(f"\nKept in {path}")


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


if __name__ == "__main__":
    main()
