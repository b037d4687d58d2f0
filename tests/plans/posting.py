"""What a browser would send from the form of a page, to be changed and posted like a person's answer."""

from html.parser import HTMLParser

from django.http import QueryDict

UNSENT = {"submit", "button", "image", "reset", "file"}


class FormReader(HTMLParser):
    """Reads the boxes of the form with one id, and of elements elsewhere that name it."""

    def __init__(self, html: str, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.fields: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, str]] = []
        self.select: tuple[str, list[str]] | None = None
        self.textarea: str | None = None
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Enter the form, or note a box of it."""
        values = {name: "" if value is None else value for name, value in attrs}
        if tag == "form":
            self.inside = values.get("id", "") == self.form_id
        if not (self.inside or values.get("form") == self.form_id):
            return
        name = values.get("name", "")
        if tag == "input" and name and values.get("type") not in UNSENT and "disabled" not in values:
            self._note_input(name, values)
        elif tag == "button" and name:
            self.buttons.append((name, values.get("value", "")))
        elif tag == "select":
            self.select = (name, [])
        elif tag == "option" and self.select:
            if "selected" in values or not self.select[1]:
                self.select[1][:] = [values.get("value", "")]
        elif tag == "textarea":
            self.textarea, self.text = name, ""

    def handle_endtag(self, tag):
        """Leave the form, or finish a box of several lines."""
        if tag == "form":
            self.inside = False
        elif tag == "select" and self.select:
            self.fields.setdefault(self.select[0], []).extend(self.select[1])
            self.select = None
        elif tag == "textarea" and self.textarea is not None:
            # HTML drops the first line end after the tag.
            self.fields.setdefault(self.textarea, []).append(self.text.removeprefix("\n"))
            self.textarea = None

    def handle_data(self, data):
        """Collect what stands in a textarea."""
        if self.textarea is not None:
            self.text += data

    def _note_input(self, name, values):
        if values.get("type") in {"checkbox", "radio"}:
            if "checked" in values:
                self.fields.setdefault(name, []).append(values.get("value", "on"))
            return
        self.fields.setdefault(name, []).append(values.get("value", ""))


def boxes(response, form_id="page-form") -> dict[str, list[str]]:
    """Every box of a page's form, by name."""
    return FormReader(response.content.decode(), form_id).fields


def buttons(response, form_id="page-form") -> list[tuple[str, str]]:
    """The named buttons of a page's form."""
    return FormReader(response.content.decode(), form_id).buttons


def send(client, response, changes=None, *, url="", form_id="page-form", **headers):
    """Post the page's form with some answers changed; a change to None leaves the box out."""
    data = {**boxes(response, form_id), **(changes or {})}
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(url or response.request["PATH_INFO"], data, **headers)


def sent(page, changes=None):
    """The data that a browser would send from a page not yet bound, with some answers changed; None leaves one out."""
    parts = [str(field) for field in page.main] if page.main else []
    for table in page.tables:
        parts.append(str(table.management_form))
        for form in table.forms:
            parts += [f'<input type="hidden" name="{form.prefix}-row" value="{form.row_id}">']
            parts += [str(field) for field in form if field.name != "DELETE"]
    fields = FormReader(f'<form id="page-form">{"".join(parts)}</form>', "page-form").fields
    return query({**fields, **(changes or {})})


def query(fields):
    """Fields as posted data; a field that is None is left out."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        if value is not None:
            data.setlist(name, value if isinstance(value, list) else [value])
    return data
