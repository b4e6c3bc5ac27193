"""How an entry of the catalogue is written down, and how it is found."""

from collections.abc import Callable
from dataclasses import dataclass

from autograder import reference
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


def explain(question, calls, same):
    """The first entry that explains what was answered, or None.

    ``same(number, answer)`` tells whether ``answer`` was given for ``calls[number]``. An entry explains a call if its
    wrong answer was given; where it can't arise, or was not made, the right answer has to have been given.
    """
    aside = decode(question.get("aside", {}))
    rule = question["rule"]

    def explained(entry):
        wrong = [entry.wrong(rule, call | aside) for call in calls]
        made = [answer is not None and same(number, answer) for number, answer in enumerate(wrong)]
        return any(made) and all(
            known or same(number, getattr(reference, rule)(**calls[number]))
            for number, known in enumerate(made)
        )

    for entry in CATALOGUE:
        if rule in entry.rules and (entry.inverse or question["check"] != "solve"):
            if explained(entry):
                return entry
    return None
