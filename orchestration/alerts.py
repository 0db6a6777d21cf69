"""Telling people that something needs them: a file, the log, and a webhook where one is set.

Belongs here: writing and posting an alert. Does not belong here: noticing what went wrong (Dagster's
sensors do), or who is told (whoever reads `$CHISO766_HOME/alerts/` or stands behind the webhook).
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests

from orchestration.landing.archive import utc_now
from orchestration.landing.durable import write_durably
from orchestration.settings import Settings

log = logging.getLogger("chiso766.alerts")

POST_TIMEOUT_S = (5, 10)
LONGEST_TEXT = 4000
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Alert:
    """What happened and what to do. `posted` says what became of the webhook, once it was tried."""

    what: str
    subject: str
    text: str
    run_id: str
    at: datetime
    posted: str = "no webhook"


def raise_alert(settings: Settings, what: str, subject: str, text: str, run_id: str) -> Path:
    """Keep an alert under `alerts/`, log it, post it; returns the file. A dead webhook loses nothing."""
    alert = Alert(what, subject, text[:LONGEST_TEXT], run_id, utc_now())
    log.error("%s: %s: %s", alert.what, alert.subject, alert.text)
    path = settings.home / "alerts" / f"{alert.at:%Y%m%dT%H%M%SZ}-{_slug(what)}-{_slug(subject)}-{run_id[:8]}.json"
    write_durably(path, _as_json(alert))
    if settings.alert_url:
        alert = replace(alert, posted=_post(settings.alert_url, alert))
        write_durably(path, _as_json(alert))
    return path


def _post(url: str, alert: Alert) -> str:
    parts = urlsplit(url)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        return "not posted: CHISO766_ALERT_URL must begin with https://"
    try:
        headers = {"Content-Type": "application/json"}
        with requests.post(
            url, data=_as_json(alert), headers=headers, timeout=POST_TIMEOUT_S, allow_redirects=False, stream=True
        ) as answer:
            return f"HTTP {answer.status_code}"
    except requests.RequestException as error:
        # not the address: it may carry a secret
        return f"not posted: {type(error).__name__}"


def _as_json(alert: Alert) -> bytes:
    return json.dumps(asdict(alert), ensure_ascii=False, indent=1, default=str).encode()


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:40] or "alert"
