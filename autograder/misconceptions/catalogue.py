"""How an entry of the catalogue is written down, and how it is found."""

from collections.abc import Callable
from dataclasses import dataclass

from autograder.questions import decode


@dataclass(frozen=True)
class Misconception:
    """An entry; ``wrong`` takes a rule and its arguments and returns the wrong answer, or None."""

    cause: str
    rules: tuple[str, ...]
    sentence: str
    wrong: Callable
    inverse: bool  # told for inverse questions too


CATALOGUE: list[Misconception] = []


def misconception(*rules, inverse=False):
    """Enter a function into the catalogue for questions on these rules.

    Its name is the cause and its docstring the sentence. It takes the question's arguments by name, those that the
    question sets ``aside``, and the ``rule``; it returns the wrong answer, or None where the misconception can't arise.
    """

    def enter(function):
        return add(function, rules, lambda rule, given: function(**given, rule=rule), inverse)

    return enter


def add(function, rules, wrong, inverse):
    """Enter ``wrong`` under the name and the docstring of ``function``, which is returned."""
    cause = function.__name__.replace("_", "-")
    CATALOGUE.append(
        Misconception(cause, rules, " ".join(function.__doc__.split()), wrong, inverse)
    )
    return function


def explain(question, calls, matches):
    """The first entry whose wrong answers, one for each of ``calls``, match what was answered; or None."""
    aside = decode(question.get("aside", {}))
    for entry in CATALOGUE:
        if question["rule"] in entry.rules and (entry.inverse or question["check"] != "solve"):
            wrong = [entry.wrong(question["rule"], call | aside) for call in calls]
            if all(answer is not None for answer in wrong) and matches(wrong):
                return entry
    return None
