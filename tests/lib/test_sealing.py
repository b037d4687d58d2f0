"""Seals: whole when they are, and each change told; the key from a file, and none that is not ours believed."""

import asyncio
import io
from contextlib import nullcontext
from datetime import UTC, datetime

import pikepdf
import pytest
from pkcs11.exceptions import MechanismInvalid, PinIncorrect
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.general import SigningError

from itf.lib.pdf import html_to_pdf
from itf.lib.sealing import checking, keys
from itf.lib.sealing.checking import examine
from itf.lib.sealing.keys import KeyUnusable, key_place, make_development_key, opened
from itf.lib.sealing.signing import seal

NOW = datetime(2014, 2, 14, 12, tzinfo=UTC)


def key(folder, name="seal", passphrase=""):
    setting = f"pkcs12:{folder / name}.p12"
    make_development_key(setting, passphrase, now=datetime.now(UTC))
    return setting


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sealing")


@pytest.fixture(scope="module")
def pdf(folder):
    (folder / "plan.css").write_text("body { font-family: sans-serif; }", encoding="utf-8")
    html = '<!DOCTYPE html><html lang="en-GB"><head><title>A plan</title></head><body><h1>Pool</h1></body></html>'
    return html_to_pdf(html, base=folder, created=NOW)


@pytest.fixture(scope="module")
def sealed(folder, pdf):
    return seal(pdf, key=key(folder), passphrase="", reason="Version 1")


def test_the_seal_leaves_the_file_what_its_archival_form_rests_on(sealed, pdf):
    with pikepdf.open(io.BytesIO(sealed.pdf)) as opened:
        assert opened.pdf_version == "1.7"
        assert opened.Root.get("/Version", "/1.7") == "/1.7"
        extended = opened.Root.get("/Extensions", {})
        assert {one["/BaseVersion"] for one in extended.values()} <= {"/1.7"}
    assert b"/Version /2.0" not in sealed.pdf


