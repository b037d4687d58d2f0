"""Someone at a browser: one line kept open to the server, cookies of their own, forms read from the page."""

import gzip
import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from tests.bench.figures import Reading

FORM = "application/x-www-form-urlencoded"
Fields = dict[str, list[str]]


class NotAnswered(Exception):
    """The server did not answer as the measurement needs; a figure of it would mean something else."""


@dataclass(frozen=True)
class Answer:
    """What came back, and what it cost."""

    status: int
    location: str
    page: str
    reading: Reading
    process: int


@dataclass
class Visitor:
    """A person with a session; several may share one line, so that one worker answers them all."""

    line: http.client.HTTPConnection
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def get(self, path: str, *, wanted: int = 200) -> Answer:
        """The page; raises NotAnswered for any other status than ``wanted``."""
        return self._ask("GET", path, None, wanted)

    def post(self, path: str, fields: Fields, *, wanted: int = 302) -> Answer:
        """The answer to a form; raises NotAnswered for any other status than ``wanted``."""
        return self._ask("POST", path, urlencode(fields, doseq=True), wanted)

    def sign_in(self, email: str, password: str) -> None:
        """By the page, as everyone does."""
        path = "/account/sign-in/"
        fields = form_of(self.get(path).page, "username")
        self.post(path, {**fields, "username": [email], "password": [password]})

    def _ask(self, method: str, path: str, body: str | None, wanted: int) -> Answer:
        self.line.request(method, path, body=body, headers=self._headers(body))
        response = self.line.getresponse()
        sent = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        zipped = response.getheader("Content-Encoding") == "gzip"
        page = (gzip.decompress(sent) if zipped else sent).decode(errors="replace")
        if response.status != wanted:
            raise NotAnswered(f"{method} {path}: {response.status}, not {wanted}\n{page[:2000]}")
        return Answer(
            response.status,
            response.getheader("Location", ""),
            page,
            Reading(
                wall=float(response.getheader("X-Wall", "nan")),
                cpu=float(response.getheader("X-CPU", "nan")),
                queries=int(response.getheader("X-Queries", "0")),
                size=len(sent),
            ),
            int(response.getheader("X-Process", "0")),
        )

    def _headers(self, body: str | None) -> dict[str, str]:
        # As a proxy that ends TLS passes a browser's request on.
        headers = {"Accept-Encoding": "gzip", "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
        headers["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        if body is not None:
            headers |= {"Content-Type": FORM, "Origin": f"https://{self.line.host}:{self.line.port}"}
        return headers


class _Forms(HTMLParser):
    """The fields of every form of a page, as a browser would post them; buttons are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Fields] = []
        self._open: Fields | None = None
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = {name: value if value is not None else "" for name, value in attrs}
        if tag == "form":
            self._open = {}
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "input" and given.get("name") and given.get("type") not in {"submit", "button"}:
            ticked = given.get("type") in {"checkbox", "radio"}
            if not ticked or "checked" in given:
                self._open.setdefault(given["name"], []).append(given.get("value", "on" if ticked else ""))
        elif tag == "textarea":
            self._text = given["name"]
            self._open[self._text] = [""]
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select and ("selected" in given or self._select not in self._open):
            self._open[self._select] = [given.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self._text and self._open is not None:
            self._open[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._open is not None:
            # HTML drops one line break after the tag, and Django writes one.
            self._open[self._text] = [self._open[self._text][0].removeprefix("\r").removeprefix("\n")]
            self._text = ""
        elif tag == "select":
            self._select = ""


def form_of(page: str, having: str) -> Fields:
    """The fields of the last form on the page that has a field ``having``; raises NotAnswered when there is none."""
    reader = _Forms()
    reader.feed(page)
    for fields in reversed(reader.forms):
        if having in fields:
            return fields
    raise NotAnswered(f"the page has no form with {having}")
