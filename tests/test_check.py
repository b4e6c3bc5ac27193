"""What a student meets in JupyterLab: one line of praise, one clear sentence, and never the right answer."""

import numpy as np
import pytest

from autograder import check
from autograder.evidence import describe

GRU = {"layer": check.layer("GRU", 32), "features": 1, "aside": {"timesteps": 10, "batch": 16}}


@pytest.fixture(autouse=True)
def in_jupyterlab(monkeypatch):
    monkeypatch.delenv(check.SEED_VARIABLE, raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


def ask(answer):
    """Ask for the count of a GRU in a notebook whose answer is this."""
    exec("check.value('count', 'params', **GRU)", {"check": check, "GRU": GRU, "count": answer})


@pytest.mark.parametrize("answer", [3360, 3360.0, np.int64(3360), np.array(3360)])
def test_a_right_answer_is_praised_in_any_spelling(answer, capsys):
    ask(answer)
    assert capsys.readouterr().out == "count: right.\n"


@pytest.mark.parametrize(
    "answer, part",
    [
        (3264, "`reset_after=True`"),
        (33600, "multiplies by the timesteps"),
        (53760, "multiplies by the batch size"),
        (3168, "leaves out the bias"),
        (1088, "one set of weights"),
        (7, "7 does not fit"),
        ("3360", "a whole number was expected, the text '3360' came"),
        (True, "a whole number was expected, True came"),
        ([3360], "a whole number was expected, a list or tuple came"),
        (float("nan"), "a whole number was expected"),
        (object(), "an object of type object came"),
    ],
)
def test_a_wrong_answer_is_told_why_and_not_what_is_right(answer, part):
    with pytest.raises(check.Missed) as missed:
        ask(answer)
    assert part in str(missed.value)
    assert "3360" not in str(missed.value).replace("'3360'", "").replace("33600", "").replace(
        "53760", ""
    )


def test_a_miss_shows_no_frames_of_the_package():
    with pytest.raises(check.Missed) as missed:
        ask(3264)
    assert " ".join(missed.value._render_traceback_()) == str(missed.value)


def test_whole_numbers_are_compared_exactly():
    with pytest.raises(check.Missed):
        exec("check.value('n', 'memory_bytes', count=10**6)", {"check": check, "n": 4_000_001})


@pytest.mark.parametrize("answer", [..., None])
def test_an_unanswered_question_says_so_and_lets_the_notebook_run_on(answer, capsys):
    ask(answer)
    assert capsys.readouterr().out == "count: not answered yet.\n"


def test_validate_takes_an_unanswered_question_for_a_miss(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(check.Missed, match="not answered yet"):
        ask(...)


def test_a_name_that_is_missing_is_named():
    with pytest.raises(check.Missed, match="count: there is no such name in the notebook"):
        exec("check.value('count', 'params', **GRU)", {"check": check, "GRU": GRU})


def test_grading_emits_one_piece_of_evidence_and_judges_nothing(monkeypatch):
    emitted = []
    monkeypatch.setenv(check.SEED_VARIABLE, "7")
    monkeypatch.setattr(check, "emit", emitted.append)
    ask(3264)
    (evidence,) = emitted
    assert evidence["answer"] == {"type": "int", "value": 3264}
    assert evidence["question"]["name"] == "count"


def test_what_an_answer_prints_to_stderr_is_dropped(capfd):
    def noisy(x):
        import os
        import sys

        print("on stderr", file=sys.stderr)
        os.write(2, b"from C\n")
        return x

    exec("check.function('noisy', 'linear', x=check.array(2, 3))", {"check": check, "noisy": noisy})
    said = capfd.readouterr()
    assert said.err == "" and said.out == "noisy: right.\n"


@pytest.mark.parametrize(
    "value", [10**400, np.zeros(10**6), np.array(["a"]), [[[[[[[]]]]]]], {1: object()}]
)
def test_every_value_is_described_in_a_few_plain_words(value):
    assert len(str(describe(value))) < 500
