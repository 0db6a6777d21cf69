"""Who is told when a run fails or a check does: once for each run.

Belongs here: the sensors. Does not belong here: how an alert is kept and posted (`orchestration.alerts`).
The sensors live in the daemon: a dead daemon alerts nobody, so something outside should watch it
(`docs/operations.md`).
"""

from collections.abc import Iterator

import dagster as dg

from orchestration.alerts import raise_alert
from orchestration.defs.schedules import FETCHING_JOBS, refresh_warehouse
from orchestration.settings import read_settings

SHOWN_CHECKS = 10


@dg.run_failure_sensor(
    default_status=dg.DefaultSensorStatus.RUNNING, minimum_interval_seconds=15, request_jobs=[refresh_warehouse],
    description="Báo khi một lần chạy hỏng. | Alerts when a run fails; a failed fetch is followed by a build, so "
    "that coverage tells of it the same day.",
)  # fmt: skip
def failed_run(context: dg.RunFailureSensorContext) -> Iterator[dg.RunRequest]:
    """Alert of a failed run with the sentence of the step that failed."""
    run = context.dagster_run
    said = [event.message or "" for event in context.get_step_failure_events()]
    errors = [_sentence(event) for event in context.get_step_failure_events()]
    text = "\n".join([*errors, *_failed_checks(context.instance, run.run_id)]) or "\n".join(said)
    raise_alert(read_settings(), "run failed", run.job_name, text or context.failure_event.message or "", run.run_id)
    if run.job_name in FETCHING_JOBS:
        yield dg.RunRequest(run_key=f"after-{run.run_id}", job_name=refresh_warehouse.name)


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS, default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=15,
    description="Báo khi kiểm tra không đạt dù lần chạy vẫn xong. | Alerts when a check failed in a run that "
    "succeeded: such a check does not stop publishing, and nobody would look.",
)  # fmt: skip
def failed_check(context: dg.RunStatusSensorContext) -> None:
    """Alert of the failed checks of a run that ended well."""
    run = context.dagster_run
    failed = _failed_checks(context.instance, run.run_id)
    if failed:
        raise_alert(read_settings(), "check failed", run.job_name, "\n".join(failed), run.run_id)


def _failed_checks(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    entries = instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    evaluations = [
        entry.dagster_event.asset_check_evaluation_data for entry in entries if entry.dagster_event is not None
    ]
    return [
        f"{each.asset_key.to_user_string()}: {each.check_name} ({each.severity.value}): {each.description or ''}"
        for each in evaluations if not each.passed
    ][:SHOWN_CHECKS]  # fmt: skip


def _sentence(event: dg.DagsterEvent) -> str:
    failure = event.step_failure_data
    told = failure.user_failure_data.description if failure.user_failure_data else None
    if told:
        return f"{event.step_key}: {told}"
    return f"{event.step_key}: {failure.error.message.strip() if failure.error else event.message}"
