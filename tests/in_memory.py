"""Temporary files of tests stay in memory where the machine has room: no test needs a disk, and a commit that waits for
one takes longer than what is tested.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
#: Bytes; a whole run takes a tenth.
ROOM = 2 * 2**30


def settle_in() -> None:
    """Before anything asks for a temporary folder; processes that are started from here follow. Whoever says where such
    files belong is obeyed.
    """
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None
