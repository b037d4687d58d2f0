"""Calling what starts an event loop of its own, from wherever we are."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def apart(call: Callable[[], Result]) -> Result:
    """What ``call`` returns or raises, from a thread made for it.

    pyHanko's plain calls start a loop, which is refused in a thread where one runs already: an ASGI server's, or
    Playwright's in a test. A check would then take every file for a damaged one.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(call).result()
