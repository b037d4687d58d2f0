"""The pages as people use them: boxes by their labels, buttons by their words, and what every page must keep to."""

import re
from datetime import date

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_OPTIONS = 60
MOST_TABS = 250  # to reach anything; the sign-in page of the demonstration has about 40 places to stop at


class Desk:
    """One person at one browser, with a mouse."""

    def __init__(self, page):
        self.page = page

    def enter(self, post):
        """Choose a person of the demonstration on the sign-in page."""
        self.page.goto("/account/sign-in/")
        self.press(re.compile(f"^Enter as {post}"))
        # An address opened at once would overtake the form, and nobody would have entered.
        expect(self.page).not_to_have_url(re.compile("/sign-in/"))
        return self

    def sign_in(self, email, password):
        """Sign in by password."""
        self.page.goto("/account/sign-in/")
        return self.fill({"E-mail address": email, "Password": password}).press("Sign in")

    def open(self, path):
        """Go to an address; the page must be there."""
        answer = self.page.goto(path)
        assert answer.ok, f"{answer.status} at {path}"
        return self

    def follow(self, name):
        """Use the first link with these words, or with words that a pattern fits."""
        self._activate(self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first)
        return self

    def press(self, name):
        """Use the button with these words, or with words that a pattern fits."""
        self._activate(self.page.get_by_role("button", name=name, exact=isinstance(name, str)))
        return self

    def choose(self, option):
        """Choose one of several answers by its words."""
        self.tick(self.page.get_by_label(option, exact=True))
        return self

    def fill(self, answers, scope=None):
        """Give each answer to the question it is filed under, in ``scope`` (a row) or on the whole page.

        A date goes into its three boxes, a choice is chosen by its words, ``True`` ticks.
        """
        for label, answer in answers.items():
            self._give(scope or self.page, label, answer)
        return self

    def row(self, title):
        """The row of a table that bears this title, for example "Investment line 2"."""
        return self.page.get_by_role("group", name=title, exact=True)

    def rows(self, singular):
        """All rows of a table: "investment line" finds "Investment line 1" and so on, those in view."""
        title = re.compile(rf"^{singular} \d+$", re.IGNORECASE)
        return self.page.locator(".desk-row").filter(has=self.page.get_by_role("heading", name=title)).all()

    def add_row(self, singular, answers):
        """Press "Add another ..." and fill in the new row; the script puts the focus there."""
        before = len(self.rows(singular))
        self.press(f"Add another {singular}")
        row = self.row(f"{singular.capitalize()} {before + 1}")
        expect(row.locator("input:not([type=hidden]), select, textarea").first).to_be_focused()
        return self.fill(answers, row)

    def sees(self, text):
        """The main part of the page says this."""
        expect(self.page.locator("main")).to_contain_text(text)
        return self

    def is_at(self, heading):
        """The page with this heading is open."""
        expect(self.page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()
        return self

    def _give(self, scope, label, answer):
        if isinstance(answer, date):
            parts = scope.get_by_role("group", name=label, exact=True)
            for part, number in (("Day", answer.day), ("Month", answer.month), ("Year", answer.year)):
                self._write(parts.get_by_label(part, exact=True), str(number))
            return
        box = scope.get_by_label(label, exact=True)
        if answer is True:
            self.tick(box)
        elif box.evaluate("box => box.tagName") == "SELECT":
            self._pick(box, str(answer))
        else:
            self._write(box, str(answer))

    def _activate(self, thing):
        thing.click()

    def _write(self, box, text):
        box.fill(text)

    def _pick(self, box, option):
        box.select_option(label=option)

    def tick(self, option):
        """Tick a box or choose a radio button."""
        option.check()


class KeyboardDesk(Desk):
    """A person without a mouse: Tab to a place, Enter or Space to act; arrows only among radio buttons."""

    def _activate(self, thing):
        self._reach(thing)
        self.page.keyboard.press("Enter")

    def _write(self, box, text):
        self._reach(box)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def _pick(self, box, option):
        """Go there by Tab and down the list by arrows."""
        self._reach(box)
        self.page.keyboard.press("Home")
        chosen = box.element_handle()
        for _ in range(MOST_OPTIONS):
            if chosen.evaluate("box => box.selectedOptions[0].label") == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{option} is not in the list")

    def tick(self, option):
        """Go there by Tab, among radio buttons on by arrows, and press Space."""
        self._reach(self.page.locator(f"[name='{option.get_attribute('name')}']").first)
        while not is_focused(option):
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        expect(option).to_be_checked()

    def _reach(self, thing):
        thing.wait_for()
        place = thing.element_handle()  # found once: by role, a search takes longer than the key
        for _ in range(MOST_TABS):
            if is_focused(place):
                # What has the focus must be seen, and be seen to have it.
                assert place.evaluate("place => place.matches(':focus-visible')")
                expect(thing).to_be_in_viewport()
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {thing}")


class PhoneDesk(Desk):
    """A person with a phone: taps, and no page scrolls sideways."""

    def is_at(self, heading):
        """The page with this heading is open, and no wider than the phone."""
        super().is_at(heading)
        assert width_needed(self.page) <= self.page.viewport_size["width"], f"{heading} scrolls sideways"
        return self

    def _activate(self, thing):
        thing.tap()

    def tick(self, option):
        """Tap it."""
        option.tap()
        expect(option).to_be_checked()


def is_focused(thing):
    """Whether the focus is there now."""
    return thing.evaluate("place => place === document.activeElement")


def axe_faults(page):
    """Every breach of WCAG 2.2 AA and of axe's best practice, as rule and place."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    answer = Axe().run(page, options=options).response
    return [f"{fault['id']}: {node['target']}" for fault in answer["violations"] for node in fault["nodes"]]


def width_needed(page):
    """How wide the page is, in pixels: more than the window means that it scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth")
