"""Two authors on one page of a section, and a page that came back after someone else saved."""

import pytest

from plans.models import Risk, SectionState, Vision
from tests.factories.plans import RiskFactory
from tests.markup import Markup
from tests.plans.posting import boxes, send
from tests.plans.views.meeting import choices, compared, url


def test_the_second_author_gets_mine_theirs_and_before(author, other, complete):
    mine = author.get(url(complete))
    send(other, other.get(url(complete)), {"main-vision": "Theirs", "main-aims": "Their aims"})

    response = send(author, mine, {"main-vision": "Mine", "main-changes": "My changes"})
    page = response.content.decode()

    assert response.status_code == 409
    assert compared(response) == ["One team.", "Mine", "Theirs"]
    assert "CCG author saved it on" in page
    assert boxes(response)["main-vision"] == ["Mine"]
    assert boxes(response)["main-changes"] == ["My changes"]
    assert boxes(response)["main-aims"] == ["Their aims"]
    assert Vision.objects.get().vision == "Theirs"


@pytest.mark.parametrize(("choice", "vision"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_the_second_author_settles_the_page_and_saves_it(author, other, complete, choice, vision):
    mine = author.get(url(complete))
    send(other, other.get(url(complete)), {"main-vision": "Theirs", "main-aims": "Their aims"})
    conflict = send(author, mine, {"main-vision": "Mine", "main-changes": "My changes"})

    response = send(author, conflict, {"keep-:vision": choice}, url=url(complete))

    stored = Vision.objects.get()
    assert response.status_code == 302
    assert (stored.vision, stored.aims, stored.changes) == (vision, "Their aims", "My changes")
    assert SectionState.objects.get(section="vision").version == 2


def test_nothing_is_chosen_for_the_author_and_nothing_is_saved_before_a_choice(author, other, complete):
    mine = author.get(url(complete))
    send(other, other.get(url(complete)), {"main-vision": "Theirs", "main-aims": "Their aims"})
    conflict = send(author, mine, {"main-vision": "Mine", "main-aims": "My aims"})

    asked = send(author, conflict, {"keep-:aims": "theirs"}, url=url(complete))
    markup = Markup(asked)

    assert [box.attributes for box in Markup(conflict).all("input") if "checked" in box.attributes] == []
    assert asked.status_code == 422
    assert Vision.objects.get().vision == "Theirs"
    assert boxes(asked)["main-vision"] == ["Mine"]
    assert boxes(asked)["main-aims"] == ["Their aims"]
    assert choices(asked) == ["keep-:vision"]
    assert [link.text for link in markup.all("a") if link.attributes.get("href") == "#keep-1-mine"] == [
        "Choose whose words to keep for What is your vision for health and care services in five years?"
    ]


def test_my_removal_of_what_they_changed_is_asked_until_it_is_chosen(author, other, complete):
    mine = author.get(url(complete, "risks"))
    send(other, other.get(url(complete, "risks")), {"risks-0-owner": "Theirs"})
    mine = send(author, mine, {"remove": "risks-0"}, url=url(complete, "risks"))
    conflict = send(author, mine, url=url(complete, "risks"))

    undecided = send(author, conflict, url=url(complete, "risks"))
    response = send(author, undecided, {"keep-drop:risks-0": "mine"}, url=url(complete, "risks"))

    assert choices(conflict) == choices(undecided) == ["keep-drop:risks-0"]
    assert undecided.status_code == 422
    assert response.status_code == 302
    assert not Risk.objects.exists()


def test_a_third_author_in_between_makes_one_more_comparison(author, other, complete):
    mine = author.get(url(complete))
    send(other, other.get(url(complete)), {"main-vision": "Theirs"})
    conflict = send(author, mine, {"main-vision": "Mine"})
    send(other, other.get(url(complete)), {"main-vision": "Theirs again", "main-aims": "Their aims"})

    response = send(author, conflict, url=url(complete))

    assert response.status_code == 409
    assert compared(response) == ["Theirs", "Mine", "Theirs again"]
    assert boxes(response)["main-aims"] == ["Their aims"]


def taken_over(response):
    """What the page says it has taken over from the other author."""
    lists = [one for one in Markup(response).all("ul") if any(above.tag == "details" for above in one.ancestors)]
    return [line.text for line in Markup(response).all("li") if any(above in lists for above in line.ancestors)]


def test_what_they_saved_after_i_chose_theirs_is_named(author, other, complete):
    pool = "main-agreed_second_year"
    mine = author.get(url(complete, "contributions"))
    send(other, other.get(url(complete, "contributions")), {pool: "15,000,000"})
    conflict = send(author, mine, {pool: "15,500,000"}, url=url(complete, "contributions"))
    send(other, other.get(url(complete, "contributions")), {pool: "14,000,000"})

    again = send(author, conflict, {"keep-:agreed_second_year": "theirs"}, url=url(complete, "contributions"))

    assert again.status_code == 409
    assert any("£15,000,000 before, £14,000,000 now" in line for line in taken_over(again))


def test_a_figure_that_is_taken_over_stands_as_people_write_it(author, other, complete):
    mine = author.get(url(complete, "contributions"))
    send(other, other.get(url(complete, "contributions")), {"main-agreed_first_year": "9750000.5"})

    conflict = send(author, mine, {"main-agreed_second_year": "15,000,000"}, url=url(complete, "contributions"))

    assert boxes(conflict)["main-agreed_first_year"] == ["9,750,000.50"]


def test_what_was_taken_over_stays_named_where_a_choice_is_forgotten(author, other, complete):
    mine = author.get(url(complete))
    send(other, other.get(url(complete)), {"main-vision": "Theirs", "main-aims": "Their aims"})
    conflict = send(author, mine, {"main-vision": "Mine"})

    asked = send(author, conflict, url=url(complete))

    assert asked.status_code == 422
    assert taken_over(asked) == taken_over(conflict) != []


def test_a_choice_made_on_the_page_survives_adding_a_row_without_a_script(author, other, complete):
    mine = author.get(url(complete, "risks"))
    send(other, other.get(url(complete, "risks")), {"risks-0-owner": "Theirs", "risks-0-cost": "7"})
    conflict = send(author, mine, {"risks-0-owner": "Mine", "risks-0-cost": "8"})
    assert len(choices(conflict)) == 2
    owner = next(name for name in choices(conflict) if name.endswith(":owner"))

    added = send(author, conflict, {owner: "theirs", "add": "risks"}, url=url(complete, "risks"))
    cost = next(name for name in choices(added))
    response = send(author, added, {"risks-1-risk": "New", cost: "mine"}, url=url(complete, "risks"))

    assert added.status_code == 200
    assert boxes(added)["risks-0-owner"] == ["Theirs"]
    assert [value.rpartition(":")[2] for value in choices(added)] == ["cost"]
    assert response.status_code == 302
    assert list(Risk.objects.values_list("owner", "cost")) == [("Theirs", 8), ("", None)]


def test_a_fault_on_the_compared_page_keeps_the_comparison(author, other, complete):
    mine = author.get(url(complete))
    send(other, other.get(url(complete)), {"main-vision": "Theirs"})
    conflict = send(author, mine, {"main-vision": "Mine"})

    response = send(author, conflict, {"main-aims": "x" * 20_001}, url=url(complete))

    assert response.status_code == 422
    assert compared(response) == ["One team.", "Mine", "Theirs"]


def test_rows_that_each_author_added_or_removed_are_all_settled(author, other, complete):
    RiskFactory(plan=complete.plan, risk="Second")
    mine = author.get(url(complete, "risks"))
    theirs = send(other, other.get(url(complete, "risks")), {"add": "risks"})
    theirs = send(other, theirs, {"risks-2-risk": "Theirs", "remove": "risks-1"}, url=url(complete, "risks"))
    send(other, theirs, url=url(complete, "risks"))

    conflict = send(author, mine, {"risks-1-owner": "Mine after all"})
    (removal,) = [value for value in choices(conflict) if value.startswith("keep-remove:")]
    undecided = send(author, conflict, url=url(complete, "risks"))
    kept = send(author, undecided, {removal: "mine"}, url=url(complete, "risks"))

    assert choices(undecided) == [removal]
    assert conflict.status_code == 409
    assert removal == "keep-remove:risks-1"
    assert kept.status_code == 302
    assert set(Risk.objects.values_list("risk", flat=True)) >= {"Second", "Theirs"}


def test_their_removal_is_taken_where_it_is_chosen(author, other, complete):
    mine = author.get(url(complete, "risks"))
    removed = send(other, other.get(url(complete, "risks")), {"remove": "risks-0"})
    send(other, removed, url=url(complete, "risks"))
    conflict = send(author, mine, {"risks-0-owner": "Mine after all"})

    response = send(author, conflict, {"keep-remove:risks-0": "theirs"}, url=url(complete, "risks"))

    assert response.status_code == 302
    assert not Risk.objects.exists()


def test_every_link_of_the_comparison_leads_to_an_element_of_the_page(author, other, complete):
    RiskFactory(plan=complete.plan, risk="Second")
    mine = author.get(url(complete, "risks"))
    theirs = send(other, other.get(url(complete, "risks")), {"remove": "risks-1", "risks-0-likelihood": "4"})
    send(other, theirs, url=url(complete, "risks"))

    conflict = send(author, mine, {"risks-0-likelihood": "5", "risks-1-owner": "Mine"})
    markup = Markup(conflict)
    targets = [found["href"] for found in markup.all("a") if found.attributes.get("href", "").startswith("#")]

    assert len([target for target in targets if target.startswith(("#id_", "#row"))]) == 2
    assert {target.removeprefix("#") for target in targets} - {""} <= set(markup.ids)
