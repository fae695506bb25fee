"""The store's schema at start: whether it is the right one, and bringing it there."""

from sqlalchemy.exc import SQLAlchemyError

from bot.startup import CannotStart, make_folder, sqlite_file
from storage import schema

UNREACHABLE = (
    "the database cannot be used; check LIAISON_DATABASE_URL, that it is running and its disk is writable, "
    "and that no other program keeps it locked"
)
OTHERS = "the database holds tables that no Liaison made; give LIAISON_DATABASE_URL one of its own"
UPGRADE = "run: liaison db upgrade"


def fault(url: str) -> str | None:
    """What is wrong with the schema and what mends it."""
    try:
        found = schema.state(url)
    except SQLAlchemyError as error:
        return unusable(url, error)
    match found:
        case schema.Current():
            return None
        case schema.Foreign():
            return OTHERS
        case schema.Empty():
            return f"the database is empty; {UPGRADE}"
        case schema.Older(revision):
            return f"the database is at the older revision {revision}, this Liaison needs {schema.WANTED}; {UPGRADE}"
        case schema.Newer(revision):
            return (
                f"the database is at revision {revision}, newer than this Liaison, which knows {schema.WANTED}; "
                "install the Liaison that made it"
            )


def upgrade(url: str) -> str:
    """The revision that it is at afterwards; a newer one is left alone."""
    file = sqlite_file(url)
    if file is not None:
        make_folder(file.parent)
    try:
        if isinstance(schema.state(url), schema.Newer | schema.Foreign):
            raise CannotStart(str(fault(url)))
        schema.upgrade(url)
    except SQLAlchemyError as error:
        raise CannotStart(unusable(url, error)) from None
    return schema.WANTED


def unusable(url: str, error: SQLAlchemyError) -> str:
    """SQLite's reasons name no secret and say what to mend; a server's may quote its address."""
    file = sqlite_file(url)
    if file is None:
        return UNREACHABLE
    why = str(getattr(error, "orig", None) or type(error).__name__)
    return f"the database {file} cannot be used ({why}); mend or move it, or let LIAISON_DATABASE_URL name another"
