"""Run notebooks from top to bottom and save them with their outputs, as they are committed.

    python scripts/run_notebooks.py NOTEBOOK ...

Times and other traces of the run are not kept, so that running again changes nothing. Stops at a cell that raises or
writes to stderr: neither belongs on a page.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def run(path):
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=600,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.km = client.create_kernel_manager()
    client.km.transport_encryption = "auto"
    client.execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                sys.exit(f"{path}: cell {cell.id} writes to stderr: {output.text.strip()[:200]}")
    notebook.metadata.get("language_info", {}).pop(
        "version", None
    )  # no change from one Python to the next
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


for name in sys.argv[1:]:
    print(name, flush=True)
    run(Path(name))
