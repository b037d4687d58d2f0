"""Putting the service's seal on a PDF: one invisible PAdES signature that permits no later change."""

import io
from dataclasses import dataclass
from functools import partial

from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from itf.lib.sealing.apart import apart
from itf.lib.sealing.keys import certificate_of, name_of, opened

FIELD = "Seal"
ARCHIVAL = (1, 7)  # the version of PDF on which PDF/A-3 rests


@dataclass(frozen=True)
class Sealed:
    """A sealed PDF, and who sealed it: the name in the certificate, and the certificate as DER."""

    pdf: bytes
    signer: str
    certificate: bytes


class KeepsArchival(IncrementalPdfFileWriter):
    """Leaves alone what makes the file an archival one, which pyHanko would write anew."""

    def _update_meta(self) -> None:
        """The metadata stay, and with them the words that declare PDF/A and PDF/UA."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """PDF/A-3 rests on PDF 1.7. For the curve of the key pyHanko would declare 2.0; PAdES knows it in 1.7."""
        super().ensure_output_version(min(version, ARCHIVAL))  # type: ignore[no-untyped-call]  # pyHanko's

    def register_extension(self, ext: DeveloperExtension) -> None:
        """None of those that extend 2.0."""
        if ext.base_version == pdf_name(f"/{ARCHIVAL[0]}.{ARCHIVAL[1]}"):
            super().register_extension(ext)


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
        writer = KeepsArchival(io.BytesIO(pdf))
        out = apart(partial(PdfSigner(metadata, signer, new_field_spec=SigFieldSpec(FIELD)).sign_pdf, writer))
        return Sealed(out.getvalue(), name_of(certificate), certificate.dump())
