"""How cells look: what may be typed in, what is computed, what is only said."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

# The colours of static/src/_tones.scss.
ACCENT, TINT, LINE, QUIET, AMBER_TINT, INPUT = "0B5063", "EEF4F5", "A9C3CA", "484949", "FDF6E7", "FFFFF2"

FORMATS = {
    "money": '"£"#,##0.00',
    "percent": 'General"%"',
    "date": "d mmmm yyyy",
    "number": "General",
    "whole": "0",
}
TITLE, HEADING, NOTE, LABEL = "Plan title", "Plan heading", "Plan note", "Plan label"
ENTRY, HELD, COMPUTED, TOTAL = "Plan input", "Plan input held", "Plan computed", "Plan total"


def add_styles(book: Workbook) -> None:
    """Make the named styles known to the workbook: a reader can change them all at once."""
    for style in (
        _style(TITLE, Font(name="Arial", size=16, bold=True, color=ACCENT), wrap=False),
        _style(HEADING, Font(name="Arial", size=10, bold=True, color="FFFFFF"), ACCENT, vertical="center"),
        _style(NOTE, Font(name="Arial", size=10, color=QUIET)),
        _style(LABEL, _font(), boxed=True),
        _style(ENTRY, _font(), INPUT, boxed=True, locked=False),
        _style(HELD, _font(), AMBER_TINT, boxed=True, locked=False),
        _style(COMPUTED, _font(), TINT, boxed=True),
        _style(TOTAL, _font(bold=True), TINT, boxed=True),
    ):
        book.add_named_style(style)


def _style(
    name: str,
    font: Font,
    fill: str = "",
    *,
    boxed: bool = False,
    locked: bool = True,
    wrap: bool = True,
    vertical: str = "top",
) -> NamedStyle:
    style = NamedStyle(name, font=font, alignment=Alignment(vertical=vertical, wrap_text=wrap))
    style.protection = Protection(locked=locked)
    if fill:
        style.fill = PatternFill("solid", fgColor=fill)
    if boxed:
        edge = Side(style="thin", color=LINE)
        style.border = Border(left=edge, right=edge, top=edge, bottom=edge)
    return style


def _font(*, bold: bool = False) -> Font:
    return Font(name="Arial", size=10, bold=bold)
