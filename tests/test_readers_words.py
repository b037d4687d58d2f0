"""What readers see never names our own notes: a source is called as the published paper is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.conf import settings

from plans.rules import RULES

OURS = re.compile(r"\b(found F\d|seed 0\d\d|domain\.md|[Ss]pecification \d)")
ROOT = Path(settings.BASE_DIR)
DATA = sorted((ROOT / "conditions" / "data").glob("*.yaml"))
DEMO = sorted((ROOT / "plans" / "demo").glob("*.yaml"))


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from texts_in(part)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("path", [*DATA, *DEMO], ids=lambda path: path.name)
def test_reference_and_demonstration_data_name_published_papers(path):
    assert [text for text in texts_in(yaml.safe_load(path.read_text())) if OURS.search(text)] == []


def test_questions_and_hints_name_published_papers():
    fields = [field for model in apps.get_models() for field in model._meta.get_fields() if hasattr(field, "help_text")]

    said = [str(text) for field in fields for text in (field.verbose_name, field.help_text)]

    assert [text for text in said if OURS.search(text)] == []


def test_templates_name_published_papers():
    pages = sorted((ROOT / "templates").rglob("*.html"))

    assert [page.name for page in pages if OURS.search(page.read_text())] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rules_name_published_papers(rule):
    assert rule.told_source
    assert not OURS.search(f"{rule.title} {rule.told_source}")
