"""Reading the HTML of an answer: elements by tag or id, and the text in them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "rect"}


@dataclass
class Element:
    """One element: its tag, attributes, text, and what it stands in."""

    tag: str
    attributes: dict[str, str]
    ancestors: tuple["Element", ...]
    texts: list[str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        """Its classes."""
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """All text inside it, spaces made one."""
        return " ".join(" ".join(self.texts).split())

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]


class Markup(HTMLParser):
    """Every element of a page, in order. ``Markup(response)`` or ``Markup(text)``."""

    def __init__(self, source) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(source if isinstance(source, str) else source.content.decode())

    def handle_starttag(self, tag, attrs):
        """Note an element and what it stands in."""
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        """Leave an element."""
        while self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data):
        """Note text in everything that is open."""
        for element in self.open:
            element.texts.append(data)

    def all(self, tag: str, css_class: str = "") -> list[Element]:
        """Elements of a tag, of a class when one is given."""
        return [found for found in self.elements if found.tag == tag and (not css_class or css_class in found.classes)]

    def one(self, tag: str, css_class: str = "") -> Element:
        """The only such element; fails when there are none or several."""
        (found,) = self.all(tag, css_class)
        return found

    def by_id(self, id_: str) -> Element:
        """The only element with this id."""
        (found,) = [element for element in self.elements if element.attributes.get("id") == id_]
        return found

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [element["id"] for element in self.elements if "id" in element.attributes]

    @property
    def h1(self) -> str:
        """The words of the one main heading; fails when there are none or several."""
        return self.one("h1").text

    @property
    def title(self) -> str:
        """The title of the page: an SVG has one as well, further down."""
        return self.all("title")[0].text
