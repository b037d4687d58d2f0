"""Which parts a workbook may have, and what to say of those that it may not."""

import re

# What Excel, LibreOffice and Google Sheets write into a workbook without programs. Nothing but the sheets, their
# texts and their styles is ever read; comments, tables and drawings pass and are left aside.
ALLOWED = re.compile(
    r"""\[Content_Types\]\.xml
    | _rels/\.rels
    | docProps/(core|app|custom)\.xml
    | docProps/thumbnail\.(jpeg|png|wmf|emf)
    | docMetadata/[\w.]+\.xml
    | customXml/(_rels/)?[\w.]+\.(xml|rels)
    | xl/(workbook|styles|sharedStrings|calcChain|metadata)\.xml
    | xl/metadata
    | xl/_rels/workbook\.xml\.rels
    | xl/theme/(_rels/)?theme\d+\.xml(\.rels)?
    | xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?
    | xl/drawings/(_rels/)?(drawing|vmlDrawing|commentsDrawing)\d+\.(xml|vml)(\.rels)?
    | xl/comments\d+\.xml
    | xl/comments/comment\d+\.xml
    | xl/threadedComments/threadedComment\d+\.xml
    | xl/persons/person\d*\.xml
    | xl/tables/table\d+\.xml
    | xl/printerSettings/printerSettings\d+\.bin
    | xl/(richData|featurePropertyBag)/[\w.]+\.xml""",
    re.VERBOSE,
)

# The first that fits says what stands in the way; the rest is "an unknown part".
NOT_TAKEN: tuple[tuple[str, str], ...] = (
    (r"vbaProject|vbaData|macrosheets|dialogsheets|xlm", "macros. Save it as “Excel workbook (.xlsx)”, without them"),
    (r"externalLinks/", "links to other workbooks. Break them in Excel (Data, Edit links)"),
    (r"pivot", "a pivot table. Delete its sheet"),
    (r"slicer|timeline", "a slicer or timeline. Delete it"),
    (r"connections|queryTables|model/|customData", "a connection to data elsewhere. Delete it"),
    (r"embeddings|activeX|ctrlProps|oleObject|customUI", "an embedded file or control. Delete it"),
    (r"charts?/|chartsheets/|media/|diagrams/", "a chart or picture. Delete it"),
)
IS_XML = re.compile(r"\.(xml|rels|vml)$|^xl/metadata$")
FIX = "and upload the file again"


def why_not(name: str) -> str:
    """A sentence about a part that is not taken."""
    for pattern, what in NOT_TAKEN:
        if re.search(pattern, name, re.IGNORECASE):
            return f"The file contains {what} {FIX}."
    return (
        f"The file contains a part that a workbook from here does not have ({name[:80]}). "
        "Copy your answers into a freshly downloaded workbook."
    )
