"""What Dagster sees: assets, checks, jobs, schedules and resources.

Belongs here: everything that imports dagster (with `orchestration/definitions.py`). Does not belong
here: any work of the pipeline itself, which runs and is tested without Dagster.
"""
