"""The two commands of the README, run as scripts among commands of our own making.

Each test gets a copy of `packaging/` in an empty repository, a list of Debian packages of its own, and a path with
nothing on it but the tools named here; the stand-ins note how they were called.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "env", "cat", "cksum", "dirname", "basename", "grep", "head", "tr", "printf")
LIST = """\
# when  package     found              why
start   ghost1      library:libghost.so.1  haunts the window
start   present1    command:sh         is there
test    sprite2     command:sprite     haunts the tests
"""


class Machine:
    """A repository and a path in a temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.repository = folder / "repository"
        self.calls = folder / "calls"
        self._path = folder / "path"
        self._path.mkdir()
        self.calls.touch()
        shutil.copytree(ROOT / "packaging", self.repository / "packaging")
        (self.repository / "packaging/debian-packages.txt").write_text(LIST)
        for name in ("uv.lock", "pyproject.toml"):
            (self.repository / name).write_text("the lock")
        (self.repository / "editor").mkdir()
        for tool in TOOLS:
            (self._path / tool).symlink_to(shutil.which(tool) or tool)
        (self._path / "python3").symlink_to(sys.executable)
        self.has_command("dpkg-query", "exit 1")
        self.has_command("id", "echo 0")
        self.has_command("uv", "exit 0", at=self.repository / ".cache/uv-tool/bin")

    def has_command(self, name: str, does: str, at: Path | None = None) -> None:
        script = (at or self._path) / name
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.calls}\n{does}\n')
        script.chmod(0o755)

    def has_environment(self) -> None:
        for tool in ("palimpsest", "python", "ruff", "mypy", "lint-imports", "pytest"):
            self.has_command(tool, "exit 0", at=self.repository / ".venv/bin")

    def has_no_command(self, name: str) -> None:
        (self._path / name).unlink()

    def run(self, script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", f"packaging/{script}", *arguments],
            cwd=self.repository,
            env={"PATH": str(self._path), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def called(self, name: str) -> list[str]:
        """How a stand-in was called, arguments only, in order."""
        lines = self.calls.read_text().split("\n")
        return [line.removeprefix(f"{name} ") for line in lines if line.startswith(f"{name} ")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    found = Machine(tmp_path)
    found.has_environment()
    return found


def test_that_a_missing_package_is_named_with_its_reason_before_it_is_installed(machine: Machine) -> None:
    machine.has_command("apt-get", "exit 0")
    told = machine.run("start", "essay.md").stderr
    assert re.search(r"ghost1 +haunts the window", told)
    assert machine.called("apt-get") == ["install -y -q --no-install-recommends ghost1"]


def test_that_only_the_test_command_installs_what_only_the_tests_need(machine: Machine) -> None:
    machine.has_command("apt-get", "exit 0")
    machine.run("test")
    assert machine.called("apt-get") == ["install -y -q --no-install-recommends ghost1 sprite2"]


def test_that_the_index_is_fetched_only_after_an_install_has_failed(machine: Machine) -> None:
    machine.has_command("apt-get", f'[ "$(grep -c "^apt-get install" {machine.calls})" = 2 ] || [ "$1" = update ]')
    machine.run("start", "essay.md")
    assert [call.split()[0] for call in machine.called("apt-get")] == ["install", "update", "install"]


def test_that_apt_is_not_called_when_debian_has_a_record_of_everything(machine: Machine) -> None:
    machine.has_command("dpkg-query", "printf installed")
    machine.has_command("apt-get", "exit 0")
    machine.run("start", "essay.md")
    assert machine.called("apt-get") == []


def test_that_a_removed_package_counts_as_missing(machine: Machine) -> None:
    machine.has_command("dpkg-query", "printf config-files")
    machine.has_command("apt-get", "exit 0")
    machine.run("start", "essay.md")
    assert len(machine.called("apt-get")) == 1


def test_that_a_user_who_is_not_root_installs_through_sudo(machine: Machine) -> None:
    machine.has_command("id", "echo 1000")
    machine.has_command("apt-get", "exit 0")
    machine.has_command("sudo", 'exec "$@"')
    machine.run("start", "essay.md")
    assert machine.called("sudo") == [
        "env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends ghost1"
    ]
    assert len(machine.called("apt-get")) == 1


def test_that_without_root_and_sudo_the_command_is_told_and_the_program_still_starts(machine: Machine) -> None:
    machine.has_command("id", "echo 1000")
    machine.has_command("apt-get", "exit 0")
    told = machine.run("start", "essay.md")
    assert "apt-get install ghost1" in told.stderr
    assert machine.called("apt-get") == []
    assert machine.called("palimpsest") == ["essay.md"]


def test_that_a_failing_apt_does_not_keep_the_program_from_starting(machine: Machine) -> None:
    machine.has_command("apt-get", "exit 100")
    told = machine.run("start", "essay.md")
    assert "could not install" in told.stderr
    assert machine.called("palimpsest") == ["essay.md"]


def test_that_start_without_a_file_opens_the_sample(machine: Machine) -> None:
    machine.run("start", DISPLAY=":7")
    assert machine.called("palimpsest") == ["--sample"]


def test_that_start_without_a_screen_says_in_one_sentence_how_to_make_one(machine: Machine) -> None:
    told = machine.run("start")
    assert told.returncode == 1
    assert "xvfb-run -a sh packaging/start" in told.stderr.strip().split("\n")[-1]
    assert machine.called("palimpsest") == []


def test_that_a_file_is_looked_for_where_the_writer_stands(machine: Machine, tmp_path: Path) -> None:
    machine.has_command("palimpsest", f"pwd > {tmp_path}/stood", at=machine.repository / ".venv/bin")
    essays = tmp_path / "essays"
    essays.mkdir()
    subprocess.run(
        ["/bin/sh", str(machine.repository / "packaging/start"), "essay.md"],
        cwd=essays,
        env={"PATH": str(tmp_path / "path")},
        capture_output=True,
        check=True,
    )
    assert (tmp_path / "stood").read_text().strip() == str(essays)


def test_that_the_environment_is_made_once_and_again_when_the_lock_changes(machine: Machine) -> None:
    machine.run("start", "essay.md")
    machine.run("start", "essay.md")
    assert len(machine.called("uv")) == 1
    (machine.repository / "uv.lock").write_text("another lock")
    machine.run("start", "essay.md")
    assert len(machine.called("uv")) == 2


def test_that_start_leaves_the_tools_of_the_tests_where_they_are(machine: Machine) -> None:
    machine.run("start", "essay.md")
    assert "--frozen" in machine.called("uv")[0]
    assert "--no-dev --inexact" in machine.called("uv")[0]


def test_that_an_environment_that_cannot_be_made_stops_with_a_sentence(machine: Machine) -> None:
    machine.has_command("uv", "exit 2", at=machine.repository / ".cache/uv-tool/bin")
    told = machine.run("start", "essay.md")
    assert told.returncode == 1
    assert "the environment could not be made" in told.stderr
    assert machine.called("palimpsest") == []


def test_that_a_machine_without_a_new_enough_python_is_told_so(machine: Machine) -> None:
    machine.has_no_command("python3")
    machine.has_command("python3", "exit 1")
    told = machine.run("start")
    assert told.returncode == 1
    assert "Python 3.11 or newer is needed" in told.stderr


def test_that_every_check_runs_even_when_an_earlier_one_fails(machine: Machine) -> None:
    machine.has_command("mypy", "exit 1", at=machine.repository / ".venv/bin")
    told = machine.run("test", "tests/core")
    assert told.returncode == 1
    assert told.stderr.strip().endswith("failed: mypy")
    assert machine.called("ruff") == ["check .", "format --check ."]
    assert len(machine.called("lint-imports")) == 1
    assert machine.called("pytest") == ["-n 4 --dist worksteal tests/core"]


def test_that_the_checks_pass_when_each_of_them_does(machine: Machine) -> None:
    assert machine.run("test").returncode == 0


def test_that_the_renderer_of_the_site_is_installed_from_its_lock(machine: Machine) -> None:
    site = machine.repository / "tests/peers/site"
    site.mkdir(parents=True)
    machine.has_command("npm", "exit 0")
    machine.run("test")
    assert machine.called("npm") == []
    (site / "package.json").write_text("{}")
    machine.run("test")
    assert machine.called("npm") == ["ci --no-audit --no-fund --loglevel=error"]


def test_that_every_debian_package_has_a_way_to_be_found_and_a_reason() -> None:
    lines = (ROOT / "packaging/debian-packages.txt").read_text("utf-8").split("\n")
    rows = [line.split(None, 3) for line in lines if line and not line.startswith("#")]
    assert [row for row in rows if len(row) != 4] == []
    assert {row[0] for row in rows} == {"start", "test"}
    ways = re.compile(r"(library|command|module|font):\S+|-")
    assert [row for row in rows if not ways.fullmatch(row[2])] == []
    names = [row[1] for row in rows]
    assert len(names) == len(set(names))


def test_that_the_build_machine_runs_the_same_test_command_as_everybody() -> None:
    script = ROOT / ".ci/run"
    assert "exec sh packaging/test" in script.read_text("utf-8")
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("name", ["start", "test", "setup.sh"])
def test_that_a_script_names_no_host(name: str) -> None:
    assert re.findall(r"https?:|index-url|--registry", (ROOT / "packaging" / name).read_text("utf-8")) == []
