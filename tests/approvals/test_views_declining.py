"""Declining in the browser: a reason, a check page, and what it takes back."""

from approvals.models import SignOff
from tests.factories.accounts import PASSWORD

KEY = "samplebury"


def refusal(place, **changes):
    """What the form of a refusal sends."""
    return {
        "fingerprint": place.case().version.fingerprint,
        "position": "Leader",
        "statement": "The risk is not shared.",
        "proof": PASSWORD,
    } | changes


def test_decline_asks_once_more_and_declines(place, visit):
    place.freeze()

    checked = visit(place.council_signatory, "decline", KEY, place.council.pk, post=refusal(place)).content.decode()
    done = visit(
        place.council_signatory,
        "decline",
        KEY,
        place.council.pk,
        post=refusal(place, confirmed="1"),
        follow=True,
    ).content.decode()

    assert "Decline for Samplebury Council?" in checked
    assert "Declined for Samplebury Council" in done
    assert "The risk is not shared." in done


def test_decline_needs_a_reason(place, visit):
    place.freeze()

    response = visit(
        place.council_signatory, "decline", KEY, place.council.pk, post=refusal(place, statement=" ", confirmed="1")
    )

    assert response.status_code == 422
    assert "Say why, so that the other parties know what to change." in response.content.decode()


def test_decline_after_signing_says_that_it_takes_the_signature_back(place, visit):
    place.freeze()
    place.sign(place.council, place.council_signatory)

    page = visit(place.council_signatory, "decline", KEY, place.council.pk).content.decode()

    assert "Taking the signature back means that it declines, until it answers anew." in page
    assert "Why does Samplebury Council take its signature back?" in page
    assert "Leave the signature as it is</a>" in page


def test_decline_speaks_of_what_the_body_would_do(place, visit):
    place.freeze()
    before = visit(place.council_signatory, "decline", KEY, place.council.pk).content.decode()
    place.sign_all()
    board = visit(place.chair, "decline", KEY, place.board.pk).content.decode()
    place.agree()
    agreed = visit(place.chair, "decline", KEY, place.board.pk).content.decode()

    assert "Why does Samplebury Council not sign?" in before
    assert "Go back without an answer</a>" in before
    assert f"Why does {place.board} not agree?" in board
    assert f"Take the agreement of {place.board} back</h1>" in agreed
    assert f"Why does {place.board} take its agreement back?" in agreed
    assert "Leave the agreement as it is</a>" in agreed


def test_decline_twice_shows_the_same_confirmation(place, visit):
    place.freeze()
    asked = refusal(place, confirmed="1")

    urls = [visit(place.council_signatory, "decline", KEY, place.council.pk, post=asked).url for _ in range(2)]

    assert urls[0] == urls[1]
    assert SignOff.objects.count() == 1


def test_the_board_may_decline_on_its_page(place, visit):
    place.freeze()
    place.sign_all()

    visit(place.chair, "decline", KEY, place.board.pk, post=refusal(place, confirmed="1"))

    assert SignOff.objects.get(kind="board").decision == "declined"
