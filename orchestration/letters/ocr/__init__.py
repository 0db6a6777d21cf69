"""Reading pictures of letters: pages → ink → grids of cells → readings → a vote, with its doubt.

`readers.scan` puts the steps together. Nothing here knows what a table is about; what a picture
cannot settle is kept as alternatives in the cell, never decided silently.
"""
