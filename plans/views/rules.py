"""The published rules: one page that authors, signatories, assurers and the public read alike."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View

from conditions.models import NationalStatement, RuleParameter
from plans.national_templates import TEMPLATES
from plans.rules import RULES, Finding, Rule
from plans.rules.examples import Example
from plans.rules.more_examples import EXAMPLES
from plans.rules.parameters import with_unit
from plans.rules.sample import sample

NATIONAL = "V17"


@dataclass(frozen=True)
class PublishedParameter:
    """What a rule measures by, as it stands, and where that comes from."""

    title: str
    shown: str
    source: str
    is_official: bool


@dataclass(frozen=True)
class PublishedRule:
    """A rule with what a reader needs: its parameters as they stand, where it applies, what it says of its example."""

    rule: Rule
    parameters: tuple[PublishedParameter, ...]
    templates: tuple[str, ...]
    example: Example
    says: Finding


@method_decorator(login_not_required, name="dispatch")
class PublishedRules(View):
    """All rules in their order, with the national statements that do not add up."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Two queries, whatever the number of rules."""
        parameters = list(RuleParameter.objects.all())
        context = {
            "rules": [published(rule, parameters) for rule in RULES],
            "statements": national_findings(),
            "crumbs": [("Plans", "/plans/")] if request.user.is_authenticated else [],
        }
        return render(request, "plans/rules.html", context)


def published(rule: Rule, parameters: list[RuleParameter]) -> PublishedRule:
    """A rule as the page shows it; the finding is what the rule itself says of its example now."""
    example = EXAMPLES[rule.id]
    return PublishedRule(
        rule=rule,
        parameters=tuple(
            PublishedParameter(one.title, with_unit(one.value, one.unit), one.source, one.is_official)
            for one in parameters
            if rule.id in one.rules.split()
        ),
        templates=tuple(
            template.title
            for template in TEMPLATES.values()
            if rule.reads <= {section.slug for section in template.sections}
        ),
        example=example,
        says=next(iter(rule.look(example.speaks))),
    )


def national_findings() -> list[Finding]:
    """What the rule about national figures finds in those on record."""
    statements = tuple(
        {
            "key": statement.key,
            "title": statement.title,
            "reckoning": statement.reckoning,
            "stated": str(statement.stated),
            "parts": statement.parts,
        }
        for statement in NationalStatement.objects.all()
    )
    (rule,) = (rule for rule in RULES if rule.id == NATIONAL)
    return list(rule.look(sample({}, national=statements)))
