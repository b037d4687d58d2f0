"""HTML to PDF: stable bytes, dates from the caller, one typeface, and nothing fetched from anywhere."""

import http.server
import io
import threading
from datetime import UTC, datetime

import pikepdf
import pytest
from pypdf import PdfReader

from itf.lib.pdf import AttachedFile, FileMissing, NotOurs, OwnFiles, html_to_pdf, typeface

AT = datetime(2014, 2, 12, 10, 42, tzinfo=UTC)
STYLE = '@font-face { font-family: "Source Sans Pro"; src: url(fonts/SourceSansPro-Regular.ttf); }'
STYLE += 'body { font-family: "Source Sans Pro"; }'


@pytest.fixture
def folder(tmp_path):
    """A template's folder with one stylesheet."""
    (tmp_path / "plan.css").write_text(STYLE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def listener():
    """A server on the loopback that notes every address it is asked for."""
    asked = []

    class Note(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *args):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Note)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def page(body: str) -> str:
    """A small document that uses the stylesheet."""
    head = '<title>A plan</title><link rel="stylesheet" href="plan.css">'
    return f'<!DOCTYPE html><html lang="en-GB"><head>{head}</head><body>{body}</body></html>'


def test_html_to_pdf_gives_the_same_bytes_twice(folder):
    first, second = (html_to_pdf(page("<h1>Pool</h1>"), base=folder, created=AT) for _ in range(2))

    assert first == second


def test_html_to_pdf_writes_the_date_it_is_given(folder):
    pdf = html_to_pdf(page("<h1>Pool</h1>"), base=folder, created=AT)

    assert PdfReader(io.BytesIO(pdf)).metadata.creation_date == AT


def test_html_to_pdf_tags_what_it_writes(folder):
    pdf = html_to_pdf(page("<h1>Pool</h1><p>£45,000</p>"), base=folder, created=AT)

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "en-GB"
        assert opened.Root.ViewerPreferences.DisplayDocTitle


def test_html_to_pdf_claims_to_be_archival_and_accessible_at_once(folder):
    table = "<table><thead><tr><th>Year</th></tr></thead><tbody><tr><th>2014/15</th><td>1</td></tr></tbody></table>"
    book = AttachedFile(b"PK", "plan.xlsx", "The figures")
    pdf = html_to_pdf(page(f"<h1>Pool</h1>{table}"), base=folder, created=AT, attached=[book])

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        said = opened.Root.Metadata.read_bytes()
        headings = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"]
        scopes = {str(heading.A.Scope) for heading in headings}
        names = opened.Root.StructTreeRoot.IDTree.Kids[0].Names
        kept = opened.attachments["plan.xlsx"].get_file().read_bytes()
        assert b'pdfaid:conformance="A"' in said
        assert b"<pdfuaid:part>1</pdfuaid:part>" in said
        assert said.count(b"</rdf:RDF>") == 1
        assert said in pdf
        assert scopes == {"/Column", "/Row"}
        assert len(names) == 2 * len(headings)
        assert len(opened.Root.AF) == 1
        assert str(opened.Root.AF[0].AFRelationship) == "/Data"
        assert kept == b"PK"


def test_html_to_pdf_embeds_the_typeface_of_the_package(folder):
    pdf = html_to_pdf(page("<p>£45,000</p>"), base=folder, created=AT)

    fonts = [font["/BaseFont"] for font in PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()]
    assert fonts
    assert all("Source-Sans-Pro" in name or "SourceSansPro" in name for name in fonts)


def test_html_to_pdf_leaves_out_what_is_not_its_own(folder, listener, tmp_path):
    address, asked = listener
    secret = tmp_path.parent / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">secret</text></svg>', encoding="utf-8")
    body = f'<p>Pool</p><img src="{address}/a.png"><img src="{secret.as_uri()}"><img src="../secret.svg">'
    body += f'<link rel="stylesheet" href="{address}/b.css"><p style="background:url({address}/c.svg)">x</p>'

    pdf = html_to_pdf(page(body), base=folder, created=AT)

    assert asked == []
    assert "secret" not in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_html_to_pdf_refuses_to_go_without_its_stylesheet(tmp_path):
    with pytest.raises(FileMissing, match=r"plan\.css"):
        html_to_pdf(page("<h1>Pool</h1>"), base=tmp_path, created=AT)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/plan.css",
        "data:text/css,body",
        "{base}/../plan.css",
        "{base}/%2e%2e/plan.css",
        "{base}/plan.html",
        "{base}x/plan.css",
    ],
)
def test_own_files_refuse_an_address_outside_the_folder(folder, url):
    with pytest.raises(NotOurs):
        OwnFiles(folder).fetch(url.format(base=folder.resolve().as_uri()))


def test_typeface_names_a_file_of_the_package():
    assert typeface("SourceSansPro-Regular.ttf")[:4] == b"\x00\x01\x00\x00"
