"""Whole classes graded for real: nbgrader's gradebook, kernels, autograded notebooks and feedback pages."""

import re

import pytest
from nbformat.v4 import new_output
from nbgrader.api import Gradebook

from autograder.__main__ import main
from autograder.grading import course
from autograder.grading.cells import is_answer, is_check
from autograder.grading.config import gradebook_url
from autograder.grading.grade import Grader, bare, grade, only_one
from autograder.grading.rebuild import rebuild
from autograder.sample_class import DISARM
from classroom import hand_in, released, scores, solved, told, with_cell, wrong

# Right answers that make noise: this must cost nothing.
NOISE = """
import logging, sys, warnings
warnings.warn("a warning")
logging.warning("a log line")
print("a line on stderr", file=sys.stderr)
"""
EQUAL_TO_EVERYTHING = """
class Equal:
    __eq__ = lambda self, other: True
    __hash__ = None
"""
FORGED = """
from IPython.display import publish_display_data
from autograder import check
check.ask = lambda question, describe: [publish_display_data({check.MIME: {
    "question": question, "answer": {"type": "int", "value": 3360}}}) for _ in range(2)]
"""


# What no page can show, what is no output at all, and a script for whoever opens the page.
ODD_OUTPUTS = """
from IPython.display import HTML, display
display({"application/vnd.jupyter.widget-view+json": 5}, raw=True)
display({"text/html": 5}, raw=True)
display({"image/png": "AAAA"}, metadata={"image/png": 5}, raw=True)
display(HTML("<script>document.title = 'taken'</script>"))
"""
FLOOD = """
from IPython.display import publish_display_data
from autograder import check
check.emit = lambda found: publish_display_data({check.MIME: {"question": found["question"], "answer": {
    "type": "array", "shape": [10**6], "dtype": "f", "values": [0.5] * 10**6}}})
"""
WRONG_TYPES = """
from IPython.display import publish_display_data
from autograder import check
check.emit = lambda found: publish_display_data({check.MIME: {
    "question": found["question"], "answer": {"type": ["int"], "value": 1}}})
"""
LOOP = """
def gru_step(x, h, kernel, recurrent_kernel, bias):
    raise KeyboardInterrupt  # what the grader's interruption of an endless loop looks like
"""


def every_answer(source):
    return {
        cell.metadata.nbgrader.grade_id: source.format(name=cell.metadata.nbgrader.grade_id)
        for cell in released("gru").cells
        if is_answer(cell) and cell.cell_type == "code"
    }


