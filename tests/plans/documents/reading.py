"""Reading what was made: the words of a PDF page by page, the tags of its HTML."""

import io
import re
from html.parser import HTMLParser

from pypdf import PdfReader

VOID = frozenset({"meta", "link", "br", "col", "img", "rect"})


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Without any white space: line breaks on paper are no part of an answer."""
    return re.sub(r"\s+", "", text)


def words_of(pdf: bytes, *, leave_out: tuple[str, ...]) -> str:
    """The whole text without white space and without what stands in the margins of every page."""
    text = "".join(pages(pdf))
    for margin in leave_out:
        text = text.replace(margin, "")
    return squeezed(re.sub(r"Page \d+ of \d+", "", text))


class Tags(HTMLParser):
    """Every tag of a document with its attributes, and whether each is closed where it should be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.unclosed: list[str] = []
        self.crossed: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Note it."""
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_endtag(self, tag):
        """Note it when it closes another than the last opened."""
        if tag in VOID:
            return
        if self.unclosed and self.unclosed[-1] == tag:
            self.unclosed.pop()
        else:
            self.crossed.append(tag)

    def named(self, *names: str) -> list[tuple[str, dict[str, str | None]]]:
        """The tags of these names, in order."""
        return [(tag, attributes) for tag, attributes in self.found if tag in names]
