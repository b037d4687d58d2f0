"""The application as production serves it, with what each request cost written into its own headers."""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import override_settings

from itf.wsgi import application as product

Respond = Callable[..., Any]


class Counter:
    """Counts queries as they pass."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Let the query through."""
        self.queries += 1
        return execute(sql, params, many, context)


def plain_handler() -> WSGIHandler:
    """Django as it comes, with the middleware that startproject names."""
    with override_settings(MIDDLEWARE=settings.PLAIN_MIDDLEWARE):
        return WSGIHandler()


PLAIN = plain_handler()


def application(environ: dict[str, Any], respond: Respond) -> Iterable[bytes]:
    """Answer the request, and say what it took from its first line to the last byte of its body."""
    handler = PLAIN if environ["PATH_INFO"] == "/plain/" else product
    kept: list[Any] = []
    counter = Counter()
    wall, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counter):
        response = handler(environ, lambda *args: kept.append(args))
        body = b"".join(response)
    cost = {
        "X-Wall": f"{(time.perf_counter() - wall) * 1000:.3f}",
        "X-CPU": f"{(time.process_time() - cpu) * 1000:.3f}",
        "X-Queries": str(counter.queries),
        "X-Process": str(os.getpid()),
    }
    status, headers, *_ = kept[0]
    respond(status, [*headers, *cost.items()])
    close = getattr(response, "close", None)
    if close:
        close()
    return [body]
