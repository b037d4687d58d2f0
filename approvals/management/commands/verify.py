"""``manage.py verify FILE``: whether a file is one that the service made, whole and with a genuine seal."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from approvals.proofs import Known, Proof, Verdict, believed_certificates, fingerprint_in, prove_file

SECONDS = 120
PDF = b"%PDF-"
HEADLINES = {
    Verdict.WHOLE: "Whole: byte for byte the file that the service made.",
    Verdict.CHANGED: "NOT whole: the file was changed after the service made it.",
    Verdict.UNKNOWN: "NOT known: the service has made no such file.",
}


class TooLong(Exception):
    """The check took longer than it may."""


class Command(BaseCommand):
    """Verify a file, in full."""

    help = (
        "Say which plan and version a file is, whether it is whole, who signed it and whether anything is newer. "
        "Exits with 0 only for a whole, known file; with 1 for any other, and says why."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compare it with what is stored, check its seal in full. Raises CommandError where the file cannot be read."""
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as fault:
            raise CommandError(f"{path} cannot be read: {fault.strerror}.") from fault
        proof = prove_file(content, fingerprint_in(content) or _inside(content))
        seal = proof.known[0].seal if proof.known else None
        # A file of ours without a seal has none to check; one that is no PDF cannot have one.
        to_examine = content.startswith(PDF) and (seal or not proof.is_whole)
        faults = [*proof.faults, *(_examined(content) if to_examine else ())]
        self._tell(proof, faults)
        if faults or not proof.is_whole:
            raise SystemExit(1)

    def _tell(self, proof: Proof, faults: list[str]) -> None:
        whole = proof.is_whole and faults
        self.stdout.write("NOT genuine: the seal fails." if whole else HEADLINES[proof.verdict])
        for fault in faults:
            self.stdout.write(f"  {fault}")
        for known in proof.known:
            for line in _lines(known):
                self.stdout.write(line)


def _lines(known: Known) -> list[str]:
    lines = [f"{known.title}: {known.what}", f"Fingerprint {known.version.fingerprint}", known.state]
    lines += [known.newer or "No newer version exists."]
    if known.seal is None:
        return [*lines, "This file carries no seal."]
    lines.append(f"Sealed on {known.seal.sealed_at:%d %B %Y at %H:%M} UTC by {known.seal.signer}")
    for row in known.sign_offs:
        terms = ". ".join([f"{row['answer']}, {row['position']}, {row['signed_on']}", ", ".join(row["terms"])])
        lines.append(f"  {row['organisation']}: {terms}")
        lines += [f"    {note}" for note in row.get("notes", ())]
        lines += [f"    Since then: {note}" for note in row["since"]]
    return [*lines, f"Audit trail: event {known.seal.audit_seq}, hash {known.seal.audit_hash}"]


def _examined(content: bytes) -> tuple[str, ...]:
    """What the full check of the seal finds, within a time limit."""
    from itf.lib.sealing.checking import examine  # noqa: PLC0415 - 50 MB that no other command needs

    try:
        with _limited():
            return examine(content, trusted=believed_certificates()).faults
    except TooLong:
        return (f"Its seal could not be checked within {SECONDS} seconds.",)


def _inside(content: bytes) -> str:
    """The fingerprint in the metadata of a PDF that another program saved anew, and packed differently."""
    from itf.lib.pdf import metadata_of  # noqa: PLC0415 - WeasyPrint comes with it

    return fingerprint_in(metadata_of(content))


@contextmanager
def _limited() -> Iterator[None]:
    def end(*_: Any) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
