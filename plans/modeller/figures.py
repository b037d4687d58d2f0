"""The figures of a model, as an address gives them: what it leaves out is as the plan has it; nothing is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from itf.lib.figures import Unreadable, in_pounds, plain, read_figure
from itf.lib.forms import FigureInput

PLACES = 2  # decimals that a box takes unless its measure has more
MOST_ADMISSIONS = Decimal(10_000_000)  # in a quarter, several times as many as in all England


@dataclass(frozen=True)
class Slider:
    """Where the slider beside a figure begins and ends, and its steps. The box beside it takes other figures too."""

    lowest: Decimal
    highest: Decimal
    step: Decimal


class ModelFigure(forms.Field):
    """One figure of a model. Clean value: a Decimal, or None for a blank one that may be blank."""

    widget: FigureInput

    def __init__(
        self,
        *,
        label: str,
        most: Decimal,
        least: Decimal = Decimal(0),
        slider: Slider | None = None,
        signs: tuple[str, str] = ("", ""),
        places: int = PLACES,
        **options: Any,
    ) -> None:
        self.least, self.most, self.slider, self.places = least, most, slider, places
        super().__init__(label=label, widget=FigureInput(prefix=signs[0], suffix=signs[1]), **options)
        self.error_messages["required"] = f"{label}: enter a figure."

    def to_python(self, value: Any) -> Decimal | None:
        """The figure typed; raises ValidationError in words for one that cannot be read or lies outside."""
        found = read_figure(str(value or ""), places=self.places, negative=self.least < 0)
        if isinstance(found, Unreadable):
            raise ValidationError(f"{self.label}: {found.message}")
        if found is not None and not self.least <= found <= self.most:
            raise ValidationError(
                f"{self.label}: {plain(found)} is outside {plain(self.least)} to {plain(self.most)}. Check it."
            )
        return found


@dataclass(frozen=True)
class Group:
    """Boxes that stand under one heading; those of a group that is closed stand behind it."""

    title: str
    boxes: list[forms.BoundField]
    hint: str = ""
    is_closed: bool = False
    ticks: forms.BoundField | None = None


ASKED = "asked"  # in an address: the boxes to tick were shown, and those not named are empty
NEEDED = "The plan does not give it: enter it to see what would be paid."


class ModelFigures(forms.Form):
    """The boxes of a model, always bound. A figure that cannot be used gives way to the plan's own until corrected.

    A box that the plan has nothing for may stay empty without being called wrong: its hint says that it is needed.
    """

    def __init__(self, given: QueryDict, fields: Mapping[str, forms.Field], own: Mapping[str, Any]) -> None:
        self.own = own
        self.needed = _ask_for(fields, own)
        super().__init__({name: _typed(given, name, field, own.get(name)) for name, field in fields.items()})
        for name, field in fields.items():
            _describe(name, field)
        self.fields.update(fields)

    def figure(self, name: str) -> Decimal | None:
        """The figure to reckon with."""
        if name in self.errors:
            return self.own.get(name)
        value: Decimal | None = self.cleaned_data.get(name)
        return value

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that an address can give a figure under."""
        has_ticks = any(isinstance(field, forms.MultipleChoiceField) for field in self.fields.values())
        return (*self.fields, *([ASKED] if has_ticks else []))

    def boxes(self, names: Iterable[str]) -> list[forms.BoundField]:
        """These of the boxes."""
        return [self[name] for name in names]

    def ticked(self, name: str) -> tuple[str, ...]:
        """The boxes ticked, as far as they are among those offered."""
        chosen: list[str] = self.own[name] if name in self.errors else self.cleaned_data[name]
        return tuple(chosen)

    @property
    def missing(self) -> list[forms.BoundField]:
        """The boxes without which there is nothing to work out."""
        return [self[name] for name in self.needed if self.figure(name) is None]

    @property
    def replaced(self) -> list[str]:
        """The titles of figures that the plan's own stand in for."""
        return [str(self.fields[name].label) for name in self.errors if self.own.get(name) is not None]


def range_around(*figures: Decimal, step: Decimal) -> Slider:
    """A slider from as far below the figures as they lie apart to as far above; a tenth where they do not differ."""
    lowest, highest = min(figures), max(figures)
    room = (highest - lowest) or abs(highest) / 10 or step * 10
    return Slider(max(Decimal(0), _down(lowest - room, step)), _down(highest + room, step) + step, step)


def _ask_for(fields: Mapping[str, forms.Field], own: Mapping[str, Any]) -> tuple[str, ...]:
    """Let the boxes that the plan has no figure for be empty, with a hint; returns their names."""
    needed = [name for name, field in fields.items() if field.required and own.get(name) is None]
    for name in needed:
        fields[name].required = False
        fields[name].help_text = " ".join(part for part in (str(fields[name].help_text), NEEDED) if part)
    return tuple(needed)


def _down(value: Decimal, step: Decimal) -> Decimal:
    return value // step * step


def _typed(given: QueryDict, name: str, field: forms.Field, own: Any) -> Any:
    """What stands in a box; boxes to tick that are all left empty are in no address, so ``ASKED`` says they were."""
    if isinstance(field, forms.MultipleChoiceField):
        return given.getlist(name) if name in given or ASKED in given else own
    return given.get(name, in_pounds(own) if getattr(field.widget, "prefix", "") == "£" else plain(own))


def _describe(name: str, field: forms.Field) -> None:
    """Name hint and fault to the box: its fault stands beside it as soon as it is typed."""
    if isinstance(field, ModelFigure):
        hint = f"id_{name}-hint " if field.help_text else ""
        field.widget.attrs |= {
            "class": f"govuk-input {field.widget.width}",
            "aria-describedby": f"{hint}id_{name}-error",
        }
