"""Open data: every analysts' relation as Parquet and CSV, described by a Frictionless data package.

Belongs here: which files there are and what describes them. Does not belong here: any figure; each
file is a `select` of a relation of the published database.
"""