def flipped(sealed):
    changed = bytearray(sealed.pdf)
    changed[len(changed) // 3] ^= 1
    return bytes(changed)


def rotated(sealed):
    """A later revision, saved into the file as an editor would."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed.pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(90)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def saved_anew(sealed):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed.pdf)) as opened_pdf:
        opened_pdf.pages[0].Rotate = 90
        opened_pdf.save(out)
    return out.getvalue()


def test_a_sealed_pdf_is_whole_and_names_who_sealed_it(sealed):
    found = examine(sealed.pdf, trusted=[sealed.certificate])

    assert found.faults == ()
    assert found.signer == "ITF development seal, not official"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda sealed: sealed.pdf + b"junk", checking.ADDED),
        (flipped, checking.CHANGED),
        (rotated, checking.ALTERED),
        (saved_anew, checking.CHANGED),
        (lambda sealed: sealed.pdf[:-900], checking.DAMAGED),
        (lambda _: b"", checking.DAMAGED),
    ],
    ids=["junk", "one byte", "later revision", "saved anew", "cut off", "empty"],
)
def test_each_change_is_told(sealed, change, fault):
    assert fault in examine(change(sealed), trusted=[sealed.certificate]).faults


def test_a_pdf_is_sealed_and_checked_where_an_event_loop_runs_already(folder, pdf):
    async def both():
        made = seal(pdf, key=key(folder), passphrase="", reason="Version 1")
        return examine(made.pdf, trusted=[made.certificate])

    assert asyncio.run(both())


def test_a_pdf_without_a_seal_has_none(pdf, sealed):
    assert examine(pdf, trusted=[sealed.certificate]).faults == (checking.UNSEALED,)


def test_the_seal_of_another_key_of_the_same_name_is_not_ours(folder, pdf, sealed):
    other = seal(pdf, key=key(folder, "other"), passphrase="", reason="Version 1")

    assert examine(other.pdf, trusted=[sealed.certificate]).faults == (checking.NOT_OURS,)


def test_a_seal_stays_good_when_its_certificate_has_run_out(folder, pdf):
    # Ten years and more: the key was made long ago, and has run out since.
    setting = f"pkcs12:{folder / 'old'}.p12"
    make_development_key(setting, now=NOW)
    old = seal(pdf, key=setting, passphrase="", reason="Version 1")

    assert examine(old.pdf, trusted=[old.certificate])


def test_sealing_keeps_both_claims_and_every_byte(pdf, sealed):
    assert sealed.pdf.startswith(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as before, pikepdf.open(io.BytesIO(sealed.pdf)) as after:
        said = after.Root.Metadata.read_bytes()
        assert said == before.Root.Metadata.read_bytes()
    assert b'pdfaid:part="3"' in said
    assert b"<pdfuaid:part>1</pdfuaid:part>" in said


def test_the_development_key_is_its_owners_and_stays(folder):
    path = folder / "stays.p12"
    key(folder, "stays")
    before = path.read_bytes()

    key(folder, "stays")

    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_opens_with_its_passphrase_only(folder):
    setting = key(folder, "locked", "four words and more")

    with opened(setting, "four words and more") as signer:
        assert signer.signing_cert is not None
    with pytest.raises(KeyUnusable, match="is the passphrase right"), opened(setting, "another"):
        pass


@pytest.mark.parametrize(
    "setting", ["", "seal.p12", "pkcs12:", "pkcs12:a.p12;key=b", "pkcs11:/lib.so", "pkcs11:/lib.so;token=a", "off"]
)
def test_a_setting_of_another_form_is_refused_with_what_to_write(setting):
    with pytest.raises(KeyUnusable, match="write pkcs12:FILE or pkcs11:LIBRARY"):
        key_place(setting)


def test_a_token_is_named_by_library_token_and_key():
    place = key_place("pkcs11:/usr/lib/softhsm/libsofthsm2.so;token=ITF;key=seal")

    assert (place.kind, str(place.path), place.token, place.label) == (
        "pkcs11", "/usr/lib/softhsm/libsofthsm2.so", "ITF", "seal",
    )  # fmt: skip


def test_a_missing_key_is_said(folder):
    with pytest.raises(KeyUnusable, match="There is no sealing key at"), opened(f"pkcs12:{folder / 'no'}.p12", ""):
        pass


def test_a_missing_token_is_said():
    setting = "pkcs11:/nowhere/token.so;token=ITF;key=seal"
    with pytest.raises(KeyUnusable, match="The token ITF of /nowhere"), opened(setting, "1234"):
        pass


@pytest.fixture
def token(monkeypatch):
    """A token that opens with the PIN 1234 alone."""

    def open_session(path, token_criteria, user_pin):
        if user_pin != "1234":
            raise PinIncorrect
        return nullcontext()

    monkeypatch.setattr(keys, "open_pkcs11_session", open_session)
    return "pkcs11:/usr/lib/softhsm/libsofthsm2.so;token=ITF;key=seal"


def test_a_token_only_signs_what_was_reckoned_here(token):
    # SoftHSM, for one, knows ECDSA but no ECDSA with SHA-256.
    with opened(token, "1234") as signer:
        assert signer.use_raw_mechanism


def test_a_wrong_pin_is_named(token):
    with pytest.raises(KeyUnusable, match=r"cannot be opened: PinIncorrect[.]"), opened(token, "1111"):
        pass


@pytest.mark.parametrize(
    ("fault", "said"), [(MechanismInvalid(), "MechanismInvalid"), (SigningError("No key."), "No key")]
)
def test_a_token_that_does_not_sign_is_a_key_that_cannot_be_used(token, fault, said):
    words = f"The key seal of the token ITF does not seal: {said}[.]$"

    with pytest.raises(KeyUnusable, match=words), opened(token, "1234"):
        raise fault
