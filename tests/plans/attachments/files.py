"""Files as authors have them, and as hostile people make them."""

import io
import zipfile

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
TYPES = "[Content_Types].xml"
SAYS = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/></Types>'


def zipped(parts, packed=zipfile.ZIP_DEFLATED):
    """A zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as target:
        for name, said in parts.items():
            target.writestr(name, said)
    return out.getvalue()


def word(**more):
    """A Word document, with other parts by name."""
    return zipped({TYPES: SAYS.format("wordprocessingml.document"), "word/document.xml": "<w/>", **more})


def excel(**more):
    """An Excel workbook."""
    return zipped({TYPES: SAYS.format("spreadsheetml.sheet"), "xl/workbook.xml": "<w/>", **more})


def open_text(**more):
    """An OpenDocument text."""
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>", **more})


GOOD = {
    "Minutes.pdf": (PDF, "application/pdf"),
    "Minutes.PDF": (PDF, "application/pdf"),
    "a.docx": (word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "a.xlsx": (excel(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "a.odt": (open_text(), "application/vnd.oasis.opendocument.text"),
    "a.png": (PNG, "image/png"),
    "a.jpg": (JPEG, "image/jpeg"),
    "a.jpeg": (JPEG, "image/jpeg"),
    "a.csv": ("\ufeffSource,£\r\nDFG,1\r\n".encode(), "text/csv"),
    "a.txt": ("Agreed – as minuted.".encode("cp1252"), "text/plain"),
}
BAD = {
    "no bytes": ("a.pdf", b"", "The file is empty"),
    "unknown ending": ("a.exe", b"MZ", "Files that end in .exe are not taken"),
    "no ending": ("minutes", PDF, "Files without an ending are not taken"),
    "two endings": ("a.pdf.exe", PDF, "Files that end in .exe"),
    "page": ("a.html", b"<html>", "Files that end in .html"),
    "picture with a script": ("a.svg", b"<svg/>", "Files that end in .svg"),
    "macro workbook": ("a.xlsm", excel(), "Files that end in .xlsm"),
    "program called pdf": ("a.pdf", b"MZ\x90\x00", "not that of a PDF document"),
    "archive called pdf": ("a.pdf", word(), "not that of a PDF document"),
    "workbook called Word": ("a.docx", excel(), "not that of a Word document"),
    "Word called OpenDocument": ("a.odt", word(), "not that of an OpenDocument text"),
    "pdf called picture": ("a.png", PDF, "not that of a PNG picture"),
    "pdf called text": ("a.txt", PDF, "not that of a text file"),
    "NUL in a text": ("a.csv", b"a,b\0c", "not that of a CSV table"),
    "torn pdf": ("a.pdf", PDF[:-7], "not uploaded whole"),
    "torn picture": ("a.png", PNG[:-8], "not uploaded whole"),
    "torn archive": ("a.docx", word()[:-30], "damaged"),
    "old Office": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office format"),
    "macros": ("a.docx", word(**{"word/vbaProject.bin": "x"}), "holds macros"),
    "Excel 4 macros": ("a.xlsx", excel(**{"xl/macrosheets/sheet1.xml": "x"}), "holds macros"),
    "macros by type": ("a.docx", word(**{TYPES: SAYS.format("wordprocessingml.document") + "macroEnabled"}), "macros"),
    "Basic": ("a.odt", open_text(**{"Basic/Standard/a.xml": "x"}), "holds macros"),
    "program within": ("a.docx", word(**{"word/embeddings/oleObject1.bin": "x"}), "embedded programs"),
    "path out": ("a.docx", word(**{"../../etc/passwd": "x"}), "damaged"),
    "bomb": ("a.docx", word(**{"word/media/a.bin": b"\0" * 3_000_000}), "unpacks to far more"),
}
