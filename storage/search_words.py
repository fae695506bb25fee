"""Words as each database is asked for them: by its index, and row by row."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, TextClause, and_, cast, func, literal, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from bot.domain.search_words import Term
from storage.search_index import fts_of


def tagged(tag: str) -> Term:
    """A tag stands among the words as one of them."""
    return Term((tag,), is_begun=False)


def in_tsvector(words: ColumnElement[Any], terms: Iterable[Term]) -> ColumnElement[bool]:
    """By PostgreSQL's index."""
    asked = " & ".join(
        "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.is_begun else "") + ")" for term in terms
    )
    return words.op("@@")(cast(literal(asked, String), TSQUERY))


def in_row(words: Column[Any], terms: Sequence[Term], dialect: str) -> ColumnElement[bool]:
    """By no index."""
    if dialect == "postgresql":
        # As an expression that none is for, or the planner fetches the hits among all items to look at these.
        return in_tsvector(func.coalesce(words, cast("", TSVECTOR)), terms)
    return and_(*(func.instr(cast(words, String), _as_typed(term)) > 0 for term in terms))


def _as_typed(term: Term) -> str:
    return f" {' '.join(term.words)}{'' if term.is_begun else ' '}"


def match_of(terms: Iterable[Term]) -> str:
    """What `fts_hits` wants."""
    return " AND ".join(f'"{" ".join(term.words)}"' + ("*" if term.is_begun else "") for term in terms)


@cache
def fts_hits(words: Table) -> TextClause:
    """CROSS JOIN says to SQLite that its left side comes first."""
    fts = fts_of(words)
    return text(
        f"SELECT w.place, w.number FROM {fts} f CROSS JOIN {words.name} w"  # noqa: S608  # our own names
        f" WHERE f.{fts} MATCH :match AND f.rowid < :below AND w.place = f.rowid"
        " AND w.team_id = :team AND w.number < :top ORDER BY f.rowid DESC LIMIT :most"
    )
