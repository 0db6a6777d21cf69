"""What the warehouse hands out beside its own file: the page, the annex, the report, open data.

Belongs here: putting published figures into files. Does not belong here: computing any figure
(`sql/`), or the database file itself (`warehouse.publish`).
"""
