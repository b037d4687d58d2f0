"""Workbooks as people and others would send them: filled in, damaged, forged."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable

import openpyxl
import pytest

from plans.imports.outgoing import handed_out
from plans.imports.problems import Refused
from tests.factories.plans import NOW


def exported(drafting) -> bytes:
    """The workbook of the draft as it is now."""
    return handed_out(drafting.reread).workbook(NOW)


def edited(content: bytes, change: Callable[[openpyxl.Workbook], object]) -> bytes:
    """The workbook after someone changed it and saved it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def column_of(sheet, name: str) -> int:
    """The column of a field, by its hidden name."""
    return next(cell.column for cell in sheet[1] if cell.value == name)


def put(content: bytes, sheet: str, row: int, values: dict[str, object]) -> bytes:
    """The workbook with some cells of one row filled in, by the names of their fields."""

    def change(book):
        for name, value in values.items():
            book[sheet].cell(row, column_of(book[sheet], name)).value = value

    return edited(content, change)


def answered(content: bytes, sheet: str, name: str, value: object) -> bytes:
    """The workbook with one answer of a section filled in."""

    def change(book):
        found = next(row for row in book[sheet].iter_rows(min_row=4) if row[0].value == name)
        found[2].value = value

    return edited(content, change)


def with_parts(
    content: bytes, changes: dict[str, bytes | None] | None = None, extra: Iterable[tuple[str, bytes]] = ()
) -> bytes:
    """The zip with parts changed (None leaves one out), and others added behind."""
    out = io.BytesIO()
    changes = changes or {}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = changes.get(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in extra:
            new.writestr(name, part)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def lying_about_size(content: bytes, name: str, declared: int) -> bytes:
    """The zip with another unpacked size written for one part, in its own header and in the directory."""
    changed = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(name)
    struct.pack_into("<I", changed, entry.header_offset + 22, declared)
    place = content.find(b"PK\x01\x02")
    while content[place + 46 : place + 46 + len(name)] != name.encode():
        place = content.find(b"PK\x01\x02", place + 4)
    struct.pack_into("<I", changed, place + 24, declared)
    return bytes(changed)


def zeros(megabytes: int) -> bytes:
    """A deflated run of spaces, made without ever holding it unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = b" " * 1024 * 1024
    return b"".join([*(packer.compress(piece) for _ in range(megabytes)), packer.flush()])


def refusal(function, *arguments) -> Refused:
    """The refusal that a call ends in."""
    with pytest.raises(Refused) as refused:
        function(*arguments)
    return refused.value
