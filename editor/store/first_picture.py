"""What the window shows before anything else of a draft is read. It loads next to nothing: the writer waits for it."""

from __future__ import annotations

from pathlib import Path

from editor.store.draft_file import check_identity, damaged, parsed, reading

_EDITS_AFTER = "SELECT row FROM edit WHERE seq > ? ORDER BY seq"


def first_picture(path: Path) -> tuple[str, int]:
    """The text and the caret in it, code points; not checked against the hashes. Raises as `read_opening` does."""
    with reading(path) as connection:
        check_identity(connection, path)
        seq, text = connection.execute("SELECT seq, text FROM keyframe ORDER BY number DESC").fetchone() or (0, "")
        if not isinstance(text, str):
            raise damaged(path, "the newest copy of the text")
        for (row,) in connection.execute(_EDITS_AFTER, (seq,)):
            edit = parsed(row, path)
            removed, inserted = (edit[name][0] if name in edit else "" for name in ("d", "i"))
            text = text[: edit["p"]] + inserted + text[edit["p"] + len(removed) :]
        caret = connection.execute("SELECT value FROM draft WHERE key = 'caret'").fetchone()
        return text, int(caret[0]) if caret else 0
