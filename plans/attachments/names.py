"""The name of an attached file: as its author knows it, but nothing that a page, a header or a disk could trip over."""

import re
import unicodedata

LONGEST = 120
# Control characters, and marks that turn the direction of writing: with one, “exe.pdf” can be made to read otherwise.
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
FORBIDDEN = re.compile(r'[<>:"|?*]')


def plain_name(name: str) -> str:
    """The name without path and hidden characters, cut in the middle of a long one so that its ending stays."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(character for character in base if unicodedata.category(character) not in HIDDEN)
    words = " ".join(FORBIDDEN.sub("_", seen).split())
    ending = ending_of(words)
    stem = words.removesuffix(ending).strip(". ") or "document"
    return f"{stem[: LONGEST - len(ending)]}{ending}"


def ending_of(name: str) -> str:
    """The ending as written, with its dot; empty where there is none, or none of a usual length."""
    _, dot, after = name.rpartition(".")
    ending = f"{dot}{after}" if dot and after.isalnum() else ""
    return ending if len(ending) <= len(".jpeg") else ""
