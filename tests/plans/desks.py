"""An author at a page of a draft, as their browser behaves: it numbers its sends and takes the answers over."""

import re
from html.parser import HTMLParser

from django.test import Client

from tests.plans.posting import boxes

URL = "/plans/{}/{}/"


class HiddenBoxes(HTMLParser):
    """The boxes that an answer brings for the page: its version, the ids of new rows."""

    def __init__(self, html):
        super().__init__()
        self.found = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Note a box that htmx would put in the place of the one with its id."""
        values = dict(attrs)
        if tag == "input" and "hx-swap-oob" in values:
            self.found[values["name"]] = [values.get("value") or ""]


class AuthorDesk:
    """One person with one page open."""

    def __init__(self, person, plan, section="vision", *, scheme=None):
        self.person = person
        self.client = Client()
        self.client.force_login(person)
        self.url = URL.format(plan.key, f"schemes/{scheme.pk}" if scheme else section)
        self.open()

    def open(self):
        """Open the page anew: what was typed and not saved is gone."""
        return self.take(self.client.get(self.url))

    def take(self, response):
        """Have the page of a response open."""
        self.response = response
        self.boxes = boxes(response)
        return response

    def type(self, **answers):
        """Change answers: ``main__vision="..."``, ``risks_0__risk="..."``; None leaves a box out."""
        for name, text in answers.items():
            prefix, _, question = name.partition("__")
            box = f"{prefix.replace('_', '-')}-{question}"
            if text is None:
                self.boxes.pop(box, None)
            else:
                self.boxes[box] = text if isinstance(text, list) else [text]
        return self

    def add_row(self, table, **answers):
        """Press the button for another row and fill it in."""
        place = int(self.boxes[f"{table}-TOTAL_FORMS"][0])
        response = self.client.post(self.url, {**self.boxes, "add": table}, headers={"HX-Request": "true"})
        html = response.content.decode()
        self.boxes[f"{table}-TOTAL_FORMS"] = HiddenBoxes(html).found[f"{table}-TOTAL_FORMS"]
        offered = re.search(rf'name="{table}-{place}-new"\s+value="([^"]+)"', html)
        self.boxes |= {f"{table}-{place}-row": [""], f"{table}-{place}-new": [offered[1]]}
        return self.type(**{f"{table}_{place}__{name}": text for name, text in answers.items()})

    def autosave(self, *, answer_is_lost=False):
        """What the page sends by itself; the answer changes its version, unless it is lost on the way."""
        self._number()
        response = self.client.post(f"{self.url}save/", self.boxes, headers={"HX-Request": "true"})
        if not answer_is_lost:
            self.boxes |= HiddenBoxes(response.content.decode()).found
        return response

    def again(self):
        """The last send once more, as a browser that heard no answer would."""
        return self.client.post(f"{self.url}save/", self.boxes, headers={"HX-Request": "true"})

    def save(self, **buttons):
        """Press a button: the page that comes back, or the way on, is open then."""
        self._number()
        response = self.client.post(self.url, {**self.boxes, **buttons})
        return self.take(response) if response.status_code != 302 else response

    def asked(self):
        """What a page with a conflict asks, and the answers it offers to each: nothing is chosen beforehand."""
        offered = re.findall(r'name="(keep-[^"]+)"\s+value="([^"]+)"', self.response.content.decode())
        return {name: [value for other, value in offered if other == name] for name, _ in sorted(offered)}

    @property
    def version(self):
        """The version that the page would save over."""
        return int(self.boxes["version"][0])

    def _number(self):
        self.boxes["sent"] = [str(int(self.boxes["sent"][0]) + 1)]
