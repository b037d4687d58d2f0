"""Which draft a workbook came from: a signed token that travels in the file, made at export and read at import."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils import timezone

from plans.content import PlanContent
from plans.imports.problems import Refused
from plans.models import Plan, SectionState

SALT = "plans.imports.workbook"
AGAIN = "Download the workbook again and enter your answers there."
UNSIGNED = (
    "This workbook does not say which draft it came from, so nothing of it was read. "
    "Upload a workbook that you downloaded from the plan's own “Work in Excel” page."
)
ALTERED = f"The hidden sheet that says which draft this workbook came from was changed. {AGAIN}"


@dataclass(frozen=True)
class Identity:
    """The draft as it was at export. ``pages`` holds the version of every page, by ``page_key``; no entry means 0."""

    plan: str
    template: str
    fingerprint: str
    issued_at: datetime
    pages: dict[str, int]


def page_key(section: str, row: object = None) -> str:
    """What a page is called here: its section, and the scheme where a scheme has the page to itself."""
    return f"{section}/{row}" if row else section


def page_versions(plan: Plan) -> dict[str, int]:
    """The version of every page that the plan has or had."""
    states = SectionState.objects.filter(plan=plan).values_list("section", "row", "version")
    return {page_key(section, row): version for section, row, version in states}


def has_moved(pages: dict[str, int], now: dict[str, int]) -> bool:
    """Whether any page has another version than it had."""
    return any(pages.get(key, 0) != now.get(key, 0) for key in {*pages, *now})


def token_for(content: PlanContent, pages: dict[str, int], at: datetime) -> str:
    """The token of a workbook: everything an import must believe, signed with the installation's key."""
    said = {
        "plan": content.about.key,
        "template": content.about.template,
        "content": content.fingerprint,
        "at": at.isoformat(),
        "pages": pages,
    }
    return signing.dumps(said, salt=SALT, compress=True)


def read_token(token: str) -> Identity:
    """What the token says; raises Refused for one that is missing or that this installation did not sign."""
    if not token:
        raise Refused(UNSIGNED)
    try:
        said: dict[str, Any] = signing.loads(token, salt=SALT)
    except signing.BadSignature as fault:
        raise Refused(ALTERED) from fault
    return Identity(
        plan=said["plan"],
        template=said["template"],
        fingerprint=said["content"],
        issued_at=datetime.fromisoformat(said["at"]),
        pages=said["pages"],
    )


def check_identity(identity: Identity, content: PlanContent) -> None:
    """Raises Refused for a workbook of another plan, or of another template than the plan is written for now."""
    about = content.about
    if identity.plan != about.key:
        raise Refused(f"This is a workbook of the plan “{identity.plan}”. Here is “{about.key}”: {about.title}.")
    if identity.template != about.template:
        raise Refused(
            f"This workbook was made for the national template “{identity.template}”; "
            f"the plan is now written for “{about.template}”. {AGAIN}"
        )


def when(moment: datetime) -> str:
    """A moment in the locality's own time: ``3 February 2014 at 09:15``."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"
