"""The built site in Chromium, read from disk as a reader without a network would read it."""

import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from autograder.grading import course

SITE = course.ROOT / "_build" / "html"
PAGES = sorted(
    path.relative_to(SITE)
    for path in SITE.rglob("*.html")
    if "_static" not in path.parts and path != SITE / "index.html"  # which only leads to the book
)
VIEWS = {
    "a wide light page": {"viewport": {"width": 1400, "height": 900}, "color_scheme": "light"},
    "a dark phone": {"viewport": {"width": 375, "height": 800}, "color_scheme": "dark"},
}
MEGABYTE = 1_000_000

# One word of each kind of code stays marked as such: axe takes seconds for thousands of words of the same colours.
ONE_WORD_OF_EACH_KIND = """() => {
    const seen = new Set();
    for (const word of document.querySelectorAll(".highlight pre span[class]")) {
        if (seen.has(word.className)) word.replaceWith(...word.childNodes);
        seen.add(word.className);
    }
}"""


@pytest.fixture(scope="module")
def browser():
    """One Chromium for all tests of the module."""
    found = subprocess.run(
        [course.ROOT / "scripts" / "find-browser"], capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=found.stdout.strip(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


class Visit:
    """A page, opened in a view, with what it asked for and what went wrong meanwhile."""

    def __init__(self, browser, path, view="a wide light page", query=""):
        self.requests, self.errors = [], []
        context = browser.new_context(**VIEWS[view])
        mode = VIEWS[view]["color_scheme"]
        context.add_init_script(f"localStorage.mode = localStorage.theme = '{mode}'")
        self.page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto((SITE / path).as_uri() + query)
        if self.page.locator("script[src*=mathjax]").count():
            self.page.wait_for_function("window.MathJax?.startup?.promise")
            self.page.evaluate("MathJax.startup.promise")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.page.context.close()

    def weight(self):
        """Bytes of everything that the page loads, MathJax aside. Raises FileNotFoundError if a file is missing."""
        files = {unquote(urlsplit(url).path) for url in self.requests if url.startswith("file:")}
        return sum(Path(file).stat().st_size for file in files if "mathjax" not in file)


class Checks:
    """What holds for every page in a view. Each view is a class, so that two processes can share the pages."""

    @pytest.mark.parametrize("path", PAGES, ids=str)
    def test_a_page_is_complete_light_and_accessible(self, browser, path):
        with Visit(browser, path, self.view) as visit:
            assert [url for url in visit.requests if url.startswith("http")] == []
            assert visit.errors == []
            assert visit.weight() < MEGABYTE
            page = visit.page
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), (
                "too wide"
            )
            page.evaluate(ONE_WORD_OF_EACH_KIND)
            violations = Axe().run(page).response["violations"]
            assert [
                f"{found['id']}: {found['help']}: {node['html'][:150]}"
                for found in violations
                if found["impact"] in ("serious", "critical")
                for node in found["nodes"]
            ] == []


class TestWideAndLight(Checks):
    view = "a wide light page"


class TestDarkPhone(Checks):
    view = "a dark phone"


def test_a_question_is_answered_with_the_keyboard(browser):
    with Visit(browser, "book/gru.html") as visit:
        question = visit.page.locator(".question").first
        answers = question.locator("details")
        answers.first.locator("summary").focus()
        visit.page.keyboard.press("Enter")
        assert answers.first.locator("p").is_visible()
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Space")
        assert answers.nth(1).locator("p").is_visible()
        assert not answers.first.locator("p").is_visible(), "opening one answer closes the others"


def test_a_screen_reader_hears_the_question_and_what_a_picture_shows(browser):
    with Visit(browser, "book/gru.html") as visit:
        page = visit.page
        label = page.locator(".question .question-text").first.inner_text()
        assert page.get_by_role("group", name=label).count() == 1
        pictures = page.locator(".picture")
        assert pictures.count() > 0
        for picture in pictures.all():
            assert page.get_by_role("img", name=picture.get_attribute("aria-label")).count() == 1


def test_formulas_are_set_and_the_search_finds_from_disk(browser):
    with Visit(browser, "book/gru.html") as visit:
        assert visit.page.locator("mjx-container").count() > 0
        assert visit.page.locator("mjx-merror").count() == 0
    with Visit(browser, "search.html", query="?q=forget+gate") as visit:
        visit.page.wait_for_selector("ul.search li a")
        links = visit.page.locator("ul.search li a")
        assert any("lstm" in link.get_attribute("href") for link in links.all())


def test_notebook_zip_and_the_book_can_be_downloaded(browser):
    with Visit(browser, "book/gru.html") as visit:
        links = [
            link.get_attribute("href")
            for link in visit.page.locator(".dropdown-download-buttons a").all()
        ]
    assert "../_sources/book/gru.ipynb" in links and "../course.zip" in links
    pdf_is_there = (SITE / "book.pdf").exists()
    assert ("../book.pdf" in links) == pdf_is_there
