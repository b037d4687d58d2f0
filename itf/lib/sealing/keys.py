"""The key that seals: a PKCS#12 file or a PKCS#11 token, named by one setting; and the key made on set-up."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner

FILE, TOKEN = "pkcs12", "pkcs11"
DEVELOPMENT_NAME = "ITF development seal, not official"
DEVELOPMENT_YEARS = 10


class KeyUnusable(Exception):
    """The sealing key cannot be used; the message says why, and names what the setting says."""


@dataclass(frozen=True)
class KeyPlace:
    """Where the key is, as ITF_SEAL_KEY says: ``pkcs12:FILE`` or ``pkcs11:LIBRARY;token=LABEL;key=LABEL``."""

    kind: str
    path: Path
    token: str = ""
    label: str = ""


def key_place(setting: str) -> KeyPlace:
    """Read the setting. Raises KeyUnusable for any other form."""
    kind, _, rest = setting.partition(":")
    path, *facts = rest.split(";")
    given = dict(fact.split("=", 1) for fact in facts if "=" in fact)
    if kind == FILE and path and not facts:
        return KeyPlace(kind, Path(path))
    if kind == TOKEN and path and set(given) == {"token", "key"} and len(facts) == len(given):
        return KeyPlace(kind, Path(path), given["token"], given["key"])
    raise KeyUnusable(
        f"ITF_SEAL_KEY is {setting!r}: write pkcs12:FILE or pkcs11:LIBRARY;token=LABEL;key=LABEL, or off."
    )


@contextmanager
def opened(setting: str, passphrase: str) -> Iterator[Signer]:
    """The signer behind the setting, for as long as the block runs. Raises KeyUnusable."""
    place = key_place(setting)
    if place.kind == FILE:
        yield _from_file(place.path, passphrase)
        return
    try:
        session = open_pkcs11_session(
            str(place.path), token_criteria=TokenCriteria(label=place.token), user_pin=passphrase
        )
    except Exception as fault:
        raise KeyUnusable(f"The token {place.token} of {place.path} cannot be opened: {_said(fault)}.") from fault
    with session:
        try:
            # The token is asked to sign alone, the digest is reckoned here: not every token knows a digest with ECDSA.
            yield PKCS11Signer(session, cert_label=place.label, key_label=place.label, use_raw_mechanism=True)
        except (PKCS11Error, SigningError) as fault:
            raise KeyUnusable(
                f"The key {place.label} of the token {place.token} does not seal: {_said(fault)}."
            ) from fault


def make_development_key(setting: str, passphrase: str = "", *, now: datetime) -> None:
    """A key with a certificate of its own in the file that the setting names, readable by its owner alone.

    A file that is there is left alone, and so is a token. Whoever seals with such a key proves nothing to strangers:
    its certificate says so.
    """
    place = key_place(setting)
    path = place.path
    if place.kind != FILE or path.exists():
        return
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEVELOPMENT_NAME)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(days=1))
        .not_valid_after(now.astimezone(UTC) + timedelta(days=365 * DEVELOPMENT_YEARS))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    locked = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    content = pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, locked)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    # Whole or not at all; of two that make one at once, the first stays.
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def name_of(certificate: Certificate) -> str:
    """Who seals with this certificate, as it says itself."""
    subject = certificate.subject.native
    return str(subject.get("common_name") or subject.get("organization_name") or certificate.subject.human_friendly)


def certificate_of(signer: Signer) -> Certificate:
    """The certificate beside the key. Raises KeyUnusable where there is none."""
    if signer.signing_cert is None:
        raise KeyUnusable("There is no certificate beside the sealing key.")
    return signer.signing_cert


def _said(fault: Exception) -> str:
    """What went wrong with a token: most faults of the library are named and say nothing, such as PinIncorrect."""
    return str(fault).rstrip(".") or type(fault).__name__


def _from_file(path: Path, passphrase: str) -> Signer:
    if not path.exists():
        raise KeyUnusable(f"There is no sealing key at {path}.")
    try:
        secret = passphrase.encode() if passphrase else None
        signer: Signer | None = SimpleSigner.load_pkcs12(path, passphrase=secret)  # type: ignore[no-untyped-call]  # pyHanko's
    except OSError as fault:
        raise KeyUnusable(f"The sealing key at {path} cannot be read: {fault.strerror}.") from fault
    if signer is None:
        raise KeyUnusable(f"The sealing key at {path} cannot be opened: is the passphrase right, and the file PKCS#12?")
    return signer
