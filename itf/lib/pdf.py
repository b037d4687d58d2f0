"""HTML to PDF: the only door to WeasyPrint. The same HTML gives the same bytes everywhere, and nothing is fetched."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pikepdf
from weasyprint import HTML, Attachment
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from itf.lib import archival

# PDF/A-3 may carry other files inside; with ``a`` it is tagged. The claim to PDF/UA-1 comes with archival.finish.
VARIANT = "pdf/a-3a"
FONTS = "fonts/"
# What a stylesheet or a template may name; everything else has no place in a document.
KNOWN = {".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}

# No typeface has these: a reader is shown that something stood there.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class NotOurs(ValueError):
    """The document names something that does not belong to it; WeasyPrint leaves it out."""


class FileMissing(Exception):
    """A stylesheet, drawing or typeface of ours is not where it belongs: no document is made without it."""


class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Gives WeasyPrint the files beside a template, and the typeface under ``fonts/``; refuses every other address."""

    def __init__(self, base: Path) -> None:
        super().__init__(allowed_protocols=())
        self._base = base.resolve()
        self._prefix = f"{self._base.as_uri()}/"

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file's bytes. Raises NotOurs for another address; stops the rendering when a file of ours is absent."""
        if not url.startswith(self._prefix):
            raise NotOurs(url)
        name = unquote(urlsplit(url).path.removeprefix(urlsplit(self._prefix).path))
        path = Path(name)
        if ".." in path.parts or path.suffix not in KNOWN:
            raise NotOurs(url)
        try:
            content = typeface(path.name) if name.startswith(FONTS) else (self._base / path).read_bytes()
        except OSError as absent:
            raise FatalURLFetchingError(f"{name} is missing beside the template") from absent
        return URLFetcherResponse(url, content, {"Content-Type": KNOWN[path.suffix]})


def typeface(name: str) -> bytes:
    """A file of Source Sans Pro, from the package that brings it: no machine's own fonts decide how a page looks."""
    with as_file(files("font_source_sans_pro") / "files" / name) as path:
        return path.read_bytes()


@dataclass(frozen=True)
class AttachedFile:
    """A file that travels inside a PDF: its bytes, its name there, and what it is in words."""

    content: bytes
    name: str
    description: str


def html_to_pdf(html: str, *, base: Path, created: datetime, attached: Sequence[AttachedFile] = ()) -> bytes:
    """A PDF of ``html`` that claims PDF/A-3a and PDF/UA-1; control characters are replaced.

    Files it names are read from the folder ``base``. ``created`` is the date written into the file and into those
    ``attached``: nothing here looks at a clock. Raises FileMissing.
    """
    printable = _UNPRINTABLE.sub("\ufffd", html)
    source = HTML(string=printable, base_url=f"{base.resolve().as_uri()}/", url_fetcher=OwnFiles(base))
    made = created.astimezone(UTC)
    inside = [
        Attachment(
            file_obj=io.BytesIO(file.content),
            name=file.name,
            description=file.description,
            created=made,
            modified=made,
            relationship="Data",
        )
        for file in attached
    ]
    try:
        document = source.render(pdf_variant=VARIANT)
    except FatalURLFetchingError as absent:
        # WeasyPrint's is a BaseException, which would end the worker and not only the job.
        raise FileMissing(str(absent)) from absent
    document.metadata.created = document.metadata.modified = made.strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.attachments = inside
    return finished(document.write_pdf(pdf_variant=VARIANT))


def finished(pdf: bytes) -> bytes:
    """The same PDF with what WeasyPrint leaves out, its objects in streams and an id made of its content.

    That makes it small, and quick to check once signed; after a signature nothing may be saved anew.
    """
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        archival.finish(opened)
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def metadata_of(pdf: bytes) -> bytes:
    """The XMP metadata of a PDF, whoever saved it last; empty where it has none or cannot be read."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return bytes(opened.Root.Metadata.read_bytes())
    except (pikepdf.PdfError, AttributeError, KeyError, ValueError, TypeError):
        return b""
