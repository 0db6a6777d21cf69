"""The national portal: asking it, and turning what it answered into readings.

Belongs here: the requests, the contract of the answers, the old portal's rows. Nothing here knows
of DuckDB or Dagster; what it hands on is `orchestration.readings`.
"""
