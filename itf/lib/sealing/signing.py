"""Putting the service's seal on a PDF: one invisible PAdES signature that permits no later change."""

import io
from dataclasses import dataclass
from functools import partial

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from itf.lib.sealing.apart import apart
from itf.lib.sealing.keys import certificate_of, name_of, opened

FIELD = "Seal"


@dataclass(frozen=True)
class Sealed:
    """A sealed PDF, and who sealed it: the name in the certificate, and the certificate as DER."""

    pdf: bytes
    signer: str
    certificate: bytes


class KeepsMetadata(IncrementalPdfFileWriter):
    """Leaves the metadata as they are: pyHanko would write them anew, and the words that declare PDF/UA with them."""

    def _update_meta(self) -> None:
        pass


def seal(pdf: bytes, *, key: str, passphrase: str, reason: str) -> Sealed:
    """The PDF with the seal of the key that the setting ``key`` names. Raises KeyUnusable.

    The field is invisible: a visible one would bring an unembedded font and an untagged box into an archival file.
    """
    with opened(key, passphrase) as signer:
        certificate = certificate_of(signer)
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            md_algorithm="sha256",
            reason=reason,
        )
        writer = KeepsMetadata(io.BytesIO(pdf))
        out = apart(partial(PdfSigner(metadata, signer, new_field_spec=SigFieldSpec(FIELD)).sign_pdf, writer))
        return Sealed(out.getvalue(), name_of(certificate), certificate.dump())
