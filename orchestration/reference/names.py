"""Matching the names of units as documents spell them against the closed list.

Belongs here: folding a name, its key, and the gazetteer. Nothing is guessed: a name that is not
clearly one unit of that parent on that day is no unit, and a person adds it to the aliases. Does
not belong here: the facts (`registry`), the headings of tables (`labels`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rapidfuzz.distance import Levenshtein

from orchestration.readings import Level
from orchestration.reference.registry import Dated, Unit, UnitAlias, load_unit_aliases, load_units

How = Literal["exact", "folded", "alias", "fuzzy"]

# About one letter in seven may be misread, and no other unit may come within one in ten of it:
# "Nội vụ" and "Ngoại vụ", "Khánh Hòa" and "Thanh Hóa" lie nearly that close.
MIN_SIMILARITY_PCT = 85.0
MIN_MARGIN_PCT = 10.0
MIN_SUGGESTION_PCT = 50.0
MAX_NAME_LENGTH = 300

SAME_TEXT_PCT = 100.0
SAME_KEY_PCT = 99.0  # the same but for marks, case, blanks, signs and short forms

_COMMITTEE = re.compile(r"^(?:ubnd|uy ban nhan dan|uy ban nd)\b ?")
_PLACE_WORDS = (
    "tinh", "thanh pho", "thi xa", "thi tran", "huyen dao", "huyen", "quan", "xa", "phuong", "dac khu",
)
_PLACE = re.compile(rf"^({'|'.join(_PLACE_WORDS)}) (.+)$")
_PLACE_OR_OFFICE = re.compile(rf"^({'|'.join(_PLACE_WORDS)}|so|ban) (.+)$")
_PROVINCE_TAIL = re.compile(
    r"(?P<head>.*[^\s,;(–—-])[\s,;(–—-]+(?P<tail>(?:tỉnh|tinh|thành phố|thanh pho|tp)\b.*\w.*)",
    re.DOTALL | re.IGNORECASE,
)
_FIRST_WORDS = {"h": "huyen", "x": "xa", "p": "phuong", "q": "quan"}
_SHORT_FORMS = tuple(
    (re.compile(rf"\b(?:{short})\b"), full)
    for short, full in (
        ("tp", "thanh pho"), ("tphcm", "thanh pho ho chi minh"), ("tx", "thi xa"), ("hcm", "ho chi minh"),
        ("bql", "ban quan ly"), ("ql", "quan ly"), ("kkt", "khu kinh te"),
        ("ptnt", "phat trien nong thon"), ("gtvt", "giao thong van tai"),
        ("tb va xh|tbxh", "thuong binh va xa hoi"),
    )
)
_STROKED_D = str.maketrans("đðɖ", "ddd")  # ð: "Đ" typed as the Icelandic letter that looks like it


def fold(text: str) -> str:
    """Letters and digits alone, without marks or case, in single blanks: "TN&MT, Đầu tư" → "tn va mt dau tu".

    Equal for NFC and NFD, for "hóa" and "hoá"; folding twice changes nothing.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = (_plain(letter) for letter in folded.translate(_STROKED_D))
    return " ".join("".join(letters).split())


def _plain(letter: str) -> str:
    if letter.isalnum():
        return letter
    if letter == "&":
        return " va "
    # marks, soft hyphens and joiners stand inside words, all else between them
    return "" if unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf") else " "


def unit_key(name: str) -> str:
    """What two spellings of one unit share: folded, without UBND and "- tỉnh X", short forms written out.

    "UBND TX. Quảng Trị" → "thi xa quang tri"; "Ban QL KKT tỉnh Quảng Trị" → "ban quan ly khu kinh te".
    """
    return _key(split_province(name)[0])


def split_province(name: str) -> tuple[str, str]:
    """A unit's name, and the province named after it: ("Sở Tư pháp", "tỉnh Gia Lai").

    The second is "" when none is named. A province's own name is not split.
    """
    name = unicodedata.normalize("NFC", name)
    found = _PROVINCE_TAIL.fullmatch(name)
    if found is None or _key(found["head"]) in ("", *_PLACE_WORDS):
        return name, ""
    return found["head"], found["tail"]


