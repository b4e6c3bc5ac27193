"""The rebuilt notebook has the student's answers and extra cells, and nothing else of the submission."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from autograder.grading.cells import grade_id, is_answer, is_check
from autograder.grading.rebuild import rebuild
from classroom import released, solved, with_cell

NAME = "lstm"


def sources(notebook, kind):
    return {grade_id(cell): cell.source for cell in notebook.cells if kind(cell)}


def by_id(notebook, name):
    return next(cell for cell in notebook.cells if grade_id(cell) == name)


def test_answers_are_taken_and_everything_else_is_as_released():
    rebuilt = rebuild(released(NAME), solved(NAME))
    assert sources(rebuilt, is_answer) == sources(solved(NAME), is_answer)
    assert sources(rebuilt, is_check) == sources(released(NAME), is_check)
    assert [cell.id for cell in rebuilt.cells] == [cell.id for cell in released(NAME).cells]


def test_the_untouched_release_stays_as_it_is():
    rebuilt = rebuild(released(NAME), released(NAME))
    assert rebuilt.cells == released(NAME).cells


def change_check_source(notebook):
    by_id(notebook, "lstm_params_counts_four_gates").source = "pass"


def change_points(notebook):
    by_id(notebook, "lstm_params_counts_four_gates").metadata.nbgrader.points = 1000


def skip_checks(notebook):
    for cell in filter(is_check, notebook.cells):
        cell.metadata.tags = ["skip-execution"]


def delete_checks(notebook):
    notebook.cells = [cell for cell in notebook.cells if not is_check(cell)]


def make_check_a_solution(notebook):
    by_id(notebook, "lstm_params_counts_four_gates").metadata.nbgrader.update(
        solution=True, grade=False
    )


def make_check_markdown(notebook):
    cell = by_id(notebook, "lstm_params_counts_four_gates")
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]


def unmark_manual_answer(notebook):
    by_id(notebook, "cell_state_in_words").metadata.nbgrader.update(solution=False, locked=True)


def change_sizes(notebook):
    by_id(notebook, "sizes").source = "units = features = timesteps = batch = 1"


def reverse_cells(notebook):
    notebook.cells.reverse()


def change_kernel(notebook):
    notebook.metadata.kernelspec.name = "bash"


def claim_a_seed(notebook):
    notebook.metadata.autograder = {"seed": 0, "stopped": "no", "review": []}


@pytest.mark.parametrize(
    "change",
    [
        change_check_source,
        change_points,
        skip_checks,
        delete_checks,
        make_check_a_solution,
        make_check_markdown,
        unmark_manual_answer,
        change_sizes,
        reverse_cells,
        change_kernel,
        claim_a_seed,
    ],
    ids=lambda change: change.__name__,
)
def test_what_a_submission_changes_beside_its_answers_is_undone(change):
    submitted = solved(NAME)
    change(submitted)
    rebuilt = rebuild(released(NAME), submitted)
    rebuilt.metadata.pop("autograder", None)  # where the change is noted
    assert rebuilt == rebuild(released(NAME), solved(NAME))


def test_extra_cells_keep_their_place_and_lose_their_metadata():
    submitted = with_cell(solved(NAME), "helper = 1", at=6)
    submitted.cells[6].metadata = {
        "tags": ["skip-execution"],
        "nbgrader": {"grade": True, "points": 100, "grade_id": "mine"},
    }
    rebuilt = rebuild(released(NAME), submitted)
    assert rebuilt.cells[6].source == "helper = 1"
    assert rebuilt.cells[6].metadata == {}


def test_an_answer_that_was_copied_counts_as_it_ran():
    submitted = solved(NAME)
    first = copy.deepcopy(by_id(submitted, "lstm_params"))
    first.source, first.id = "lstm_params = 1", "copied"
    submitted.cells.insert(submitted.cells.index(by_id(submitted, "lstm_params")), first)
    rebuilt = rebuild(released(NAME), submitted)
    assert by_id(rebuilt, "lstm_params").source == by_id(solved(NAME), "lstm_params").source
    assert "lstm_params = 1" in [cell.source for cell in rebuilt.cells]


def test_prose_that_was_deleted_and_written_again_costs_nothing():
    submitted = solved(NAME)
    at = next(
        index
        for index, cell in enumerate(submitted.cells)
        if cell.cell_type == "markdown" and not grade_id(cell)
    )
    submitted.cells[at] = new_markdown_cell("my own words")
    assert sources(rebuild(released(NAME), submitted), is_answer) == sources(
        solved(NAME), is_answer
    )


def test_a_copy_of_an_answer_at_the_end_does_not_replace_it():
    submitted = solved(NAME)
    scratch = copy.deepcopy(by_id(submitted, "lstm_params"))
    scratch.source, scratch.id = "units = 64\nlstm_params = 1", "scratch"
    submitted.cells.append(scratch)
    rebuilt = rebuild(released(NAME), submitted)
    assert by_id(rebuilt, "lstm_params").source == by_id(solved(NAME), "lstm_params").source
    assert rebuilt.cells[-1].source == "units = 64\nlstm_params = 1"


def test_a_copy_of_a_released_cell_stays_where_it_is_and_moves_nothing():
    submitted = with_cell(solved(NAME), by_id(released(NAME), "sizes").source, at=20)
    with_cell(submitted, "helper = lstm_step", at=21)
    rebuilt = rebuild(released(NAME), submitted)
    assert [cell.source for cell in rebuilt.cells] == [cell.source for cell in submitted.cells]


def test_answers_count_by_their_cell_where_the_marks_are_lost():
    submitted = solved(NAME)
    for cell in submitted.cells:
        cell.metadata = {}
    assert sources(rebuild(released(NAME), submitted), is_answer) == sources(
        solved(NAME), is_answer
    )


def test_imports_added_to_a_released_cell_are_kept_and_the_change_noted():
    submitted = solved(NAME)
    by_id(submitted, "setup").source += "\nimport math\nunits = 1"
    rebuilt = rebuild(released(NAME), submitted)
    added = [cell for cell in rebuilt.cells if cell.id.startswith("extra-")]
    assert "import math" in added[0].source and "units" not in added[0].source
    assert "setup" in rebuilt.metadata["autograder"]["review"][0]


def test_pasted_pictures_are_kept_and_missing_ones_replaced():
    submitted = solved(NAME)
    words = by_id(submitted, "cell_state_in_words")
    words.source = "![a](attachment:a.png) ![b](attachment:b.png)"
    words.attachments = {"a.png": {"image/png": "AAAA"}}
    cell = by_id(rebuild(released(NAME), submitted), "cell_state_in_words")
    assert cell.attachments == {"a.png": {"image/png": "AAAA"}}
    assert cell.source == "![a](attachment:a.png) ![b](missing-picture)"


def test_a_missing_answer_is_noted():
    submitted = solved(NAME)
    submitted.cells.remove(by_id(submitted, "lstm_params"))
    rebuilt = rebuild(released(NAME), submitted)
    assert by_id(rebuilt, "lstm_params").source == ""
    assert rebuilt.metadata["autograder"]["review"] == [
        "the submission has no cell for lstm_params."
    ]


def test_ids_and_texts_of_any_kind_are_read():
    submitted = with_cell(solved(NAME), "x = '\\ud800'", at=3)
    submitted.cells[3].source = "x = '\ud800'"
    submitted.cells[3]["id"] = ["a", "list"]
    rebuilt = rebuild(released(NAME), submitted)
    assert sources(rebuilt, is_answer) == sources(solved(NAME), is_answer)
    assert nbformat.writes(rebuilt).encode()


def test_line_ends_of_other_systems_are_read():
    submitted = solved(NAME)
    by_id(submitted, "lstm_params").source = "a = 1\r\nlstm_params = 2"
    assert (
        by_id(rebuild(released(NAME), submitted), "lstm_params").source == "a = 1\nlstm_params = 2"
    )
