"""What every template is given: the name of the service and whether this is a demonstration."""

from django.conf import settings
from django.http import HttpRequest

SERVICE_NAME = "Integration Transformation Fund: joint plans"


def service(_request: HttpRequest) -> dict[str, object]:
    """The name in the header and in every title, and whether demonstration people may be entered."""
    return {"service_name": SERVICE_NAME, "demo": settings.DEMO, "keeps_mail": settings.KEEPS_MAIL}
