"""A Sphinx extension that puts MathJax into the built site, so that formulas need no other host.

The file comes from the wheel django-static-mathjax, whose package is called `mathjax`. It draws formulas as SVG, so it
needs no fonts, which some browsers don't load from a folder on disk. It is copied once the builder knows its output
folder, before any page is written.
"""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

PARTS = ("tex-svg.js", "input/tex/extensions")


def copy_mathjax(app):
    """Copy the parts of MathJax that pages load into `_static/mathjax` of an HTML build."""
    if app.builder.format != "html":
        return
    target = Path(app.outdir) / "_static" / "mathjax"
    with as_file(files("mathjax") / "static" / "mathjax" / "es5") as source:
        for part in PARTS:
            copy(source / part, target / part)


def copy(source, target):
    """Copy a file or a whole folder; what stands there already is replaced."""
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    else:
        raise FileNotFoundError(f"MathJax needs {source}: is django-static-mathjax installed?")


def setup(app):
    """Register the copying with Sphinx."""
    app.connect("builder-inited", copy_mathjax)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
