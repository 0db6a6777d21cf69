"""The contract with the portal: an answer is either exactly of the known form, or refused.

Belongs here: which endpoints exist, which shape each one's answer has, and the one way from bytes
to a typed answer. Does not belong here: the shapes (`contract_shapes`), who asked what
(`requests_made`), what the values mean (`reading`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from orchestration.portal.contract_groups import (
    DigitizedUnit,
    ListAnswer,
    OnlineChild,
    OnlineParent,
    PaymentChild,
    PaymentParent,
    ProgressChild,
    ProgressParent,
    SatisfactionUnit,
    TransparencyUnit,
    TreeAnswer,
)
from orchestration.portal.contract_json import pointer, read_json, shown
from orchestration.portal.contract_refusals import is_unknown_field, path_of, refusal_of
from orchestration.portal.contract_shapes import GroupCode, Path
from orchestration.portal.contract_summary import NationalRow, ProvinceRow, ServiceResults
from orchestration.readings import Refused

Endpoint = Literal[
    "service-results",
    "transparency",
    "dvc-progress-tree",
    "provide-online-tree",
    "formality-online-payment-tree",
    "handling-satisfaction",
    "dossier-digitized",
]
ENDPOINTS: tuple[Endpoint, ...] = get_args(Endpoint)
GROUP_OF: dict[Endpoint, GroupCode] = {
    "transparency": "CKMB",
    "dvc-progress-tree": "TDGQ",
    "provide-online-tree": "CLGQ",
    "formality-online-payment-tree": "TTTT",
    "handling-satisfaction": "MDHL",
    "dossier-digitized": "MDSH",
}

GroupAnswer = (
    ListAnswer[TransparencyUnit]
    | ListAnswer[SatisfactionUnit]
    | ListAnswer[DigitizedUnit]
    | TreeAnswer[ProgressParent, ProgressChild]
    | TreeAnswer[OnlineParent, OnlineChild]
    | TreeAnswer[PaymentParent, PaymentChild]
)
Body = ServiceResults[NationalRow] | ServiceResults[ProvinceRow] | GroupAnswer

_GROUP_SHAPES: dict[Endpoint, type[GroupAnswer]] = {
    "transparency": ListAnswer[TransparencyUnit],
    "handling-satisfaction": ListAnswer[SatisfactionUnit],
    "dossier-digitized": ListAnswer[DigitizedUnit],
    "dvc-progress-tree": TreeAnswer[ProgressParent, ProgressChild],
    "provide-online-tree": TreeAnswer[OnlineParent, OnlineChild],
    "formality-online-payment-tree": TreeAnswer[PaymentParent, PaymentChild],
}
_ENVELOPE = {"code", "data", "message"}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that keeps the contract.

    `body` is its `data`, typed; `unknown_fields` are the JSON pointers of fields the contract does
    not know, the index of a list written `{row}`, each once.
    """

    body: Body
    unknown_fields: tuple[str, ...]


def parse_answer(payload: bytes, endpoint: Endpoint, *, is_national: bool) -> Answer:
    """The typed answer in `payload`, or `Refused` with the JSON pointer of the offending field.

    Numbers are `Decimal`s exactly as written; null stays `None`. Fields beyond the contract are
    named, not loaded.
    """
    envelope = read_json(payload)
    data = _data_of(envelope)
    beyond: set[Path] = {(key,) for key in envelope if key not in _ENVELOPE}
    shape = _shape_of(endpoint, is_national)
    body, errors = _validated(shape, data, "forbid")
    if body is None:
        beyond |= {("data", *path_of(error)) for error in errors if is_unknown_field(error)}
        if not all(is_unknown_field(error) for error in errors):
            raise refusal_of(errors)
        body, errors = _validated(shape, data, "ignore")
        if body is None:
            raise refusal_of(errors)
    return Answer(body, tuple(sorted({_collapsed(path) for path in beyond})))


def _validated(
    shape: type[Body], data: Any, extra: Literal["forbid", "ignore"]
) -> tuple[Body | None, list[ErrorDetails]]:
    try:
        return shape.model_validate(data, extra=extra), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _collapsed(path: Path) -> str:
    return pointer(tuple("{row}" if isinstance(part, int) else part for part in path))


def _shape_of(endpoint: Endpoint, is_national: bool) -> type[Body]:
    if endpoint == "service-results":
        return ServiceResults[NationalRow] if is_national else ServiceResults[ProvinceRow]
    return _GROUP_SHAPES[endpoint]


def _data_of(envelope: Any) -> Any:
    if not isinstance(envelope, dict):
        raise Refused(
            "/",
            "Phản hồi không phải một đối tượng JSON. Hãy xem lại nguồn của tệp.",
            "The answer is not a JSON object. Check where the file comes from.",
        )
    if envelope.get("code") != "OK":
        code, message = shown(envelope.get("code")), shown(envelope.get("message"))
        raise Refused(
            "/code",
            f"Cổng không trả lời OK: mã {code}, thông báo {message}. Hãy lấy lại sau.",
            f"The portal did not answer OK: code {code}, message {message}. Fetch it again later.",
        )
    if "data" not in envelope:
        raise Refused(
            "/data",
            "Phản hồi không có phần dữ liệu. Hãy kiểm tra xem Cổng có đổi cấu trúc dữ liệu không.",
            "The answer has no data. Check whether the portal changed the form of its data.",
        )
    return envelope["data"]
