"""The branch for Colab and Binder: its notebooks fetch the course where they are opened alone."""

import importlib.util
import os
import subprocess
import sys

import nbformat
import pytest

from autograder.grading import course


@pytest.fixture(scope="module")
def launch(tmp_path_factory):
    """The branch, in a git repository of its own that stands at the address the notebooks know."""
    folder = tmp_path_factory.mktemp("launch") / "origin"
    path = course.ROOT / "scripts" / "launch_branch.py"
    spec = importlib.util.spec_from_file_location("launch_branch", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(folder, {"url": folder.as_uri(), "branch": "launch"})
    for command in (
        ["init", "--quiet", "--initial-branch=launch"],
        ["add", "--all"],
        ["-c", "user.name=course", "-c", "user.email=course@example.org", "commit", "-qm", "all"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def run_first_cell(path, then, home, on_colab):
    """Run a notebook's first cell, then another line, in an empty folder with the given home."""
    colab = "import sys, types; sys.modules['google.colab'] = types.ModuleType('colab')\n"
    cell = nbformat.read(path, as_version=4).cells[0].source
    return subprocess.run(
        [sys.executable, "-I", "-c", f"{colab if on_colab else ''}{cell}\n{then}"],
        cwd=home,
        env={"HOME": str(home), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    "notebook, then",
    [
        ("book/gru.ipynb", "import figures, os; print(os.listdir('data'), figures.__file__)"),
        ("exercises/gru/gru.ipynb", "import autograder; print(autograder.__file__)"),
    ],
)
def test_a_notebook_opened_alone_on_colab_fetches_the_course(launch, tmp_path, notebook, then):
    for _ in range(2):  # a second run of the cell finds what the first fetched
        done = run_first_cell(launch / notebook, then, tmp_path, on_colab=True)
        assert done.returncode == 0, done.stderr
        assert str(tmp_path / "course") in done.stdout


def test_elsewhere_the_first_cell_does_nothing(launch, tmp_path):
    done = run_first_cell(
        launch / "book" / "gru.ipynb", "print('went on')", tmp_path, on_colab=False
    )
    assert done.stdout == "went on\n" and list(tmp_path.iterdir()) == []


def test_the_branch_has_no_solutions_and_tells_binder_what_to_install(launch):
    assert not (launch / "solutions").exists()
    assert (launch / "binder" / "requirements.txt").exists()
    assert os.access(launch / "binder" / "postBuild", os.X_OK)
