"""The full check of a seal: whether the words are those that were sealed, by whom, and that nothing came after."""

import io
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from itf.lib.sealing.apart import apart
from itf.lib.sealing.keys import name_of

DAMAGED = "The file is damaged: its seal cannot be read."
UNSEALED = "The file holds no seal."
SEVERAL = "The file holds {count} seals; the service puts one on."
CHANGED = "What was sealed has been changed."
FORGED = "The seal itself is not genuine."
NOT_OURS = "The seal was not made with a key of this service."
ADDED = "Something was added to the file after it was sealed."
ALTERED = "The document was changed after it was sealed."


@dataclass(frozen=True)
class Examination:
    """What a seal shows: a sentence for each fault, none where it is whole; and the name of who sealed, where known."""

    faults: tuple[str, ...]
    signer: str = ""

    def __bool__(self) -> bool:
        return not self.faults


def examine(pdf: bytes, *, trusted: Iterable[bytes]) -> Examination:
    """Check the seal of a PDF against the certificates (DER) with which the service seals or has sealed.

    Those certificates are believed as they are: one that has run out since was good when it sealed. Never raises for
    what is in the file. A file with many later changes takes long: run it where that harms nobody.
    """
    # What is wrong with a file of strangers is in the answer; the library's own log of it is noise.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        return _examined(pdf, [Certificate.load(certificate) for certificate in trusted])
    except Exception:  # noqa: BLE001 - a hostile or broken file raises anything, and is then not whole
        return Examination((DAMAGED,))


def _examined(pdf: bytes, trusted: list[Certificate]) -> Examination:
    seals = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
    if len(seals) != 1:
        return Examination((SEVERAL.format(count=len(seals)) if seals else UNSEALED,))
    (seal,) = seals
    context = ValidationContext(trust_roots=trusted, allow_fetching=False)
    status = apart(partial(validate_pdf_signature, seal, context))
    name = name_of(status.signing_cert)
    is_known = status.signing_cert.dump() in {certificate.dump() for certificate in trusted}
    faults = {
        CHANGED: not status.intact,
        FORGED: not status.valid,
        NOT_OURS: not is_known or (status.intact and not status.trusted),
        ALTERED: status.modification_level not in {None, ModificationLevel.NONE} or not status.docmdp_ok,
        ADDED: status.coverage != SignatureCoverageLevel.ENTIRE_FILE,
    }
    found = [sentence for sentence, applies in faults.items() if applies]
    return Examination(tuple(found) or (() if status.bottom_line else (FORGED,)), name)
