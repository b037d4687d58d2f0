"""Pictures of pages for the README and the guides: what a window shows, small enough for a repository."""

from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).resolve().parent.parent.parent / "itf" / "docs" / "images"
ABOVE = 120  # pixels
COLOURS = 64  # enough for text on white with one accent; a fifth of the size


def take_picture(page, name, at=""):
    """Store what the window shows as ``<name>.png``; with ``at``, scrolled to just above these words."""
    if at:
        page.get_by_text(at).first.evaluate(f"place => scrollTo(0, place.getBoundingClientRect().top - {ABOVE})")
    # Not the mark of whatever had the focus last.
    page.evaluate("document.activeElement.blur()")
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    with Image.open(path) as shot:
        shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
