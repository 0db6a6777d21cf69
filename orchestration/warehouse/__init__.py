"""DuckDB: load readings, run the SQL of `sql/`, check, publish.

Nothing here knows of HTTP, of letters, or of Dagster. The SQL files say what is computed; the
modules say in which order, in which transaction, and into which file.
"""
