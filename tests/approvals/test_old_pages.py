"""Old pages are answered with what happened, and standing sentences say how a plan stands now."""

import pytest

from approvals import workflow
from approvals.models import SignOff
from approvals.proofs import prove_fingerprint
from tests.factories.approvals import NOW

KEY = "samplebury"


def words(response):
    return " ".join(response.content.decode().split())


def test_an_old_page_of_a_signatory_gives_back_what_was_typed(place, visit):
    place.freeze()
    sent = {
        "fingerprint": place.case().version.fingerprint, "position": "Leader", "statement": "With thanks.",
        "basis": "delegation",
    }  # fmt: skip
    workflow.reopen(place.case(), by=place.nhs_author, at=NOW, reason="A wrong figure.")

    stale = visit(place.council_signatory, "sign", KEY, place.council.pk, post=sent)
    other = visit(place.council_author, "sign", KEY, place.council.pk, post=sent)

    assert (stale.status_code, other.status_code) == (409, 403)
    assert "The plan is open for changes." in words(stale)
    assert "With thanks." in words(stale)


@pytest.mark.parametrize("act", ["withdrawn", "returned"])
def test_an_old_button_of_an_assurer_says_what_happened(place, visit, act):
    place.freeze()
    place.submit()
    case = place.case()
    if act == "withdrawn":
        workflow.withdraw(case, by=place.council_author, at=NOW, reason="A sum is wrong.")
    else:
        workflow.send_back(case, by=place.local_assurer, at=NOW, reason="A sum is wrong.")

    stale = visit(place.assurer, "take-up", case.pk, post={})

    assert stale.status_code == 409
    assert f"Samplebury joint plan, version 1, was {act}" in words(stale)
    assert "A sum is wrong." in words(stale)
    assert visit(place.stranger, "take-up", case.pk, post={}).status_code == 404


def test_a_signature_is_taken_back_with_a_reason_until_submission(place, visit):
    place.freeze()
    place.sign_all()
    url = f"/plans/{KEY}/sign/{place.council.pk}/decline/"

    assert f'href="{url}"' in words(visit(place.council_signatory, "signed", KEY, place.council.pk))
    assert f'href="{url}"' in words(visit(place.council_signatory, "route", KEY))
    assert f'href="{url}"' not in words(visit(place.council_author, "route", KEY))
    assert "Take the signature of Samplebury Council back" in words(
        visit(place.council_signatory, "decline", KEY, place.council.pk)
    )
    place.agree()
    workflow.submit(place.case(), by=place.council_author, at=NOW)
    assert f'href="{url}"' not in words(visit(place.council_signatory, "signed", KEY, place.council.pk))


@pytest.mark.parametrize(
    ("allows", "said"),
    [
        (True, "or an author puts it forward as not agreed"),
        (False, "cannot be submitted until the body signs after all"),
    ],
)
def test_declining_says_what_follows_in_this_round(place, visit, allows, said):
    place.plan.round.__class__.objects.update(allows_not_agreed=allows)
    place.freeze()
    sent = {"fingerprint": place.case().version.fingerprint, "position": "Leader", "statement": "No."}

    assert said in words(visit(place.council_signatory, "decline", KEY, place.council.pk, post=sent))
    assert not SignOff.objects.exists()


def test_pages_of_a_decided_plan_say_its_outcome_and_no_more_of_freezing(place, visit, client):
    place.freeze()
    place.submit()
    place.review()
    place.decide()
    client.force_login(place.council_author)

    overview = words(client.get(f"/plans/{KEY}/"))

    assert "Nothing stops the plan from being frozen" not in overview
    assert "These words are frozen." in overview
    assert "Approved on" in overview
    assert f'href="/cases/{place.case().pk}/"' in overview
    assert "Version 1 is decided: <strong>approved</strong>" in words(visit(place.council_author, "route", KEY))
    (known,) = prove_fingerprint(place.case().version.fingerprint).known
    assert "Approved on" in known.state
