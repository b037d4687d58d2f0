"""The pages and acts that are measured: who asks, what, and what it may cost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from http.client import HTTPConnection
from typing import Any

from tests.bench.bodies import ASSURER, AUTHOR, PASSWORD, REVIEWER, SIGNATORY
from tests.bench.figures import PLAIN, Aim, Reading
from tests.bench.material import Material
from tests.bench.visitor import Visitor, form_of

# All from peer-performance.md, last section. Where it names no such page, the nearest that it names.
LIST, OVERVIEW = Aim(25, 12), Aim(35, 30)
PAGE, ACT, SAVE, ROWS = Aim(40), Aim(30), Aim(25), Aim(45)
SAVED_BY_ITSELF, COMPARISON = Aim(12), Aim(60)
COUNTRY = Aim(60, 20)  # our own: as a comparison, for every plan of a round


@dataclass(frozen=True)
class Page:
    """One thing to ask for; ``ask`` takes the number of the round and returns what the server said it cost."""

    name: str
    aim: Aim
    ask: Callable[[int], Reading]


class Visits:
    """Four people at work on one line to the server."""

    def __init__(self, line: HTTPConnection, material: Material) -> None:
        self.material = material
        self.author, self.signatory, self.assurer, self.reviewer = (Visitor(line) for _ in range(4))
        people = zip(
            (self.author, self.signatory, self.assurer, self.reviewer),
            (AUTHOR, SIGNATORY, ASSURER, REVIEWER),
            strict=True,
        )
        for visitor, email in people:
            visitor.sign_in(email, PASSWORD)

    def pages(self) -> list[Page]:
        """Everything, in the order of the table."""
        return [*self._lists(), *self._drafting(), *self._acts()]

    def plain(self) -> Reading:
        """The page that everything is compared with."""
        return self.author.get("/plain/").reading

    def process(self) -> int:
        """The process that answers this line."""
        return self.author.get("/plain/").process

    def _lists(self) -> list[Page]:
        count, case = self.material.plans, f"/cases/{self.material.case}/"
        return [
            Page(f"plan list, 25 of {count}", LIST, lambda _: self.author.get("/plans/").reading),
            Page("what waits for me", Aim(), lambda _: self.author.get("/").reading),
            Page("case inbox", LIST, lambda _: self.assurer.get("/cases/").reading),
            Page("the country, 151 plans of a round", COUNTRY, lambda _: self.reviewer.get("/nation/").reading),
            Page("case page, 30 schemes", OVERVIEW, lambda _: self.assurer.get(case).reading),
        ]

    def _drafting(self) -> list[Page]:
        large, largest, many_risks = (
            f"/plans/{key}/" for key in (self.material.large, self.material.largest, self.material.many_risks)
        )
        scheme = f"{large}schemes/{self.material.scheme}/"

        def read(path: str) -> Callable[[int], Reading]:
            return lambda _: self.author.get(path).reading

        def save(path: str, field: str, **how: Any) -> Callable[[int], Reading]:
            return lambda number: self._save(path, field, number, **how)

        return [
            Page("task list, 30 schemes", OVERVIEW, read(large)),
            Page("task list, 60 schemes", Aim(), read(largest)),
            Page("scheme list, 30 × 3 lines", PAGE, read(f"{large}schemes/")),
            Page("one scheme, 3 lines", PAGE, read(scheme)),
            Page("save of it", SAVE, save(scheme, "main-evidence")),
            Page("section of prose", PAGE, read(f"{large}vision/")),
            Page("save of the section", SAVE, save(f"{large}vision/", "main-vision")),
            Page("the section saves itself", SAVED_BY_ITSELF, save(f"{large}vision/", "main-aims", by_itself=True)),
            Page("30 risks of 11 questions", ROWS, read(f"{many_risks}risks/")),
            Page("save of the 30 risks", SAVE, save(f"{many_risks}risks/", "risks-0-mitigation")),
            Page("ledger, 30 × 3 lines", OVERVIEW, read(f"{large}ledger/")),
            Page("coverage, 60 schemes", OVERVIEW, read(f"{largest}coverage/")),
            Page("payment modeller", OVERVIEW, read(f"{large}payment/")),
            Page("comparison, 60 schemes", COMPARISON, read(f"{largest}compare/")),
        ]

    def _acts(self) -> list[Page]:
        return [
            Page("freeze", ACT, self._freeze),
            Page("sign", ACT, self._sign),
            Page("submit", ACT, self._submit),
        ]

    def _save(self, path: str, field: str, number: int, *, by_itself: bool = False) -> Reading:
        fields = form_of(self.author.get(path).page, "version")
        fields[field] = [f"{fields[field][0][:100]} Changed in round {number}."]
        if by_itself:
            return self.author.post(f"{path}save/", fields, wanted=200).reading
        return self.author.post(path, {**fields, "stay": ["1"]}).reading

    def _freeze(self, number: int) -> Reading:
        """The second consent, which freezes."""
        path = f"/plans/{self.material.to_freeze[number]}/freeze/"
        return self.author.post(path, form_of(self.author.get(path).page, "fingerprint")).reading

    def _sign(self, number: int) -> Reading:
        path = f"/plans/{self.material.to_sign[number]}/sign/{self.material.everywhere}/"
        met = date.today() - timedelta(days=1)  # noqa: DTZ011 - any day that is over
        typed = {
            "answer": "signed",
            "position": "Chief officer",
            "basis": "full_body",
            "minute_reference": "Minute 14",
            "meeting_on_day": str(met.day),
            "meeting_on_month": str(met.month),
            "meeting_on_year": str(met.year),
            "confirmed": "1",
            "proof": PASSWORD,
        }
        fields = form_of(self.signatory.get(path).page, "fingerprint")
        return self.signatory.post(path, fields | {name: [text] for name, text in typed.items()}).reading

    def _submit(self, number: int) -> Reading:
        path = f"/plans/{self.material.to_submit[number]}/submit/"
        fields = form_of(self.author.get(path).page, "csrfmiddlewaretoken")
        return self.author.post(path, {**fields, "confirmed": ["1"]}).reading


def measure(visits: Visits, *, rounds: int, warm_up: int, goes_on: Callable[[], bool]) -> dict[str, list[Reading]]:
    """Every page once a round, the plain page before each of them; the first ``warm_up`` rounds are dropped.

    Ends early, after a whole round, when ``goes_on`` says so.
    """
    pages = visits.pages()
    taken: dict[str, list[Reading]] = {PLAIN: [], **{page.name: [] for page in pages}}
    for number in range(warm_up + rounds):
        for page in pages:
            plain, reading = visits.plain(), page.ask(number)
            if number >= warm_up:
                taken[PLAIN].append(plain)
                taken[page.name].append(reading)
        if number >= warm_up and not goes_on():
            break
    return taken
