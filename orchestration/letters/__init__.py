"""Official letters: bytes → blocks (`readers`) → dates, numbers, names (`grammar`) → a Reading.

Nothing here knows of DuckDB, of Dagster, or of where the file came from.
"""
