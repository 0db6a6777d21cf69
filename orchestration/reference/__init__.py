"""The closed lists: units and their names, indicators and their labels, methodologies, lineage.

Facts with their sources, as CSV under `data/`, and the code that reads and matches them. Nothing
here knows of a portal's answer, a letter's layout or a database.
"""
