"""From a workbook to bytes: results beside formulas, no trace of the clock, the same zip every time."""

import io
import re
import zipfile
from decimal import Decimal
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from plans.documents.workbook.cells import Result, Results

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold
_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v ?/?>(?:</v>)?</c>', re.DOTALL)


def pack(book: Workbook, results: Results) -> bytes:
    """The bytes of the workbook. Dates come from ``book.properties`` alone."""
    plain = io.BytesIO()
    # Workbook.save() would write the present time into the file; its writer does not.
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(book, archive).save()
    sheets = {f"xl/worksheets/sheet{number}.xml": title for number, title in enumerate(book.sheetnames, start=1)}
    packed = io.BytesIO()
    with zipfile.ZipFile(plain) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        # Readers expect the list of parts first; the rest is sorted.
        for name in sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = parts.read(name)
            if name in sheets:
                content = with_results(content.decode(), sheets[name], results).encode()
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            out.writestr(entry, content)
    return packed.getvalue()


def with_results(xml: str, sheet: str, results: Results) -> str:
    """The sheet's XML with the result beside each formula, for those who look at it without calculating."""

    def filled(found: re.Match[str]) -> str:
        cell, attributes, formula = found.groups()
        kind, value = written(results.by_cell[sheet, cell])
        return f'<c r="{cell}"{attributes}{kind}><f>{formula}</f><v>{value}</v></c>'

    return _FORMULA.sub(filled, xml)


def written(result: Result) -> tuple[str, str]:
    """The type attribute and text of a stored result."""
    if isinstance(result, Decimal):
        return "", f"{result:f}"
    return ' t="str"', escape(result or "")
