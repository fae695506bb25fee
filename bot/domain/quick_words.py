"""What is left of a line without its marks: the signs that stood beside them go too, all others are meant."""

import re

#: What was taken; behaves as a space for dates and as an end for names.
TAKEN = "\x01"
EMOJI = re.compile(r"(?<!\S):[a-z0-9_+'-]{1,60}:(?!\S)")
#: `'open until 9pm' signage` too, but neither `rock 'n' roll`, `'til fri` nor `the boys' kit`.
QUOTED = (
    re.compile(r'(?<![^\s(:])"([^"\n]{1,3000})"(?!\w)'),
    re.compile(
        r"(?<![^\s(:])'(?!(?:til|till|n|em|cause|bout|tis|twas|s|\d0s)(?!\w))(?=\S)([^'\n]{2,200}(?<=\S))'(?!\w)",
        re.IGNORECASE,
    ),
)
_LOOSE = " ,;:|-–—"
_MARKS = re.compile(rf" ?{TAKEN}[ {TAKEN}]*")
_BRACKETED = re.compile(rf"\([,;]?(?:{TAKEN}[,;]?)+\)|\[[,;]?(?:{TAKEN}[,;]?)+\]")
#: The question mark of `can we do it by fri?` stays, of two commas one.
_BEHIND_MARKS = re.compile(rf"(?:(?:[,;:]|(?: |(?<={TAKEN}))[|–—-])?{TAKEN})+([,;:.?!])(?=[ {TAKEN}]|$)")
_LOOSE_SIGN = re.compile(r" ([,;:.?!])(?= |$)")
_ESCAPED_END = re.compile(r"&(?:amp;)*[a-z]+;$")


def left_over(line: str) -> str:
    """Nothing, if there are only loose signs."""
    text = _collapsed(_BRACKETED.sub(TAKEN, _collapsed(line)))
    if not text.strip(_LOOSE + TAKEN):
        return ""
    text = _BEHIND_MARKS.sub(rf"\1{TAKEN}", text)
    words = text.replace(TAKEN, " ").strip()
    if text.lstrip(f"{_LOOSE}.").startswith(TAKEN):
        words = _without_loose_start(words)
    return _without_loose_end(words) if text.rstrip(_LOOSE).endswith(TAKEN) else words


def without_loose_ends(words: str) -> str:
    """A name, without the signs around it; `:tada:` and `-5` are none."""
    parts = _LOOSE_SIGN.sub(r"\1", words).split(" ")
    while parts and not parts[0].strip(_LOOSE):
        parts.pop(0)
    while parts and not parts[-1].strip(_LOOSE):
        parts.pop()
    if parts and not _is_whole(parts[-1]):
        parts[-1] = parts[-1].rstrip(_LOOSE)
    return " ".join(parts).lstrip(",;")


def _collapsed(text: str) -> str:
    return _MARKS.sub(TAKEN, " ".join(text.split()))


def _without_loose_start(words: str) -> str:
    parts = words.split(" ")
    while len(parts[0]) == 1 and parts[0] in f"{_LOOSE}.":
        parts.pop(0)
    parts[0] = parts[0] if EMOJI.fullmatch(parts[0]) else parts[0].lstrip(",;:")
    return " ".join(parts)


def _without_loose_end(words: str) -> str:
    """Only single signs: `x;--` was typed so."""
    parts = words.split(" ")
    while len(parts[-1]) == 1 and parts[-1] in _LOOSE:
        parts.pop()
    bare = parts[-1].rstrip(_LOOSE)
    if len(parts[-1]) == len(bare) + 1 and not _is_whole(parts[-1]):
        parts[-1] = bare
    return " ".join(parts)


def _is_whole(word: str) -> bool:
    """An emoji, and what Slack escaped, end in a sign of their own."""
    return EMOJI.fullmatch(word) is not None or _ESCAPED_END.search(word) is not None
