"""A Sphinx extension for what can be downloaded: the course as a zip and, if it was made, the book as a PDF.

Both stand beside the notebook in the download menu of every page. `make pdf` makes the PDF, before the site.
"""

import shutil
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PDF = ROOT / "_build" / "pdf" / "book.pdf"
ZIP_NAME, PDF_NAME = "course.zip", "book.pdf"

# What a student needs to run chapters and exercises. Solutions and tests stay here.
STUDENTS_GET = [
    "README.md",
    "LICENSE",
    "LICENSE-TEXT",
    "Makefile",
    "pyproject.toml",
    "requirements.txt",
    "nbgrader_config.py",
    "scripts",
    "autograder",
    "book",
    "exercises",
]
LEFTOVERS = {"__pycache__", ".ipynb_checkpoints"}


def add_buttons(app, pagename, templatename, context, doctree):
    """Put the two files into the download menu, which the theme has filled before."""
    for group in context.get("header_buttons", []):
        if group.get("label") == "download-buttons":
            group["buttons"].append(
                button(context, ZIP_NAME, "All notebooks", "fa-file-zipper", ".zip")
            )
            if app.config.book_pdf:
                group["buttons"].append(
                    button(context, PDF_NAME, "The book", "fa-book", "book .pdf")
                )


def button(context, file, tooltip, icon, text):
    """A link of the theme's download menu to a file at the site's root."""
    return {
        "type": "link",
        "url": context["pathto"](file, 1),
        "text": text,
        "tooltip": tooltip,
        "icon": f"fas {icon}",
        "label": f"download-{Path(file).stem}-button",
    }


def write_files(app, exception):
    """Write the zip, and copy the PDF, beside the pages."""
    if exception is None and app.builder.name == "html":
        pack(Path(app.outdir) / ZIP_NAME)
        if app.config.book_pdf:
            shutil.copyfile(PDF, Path(app.outdir) / PDF_NAME)


def pack(target):
    """Zip what students get, in a folder of its own. The same files give the same zip."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(files()):
            entry = zipfile.ZipInfo(f"recurrent-networks/{path.relative_to(ROOT)}")
            entry.external_attr = path.stat().st_mode << 16  # scripts stay executable
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)


def files():
    """The files of STUDENTS_GET, without what Python and Jupyter leave beside them."""
    for name in STUDENTS_GET:
        for path in [ROOT / name, *(ROOT / name).rglob("*")]:
            if path.is_file() and not LEFTOVERS & set(path.parts):
                yield path


def setup(app):
    """Register the files; a PDF that appears or goes makes every page be written again."""
    app.add_config_value("book_pdf", PDF.exists(), "html")
    app.connect("html-page-context", add_buttons, priority=900)
    app.connect("build-finished", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
