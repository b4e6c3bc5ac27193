"""Write the branch that Colab, Binder and a hub open: the course with notebooks that fetch what they need.

    python scripts/launch_branch.py FOLDER

Colab opens one notebook alone. So each notebook gets a first cell that, on Colab only, clones this branch and goes into
the notebook's folder. Binder and a hub get the whole branch anyway; Binder reads `binder/`. The address is
`repository.url` of `_config.yml`; without it there is nothing to write.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import yaml

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ("book/*.ipynb", "exercises/*/*.ipynb")
LEFT_OUT = ("solutions/", "tests/", ".github/", ".ci/")

FETCH = """\
# Does something on Colab only: fetches the course, because Colab opens this notebook alone.
import os
import subprocess
import sys

course = os.path.expanduser("~/course")
if "google.colab" in sys.modules:
    if not os.path.exists(course):
        clone = ["git", "clone", "--quiet", "--depth=1", "--branch={branch}", "{url}", course]
        subprocess.run(clone, check=True)
    os.chdir(course + "/{folder}")
    sys.path[:0] = [course + "/{folder}", course]"""

POST_BUILD = """\
#!/bin/bash
pip install --no-deps --editable .
"""


def main(target, repository):
    """Copy what git tracks to the folder, then add the cells and Binder's files.

    repository: `url` and `branch`, as in `_config.yml`.
    """
    copy_tracked(target)
    for pattern in NOTEBOOKS:
        for path in sorted(target.glob(pattern)):
            folder = path.parent.relative_to(target)
            add_cell(path, FETCH.format(folder=folder, **repository))
    write_binder(target / "binder")


def copy_tracked(target):
    """Copy the files that git tracks and that are for students."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if not name.startswith(LEFT_OUT):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)


def add_cell(path, source):
    """Put a code cell before all others."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(source, id="fetch-the-course"))
    nbformat.write(notebook, path)


def write_binder(folder):
    """What Binder installs: the lock, then this package."""
    folder.mkdir(exist_ok=True)
    shutil.copy(ROOT / "requirements.txt", folder)
    (folder / "runtime.txt").write_text("python-3.11\n")
    (folder / "postBuild").write_text(POST_BUILD)
    (folder / "postBuild").chmod(0o755)


if __name__ == "__main__":
    repository = yaml.safe_load((ROOT / "_config.yml").read_text())["repository"]
    if not repository["url"]:
        sys.exit(
            "_config.yml: repository.url is empty; it must be the address that the notebooks are fetched from"
        )
    main(Path(sys.argv[1]), repository)
