"""Given words at every door to a draft: page, its saving by itself, merge, history, workbook; the reply is open."""

import pytest
from django.test import Client

from plans import commenting
from plans.imports.applying import Accepted, accept
from plans.imports.changes import REFUSED
from plans.imports.preview import preview_of
from plans.models import Engagement, ProviderCommentary
from tests.factories.invited import VIEW, given, healthwatch, invited
from tests.factories.plans import NOW, complete_plan
from tests.plans.desks import AuthorDesk
from tests.plans.imports.workbooks import answered, column_of, edited, exported, put
from tests.plans.posting import boxes, send

pytestmark = pytest.mark.django_db
SHEET, ENGAGEMENT = "Commentary of acute providers", "Engagement"
FORGED = {
    "commentaries-0-agrees": "yes",
    "commentaries-0-why_not": "",
    "commentaries-0-provider": "Another",
    "commentaries-0-outturn": "1",
    "commentaries-0-signed_by": "Nobody",
    "commentaries-0-DELETE": "on",
}


@pytest.fixture
def drafting():
    return complete_plan()


@pytest.fixture
def invitation(drafting):
    return given(invited(drafting.plan, drafting.author))


@pytest.fixture
def author(drafting):
    client = Client()
    client.force_login(drafting.author)
    return client


def url(drafting, section="provider-commentary", rest=""):
    return f"/plans/{drafting.plan.key}/{section}/{rest}"


def theirs():
    """What the provider said, as stored now."""
    row = ProviderCommentary.objects.get()
    return row.provider, row.signed_by, row.outturn, row.agrees, row.why_not


@pytest.fixture
def unchanged(invitation):
    before = theirs()

    yield

    assert theirs() == before


def test_page_has_no_box_for_given_words_and_takes_none(drafting, author, unchanged):
    page = author.get(url(drafting))
    assert not {"commentaries-0-agrees", "commentaries-0-provider", "commentaries-0-DELETE"} & set(boxes(page))
    assert "Winter is missing." in page.content.decode()
    assert 'value="commentaries-0"' not in page.content.decode()

    response = send(author, page, FORGED | {"commentaries-0-reply": "We meet in May."})

    assert response.status_code == 302
    assert ProviderCommentary.objects.get().reply == "We meet in May."


def test_page_that_saves_itself_takes_none(drafting, author, unchanged):
    page = author.get(url(drafting))

    response = send(author, page, FORGED | {"commentaries-0-reply": "We meet."}, url=url(drafting, rest="save/"))

    assert response.status_code == 200
    assert ProviderCommentary.objects.get().reply == "We meet."


def test_author_who_had_the_page_open_is_shown_the_given_row(drafting, author):
    page = author.get(url(drafting))
    given(invited(drafting.plan, drafting.author))

    response = send(author, page)

    assert response.status_code == 409
    assert "Winter is missing." in response.content.decode()
    assert send(author, response, url=url(drafting)).status_code == 302
    assert theirs()[0] == "Riverside Hospital"


def test_author_who_was_typing_healthwatchs_view_sees_it_beside_the_given_one(drafting, author):
    page = author.get(url(drafting, "engagement"))
    given(healthwatch(drafting.plan, drafting.author))

    response = send(author, page, {"main-healthwatch_view": "They are all for it."})

    assert response.status_code == 409
    text = response.content.decode()
    assert "They are all for it." in text
    assert VIEW["view"] in text
    assert (
        send(author, response, {"main-healthwatch_reply": "Yes."}, url=url(drafting, "engagement")).status_code == 302
    )
    engagement = Engagement.objects.get()
    assert (engagement.healthwatch_view, engagement.healthwatch_reply) == (VIEW["view"], "Yes.")


def test_reply_to_words_taken_back_meanwhile_is_shown_and_brings_nothing_back(drafting, author, invitation):
    page = author.get(url(drafting))
    commenting.take_back(invitation, by=invitation.account, at=NOW)

    response = send(author, page, {"commentaries-0-reply": "We meet in May."})

    assert response.status_code == 409
    assert "We meet in May." in response.content.decode()


def test_page_left_as_it_was_takes_the_taking_back_over(drafting, author, invitation):
    page = author.get(url(drafting))
    commenting.take_back(invitation, by=invitation.account, at=NOW)

    response = send(author, page)

    assert response.status_code == 409
    assert send(author, response, url=url(drafting)).status_code == 302
    assert not ProviderCommentary.objects.exists()


