"""Word, Excel and OpenDocument files: zip archives whose parts say what they are. Opened, measured, thrown away."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from plans.attachments.problems import NotTaken

MEGABYTE = 1024 * 1024
LARGEST_UNPACKED = 200 * MEGABYTE
MOST_PARTS = 3_000
LARGEST_RATIO = 200  # unpacked to packed, in parts over a megabyte
CHUNK = 256 * 1024

BROKEN = "The file is damaged, has a password, or was not uploaded whole. Open it, save it again, and attach that."
BOMB = "The file unpacks to far more than a document holds. Save it as PDF and attach that."
MACROS = "The file holds macros or embedded programs, which are not taken. Save it without them, or as PDF."
RUNS = re.compile(
    r"vba(project|data)|macrosheets/|activex|oleobject|\.(docm|dotm|xlsm|xltm|xlam|exe|js|vbs)$|^(basic|scripts)/",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Parts:
    """By what a kind of archive is known: a part it must have, and what another part must say."""

    needed: str
    said_in: str
    says: bytes


WORD = Parts("word/document.xml", "[Content_Types].xml", b"wordprocessingml.document.main+xml")
EXCEL = Parts("xl/workbook.xml", "[Content_Types].xml", b"spreadsheetml.sheet.main+xml")
OPEN_TEXT = Parts("content.xml", "mimetype", b"application/vnd.oasis.opendocument.text")


def check_archive(content: bytes, parts: Parts) -> bool:
    """Whether the archive is of this kind; raises NotTaken for one that is broken, swells, or holds macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive)
            _unpack(archive)
            names = set(archive.namelist())
            if not {parts.needed, parts.said_in} <= names:
                return False
            said = archive.read(parts.said_in)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as fault:
        raise NotTaken(BROKEN) from fault
    if b"macroEnabled" in said:
        raise NotTaken(MACROS)
    return said.strip() == parts.says if parts.said_in == "mimetype" else parts.says in said


def _check_directory(archive: zipfile.ZipFile) -> None:
    """What the list of parts declares: their number, names and sizes."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_PARTS or len({name.casefold() for name in names}) < len(names):
        raise NotTaken(BROKEN)
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise NotTaken(BROKEN)
    if any(RUNS.search(name) for name in names):
        raise NotTaken(MACROS)
    if any(_swells(entry) for entry in entries) or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise NotTaken(BOMB)


def _swells(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > MEGABYTE and entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1)


def _unpack(archive: zipfile.ZipFile) -> None:
    """Unpack every part in pieces: what the list declared may be a lie, and a check sum tells a torn file."""
    left = LARGEST_UNPACKED
    for entry in archive.infolist():
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise NotTaken(BOMB)
