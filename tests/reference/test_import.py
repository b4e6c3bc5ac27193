"""What importing the reference brings along."""

import subprocess
import sys
from pathlib import Path

import pytest

import autograder.reference
from autograder.reference import cells, layers, rules, sequences, states, tables, tasks

ROOT = Path(autograder.reference.__file__).parents[2]


@pytest.mark.parametrize("module", ["autograder.reference", "autograder.reference.models"])
def test_importing_needs_neither_keras_nor_tensorflow(module):
    code = f"import sys, {module}; print(sorted({{'keras', 'tensorflow'}} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


def test_rules_need_no_numpy():
    imports = [line for line in Path(rules.__file__).read_text().splitlines() if "import" in line]
    assert not any("numpy" in line for line in imports)


def test_the_package_has_every_public_name_of_its_modules():
    modules = (rules, cells, layers, sequences, states, tables, tasks)
    public = {name: getattr(module, name) for module in modules for name in module.__all__}
    assert set(autograder.reference.__all__) == set(public)
    for name, thing in public.items():
        assert getattr(autograder.reference, name) is thing
