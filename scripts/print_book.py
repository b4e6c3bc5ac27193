"""Print the book, built as one page, to a PDF.

    python scripts/print_book.py FOLDER_OF_THE_PAGE TARGET.pdf

Waits for the formulas, opens every answer of the questions in the page, and prints in light colours on A4.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

READY = """async () => {
    document.documentElement.dataset.theme = "light";
    for (const answer of document.querySelectorAll("details")) {
        answer.removeAttribute("name");
        answer.open = true;
    }
    await MathJax.startup.promise;
    await document.fonts.ready;
}"""
FOOTER = '<div style="font-size: 8px; text-align: center; width: 100%"><span class="pageNumber"></span></div>'


def main(folder, target):
    """Print the page that Sphinx's `singlehtml` left in the folder."""
    browser_path = subprocess.run(
        [Path(__file__).with_name("find-browser")], capture_output=True, text=True, check=True
    ).stdout.strip()
    # Sphinx writes the page into a folder but its links as if it stood at the root.
    page_path = shutil.copy(folder / "book" / "index.html", folder / "book.html")
    target.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(color_scheme="light")
        page.goto(page_path.resolve().as_uri())
        page.wait_for_function("window.MathJax?.startup?.promise")
        page.evaluate(READY)
        page.pdf(
            path=target,
            format="A4",
            scale=0.85,
            margin={"top": "18mm", "bottom": "18mm", "left": "16mm", "right": "16mm"},
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOTER,
            outline=True,
            tagged=True,
        )
        browser.close()
    print(target)


main(Path(sys.argv[1]), Path(sys.argv[2]))
