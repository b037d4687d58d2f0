"""Two texts beside each other with the words marked that one has and the other has not."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_WORD = re.compile(r"\S+\s*|\s+")
LONGEST = 1_500  # words of one text; longer ones are shown without marks, for the time that comparing them takes
ALIKE = 0.3  # below this share of common words marks would be all there is to see


def marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Both texts as HTML: what is gone in ``del`` in the first, what is new in ``ins`` in the second.

    Nothing is marked where one is empty, where they have little in common, or where one has over LONGEST words.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    plain = format_html("{}", before), format_html("{}", after)
    if not old or not new or max(len(old), len(new)) > LONGEST:
        return plain
    # A word is the same whatever follows it: the last one of a line as well.
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    if matcher.quick_ratio() < ALIKE:
        return plain
    gone, come = [], []
    for what, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        is_same = what == "equal"
        gone.append(_run(old[old_start:old_end], "" if is_same else "del"))
        come.append(_run(new[new_start:new_end], "" if is_same else "ins"))
    return mark_safe("".join(gone)), mark_safe("".join(come))  # noqa: S308 - joined of parts that are escaped


def _run(words: list[str], tag: str) -> SafeString:
    """These words, marked where there is a tag; the space after the last one is outside the mark."""
    run = "".join(words)
    inside = run.rstrip()
    if not tag or not inside:
        return format_html("{}", run)
    return format_html("<{0}>{1}</{0}>{2}", tag, inside, run[len(inside) :])
