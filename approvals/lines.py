"""The key lines of enquiry of a case, side by side: both readings, what each level made of them, the mark they have."""

from dataclasses import dataclass, field
from typing import Any

from approvals.models import AssuringSide, Case, Level, Mark, ModeratedMark, Recommendation, Review, Score


@dataclass
class Line:
    """One line: the score of each side that is in, and the marks that levels settled, in their order."""

    key: str
    title: str
    question: str
    scores: dict[AssuringSide, Score] = field(default_factory=dict)
    moderated: dict[Level, ModeratedMark] = field(default_factory=dict)

    @property
    def differs(self) -> bool:
        """Whether the two sides gave it different marks."""
        return len({score.mark for score in self.scores.values()}) > 1

    @property
    def mark(self) -> int | None:
        """The mark that stands: the last level's that settled it, or the one that both sides gave."""
        return self.mark_before(None)

    @property
    def mark_words(self) -> str:
        """The same as a reader knows it."""
        return "" if self.mark is None else str(Mark(self.mark).label)

    def mark_before(self, level: Level | None) -> int | None:
        """The mark as this level found it; None where nobody has settled a difference yet."""
        order = list(Level)
        earlier = order if level is None else order[: order.index(level)]
        for one in reversed(earlier):
            if one in self.moderated:
                return self.moderated[one].mark
        given = [score.mark for score in self.scores.values()]
        return given[0] if given and not self.differs else None

    @property
    def pairs(self) -> list[tuple[AssuringSide, Score | None]]:
        """The score of each side, in the same order everywhere."""
        return [(side, self.scores.get(side)) for side in AssuringSide]


def reviews_in(case: Case) -> dict[AssuringSide, Review]:
    """The review that counts for each side: the first that it finished."""
    finished = case.reviews.filter(finished_at__isnull=False).select_related("organisation", "assurer")
    found: dict[AssuringSide, Review] = {}
    for review in finished.order_by("finished_at").prefetch_related("scores"):
        found.setdefault(review.side, review)
    return found


def both_in(case: Case) -> bool:
    """Whether each side has finished a review."""
    return len(reviews_in(case)) == len(AssuringSide)


def lines_of(case: Case) -> list[Line]:
    """Every line in order, in four queries."""
    lines: dict[str, Line] = {}
    for side, review in reviews_in(case).items():
        for score in review.scores.all():
            line = lines.setdefault(score.line, Line(score.line, score.title, score.question))
            line.scores[side] = score
    for recommendation in case.recommendations.prefetch_related("marks"):
        for moderated in recommendation.marks.all():
            if moderated.line in lines:
                lines[moderated.line].moderated[Level(recommendation.level)] = moderated
    return list(lines.values())


def recommendations_of(case: Case) -> dict[Level, Recommendation]:
    """What each level advises, by level."""
    rows = case.recommendations.select_related("organisation", "made_by", "agreed_for", "agreed_by")
    return {Level(row.level): row for row in rows}


def marks_said(lines: list[Line]) -> dict[str, Any]:
    """The marks that stand, for the audit trail."""
    return {line.key: line.mark for line in lines}
