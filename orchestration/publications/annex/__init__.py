"""The annex of a province's letter: the tables of one cutoff, and the change since the one before.

Belongs here: which tables an annex has and what stands above and below them. Does not belong here:
figures (`publications.figures`), file formats (`publications.decree30`, `publications.workbook`).
"""
