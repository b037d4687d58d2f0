"""Forms of comments: what it is about, for whom, the words, whom to tell."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from itf.accounts.models import Organisation, User
from itf.lib.forms import NarrativeInput
from plans.models import Audience, CommentThread
from plans.models.comments import COMMENT_LIMIT, TOKEN_LENGTH
from plans.readers import Person, Reader

REACHES = {
    Audience.PARTNERS: "Everyone in the plan’s council, CCGs and board.",
    Audience.ASSURERS: "NHS England’s area team as well, once the plan is submitted.",
}
SHOWN = [
    ("", "Open"),
    ("resolved", "Resolved"),
    ("mine", "Those I wrote in"),
    ("mentions", "Those that mention me"),
    ("all", "All"),
]
ASSURER = "Sees it only while a submitted version is with NHS England, so on a draft nobody is told before that."
INSIDE = "Nobody else learns that it is there. You can open it to more people later."


class MessageForm(forms.Form):
    """A message: its words, and those in the audience who are told of it."""

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=TOKEN_LENGTH)
    text = forms.CharField(
        label="Your comment",
        required=False,
        max_length=COMMENT_LIMIT,
        widget=NarrativeInput(char_limit=COMMENT_LIMIT, rows=5),
    )
    tell = forms.MultipleChoiceField(
        label="Whom do you want to tell?",
        help_text="It waits on their first page until they open it. You need not tell anyone.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, people: Iterable[Person], **options: Any) -> None:
        super().__init__(data, **options)
        self.people = {str(person.user.pk): person for person in people}
        tell: Any = self.fields["tell"]
        tell.choices = [(key, person.label) for key, person in self.people.items()]
        tell.option_hints = {key: ASSURER for key, person in self.people.items() if not person.is_party}
        if not self.people:
            del self.fields["tell"]
        self.initial.setdefault("token", uuid4().hex)

    def clean_token(self) -> str:
        """Which opened form this is; one that says nothing is a new one."""
        return self.cleaned_data["token"] or uuid4().hex

    def clean_text(self) -> str:
        """The words; a message without any is none."""
        text = str(self.cleaned_data["text"])
        if not text:
            raise ValidationError("Enter your comment.")
        return text

    @property
    def told(self) -> tuple[Person, ...]:
        """The people chosen."""
        return tuple(self.people[key] for key in self.cleaned_data.get("tell", ()))

    @property
    def told_users(self) -> tuple[User, ...]:
        """The same, as users."""
        return tuple(person.user for person in self.told)


class ReplyForm(MessageForm):
    """A reply: everyone in the thread's audience may be told."""

    field_order = ("text", "tell")

    def __init__(self, data: Any = None, *, thread: CommentThread, people: Iterable[Person], **options: Any) -> None:
        audience = Audience(thread.audience)
        heard = [person for person in people if person.is_in(audience, thread.organisation)]
        super().__init__(data, people=heard, **options)
        self.fields["text"].label = "Your reply"


class NewThreadForm(MessageForm):
    """The first message of a thread: about which question, and for whom."""

    field = forms.ChoiceField(label="What is it about?", required=False)
    audience = forms.ChoiceField(
        label="Who may read it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may read your comment."},
    )
    field_order = ("field", "text", "audience", "tell")

    def __init__(
        self,
        data: Any = None,
        *,
        reader: Reader,
        questions: list[tuple[str, str]],
        people: Iterable[Person],
        **more: Any,
    ) -> None:
        super().__init__(data, people=people, **more)
        self.offered = {audience_key(audience, body): (audience, body) for audience, body in reader.audiences()}
        self.fields["field"].choices = questions  # type: ignore[attr-defined]  # a choice field, declared above
        audiences: Any = self.fields["audience"]
        audiences.choices = [(key, audience_words(*offer)) for key, offer in self.offered.items()]
        audiences.option_hints = {key: REACHES.get(offer[0], INSIDE) for key, offer in self.offered.items()}

    def clean(self) -> dict[str, Any]:
        """Refuse to tell someone who could not read it."""
        cleaned = super().clean() or {}
        if "audience" in cleaned:
            outside = [person.label for person in self.told if not person.is_in(*self.chosen)]
            if outside:
                self.add_error(
                    "tell",
                    f"{'; '.join(outside)}: cannot read a comment for “{audience_words(*self.chosen)}”. "
                    "Choose a wider audience, or do not tell them.",
                )
        return cleaned

    @property
    def chosen(self) -> tuple[Audience, Organisation | None]:
        """The audience chosen, and the body where it is one organisation's own."""
        return self.offered[self.cleaned_data["audience"]]


def audience_key(audience: Audience, body: Organisation | None) -> str:
    """How a form names an audience."""
    return f"{audience}:{body.pk}" if body else str(audience)


def audience_words(audience: Audience, body: Organisation | None) -> str:
    """How people read it."""
    return f"Only {body}" if body else str(audience.label)


class ThreadFilterForm(forms.Form):
    """Which threads a list shows."""

    show = forms.ChoiceField(label="Show", required=False, choices=SHOWN)
    section = forms.ChoiceField(label="Section", required=False)

    def __init__(self, data: Any = None, *, sections: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["section"].choices = [("", "All sections"), *sections]  # type: ignore[attr-defined]  # as above
