"""Which files may be attached: known by their ending, and by their content, which must agree."""

from collections.abc import Callable
from dataclasses import dataclass

from plans.attachments.archives import EXCEL, OPEN_TEXT, WORD, Parts, check_archive
from plans.attachments.names import ending_of
from plans.attachments.problems import NotTaken

EMPTY = "The file is empty. Choose the file again, once it is saved."
TORN = "The file is damaged or was not uploaded whole. Open it to see whether it is complete, then attach it again."
TAIL = 64 * 1024  # bytes at the end in which a file says that it is complete
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG, JPEG, PDF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-"
OTHERS = (ZIP, OLE, PNG, JPEG, PDF, b"MZ", b"\x7fELF", b"{\\rtf")
BREAKS = frozenset("\t\n\r\f")


@dataclass(frozen=True)
class FileType:
    """A kind of file that is taken. ``is_one`` raises NotTaken for one that is of the kind but cannot be kept."""

    label: str
    media_type: str
    is_one: Callable[[bytes], bool]


def _ends_with(start: bytes, end: bytes) -> Callable[[bytes], bool]:
    def is_one(content: bytes) -> bool:
        if not content.startswith(start):
            return False
        if end not in content[-TAIL:]:
            raise NotTaken(TORN)
        return True

    return is_one


def _archive(parts: Parts) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(ZIP) and check_archive(content, parts)


def _is_text(content: bytes) -> bool:
    """UTF-8, or what Windows programs write; never a file of another kind under a text's name."""
    if content.startswith(OTHERS):
        return False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return all(character.isprintable() or character in BREAKS for character in set(text) - {"\u00a0", "\u00ad"})


OFFICE = "application/vnd.openxmlformats-officedocument"
_JPEG_TYPE = FileType("JPEG picture", "image/jpeg", _ends_with(JPEG, b"\xff\xd9"))
TYPES: dict[str, FileType] = {
    ".pdf": FileType("PDF document", "application/pdf", _ends_with(PDF, b"%%EOF")),
    ".docx": FileType("Word document", f"{OFFICE}.wordprocessingml.document", _archive(WORD)),
    ".xlsx": FileType("Excel workbook", f"{OFFICE}.spreadsheetml.sheet", _archive(EXCEL)),
    ".odt": FileType("OpenDocument text", "application/vnd.oasis.opendocument.text", _archive(OPEN_TEXT)),
    ".png": FileType("PNG picture", "image/png", _ends_with(PNG, b"IEND")),
    ".jpg": _JPEG_TYPE,
    ".jpeg": _JPEG_TYPE,
    ".csv": FileType("CSV table", "text/csv", _is_text),
    ".txt": FileType("text file", "text/plain", _is_text),
}
ENDINGS = tuple(TYPES)
TAKEN = "PDF, Word (.docx), Excel (.xlsx), OpenDocument text (.odt), PNG, JPEG, CSV or plain text"


def type_of(name: str, content: bytes) -> FileType:
    """The type of a file, by its ending and its content; raises NotTaken, in words, where they do not agree."""
    if not content:
        raise NotTaken(EMPTY)
    ending = ending_of(name).lower()
    if ending not in TYPES:
        raise NotTaken(
            f"{f'Files that end in {ending}' if ending else 'Files without an ending'} are not taken. Attach {TAKEN}."
        )
    found = TYPES[ending]
    if content.startswith(OLE):
        raise NotTaken("The file has a password or is in an old Office format. Save it without, or as PDF.")
    if not found.is_one(content):
        kind = f"{'an' if found.label[0] in 'EO' else 'a'} {found.label}"
        raise NotTaken(f"The name ends in {ending}, but the content is not that of {kind}. Attach {TAKEN}.")
    return found
