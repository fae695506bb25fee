"""Two people with the same form open: each field is compared by itself, so that neither overwrites the other unseen."""

from collections.abc import Mapping
from hashlib import blake2s

from bot.domain.errors import Difference


def fingerprint(value: str) -> str:
    """Short enough for a form's 3,000 characters of metadata; it only tells same from changed."""
    return blake2s(value.encode("utf-8", "replace"), digest_size=6).hexdigest()


def fingerprints(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: fingerprint(value) for name, value in fields.items()}


def changed_fields(shown: Mapping[str, str], wanted: Mapping[str, str]) -> frozenset[str]:
    """The fields in which the person changed what the form showed. `shown` holds fingerprints."""
    return frozenset(name for name, value in wanted.items() if shown.get(name) != fingerprint(value))


def conflicts(
    shown: Mapping[str, str], current: Mapping[str, str], wanted: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Fields that this person changed and somebody else changed otherwise in the meantime."""
    return tuple(
        Difference(name, theirs=current[name], yours=wanted[name])
        for name in sorted(changed_fields(shown, wanted))
        if shown.get(name) != fingerprint(current[name]) and current[name] != wanted[name]
    )


def overwritten(
    shown: Mapping[str, str], current: Mapping[str, str], wanted: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Fields that somebody else changed in the meantime and that would not stay so, whether this person meant them or
    left them as the form showed them.
    """
    return tuple(
        Difference(name, theirs=current[name], yours=value)
        for name, value in sorted(wanted.items())
        if shown.get(name) != fingerprint(current[name]) and current[name] != value
    )
