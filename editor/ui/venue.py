"""The venue whose rules the window shows, and the numbers that follow from them."""

from __future__ import annotations

from pathlib import Path

from editor.core.profiles import Profile
from editor.journal.atomic import make_private_folder
from editor.journal.places import Places
from editor.profile_shelf import DEFAULT_PROFILE, FOLDER, filled_shelf, sentences
from editor.ui.facts import Facts
from editor.ui.main_window import MainWindow
from editor.ui.workbench import Workbench


def own_profiles() -> Path:
    """The folder for the writer's own profiles; it need not exist."""
    return Places.standard().root / FOLDER


def load_profiles(bench: Workbench) -> str:
    """Reads all profiles anew; what is wrong with those that cannot be used, in sentences, or an empty text."""
    shelf = filled_shelf(own_profiles())
    bench.profiles.clear()
    bench.profiles.update(shelf.profiles)
    return sentences(shelf.troubles.values())


def about_own_profiles() -> str:
    """Makes the folder, and says what it is for and what is wrong with what lies in it. Raises OSError."""
    folder = own_profiles()
    make_private_folder(folder)
    shelf = filled_shelf(folder)
    how = (
        f"The rules of a venue are a text file whose name ends in .toml, in this folder:\n\n{folder}\n\n"
        "The files of the program itself, which lie in its folder resources/policies, are examples to copy. Give the "
        "copy an id and a title of its own. The menu of venues reads the folder each time it opens."
    )
    troubles = sentences(shelf.troubles.values())
    return f"{how}\n\n{troubles}" if troubles else how


def chosen_profile(bench: Workbench) -> Profile:
    """The draft's own, or the writer's default."""
    chosen = (bench.draft.profile if bench.draft else "") or bench.preferences.text("profile", DEFAULT_PROFILE)
    return bench.profiles.get(chosen) or bench.profiles[DEFAULT_PROFILE]


def make_facts(window: MainWindow) -> None:
    """Reads the margin's numbers off the draft."""
    bench = window.bench
    if bench.draft is None:
        return
    bench.facts = Facts(bench.draft.session, chosen_profile(bench))
    bench.facts.versions, bench.facts.before = bench.draft.versions, bench.draft.minutes
    bench.facts.kept_here = bench.kept_here
    window.margins.forget()
    bench.view.update_margins()
