"""Bar charts as plain SVG: where each bar and its figure stands, in the page, in the PDF and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# Units of the drawing. It is narrow, so that its words can be read at 320 px and in a column of the PDF.
WIDTH = 480
BAR_HEIGHT = 20
LABEL_HEIGHT = 22
GAP = 14
FIGURE_ROOM = 96


@dataclass(frozen=True)
class Bar:
    """One figure: its name, its value (None when not given), its value as printed, and whether it is only outlined."""

    label: str
    value: Decimal | None
    text: str
    is_outlined: bool = False


@dataclass(frozen=True)
class DrawnBar:
    """A bar with its place in the drawing."""

    bar: Bar
    label_y: int
    y: int
    width: str
    text_x: str
    text_y: int


@dataclass(frozen=True)
class BarChart:
    """A chart for ``_bar_chart.html``. ``finding`` is the sentence that says what it shows."""

    id: str
    title: str
    finding: str
    bars: tuple[DrawnBar, ...]
    height: int
    width: int = WIDTH
    bar_height: int = BAR_HEIGHT

    @property
    def description(self) -> str:
        """Every figure in words, for those who do not see the drawing."""
        return "; ".join(f"{drawn.bar.label}: {drawn.bar.text}" for drawn in self.bars) + "."


def bar_chart(*, id: str, title: str, finding: str, bars: Sequence[Bar]) -> BarChart:  # noqa: A002 - the attribute's name
    """Lay out horizontal bars from nought. A value below nought or not given has no bar, only its printed text.

    ``id`` must be the only one of its name in the page. Baselines are outlined and targets filled, so that colour
    alone never tells them apart.
    """
    largest = max((bar.value for bar in bars if bar.value is not None), default=Decimal(0))
    step = LABEL_HEIGHT + BAR_HEIGHT + GAP
    drawn = tuple(_drawn(bar, position * step, largest) for position, bar in enumerate(bars))
    return BarChart(id=id, title=title, finding=finding, bars=drawn, height=max(len(bars) * step - GAP + 2, 1))


def _drawn(bar: Bar, top: int, largest: Decimal) -> DrawnBar:
    room = Decimal(WIDTH - FIGURE_ROOM)
    length = room * bar.value / largest if bar.value is not None and bar.value > 0 and largest > 0 else Decimal(0)
    y = top + LABEL_HEIGHT
    return DrawnBar(
        bar=bar,
        label_y=top + LABEL_HEIGHT - 7,
        y=y,
        width=f"{length:.1f}",
        text_x=f"{length + (8 if length else 0):.1f}",
        text_y=y + BAR_HEIGHT - 5,
    )
