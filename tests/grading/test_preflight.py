"""Whatever stands in a submission's folder, it is read or refused in one sentence."""

import json

import nbformat
import pytest
from nbformat import v3

from autograder.grading.preflight import read_submission

GOOD = nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")]))


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "ada" / "lstm"
    path.mkdir(parents=True)
    return path


def read(folder):
    return read_submission(folder, "ada", "lstm")


def test_a_good_notebook_is_read_without_a_note(folder):
    (folder / "lstm.ipynb").write_text(GOOD)
    submission = read(folder)
    assert submission.notebook.cells[0].source == "x = 1"
    assert submission.notes == []


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", "not valid JSON"),
        (b"\xff\xfe\x00", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[]", "not a notebook"),
        (b'{"nbformat": "4"}', "not a notebook"),
        (
            b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": {}}',
            "cells are not in order",
        ),
        (
            b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [1]}',
            "format that can't be read",
        ),
        (
            b'{"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}',
            "format that can't be read",
        ),
    ],
)
def test_what_is_no_notebook_is_refused_with_the_reason(folder, content, reason):
    (folder / "lstm.ipynb").write_bytes(content)
    submission = read(folder)
    assert submission.notebook is None
    assert len(submission.notes) == 1 and reason in submission.notes[0]


def test_an_empty_folder_is_refused(folder):
    assert read(folder).notes == ["The submission has no notebook. It was graded as blank."]


def test_a_renamed_notebook_is_read_with_a_note(folder):
    (folder / "lstm-final.ipynb").write_text(GOOD)
    submission = read(folder)
    assert submission.notebook is not None
    assert "named lstm-final.ipynb" in submission.notes[0]


def test_two_renamed_notebooks_are_refused(folder):
    for name in ("a.ipynb", "b.ipynb"):
        (folder / name).write_text(GOOD)
    assert "2 notebooks" in read(folder).notes[0]


def test_links_are_not_followed(folder, tmp_path):
    (tmp_path / "secret.ipynb").write_text(GOOD)
    (folder / "lstm.ipynb").symlink_to(tmp_path / "secret.ipynb")
    assert "is a link" in read(folder).notes[0]
    linked = tmp_path / "eve"
    linked.symlink_to(folder)
    assert "is a link" in read(linked).notes[0]


def test_an_old_format_is_converted_with_a_note(folder):
    old = v3.new_notebook(worksheets=[v3.new_worksheet(cells=[v3.new_code_cell(input="x = 1")])])
    (folder / "lstm.ipynb").write_text(json.dumps(old))
    submission = read(folder)
    assert submission.notebook.cells[0].source == "x = 1"
    assert "old format 3" in submission.notes[0]


def test_another_kernel_is_noted(folder):
    notebook = json.loads(GOOD)
    notebook["metadata"] = {"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}
    (folder / "lstm.ipynb").write_text(json.dumps(notebook))
    assert read(folder).notes == ["The notebook was written for r; it was run with Python."]


def test_the_digest_changes_with_the_content(folder):
    (folder / "lstm.ipynb").write_text(GOOD)
    before = read(folder).digest
    (folder / "lstm.ipynb").write_text(GOOD.replace("x = 1", "x = 2"))
    assert read(folder).digest != before
