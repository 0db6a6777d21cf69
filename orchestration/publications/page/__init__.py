"""The page: a folder of plain files that shows the published figures in any browser, without a server.

`making` puts it together, `chapters` chooses what each data file holds, `data_files` writes them,
`shell` writes `index.html`, `web/` is what runs in the browser. Belongs here: showing. Does not belong
here: computing any figure; each comes from a query of `sql/publications/page/`.
"""

from orchestration.publications.page.making import make_page

__all__ = ["make_page"]
