"""The words under which requests and tasks are found, of those that are there already too."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from bot.domain.search_words import BREAK, words_of

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_BATCH = 500
_REQUESTS = """
select r.team_id, r.number, r.owner, r.closed_at, r.client_number, r.title, r.details, r.client_words, p.name as asker,
       r.source
from client_request r left join person p on p.team_id = r.team_id and p.user_id = r.asker
order by r.logged_at, r.number
"""
_TASKS = """
select team_id, number, owner, closed_at, null as client_number, title, details, null as client_words, null as asker,
       null as source
from task order by given_at, number
"""


def upgrade() -> None:
    connection = op.get_bind()
    is_postgresql = connection.dialect.name == "postgresql"
    for of, rows in (("client_request", _REQUESTS), ("task", _TASKS)):
        name = f"{of}_search"
        made = _make(name, of, is_postgresql=is_postgresql)
        _fill(connection, made, rows, is_postgresql=is_postgresql)
        if is_postgresql:
            op.execute(f"create index ix_{name}_tokens on {name} using gin (tokens) with (fastupdate = off)")


def _make(name: str, of: str, *, is_postgresql: bool) -> sa.Table:
    made = op.create_table(
        name,
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=True),
        sa.Column("tokens", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "number"], [f"{of}.team_id", f"{of}.number"], name=f"fk_{name}_team_id_number", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team_id", "number", name=f"pk_{name}"),
    )
    op.create_index(f"uq_{name}_place", name, ["place"], unique=True)
    if not is_postgresql:
        fts = f"{name}_fts"
        old = f"insert into {fts} ({fts}, rowid, tokens) values ('delete', old.place, old.tokens)"
        new = f"insert into {fts} (rowid, tokens) values (new.place, new.tokens)"
        op.execute(f"create virtual table {fts} using fts5(tokens, content='', tokenize='ascii', columnsize=0)")
        op.execute(f"create trigger {name}_added after insert on {name} begin {new}; end")
        op.execute(f"create trigger {name}_changed after update of tokens on {name} begin {old}; {new}; end")
        op.execute(f"create trigger {name}_removed after delete on {name} begin {old}; end")
    return made


def _fill(connection: sa.Connection, made: sa.Table, rows: str, *, is_postgresql: bool) -> None:
    place = 0
    for batch in connection.execute(sa.text(rows), execution_options={"yield_per": _BATCH}).partitions():
        values = []
        for place, row in enumerate(batch, place + 1):  # noqa: B020, PLR1704  # goes on where the last batch ended
            tokens = _tokens(row)
            said = _as_vector(tokens) if is_postgresql else f" {' '.join(tokens)} "
            values.append({"team_id": row.team_id, "number": row.number, "place": None if is_postgresql else place, "tokens": said})
        connection.execute(sa.insert(made), values)


def _tokens(row: Any) -> list[str]:
    texts = (row.title, row.details, row.client_words, row.asker, row.source)
    fields = [words for words in (words_of(text or "") for text in texts) if words]
    words = [word for field in fields for word in (*field, BREAK)][:-1][:4_000]
    tags = [f"\ue000t{row.team_id}", f"\ue000o{row.owner or ''}"]
    if row.closed_at is None:
        tags.append("\ue000s")
    if row.client_number is not None:
        tags.append(f"\ue000c{row.client_number}")
    return [*words, *map(str.lower, tags)]


def _as_vector(tokens: list[str]) -> str:
    places: dict[str, list[str]] = {}
    for place, token in enumerate(tokens, 1):
        at = places.setdefault(token, [])
        if len(at) < 255:
            at.append(str(min(place, 16_383)))
    return " ".join(f"'{token}':{','.join(at)}" for token, at in places.items())


def downgrade() -> None:
    for name in ("task_search", "client_request_search"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"drop table {name}_fts")
        op.drop_table(name)