def _key(name: str) -> str:
    key = _COMMITTEE.sub("", fold(name))
    first, _, rest = key.partition(" ")
    if rest:
        key = f"{_FIRST_WORDS.get(first, first)} {rest}"
    for short_form, full in _SHORT_FORMS:
        key = short_form.sub(full, key)
    # "Thanh tra tỉnh" is the province's inspectorate, with or without saying so
    return key if _PLACE.match(key) else key.removesuffix(" tinh")


def similarity_pct(one: str, other: str) -> float:
    """How alike two keys are, 0–100, by the share of letters to change.

    The word for the kind of place or office counts for nothing when both have one, except that
    it must be the same: a town is not the province of its name.
    """
    named, other_named = _PLACE_OR_OFFICE.match(one), _PLACE_OR_OFFICE.match(other)
    if named and other_named:
        if named[1] != other_named[1]:
            return 0.0
        one, other = named[2], other_named[2]
    return Levenshtein.normalized_similarity(one, other) * 100


def clearly_most_similar(key: str, choices: Iterable[tuple[str, str]]) -> tuple[str, float] | None:
    """The id whose key is like `key`, of (id, key) pairs, with its similarity; None when in doubt.

    In doubt: less than `MIN_SIMILARITY_PCT` alike, or another id within `MIN_MARGIN_PCT` of it.
    """
    best = _best_of_each(key, choices, similarity_pct)
    if not best or best[0][1] < MIN_SIMILARITY_PCT:
        return None
    if len(best) > 1 and best[0][1] - best[1][1] < MIN_MARGIN_PCT:
        return None
    return best[0]


def _best_of_each(
    key: str, choices: Iterable[tuple[str, str]], likeness: Callable[[str, str], float]
) -> list[tuple[str, float]]:
    best: dict[str, float] = {}
    for choice_id, choice_key in choices:
        best[choice_id] = max(likeness(key, choice_key), best.get(choice_id, 0.0))
    return sorted(best.items(), key=lambda scored: (-scored[1], scored[0]))


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name resolved to a unit.

    `confidence_pct` orders matches, it is no probability: 100 the same text, 99 the same key, below
    that the similarity of a `fuzzy` match, which a person should be told of.
    """

    unit_id: str
    official_name: str
    confidence_pct: float
    how: How


@dataclass(frozen=True, slots=True)
class _Spelling:
    unit: Unit
    dated: Dated  # the unit itself, or the alias
    text: str
    key: str
    is_official: bool

    @property
    def squeezed(self) -> str:
        return self.key.replace(" ", "")

    def is_valid_on(self, day: date) -> bool:
        return self.unit.is_valid_on(day) and self.dated.is_valid_on(day)


class Gazetteer:
    """The closed list of units, to look names up in: under one parent, on one day."""

    def __init__(
        self, units: Sequence[Unit] | None = None, aliases: Sequence[UnitAlias] | None = None
    ) -> None:
        """Of the project's own units and aliases, unless others are given."""
        units = load_units() if units is None else units
        aliases = load_unit_aliases() if aliases is None else aliases
        by_id = {unit.unit_id: unit for unit in units}
        spellings = [_Spelling(unit, unit, unit.name, unit_key(unit.name), True) for unit in units]
        spellings += [
            _Spelling(by_id[alias.unit_id], alias, alias.alias, unit_key(alias.alias), False)
            for alias in aliases
        ]
        self._under: dict[str | None, list[_Spelling]] = {}
        for spelling in spellings:
            self._under.setdefault(spelling.unit.parent_id, []).append(spelling)
        self._provinces = {s.squeezed: s.unit.unit_id for s in spellings if s.unit.level == "province"}

    def find(
        self, name: str, *, parent_id: str, on: date, level: Level | None = None
    ) -> NameMatch | None:
        """The one unit directly under `parent_id`, valid on the day `on`, that `name` clearly spells.

        Tried in turn: the same text; the same key; a bare place name ("Gio Linh") that only one
        place there has; a near key (`clearly_most_similar`). None when none or several fit, or
        when the name says it is of another province.
        """
        if len(name) > MAX_NAME_LENGTH or self._is_of_another_province(name, parent_id):
            return None
        spellings = self._open(parent_id, on, level)
        key = unit_key(name)
        for confidence_pct, found in (
            (SAME_TEXT_PCT, _with_text(name, spellings)),
            (SAME_KEY_PCT, _with_key(key, spellings)),
            (SAME_KEY_PCT, self._with_bare_name(key, parent_id, spellings)),
        ):
            if found:
                return _only_unit(found, confidence_pct)
        return _near(key, spellings)

    def suggest(
        self, name: str, *, parent_id: str, on: date, level: Level | None = None, limit: int = 3
    ) -> list[tuple[str, str, float]]:
        """Units a person may have meant, nearest first: (unit_id, official name, similarity in percent)."""
        spellings = self._open(parent_id, on, level)
        names = {spelling.unit.unit_id: spelling.unit.name for spelling in spellings}
        choices = [(spelling.unit.unit_id, spelling.key) for spelling in spellings]
        scored = _best_of_each(unit_key(name[:MAX_NAME_LENGTH]), choices, _likeness_pct)
        return [
            (unit_id, names[unit_id], round(pct, 1))
            for unit_id, pct in scored[:limit] if pct >= MIN_SUGGESTION_PCT
        ]

    def _open(self, parent_id: str, on: date, level: Level | None) -> list[_Spelling]:
        return [
            spelling for spelling in self._under.get(parent_id, ())
            if level in (None, spelling.unit.level) and spelling.is_valid_on(on)
        ]

    def _is_of_another_province(self, name: str, parent_id: str) -> bool:
        named = self._provinces.get(unit_key(split_province(name)[1]).replace(" ", ""))
        return named is not None and named != parent_id

    def _with_bare_name(self, key: str, parent_id: str, spellings: list[_Spelling]) -> list[_Spelling]:
        squeezed = key.replace(" ", "")
        if parent_id in (self._provinces.get(f"tinh{squeezed}"), self._provinces.get(f"thanhpho{squeezed}")):
            return []  # "Quảng Trị" alone is the province, not its town
        return [s for s in spellings if (place := _PLACE.match(s.key)) and place[2] == key]


