"""The wheel, installed aside, works from a folder that has rooms of the same names."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.source_copies import PROJECT, ROOMS, copy_sources

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    sources = copy_sources(tmp_path_factory.mktemp("sources"))
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, sources]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory) -> Path:
    """An environment that has the wheel, and the packages it needs from the one that runs the tests."""
    home = tmp_path_factory.mktemp("aside") / "environment"
    venv.create(home, with_pip=False)
    (packages,) = home.glob("lib/python3*/site-packages")
    command = ["install", "--quiet", "--no-deps", "--no-index", "--target", str(packages), str(wheel)]
    done = subprocess.run([sys.executable, "-m", "pip", *command], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    here = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "needed.pth").write_text("".join(f"{path}\n" for path in here), encoding="utf-8")
    script = home / "bin" / "zhibiao"
    # as pip writes it; workers import it, and must not run it again
    script.write_text(
        f"#!{home}/bin/python\nimport sys\nfrom flows.command_line import main\n"
        "if __name__ == '__main__':\n    sys.exit(main())\n"
    )
    script.chmod(0o755)
    return script


def test_wheel_holds_the_rooms_and_their_word_lists(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ROOMS:
        assert f"{folder}/__init__.py" in names
    assert "zhibiao.py" in names
    lists = {str(path.relative_to(PROJECT)) for path in PROJECT.glob("*/lexicons/*") if path.is_file()}
    assert lists <= set(names)
    if list(PROJECT.glob("extractors/*.so")):  # what could be compiled here is compiled there
        assert [name for name in names if name.startswith("extractors/") and name.endswith(".so")]
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]


def test_wheel_runs_from_a_folder_with_rooms_of_its_own(installed: Path, tmp_path: Path) -> None:
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("raise ImportError('the wrong room')\n")
    (tmp_path / "zhibiao.py").write_text("raise ImportError('the wrong face')\n")
    (tmp_path / "报告.txt").write_text("松坪镇今年新建口袋公园3处。", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH"}}

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(installed), *arguments], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8"
        )

    done = call("run", "报告.txt", "--out", "数据", "--workers", "2")
    assert done.returncode == 0, done.stderr
    shown = call("show", "数据", "indicators")
    assert "3处" in shown.stdout, shown.stderr
    assert call("export", "数据", "--to", "表").returncode == 0
    assert "口袋公园" in (tmp_path / "表" / "indicators.csv").read_text(encoding="utf-8-sig")
    assert call("--version").stdout.startswith("zhibiao ")