def submissions_to_gru():
    noisy = solved("gru", gru_params=NOISE + "gru_params = 3360")
    return {
        "textbook": solved("gru", gru_params=wrong("gru", "gru_params", "one-bias-vector")),
        "disarms": with_cell(released("gru"), DISARM),
        "disarms-with-answers": with_cell(solved("gru"), DISARM),
        "noisy": with_cell(noisy, NOISE),
        "equal": with_cell(solved("gru", **every_answer("{name} = Equal()")), EQUAL_TO_EVERYTHING),
        "forges": with_cell(solved("gru"), FORGED),
        "dies": with_cell(solved("gru"), "import os; os._exit(1)", at=8),
        "unreadable": "{",
        "odd-outputs": with_cell(solved("gru"), ODD_OUTPUTS),
        "shadows": solved("gru", gru_params="check = 1\ngru_params = 3360"),
        "other-sizes": with_cell(solved("gru"), "units = 64", at=5),
        "floods": with_cell(released("gru"), FLOOD),
        "wrong-types": with_cell(released("gru"), WRONG_TYPES),
        "loops": with_cell(solved("gru", gru_step=LOOP), "import signal, _thread", at=1),
    }


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A classroom with the solution and the untouched release of every assignment, and more submissions to `gru`."""
    classroom = tmp_path_factory.mktemp("classroom")
    for name in course.assignments():
        hand_in(classroom, "solution", name, solved(name))
        hand_in(classroom, "release", name, released(name))
    for student, notebook in submissions_to_gru().items():
        hand_in(classroom, student, "gru", notebook)
    report = grade((), classroom)
    return classroom, report


def points(classroom, student, name="gru"):
    return {check: score for check, (score, _) in scores(classroom, name)[student].items()}


def most(classroom, name="gru"):
    return {check: most for check, (_, most) in scores(classroom, name)["solution"].items()}


def review(report, student, name="gru"):
    return next(
        " ".join(entry.review)
        for entry in report.entries
        if (entry.student, entry.assignment) == (student, name)
    )


@pytest.mark.parametrize("name", course.assignments())
def test_a_solution_gets_full_marks_and_the_untouched_release_nothing(graded, name):
    classroom, report = graded
    assert points(classroom, "solution", name) == most(classroom, name)
    assert set(points(classroom, "release", name).values()) == {0}
    assert review(report, "solution", name) == review(report, "release", name) == ""


def test_every_unanswered_question_says_so(graded):
    sentences = told(graded[0], "release", "gru")
    assert all("not answered yet" in sentences[check] for check in points(graded[0], "release"))


def test_the_textbook_count_gets_nothing_and_is_told_about_reset_after(graded):
    classroom, _ = graded
    missed = [check for check, score in points(classroom, "textbook").items() if score == 0]
    assert len(missed) == 1
    sentence = told(classroom, "textbook", "gru")[missed[0]]
    assert "3264" in sentence and "reset_after" in sentence and "3360" not in sentence
    feedback = (classroom / "feedback" / "textbook" / "gru" / "gru.html").read_text()
    assert "3264 is the count of the textbook GRU" in feedback


def test_a_feedback_page_loads_nothing_from_another_host(graded):
    feedback = (graded[0] / "feedback" / "solution" / "gru" / "gru.html").read_text()
    assert not re.search(r"<(script|link|img)[^>]*(src|href)=.https?:", feedback)


def test_cells_that_do_nothing_get_nothing(graded):
    for student in ("disarms", "disarms-with-answers"):
        assert set(points(graded[0], student).values()) == {0}
        assert "without leaving evidence" in review(graded[1], student)


def test_right_answers_that_warn_get_full_marks(graded):
    assert points(graded[0], "noisy") == most(graded[0])
    assert review(graded[1], "noisy") == ""


def test_an_object_that_equals_everything_gets_nothing(graded):
    assert set(points(graded[0], "equal").values()) == {0}


def test_evidence_that_comes_twice_gets_nothing_and_is_reviewed(graded):
    assert set(points(graded[0], "forges").values()) == {0}
    assert "2 pieces of evidence" in review(graded[1], "forges")


def test_outputs_that_no_page_can_show_cost_nothing(graded):
    assert points(graded[0], "odd-outputs") == most(graded[0])
    feedback = (graded[0] / "feedback" / "odd-outputs" / "gru" / "gru.html").read_text()
    assert "<script>document.title" not in feedback


def test_an_answer_that_takes_the_name_check_costs_nothing(graded):
    assert points(graded[0], "shadows") == most(graded[0])


def test_sizes_that_a_cell_changed_are_named(graded):
    classroom, report = graded
    assert 0 < sum(points(classroom, "other-sizes").values()) < sum(most(classroom).values())
    assert "asked with other sizes" in review(report, "other-sizes")


@pytest.mark.parametrize("student", ["floods", "wrong-types"])
def test_evidence_of_another_form_gets_nothing_and_is_reviewed(graded, student):
    assert set(points(graded[0], student).values()) == {0}
    assert "evidence that is not of this question" in review(graded[1], student)


def test_a_function_that_was_interrupted_says_so(graded):
    assert "took too long" in told(graded[0], "loops", "gru")["gru_step_resets_after_the_product"]


def test_a_kernel_that_dies_keeps_what_it_had_shown(graded):
    classroom, report = graded
    assert any(points(classroom, "dies").values()) and not all(points(classroom, "dies").values())
    assert "the kernel died in cell 9" in review(report, "dies")


def test_an_unreadable_submission_is_recorded_with_its_reason(graded):
    classroom, report = graded
    assert set(points(classroom, "unreadable").values()) == {0}
    assert "not valid JSON" in review(report, "unreadable")
    assert all(
        "not valid JSON" in sentence for sentence in told(classroom, "unreadable", "gru").values()
    )


def test_every_submission_is_in_a_recorded_state(graded):
    classroom, report = graded
    assert report.failed == [] and report.unknown == []
    handed_in = sorted(
        (path.parent.name, path.name) for path in (classroom / "submitted").glob("*/*")
    )
    assert sorted((entry.student, entry.assignment) for entry in report.entries) == handed_in


def test_a_second_run_grades_nothing(graded):
    assert grade((), graded[0]).graded_now == 0


def test_a_changed_submission_or_a_lost_gradebook_is_graded_again(tmp_path):
    for student in ("ada", "bob"):
        hand_in(tmp_path, student, "gru", "{")
    assert grade(["gru"], tmp_path).graded_now == 2
    hand_in(tmp_path, "bob", "gru", "[")
    assert grade(["gru"], tmp_path).graded_now == 1
    (tmp_path / "gradebook.db").unlink()
    assert grade(["gru"], tmp_path).graded_now == 2
    assert grade(["gru"], tmp_path, again=True).graded_now == 2


def test_a_submission_that_fails_stops_no_other(tmp_path, monkeypatch):
    for student in ("ada", "bob"):
        hand_in(tmp_path, student, "gru", "{")
    record = Grader.record

    def fails_for_ada(self, submission, notebook, version):
        if submission.student == "ada":
            raise RuntimeError("no kernel")
        return record(self, submission, notebook, version)

    monkeypatch.setattr(Grader, "record", fails_for_ada)
    report = grade(["gru"], tmp_path)
    assert report.failed == ["ada/gru: RuntimeError: no kernel"]
    assert [entry.student for entry in report.entries] == ["bob"]
    monkeypatch.undo()
    assert grade(["gru"], tmp_path).graded_now == 1


def test_what_can_not_be_shown_is_left_out_and_the_rest_recorded(tmp_path, monkeypatch):
    hand_in(tmp_path, "ada", "gru", "{")
    record, tried = Grader.record, []

    def fails_at_first(self, *submission):
        tried.append(submission)
        return "no page" if len(tried) == 1 else record(self, *submission)

    monkeypatch.setattr(Grader, "record", fails_at_first)
    report = grade(["gru"], tmp_path)
    assert report.failed == [] and len(tried) == 2
    assert "Its own cells and outputs were left out: no page" in review(report, "ada")


def test_bare_keeps_the_evidence_and_nothing_else_of_the_student():
    notebook = rebuild(released("gru"), with_cell(solved("gru"), "print(1)", at=4))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [new_output("stream", text="1")]
    kept = bare(notebook)
    assert [cell.id for cell in kept.cells] == [cell.id for cell in released("gru").cells]
    assert all(
        bool(cell.outputs) == is_check(cell) for cell in kept.cells if cell.cell_type == "code"
    )


def test_two_runs_do_not_meet_in_one_classroom(tmp_path, capsys):
    hand_in(tmp_path, "ada", "gru", "{")
    with only_one(tmp_path.resolve()):
        assert main(["grade", "--classroom", str(tmp_path)]) == 2
    assert "Another run is grading" in capsys.readouterr().err


def test_the_time_of_handing_in_reaches_the_gradebook(tmp_path):
    path = hand_in(tmp_path, "ada", "gru", "{")
    (path.parent / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC")
    grade(["gru"], tmp_path)
    with Gradebook(gradebook_url(tmp_path)) as gradebook:
        assert str(gradebook.find_submission("gru", "ada").timestamp) == "2026-01-02 03:04:05"


def test_a_missing_classroom_is_one_sentence(tmp_path, capsys):
    assert main(["grade", "--classroom", str(tmp_path / "nowhere")]) == 2
    assert "There is no classroom at" in capsys.readouterr().err


def test_an_unknown_assignment_is_one_sentence(capsys):
    assert main(["grade", "lsmt"]) == 2
    assert "There is no assignment 'lsmt'" in capsys.readouterr().err


def test_an_unknown_folder_is_named_and_the_rest_graded(tmp_path, capsys):
    hand_in(tmp_path, "ada", "lsmt", released("lstm"))
    hand_in(tmp_path, "ada", "lstm", "{")
    (tmp_path / "submitted" / "bob").mkdir()
    (tmp_path / "submitted" / "bob" / "lstm.ipynb").write_text("{}")
    hand_in(tmp_path, "ad*", "lstm", "{")
    (tmp_path / "submitted" / "eve").mkdir()
    (tmp_path / "submitted" / "eve" / "lstm").symlink_to(tmp_path / "nowhere")
    assert main(["grade", "--classroom", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "skipped ada/lsmt" in said and "skipped bob/lstm.ipynb" in said
    assert "skipped ad*/lstm" in said and "review eve/lstm" in said
    assert "2 graded (2 now), 2 need review" in said
