"""``manage.py seal_key``: with which key documents are sealed; the embedded form makes one where there is none."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone


class Command(BaseCommand):
    """Show the sealing key."""

    help = "Say with which key documents are sealed, trying it; the embedded form makes one where there is none."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """The name in the certificate, how long it is good for, its SHA-256. Raises CommandError for a bad key."""
        from itf.lib.sealing.keys import (  # noqa: PLC0415 - 50 MB that no other command needs
            KeyUnusable,
            certificate_of,
            make_development_key,
            name_of,
            opened,
        )

        if not settings.SEALING:
            self.stdout.write("Sealing is off (ITF_SEAL_KEY=off): submitted documents are stored without a seal.")
            return
        try:
            if not settings.PRODUCTION:
                make_development_key(settings.SEAL_KEY, settings.SEAL_PASSPHRASE, now=timezone.now())
            with opened(settings.SEAL_KEY, settings.SEAL_PASSPHRASE) as signer:
                certificate = certificate_of(signer)
        except KeyUnusable as fault:
            raise CommandError(str(fault)) from fault
        digest = hashlib.sha256(certificate.dump()).hexdigest()
        self.stdout.write(
            f"{name_of(certificate)}, good until {certificate.not_valid_after:%d %B %Y}, certificate SHA-256 {digest}"
        )
