"""The published rules: open to everyone, whole, and told in the rules' own words."""

from html import unescape

import pytest
from django.urls import reverse

from conditions.loading import load_conditions
from conditions.models import RuleParameter
from plans.rules import RULES
from tests.markup import Markup

pytestmark = pytest.mark.django_db


@pytest.fixture
def html(client):
    load_conditions()
    return unescape(client.get(reverse("plans:rules")).content.decode())


def test_the_page_is_open_to_everyone(client):
    assert client.get(reverse("plans:rules")).status_code == 200


def test_every_rule_stands_with_its_severity_source_and_example(html):
    headings = [heading.text for heading in Markup(html).all("h2")]

    assert [heading for heading in headings if heading.split()[0] in {rule.id for rule in RULES}] == [
        f"{rule.id} {rule.title}" for rule in RULES
    ]
    assert html.count("Speaks when") == html.count("Is silent when") == len(RULES)
    assert all(rule.told_source in html for rule in RULES)


def test_an_example_is_told_in_the_words_of_its_rule(html):
    assert "Contributions for 2015/16 are £5,000 short of the agreed pool." in html
    assert "the stated cost is £1,394 short of quantity × rate × periods." in html


def test_what_is_not_official_says_so(html):
    assert html.count("not official") > 20


def test_a_parameter_changed_by_an_administrator_shows(client):
    load_conditions()
    RuleParameter.objects.filter(key="YEAR_JUMP").update(value="40")

    assert "40 per cent" in client.get(reverse("plans:rules")).content.decode()


def test_national_figures_that_do_not_add_up_are_shown(html):
    assert "£1,900m is stated, the parts make £1,880m." in html
    assert "25% is stated, the parts make 26.3%." in html
    assert "65% is stated, the parts make 90.7%." in html
    assert "65% is stated, the parts make 61.6%." in html
    assert "£5,300m is stated, the parts make £5,100m." in html
    assert "£1.9m is stated, the parts make £1,900m. It looks like a slip of thousands." in html


def test_national_figures_that_add_up_are_not(html):
    assert "£1,884m" not in html.split('id="national"')[1]
    assert "The fund of 2015/16:" not in html


def test_the_page_takes_as_few_queries_as_one_rule(client, django_assert_max_num_queries):
    load_conditions()

    with django_assert_max_num_queries(4):
        client.get(reverse("plans:rules"))
