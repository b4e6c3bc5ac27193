"""Execute: run the rebuilt notebook in a kernel of its own, where check cells leave evidence instead of judging."""

import os
import subprocess
import time

from nbclient.exceptions import CellControlSignal, CellTimeoutError, DeadKernelError
from nbgrader.preprocessors import Execute
from traitlets import Any, Integer
from traitlets.config import PyFileConfigLoader

from autograder import check, evidence
from autograder.grading import course
from autograder.grading.cells import grade_id, is_answer, is_check, notes
from autograder.grading.outputs import tidy

IMPORT_CHECK = "from autograder import check"
LARGEST_EVIDENCE = 1_000_000  # characters; no question has an answer that comes near


class Collect(Execute):
    """nbgrader's execute step, with a seed for the check cells and limits that can't abort a batch.

    ``executor`` is a hook for whoever has run the notebook already: a function from the resources to the executed
    notebook, or None to run it here.
    """

    executor = Any(
        None, allow_none=True, help="A function from the resources to an executed notebook."
    ).tag(config=True)
    total_timeout = Integer(120, help="Seconds that all cells together may take.").tag(config=True)

    def preprocess(self, nb, resources, km=None):
        if self.executor is not None:
            return self.executor(resources), resources
        seed = evidence.fresh_seed()
        nb.metadata.setdefault("autograder", {})["seed"] = seed
        self.environment = {**os.environ, check.SEED_VARIABLE: str(seed)}
        self.ends = time.monotonic() + self.total_timeout
        self.stopped, self.started = "", False
        self.timeout_func = self.seconds_for
        try:
            nb, resources = super().preprocess(nb, resources, km)
        except Exception as error:
            if not self.started:
                raise  # no fault of the notebook: this is no grade
            # The kernel may be in any state; what has run is there to be verified.
            self.stop(nb, f"the kernel could not be used: {type(error).__name__}.")
        return nb, resources

    def seconds_for(self, cell):
        """How long a cell may take: what is left of the total, and for what students write, no more than `timeout`."""
        left = max(1, round(self.ends - time.monotonic()))
        own = is_check(cell) or is_answer(cell) or not grade_id(cell)
        return min(self.timeout, left) if own else left

    def create_kernel_manager(self):
        manager = super().create_kernel_manager()
        manager.transport_encryption = "auto"  # other users of this machine can't listen
        return manager

    def start_new_kernel(self, **kwargs):
        # What the kernel's process itself prints is no output of a cell, and nobody's to read.
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        super().start_new_kernel(env=self.environment, **silent, **kwargs)

    def process_message(self, msg, cell, cell_index):
        """Take one message of the kernel; a malformed one is dropped, and so is evidence of absurd size."""
        data = msg.get("content", {}).get("data")
        if isinstance(data, dict) and len(str(data.get(check.MIME, ""))) > LARGEST_EVIDENCE:
            data[check.MIME] = None
        try:
            return super().process_message(msg, cell, cell_index)
        except CellControlSignal:
            raise
        except Exception:
            return None

    def preprocess_cell(self, cell, resources, index):
        self.started = True
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if self.stopped:
            return cell, resources
        if time.monotonic() > self.ends:
            self.stop(self.nb, f"its cells together took longer than {self.total_timeout} seconds.")
            return cell, resources
        shown = cell.source
        if is_check(cell):
            cell.source = f"{IMPORT_CHECK}\n{shown}"  # an answer may have taken the name
        try:
            super().preprocess_cell(cell, resources, index)
        except DeadKernelError:
            self.stop(self.nb, f"the kernel died in cell {index + 1}.")
        except (CellTimeoutError, CellControlSignal, TimeoutError):
            self.stop(
                self.nb,
                f"cell {index + 1} took too long (at most {self.timeout} seconds) and could not be interrupted.",
            )
        cell.source = shown
        if not is_check(cell):
            tidy(cell)
        return cell, resources

    def stop(self, nb, why):
        """No further cell is run; a person should know why."""
        self.stopped = nb.metadata["autograder"]["stopped"] = why
        notes(nb).append(f"Not all of it was run: {why}")


def course_settings():
    """The settings of `nbgrader_config.py`, which hold for the course's own commands too."""
    return PyFileConfigLoader("nbgrader_config.py", str(course.ROOT)).load_config()


def execute(notebook, folder, config):
    """Run a notebook, with ``folder`` as its working directory; the same notebook, executed, is returned."""
    executed, _ = Collect(config=config, executor=None).preprocess(
        notebook, {"metadata": {"path": str(folder)}}
    )
    return executed
