"""Another program at the draft's file: holds SQLite's strongest lock for some seconds.

python lock_holder.py FILE SECONDS
"""

from __future__ import annotations

import sqlite3
import sys
import time


def hold(path: str, seconds: float) -> None:
    connection = sqlite3.connect(path, isolation_level=None, timeout=10)
    connection.execute("BEGIN EXCLUSIVE")
    print("held", flush=True)
    time.sleep(seconds)
    connection.execute("COMMIT")
    connection.close()


if __name__ == "__main__":
    hold(sys.argv[1], float(sys.argv[2]))