def test_earlier_revision_removes_no_given_row(drafting, author):
    AuthorDesk(drafting.author, drafting.plan, "provider-commentary").save()
    given(invited(drafting.plan, drafting.author))
    page = author.get(url(drafting, rest="history/1/"))

    assert send(author, page, form_id="").status_code in {302, 409}
    assert theirs()[0] == "Riverside Hospital"


def test_putting_back_what_may_not_be_put_back_says_that_nothing_was(drafting, author):
    AuthorDesk(drafting.author, drafting.plan, "provider-commentary").save()
    given(invited(drafting.plan, drafting.author))
    page = author.get(url(drafting, rest="history/1/"))
    send(author, page, form_id="")

    told = author.get(url(drafting)).content.decode()

    assert "Nothing was put back: Commentary of acute providers says what it said before." in told
    assert "Saved: Commentary" not in told


def test_earlier_revision_brings_back_nothing_that_was_taken_back(drafting, author, invitation):
    given(healthwatch(drafting.plan, drafting.author))
    watch = drafting.plan.invitations.get(capacity="healthwatch")
    for one in (invitation, watch):
        commenting.take_back(one, by=one.account, at=NOW)

    for section in ("provider-commentary", "engagement"):
        page = author.get(url(drafting, section, "history/1/"))
        assert send(author, page, form_id="").status_code == 302

    assert not ProviderCommentary.objects.exists()
    assert Engagement.objects.get().healthwatch_view == ""


# The workbook


def preview(drafting, content):
    return preview_of(drafting.reread, content)


def accept_all(drafting, found):
    ids = frozenset(change.id for change in found.changes)
    return accept(drafting.reread, found, Accepted(ids, dict.fromkeys(ids, "1")), by=drafting.author, at=NOW).count


def test_workbook_says_who_gave_it_and_comes_back_unchanged(drafting, invitation):
    given(healthwatch(drafting.plan, drafting.author))

    content = exported(drafting)

    found = []
    edited(content, lambda book: found.extend(cell.value for sheet in book for row in sheet for cell in row))
    texts = " ".join(str(value) for value in found if value)
    assert "Given here by Riverside Hospital itself (Chief executive), as acute provider" in texts
    assert "Given here by Healthwatch Riverside itself (Chief officer)" in texts
    assert preview(drafting, content).changes == ()


@pytest.mark.parametrize("name", ["agrees", "why_not", "outturn", "provider", "signed_by"])
def test_workbook_changes_no_given_word(drafting, unchanged, name):
    wanted = {"agrees": "Yes", "outturn": 1}.get(name, "Other")

    found = preview(drafting, put(exported(drafting), SHEET, 4, {name: wanted, "reply": "We meet in May."}))

    (refused,) = found.of_kind(REFUSED)
    assert "Given here by Riverside Hospital" in refused.message
    assert not refused.to_decide
    assert accept_all(drafting, found) == 1
    assert ProviderCommentary.objects.get().reply == "We meet in May."


def test_workbook_changes_no_given_view(drafting):
    given(healthwatch(drafting.plan, drafting.author))

    content = answered(exported(drafting), ENGAGEMENT, "healthwatch_view", "They are all for it.")
    found = preview(drafting, answered(content, ENGAGEMENT, "healthwatch_reply", "Yes."))

    assert [change.label for change in found.of_kind(REFUSED)] == ["What is the view of local Healthwatch?"]
    assert accept_all(drafting, found) == 1
    assert Engagement.objects.get().healthwatch_view == VIEW["view"]


def test_workbook_removes_no_given_row(drafting, unchanged):
    def delete(book):
        book[SHEET].delete_rows(4)

    found = preview(drafting, edited(exported(drafting), delete))

    (refused,) = found.changes
    assert refused.kind == REFUSED
    assert accept_all(drafting, found) == 0


def test_workbook_from_before_brings_back_nothing_that_was_taken_back(drafting, invitation):
    content = put(exported(drafting), SHEET, 4, {"reply": "We meet in May."})
    commenting.take_back(invitation, by=invitation.account, at=NOW)

    found = preview(drafting, content)

    assert [change.kind for change in found.changes] == [REFUSED]
    assert "taken its commentary back" in found.changes[0].message
    assert accept_all(drafting, found) == 0
    assert not ProviderCommentary.objects.exists()


def test_cells_of_given_words_are_locked_in_excel_and_the_reply_is_not(drafting, invitation):
    locks = {}

    def look(book):
        sheet = book[SHEET]
        locks.update({name: sheet.cell(4, column_of(sheet, name)).protection.locked for name in ("agrees", "reply")})

    edited(exported(drafting), look)

    assert locks == {"agrees": True, "reply": False}
