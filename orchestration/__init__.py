"""chiso766: the history of Vietnam's public-service quality index (Decision 766/QĐ-TTg).

The package follows the flow of the data, one folder a station:
`portal` and `letters` read sources, `landing` keeps what was received, `warehouse` loads and
publishes, `defs` shows it all to Dagster. Nothing outside `defs` imports Dagster.
"""
