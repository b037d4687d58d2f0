"""People who act at the same moment: each act in a thread and on a connection of its own."""

import threading

from django.db import connection

PATIENCE = 30  # seconds until every act must have ended


def at_once(*acts, losing=()):
    """Start the acts together; what each returned, or the refusal of a ``losing`` kind that it met."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            gate.wait(timeout=10)
            outcomes[number] = act()
        except losing as refusal:
            outcomes[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


def refusals(*acts, losing):
    """Start the acts together; the kind of refusal that each met, None for none."""
    outcomes = at_once(*acts, losing=losing)
    return [type(outcome) if isinstance(outcome, losing) else None for outcome in outcomes]
