"""What WeasyPrint leaves out of an archival, accessible PDF: the claim to PDF/UA, scopes, an index of ids."""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

# ISO 14289-1, 5 and ISO 19005-3, 6.6.2.3: the claim, and what its name means to a reader that knows PDF/A only.
_CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description><rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification\
</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289 that it follows\
</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description>"""
_END = b"</rdf:RDF>"


def finish(pdf: pikepdf.Pdf) -> None:
    """Add all of it to a PDF that WeasyPrint wrote as ``pdf/a-3a``; both claims then stand in one file."""
    written = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(written.replace(_END, _CLAIM + _END, 1))
    if "/AF" in pdf.Root:
        # WeasyPrint 70 lists each attachment twice.
        pdf.Root.AF = Array({spec.objgen: spec for spec in pdf.Root.AF.as_list()}.values())
    named = []
    for element, in_head in _elements(pdf.Root.StructTreeRoot, in_head=False):
        if element.get("/S") == Name.TH:
            _scope(element, "/Column" if in_head else "/Row")
        if "/ID" in element:
            named.append((bytes(element.ID), element))
    named.sort(key=lambda pair: pair[0])
    if named:
        names = Array([part for key, element in named for part in (pikepdf.String(key.decode("latin-1")), element)])
        # One leaf below the root: a name tree's root has no limits, its leaf must say them.
        leaf = pdf.make_indirect(Dictionary(Limits=Array([names[0], names[-2]]), Names=names))
        pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(Dictionary(Kids=Array([leaf])))


def _elements(parent: Any, *, in_head: bool) -> Iterator[tuple[Any, bool]]:
    """Every structure element below ``parent``, each with whether it stands in the head of a table."""
    waiting = [(parent, in_head)]
    while waiting:
        element, inside = waiting.pop()
        kids = element.get("/K")
        for kid in kids.as_list() if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                below = inside or Name.THead == kid.S
                yield kid, below
                waiting.append((kid, below))


def _scope(heading: Any, scope: str) -> None:
    """Say of a heading cell what it heads, beside what is said of it already."""
    said = heading.get("/A")
    attributes = said.as_list() if isinstance(said, Array) else [said] if said is not None else []
    for attribute in attributes:
        if isinstance(attribute, Dictionary) and attribute.get("/O") == Name.Table:
            attribute.Scope = Name(scope)
            return
    heading.A = Array([*attributes, Dictionary(O=Name.Table, Scope=Name(scope))])