def _with_text(name: str, spellings: list[_Spelling]) -> list[_Spelling]:
    text = " ".join(unicodedata.normalize("NFC", name).split())
    return [spelling for spelling in spellings if spelling.text == text]


def _with_key(key: str, spellings: list[_Spelling]) -> list[_Spelling]:
    squeezed = key.replace(" ", "")  # "Đa Krông" and "Đakrông"; scans lose and invent blanks
    return [spelling for spelling in spellings if squeezed and spelling.squeezed == squeezed]


def _only_unit(found: list[_Spelling], confidence_pct: float) -> NameMatch | None:
    if len({spelling.unit.unit_id for spelling in found}) > 1:
        return None
    unit, how = found[0].unit, _how(found, confidence_pct)
    return NameMatch(unit.unit_id, unit.name, confidence_pct, how)


def _how(found: list[_Spelling], confidence_pct: float) -> How:
    if not any(spelling.is_official for spelling in found):
        return "alias"
    return "exact" if confidence_pct == SAME_TEXT_PCT else "folded"


def _near(key: str, spellings: list[_Spelling]) -> NameMatch | None:
    # only full names: one wrong letter turns "Sở KH&ĐT" into another office's initials
    official = [spelling for spelling in spellings if spelling.is_official]
    best = clearly_most_similar(key, ((spelling.unit.unit_id, spelling.key) for spelling in official))
    if best is None:
        return None
    unit = next(spelling.unit for spelling in official if spelling.unit.unit_id == best[0])
    return NameMatch(unit.unit_id, unit.name, round(best[1], 1), "fuzzy")


def _likeness_pct(one: str, other: str) -> float:
    """For suggestions, where "huyện Đông Hà" may well be meant for "thành phố Đông Hà"."""
    bare_one, bare_other = (_PLACE_OR_OFFICE.sub(r"\2", key) for key in (one, other))
    return 100 * max(
        Levenshtein.normalized_similarity(one, other), Levenshtein.normalized_similarity(bare_one, bare_other)
    )
