"""Test letters of any content in any digital format: one `LetterSpec` → DOCX, PDF, XLSX, HTML, markdown.

The formats are written with libraries that the product does not read them with. What a scanner does to
a page is `tests.scanforge`'s.
"""

from tests.letterforge.as_docx import to_docx
from tests.letterforge.as_html import to_html
from tests.letterforge.as_markdown import to_markdown
from tests.letterforge.as_pdf import to_pdf
from tests.letterforge.as_xlsx import to_xlsx
from tests.letterforge.spec import LetterSpec, TableSpec

__all__ = ["LetterSpec", "TableSpec", "to_docx", "to_html", "to_markdown", "to_pdf", "to_xlsx"]
