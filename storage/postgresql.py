"""How PostgreSQL's driver describes to SQLAlchemy what it has found."""

from typing import Any

from psycopg import Cursor
from psycopg.pq import ExecStatus


class LeanCursor(Cursor[Any]):
    """The driver makes each column an object with all that people may want to know of it, which took as long as to
    read the rows. SQLAlchemy looks at the names, once for each statement that it keeps.
    """

    @property
    def description(self) -> Any:
        """Of each column its name, the number of its type, and what is not known: PEP 249."""
        result = self.pgresult
        if result is None or result.status != ExecStatus.TUPLES_OK:
            return None
        encoding = self.connection.info.encoding
        names = ((result.fname(index) or b"").decode(encoding) for index in range(result.nfields))
        return [(name, result.ftype(index), None, None, None, None, None) for index, name in enumerate(names)]
