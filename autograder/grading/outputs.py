"""Tidy what a student's cells put out, so that a feedback page can be made of it."""

SHOWN = (
    "text/plain",
    "text/html",
    "text/markdown",
    "text/latex",
    "image/png",
    "image/jpeg",
    "image/svg+xml",
)
LARGEST_OUTPUT = 1_000_000  # characters of a cell; the rest is cut, with a note
CUT = "\n... the rest of this cell's output was left out.\n"


def tidy(cell):
    """Keep of a cell's outputs what a page shows: text, errors and pictures, up to a size."""
    left, kept = LARGEST_OUTPUT, []
    for output in cell.get("outputs", []):
        if output.output_type in ("display_data", "execute_result"):
            output.metadata = {}
            output.data = {
                kind: data
                for kind, data in output.data.items()
                if kind in SHOWN and isinstance(data, str)
            }
            size = sum(map(len, output.data.values()))
        elif output.output_type == "stream":
            output.text = output.text if len(output.text) <= left else output.text[:left] + CUT
            size = len(output.text)
        else:
            output.traceback = [str(line)[:LARGEST_OUTPUT] for line in output.traceback[-100:]]
            size = sum(map(len, output.traceback))
        if 0 < size <= left + len(CUT):
            kept.append(output)
            left = max(0, left - size)
    if "outputs" in cell:
        cell.outputs = kept
