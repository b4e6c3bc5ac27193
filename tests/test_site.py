"""The built site in `_build/html`: complete, self-contained, and every internal link resolves."""

from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from autograder.grading import course

SITE = course.ROOT / "_build" / "html"
PAGES = sorted(path for path in SITE.rglob("*.html") if "_static" not in path.parts)


class Page(HTMLParser):
    """The links, the loaded files and the anchors of a page."""

    def __init__(self, path):
        super().__init__()
        self.links, self.loaded, self.anchors = [], [], set()
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.anchors |= {attributes.get("id"), attributes.get("name")} - {None}
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag in ("script", "img", "iframe", "source", "video", "audio") and attributes.get("src"):
            self.loaded.append(attributes["src"])
        if tag == "link" and attributes.get("rel") in (
            "stylesheet",
            "preload",
            "icon",
            "shortcut icon",
        ):
            self.loaded.append(attributes["href"])


def listed(entries):
    """The files of a table of contents, with those of its sections."""
    for entry in entries:
        yield entry["file"]
        yield from listed(entry.get("sections", []))


def test_every_page_of_the_table_of_contents_is_built():
    assert PAGES, "there is no site: run `make site`"
    toc = yaml.safe_load((course.ROOT / "_toc.yml").read_text())
    for file in [
        toc["root"],
        *(file for part in toc["parts"] for file in listed(part["chapters"])),
    ]:
        assert (SITE / f"{file}.html").exists(), f"{file} is not built: run `make site`"


def test_every_assignment_and_chapter_is_in_the_table_of_contents():
    toc = (course.ROOT / "_toc.yml").read_text()
    for name in course.assignments():
        assert f"book/{name}\n" in toc and f"exercises/{name}/{name}\n" in toc
    for path in (course.ROOT / "book").glob("*.ipynb"):
        assert f"book/{path.stem}\n" in toc


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(SITE)))
def test_internal_links_and_loaded_files_resolve(path):
    page = Page(path)
    for link in page.links + page.loaded:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or link == "#":
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        target = target / "index.html" if target.is_dir() else target
        assert target.exists(), f"{link} leads nowhere"
        if parts.fragment and target.suffix == ".html":
            assert unquote(parts.fragment) in Page(target).anchors, f"{link} has no such place"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(SITE)))
def test_no_page_loads_anything_from_another_host(path):
    assert [file for file in Page(path).loaded if urlsplit(file).netloc] == []
