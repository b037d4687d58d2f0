"""The gate: what a file must be before any reader of workbooks touches it. Size, signature, directory, parts, bytes."""

import io
import re
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from plans.imports.parts import ALLOWED, IS_XML, why_not
from plans.imports.problems import Refused

MEGABYTE = 1024 * 1024
LARGEST_FILE = 5 * MEGABYTE
LARGEST_UNPACKED = 60 * MEGABYTE
MOST_PARTS = 200
LARGEST_RATIO = 100  # unpacked to packed, in parts over a megabyte
MOST_TAGS = 1_000_000  # a 60-scheme plan has some 60,000; reading takes time by the tag, not by the byte
CHUNK = 64 * 1024
OVERLAP = 64  # bytes of the chunk before, so that nothing hides across the border
SECONDS = 30.0

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_A_WORKBOOK = "This is not an Excel workbook (.xlsx). Upload the workbook that you downloaded here."
BROKEN = "The file is damaged or was not uploaded whole. Open it in Excel, save it, and upload it again."
TOO_BIG = f"The file is larger than {LARGEST_FILE // MEGABYTE} MB. A workbook from here is far smaller."
BOMB = "The file unpacks to far more than a workbook holds. Upload the workbook that you downloaded here."
DTD = "The file declares a document type, which no workbook does. Save it again in Excel and upload that."
NOT_UTF8 = "A part of the file is not written in UTF-8, as every workbook is. Save it again in Excel and upload that."
TOO_LONG = "The file takes too long to read. Copy your answers into a freshly downloaded workbook."
DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']", re.IGNORECASE)


@dataclass
class Allowance:
    """How much may still be unpacked, and until when; shared by all steps of one import."""

    bytes_left: int = LARGEST_UNPACKED
    tags_left: int = MOST_TAGS
    ends: float = field(default_factory=lambda: time.monotonic() + SECONDS)

    def check_time(self) -> None:
        """Raises Refused once the time is over."""
        if time.monotonic() > self.ends:
            raise Refused(TOO_LONG)


def check(content: bytes, allowance: Allowance | None = None) -> None:
    """Raises Refused, with a sentence to act on, for anything that is not a plain workbook. Writes nothing."""
    allowance = allowance or Allowance()
    check_kind(content[:16], len(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_directory(archive)
            for entry in archive.infolist():
                check_part(archive, entry, allowance)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as fault:
        raise Refused(BROKEN) from fault


def check_kind(start: bytes, size: int) -> None:
    """Size and the first bytes: all that a page looks at before it keeps the file. Raises Refused."""
    if size > LARGEST_FILE:
        raise Refused(TOO_BIG)
    if not size:
        raise Refused("The file is empty. Choose the workbook that you filled in.")
    if start.startswith(OLE):
        raise Refused(
            "The file has a password or is in the old .xls format. "
            "Save it as “Excel workbook (.xlsx)” without a password and upload that."
        )
    if not start.startswith(ZIP):
        raise Refused(NOT_A_WORKBOOK)


def check_directory(archive: zipfile.ZipFile) -> None:
    """The list of parts, by what it declares: number, names, sizes, encryption. Raises Refused."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if "mimetype" in names:
        raise Refused("This is an OpenDocument file (.ods). Save it as “Excel workbook (.xlsx)” and upload that.")
    if len(entries) > MOST_PARTS or len({name.casefold() for name in names}) < len(names):
        raise Refused(BROKEN)
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise Refused(BOMB)
    for entry in entries:
        if entry.file_size > MEGABYTE and entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1):
            raise Refused(BOMB)
        if entry.flag_bits & 0x1 or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Refused(BROKEN)
    for name in names:
        # A folder of its own line is harmless, and some programs write them.
        if not (ALLOWED.fullmatch(name) or (name.endswith("/") and ".." not in name)):
            raise Refused(why_not(name))
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(names):
        raise Refused(NOT_A_WORKBOOK)


def check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowance: Allowance) -> None:
    """Unpack a part in pieces and throw them away: what it declared may be a lie. Raises Refused."""
    is_xml = bool(IS_XML.search(entry.filename))
    tail = b""
    for chunk in _chunks(archive, entry, allowance):
        if is_xml:
            _check_xml(tail, chunk, allowance)
            if entry.filename == "[Content_Types].xml" and re.search(rb"macroEnabled", tail + chunk, re.IGNORECASE):
                raise Refused(why_not("vbaProject.bin"))
        tail = (tail + chunk)[-OVERLAP:]


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowance: Allowance) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            allowance.check_time()
            allowance.bytes_left -= len(chunk)
            if allowance.bytes_left < 0:
                raise Refused(BOMB)
            yield chunk


def _check_xml(tail: bytes, chunk: bytes, allowance: Allowance) -> None:
    if not tail:
        declared = ENCODING.search(chunk.removeprefix(b"\xef\xbb\xbf")[:200])
        other = declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
        if other or chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Refused(NOT_UTF8)
    if b"\x00" in chunk:
        raise Refused(NOT_UTF8)
    if DOCTYPE.search(tail + chunk):
        raise Refused(DTD)
    allowance.tags_left -= chunk.count(b"<")
    if allowance.tags_left < 0:
        raise Refused(BOMB)
