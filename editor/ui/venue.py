"""The venue whose rules the window shows, and the numbers that follow from them."""

from __future__ import annotations

from editor.core.profiles import Profile, load_profile
from editor.resources import resource
from editor.ui.facts import Facts
from editor.ui.main_window import MainWindow
from editor.ui.workbench import Workbench

_DEFAULT = "lesswrong-2026"


def load_profiles(bench: Workbench) -> None:
    for path in sorted(resource("policies").glob("*.toml")):
        profile = load_profile(path.read_text(encoding="utf-8"), path.stem)
        bench.profiles[profile.id] = profile


def chosen_profile(bench: Workbench) -> Profile:
    """The draft's own, or the writer's default."""
    chosen = (bench.draft.profile if bench.draft else "") or bench.preferences.text("profile", _DEFAULT)
    return bench.profiles.get(chosen) or next(iter(bench.profiles.values()))


def make_facts(window: MainWindow) -> None:
    """Reads the margin's numbers off the draft."""
    bench = window.bench
    if bench.draft is None:
        return
    bench.facts = Facts(bench.draft.session, chosen_profile(bench))
    bench.facts.versions, bench.facts.before = bench.draft.versions, bench.draft.minutes
    window.margins.forget()
    bench.view.update_margins()
