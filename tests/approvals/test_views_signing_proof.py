"""Saying again who one is before a signature counts: password, the word of the demonstration, guessing."""

from django.contrib.auth.hashers import make_password

from approvals.models import SignOff
from itf.accounts.models import User
from tests.approvals.test_views_signing import KEY, reply
from tests.factories.accounts import PASSWORD


def test_sign_asks_for_the_password_and_keeps_everything_typed_when_it_is_wrong(place, visit):
    place.freeze()
    asked = reply(place, confirmed="1", statement="With thanks.", proof="not it")

    refused = visit(place.council_signatory, "sign", KEY, place.council.pk, post=asked)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "The password is not right." in page
    assert 'type="hidden" name="statement" value="With thanks."' in page
    assert "not it" not in page
    assert not SignOff.objects.exists()


def test_demonstration_person_types_the_word_that_the_page_tells(place, visit, settings):
    place.freeze()
    User.objects.filter(pk=place.council_signatory.pk).update(is_demo=True, password="!")
    person, url = User.objects.get(pk=place.council_signatory.pk), ("sign", KEY, place.council.pk)
    settings.DEMO = True

    assert "Type the word demonstration" in visit(person, *url, post=reply(place)).content.decode()
    assert visit(person, *url, post=reply(place, confirmed="1", proof="another")).status_code == 422
    assert visit(person, *url, post=reply(place, confirmed="1", proof=" Demonstration")).status_code == 302
    assert SignOff.objects.get().signatory == person


def test_the_word_opens_nothing_outside_demonstration_mode_or_for_anyone_else(place, visit, settings):
    place.freeze()
    asked, url = reply(place, confirmed="1", proof="demonstration"), ("sign", KEY, place.council.pk)

    settings.DEMO = True
    assert visit(place.council_signatory, *url, post=asked).status_code == 422
    settings.DEMO = False
    User.objects.filter(pk=place.council_signatory.pk).update(is_demo=True, password="!")
    assert visit(User.objects.get(pk=place.council_signatory.pk), *url, post=asked).status_code == 422
    assert not SignOff.objects.exists()


def test_guessing_at_a_signature_locks_the_account(place, visit):
    place.freeze()
    asked, url = reply(place, confirmed="1", proof="a guess"), ("sign", KEY, place.council.pk)

    answers = [visit(place.council_signatory, *url, post=asked).status_code for _ in range(6)]

    assert answers[:4] == [422] * 4
    assert answers[-1] == 429
    assert visit(place.council_signatory, *url, post=asked | {"proof": PASSWORD}).status_code == 429
    assert not SignOff.objects.exists()


def test_password_that_gets_a_newer_hash_does_not_end_the_session(place, visit):
    place.freeze()
    old = make_password(PASSWORD, salt="short", hasher="md5")
    User.objects.filter(pk=place.council_signatory.pk).update(password=old)
    person = User.objects.get(pk=place.council_signatory.pk)

    done = visit(person, "sign", KEY, place.council.pk, post=reply(place, confirmed="1"), follow=True)

    assert User.objects.get(pk=person.pk).password != old
    assert f"Signed for {place.council}" in done.content.decode()
