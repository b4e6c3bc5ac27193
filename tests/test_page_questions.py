"""`book/questions.py`: questions with answers to choose from."""

import pytest


@pytest.fixture
def ask(monkeypatch):
    """Call `questions.ask` and give the HTML that it shows."""
    from IPython import display

    shown = []
    monkeypatch.syspath_prepend("book")
    import questions

    monkeypatch.setattr(questions, "display", shown.append)

    def call(*arguments, **named):
        questions.ask(*arguments, **named)
        (html,) = shown
        assert isinstance(html, display.HTML)
        return html.data

    return call


WRONG = [(3264, "that has one bias vector"), (1120, "that is one block of three")]


def test_numbers_stand_in_order_with_their_reasons(ask):
    html = ask("How many?", right=(3360, "two bias vectors"), wrong=WRONG)
    assert html.index("1120") < html.index("3264") < html.index("3360")
    assert html.count("<strong>No.</strong>") == 2
    assert "<strong>Yes.</strong> two bias vectors" in html


def test_code_is_marked_and_signs_are_escaped(ask):
    html = ask("Is `a < b`?", right=("yes & `no`", "."), wrong=WRONG)
    assert "<code>a &lt; b</code>" in html and "yes &amp; <code>no</code>" in html


def test_answers_exclude_each_other(ask):
    html = ask("How many?", right=(3360, "."), wrong=WRONG)
    names = {
        part.split('"')[0]
        for part in html.split('<details class="')[1:]
        for part in [part.split('name="')[1]]
    }
    assert len(names) == 1


def test_two_answers_alike_are_refused(ask):
    with pytest.raises(ValueError, match="must differ"):
        ask("How many?", right=(3264, "."), wrong=WRONG)


def test_one_wrong_answer_is_too_few(ask):
    with pytest.raises(ValueError, match="at least two wrong"):
        ask("How many?", right=(1, "."), wrong=WRONG[:1])
