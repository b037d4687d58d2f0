"""Seal: with which key a stored document was sealed, when, and what it said then."""

from typing import Any, ClassVar

from django.db import models

from plans.models.document import Document


class Seal(models.Model):
    """Written once, with the file. The certificates of all seals are those whose seals are believed.

    It holds what a check must tell for good, whatever becomes of the plan: the sign-offs as they were printed, the
    event of the audit trail that is printed beside them, and with which releases the pages were laid out.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="seal")
    sealed_at = models.DateTimeField()
    signer = models.CharField(max_length=200, help_text="The name in the certificate")
    certificate = models.BinaryField(help_text="DER")
    unsealed_sha256 = models.CharField(max_length=64, help_text="Of the PDF before it was sealed: it can be made again")
    audit_seq = models.PositiveBigIntegerField()
    audit_hash = models.CharField(max_length=64)
    sign_offs = models.JSONField(default=list, blank=True)
    made_with = models.JSONField(default=dict, blank=True, help_text="Package to version")

    class Meta:
        ordering: ClassVar = ["-sealed_at"]

    def __str__(self) -> str:
        return f"{self.signer}, {self.document_id}"

    @classmethod
    def believed(cls) -> list[bytes]:
        """The certificates with which the service seals or has sealed."""
        found: dict[bytes, Any] = {bytes(one): None for one in cls.objects.values_list("certificate", flat=True)}
        return list(found)
