"""From readings to the table: medians, ratios to the plain page, and how each figure stands to its aim.

Aims are read as ratios too: milliseconds hold for one machine only, and ours is not the one they were set on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any

# Nearer than this, two figures of one machine are called the same (peer-performance.md).
TIE = 0.1
PLAIN = "plain page"
PLAIN_MS = 4.0  # of CPU, and nearly of wall, where the aims were set (platform.md section 6)


@dataclass(frozen=True)
class Reading:
    """One request as the server saw it: milliseconds of wall and CPU, queries, bytes sent."""

    wall: float
    cpu: float
    queries: int
    size: int


@dataclass(frozen=True)
class Aim:
    """What a page may cost at the median; None where nothing was aimed at.

    ``ms`` is as the paper gives it, on its machine; ``times`` is the same in plain pages, on any.
    """

    ms: float | None = None
    queries: int | None = None

    @property
    def times(self) -> float | None:
        """How many times the plain page it may take."""
        return None if self.ms is None else self.ms / PLAIN_MS


@dataclass(frozen=True)
class Cost:
    """One line of the table of pages. Milliseconds are medians; ratios are to the plain page of the same run."""

    name: str
    readings: int
    wall: float
    wall_p95: float
    cpu: float
    wall_ratio: float
    cpu_ratio: float
    queries: int
    kilobytes: float
    aim: Aim
    verdict: str


@dataclass(frozen=True)
class DocumentCost:
    """A document built by a process of its own: medians of seconds, and the most memory that any run took.

    ``aim_seconds`` is what this machine may take: see ``slowness``.
    """

    name: str
    readings: int
    body: float
    cpu: float
    megabytes: float
    aim_seconds: float
    aim_megabytes: float | None
    verdict: str


def costs(readings: dict[str, list[Reading]], aims: dict[str, Aim]) -> list[Cost]:
    """A line for each page in the order given; raises KeyError when the plain page was not read."""
    plain_wall, plain_cpu = (median(values) for values in _split(readings[PLAIN]))
    return [_cost(name, taken, aims.get(name, Aim()), plain_wall, plain_cpu) for name, taken in readings.items()]


def _cost(name: str, taken: Sequence[Reading], aim: Aim, plain_wall: float, plain_cpu: float) -> Cost:
    walls, cpus = _split(taken)
    wall, cpu = median(walls), median(cpus)
    # Not the median: a page that asks more for some rows than for others has no right to the lower figure.
    queries = max(reading.queries for reading in taken)
    return Cost(
        name=name,
        readings=len(taken),
        wall=wall,
        wall_p95=percentile_95(walls),
        cpu=cpu,
        wall_ratio=wall / plain_wall,
        cpu_ratio=cpu / plain_cpu,
        queries=queries,
        kilobytes=median(reading.size for reading in taken) / 1000,
        aim=aim,
        verdict=together([against(wall / plain_wall, aim.times), within(queries, aim.queries)]),
    )


def slowness(plain: Cost) -> float:
    """How many times slower this machine is than the aims' own, by the CPU of the plain page: scales their seconds."""
    return plain.cpu / PLAIN_MS


def percentile_95(values: Sequence[float]) -> float:
    """The value that one in twenty exceeds; of fewer than two, the value itself."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def against(measured: float, aim: float | None) -> str:
    """``met``, ``tie`` within a tenth of the aim, ``missed``; empty without an aim. Both in one unit."""
    if aim is None:
        return ""
    ratio = measured / aim
    return "met" if ratio < 1 - TIE else "missed" if ratio > 1 + TIE else "tie"


def within(counted: int, aim: int | None) -> str:
    """``met`` or ``missed``: what is counted has no tie; empty without an aim."""
    return "" if aim is None else "met" if counted <= aim else "missed"


def together(verdicts: Iterable[str]) -> str:
    """The worst of several verdicts."""
    found = set(verdicts)
    return next((verdict for verdict in ("missed", "tie", "met") if verdict in found), "")


def document_cost(
    name: str, runs: Sequence[tuple[float, float, float]], *, seconds: float, megabytes: float | None
) -> DocumentCost:
    """The line of one document; each run is seconds of the job's body, seconds of CPU, megabytes at the peak."""
    body, cpu = median(run[0] for run in runs), median(run[1] for run in runs)
    peak = max(run[2] for run in runs)
    verdict = together([against(body, seconds), "" if megabytes is None else against(peak, megabytes)])
    return DocumentCost(name, len(runs), body, cpu, peak, seconds, megabytes, verdict)


def page_table(lines: Sequence[Cost]) -> str:
    """The pages as a table of Markdown, which a terminal shows as well."""
    heads = ("page or act", "ms p50 / p95", "CPU ms", "× plain, wall / CPU", "queries", "KB", "aim", "")
    return table(heads, [_row(line) for line in lines])


def document_table(lines: Sequence[DocumentCost]) -> str:
    """The documents as a table of Markdown."""
    heads = ("document", "job body s", "CPU s, whole process", "peak MB", "aim", "")
    return table(heads, [_document_row(line) for line in lines])


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns of equal width, the first to the left, the others to the right but for a last column of words."""
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    rules = ["-" * (widths[0])] + ["-" * (width - 1) + ":" if width > 1 else "-:" for width in widths[1:]]
    widths = [max(width, len(rule)) for width, rule in zip(widths, rules, strict=True)]
    lines = [heads, rules, *rows]
    return "\n".join(f"| {' | '.join(_cells(line, widths))} |" for line in lines)


def as_json(lines: Iterable[Cost | DocumentCost]) -> list[dict[str, Any]]:
    """The lines as plain values, figures rounded to what the clock can tell."""
    return [{key: _rounded(value) for key, value in asdict(line).items()} for line in lines]


def _split(taken: Sequence[Reading]) -> tuple[list[float], list[float]]:
    return [reading.wall for reading in taken], [reading.cpu for reading in taken]


def _row(line: Cost) -> tuple[str, ...]:
    aims = [f"{line.aim.times:.4g} ×"] if line.aim.times is not None else []
    aims += [f"{line.aim.queries} queries"] if line.aim.queries is not None else []
    return (
        line.name,
        f"{line.wall:.1f} / {line.wall_p95:.1f}",
        f"{line.cpu:.1f}",
        f"{line.wall_ratio:.1f} / {line.cpu_ratio:.1f}",
        str(line.queries),
        f"{line.kilobytes:.1f}",
        ", ".join(aims),
        line.verdict,
    )


def _document_row(line: DocumentCost) -> tuple[str, ...]:
    memory = f", {line.aim_megabytes:g} MB" if line.aim_megabytes is not None else ""
    figures = (f"{line.body:.2f}", f"{line.cpu:.2f}", f"{line.megabytes:.0f}")
    return (line.name, *figures, f"{line.aim_seconds:.2g} s{memory}", line.verdict)


def _cells(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        text.ljust(width) if column == 0 else text.rjust(width)
        for column, (text, width) in enumerate(zip(line, widths, strict=True))
    ]


def _rounded(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value
