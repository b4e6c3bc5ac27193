"""A Sphinx extension that keeps, of the theme's icons, only those that the pages show.

The theme brings Font Awesome twice, as a script of 1.5 MB and as fonts with a style sheet. After a build this writes a
small style sheet, with a font of the used icons inside, over the theme's, and empties the rest. A font inside the style
sheet is also shown by browsers that load no font from a folder on disk.
"""

import base64
import io
import re
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ICON = re.compile(r"\bfa-([a-z0-9-]+)")
RULE = re.compile(r"((?:\.fa-[a-z0-9-]+:before,?)+)\{content:\"\\([0-9a-f]+)\"\}")

STYLE = """\
/* Icons: Font Awesome Free 6 by Fonticons, Inc.; icons CC BY 4.0, font SIL OFL 1.1. */
@font-face {{ font-family: "Icons"; font-weight: 900; src: url(data:font/woff;base64,{font}) format("woff"); }}
.fa-solid, .fas {{
  display: inline-block; font-family: "Icons"; font-weight: 900; font-style: normal; line-height: 1;
  text-rendering: auto; -webkit-font-smoothing: antialiased;
}}
.fa-lg {{ font-size: 1.25em; line-height: 0.05em; vertical-align: -0.075em; }}
{rules}
"""


def keep_used_icons(app, exception):
    """Write the style sheet with the icons of all pages; empty the script and the fonts."""
    if exception is not None or app.builder.format != "html":
        return
    theme = files("pydata_sphinx_theme") / "theme" / "pydata_sphinx_theme" / "static"
    source = next((Path(str(theme)) / "vendor" / "fontawesome").iterdir())
    target = Path(app.outdir) / "_static" / "vendor" / "fontawesome" / source.name

    used = set().union(
        *(ICON.findall(page.read_text()) for page in Path(app.outdir).rglob("*.html"))
    )
    codes = {}
    for selectors, code in RULE.findall((source / "css" / "all.min.css").read_text()):
        codes |= dict.fromkeys(set(ICON.findall(selectors)) & used, code)
    rules = "\n".join(
        f'.fa-{name}:before {{ content: "\\{code}"; }}' for name, code in sorted(codes.items())
    )
    font = small_font(
        source / "webfonts" / "fa-solid-900.ttf", {int(code, 16) for code in codes.values()}
    )

    (target / "css" / "all.min.css").write_text(STYLE.format(font=font, rules=rules))
    (target / "js" / "all.min.js").write_text("")
    for path in (target / "webfonts").iterdir():
        path.write_bytes(b"")


def small_font(path, characters):
    """The font with the given characters only, as WOFF in base64."""
    font = TTFont(path)
    subsetter = subset.Subsetter()
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = "woff"
    file = io.BytesIO()
    font.save(file)
    return base64.b64encode(file.getvalue()).decode()


def setup(app):
    """Register the last step with Sphinx."""
    app.connect("build-finished", keep_used_icons)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
