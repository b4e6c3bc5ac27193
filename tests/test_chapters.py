"""The chapters of the book keep one rhythm, so that a reader always knows where to look."""

import re

import nbformat
import pytest
import yaml

from autograder.grading import course

BOOK = course.ROOT / "book"
RHYTHM = [
    "The idea",
    "The equation",
    "In NumPy",
    "In Keras",
    "Shapes and counts",
    "A task where it matters",
    "What goes wrong",
    "Check yourself",
    "Summary",
]


def chapters():
    """The names of the chapters: the notebooks of the parts before the reference pages."""
    toc = yaml.safe_load((course.ROOT / "_toc.yml").read_text())
    for part in toc["parts"]:
        for entry in part["chapters"]:
            if part["caption"] not in ("Reference", "Guides"):
                yield entry["file"].removeprefix("book/")


@pytest.fixture(params=list(chapters()))
def chapter(request):
    return nbformat.read(BOOK / f"{request.param}.ipynb", as_version=4)


@pytest.fixture
def prose(chapter):
    return "\n".join(cell.source for cell in chapter.cells if cell.cell_type == "markdown")


@pytest.fixture
def code(chapter):
    return [cell for cell in chapter.cells if cell.cell_type == "code"]


def test_a_chapter_has_the_sections_of_the_rhythm_in_order(prose):
    prose = prose.replace("## In Keras: shapes and counts", "## In Keras\n## Shapes and counts")
    headings = re.findall(r"^## (.+)$", prose, flags=re.MULTILINE)
    assert [heading for heading in headings if heading in RHYTHM] == RHYTHM


def test_a_chapter_opens_with_what_one_will_be_able_to_do_and_a_question(prose):
    opening = prose.split("## The idea")[0]
    assert opening.startswith("# ") and "In this chapter you will" in opening
    assert "**Predict first.**" in opening


def test_a_chapter_shows_its_idea_in_a_picture(chapter):
    section = None
    for cell in chapter.cells:
        if cell.cell_type == "markdown" and (
            found := re.findall(r"^## (.+)$", cell.source, flags=re.M)
        ):
            section = found[-1]
        if section == "The idea" and cell.cell_type == "code" and "figures." in cell.source:
            return
    pytest.fail("no picture in the section `The idea`")


def test_a_chapter_has_16_to_25_short_cells_of_code(code):
    assert 16 <= len(code) <= 25
    assert (
        max(
            len(cell.source.splitlines())
            for cell in code
            if "remove-input" not in cell.metadata.get("tags", [])
        )
        <= 24
    )


def test_a_chapter_checks_its_reader_with_three_to_five_questions(code):
    (cell,) = [cell for cell in code if "questions.ask(" in cell.source]
    assert 3 <= cell.source.count("questions.ask(") <= 5
    assert "remove-input" in cell.metadata["tags"], (
        "the page would show the answers above the questions"
    )
    assert cell.metadata["jupyter"]["source_hidden"] is True


def test_a_chapter_draws_only_through_figures(code):
    for cell in code:
        assert "matplotlib.pyplot" not in cell.source and "plt." not in cell.source


def test_a_chapter_asserts_what_it_claims(code):
    assert sum("assert" in cell.source for cell in code) >= 6


def test_a_number_in_prose_stands_in_the_code_or_in_what_it_printed(chapter, prose):
    known = numbers("\n".join(text for cell in chapter.cells for text in computed(cell)))
    prose = re.sub(r"\]\([^)]*\)", "]", prose)  # without the addresses of links
    told = {number for number in numbers(prose) if "." in number or int(number) > 10}
    years = {number for number in told if re.fullmatch(r"1[5-9]\d\d|20\d\d", number)}
    assert told - years <= known


def numbers(text):
    """The numbers in a text, as they are written, without marks for thousands."""
    return set(
        re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)", re.sub(r"(?<=\d)[,_](?=\d{3})", "", text))
    )


def computed(cell):
    """The code of a cell and what it printed, without pictures."""
    if cell.cell_type == "code":
        yield cell.source
        for output in cell.outputs:
            yield output.get("text", "")
            yield from (
                re.sub(r"<[^>]+>", " ", data)
                for data in output.get("data", {}).values()
                if "<svg" not in data
            )


def test_a_chapter_ends_with_its_exercise_or_the_next_chapter(chapter, prose):
    last = prose.strip().splitlines()[-1]
    assert re.search(r"\[[^\]]+\]\([^)]+\.ipynb\)", last)
