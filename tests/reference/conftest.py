"""One Hypothesis profile for these tests: the same examples at every run, no file left behind."""

import os
import tempfile

from hypothesis import HealthCheck, settings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Without a database too Hypothesis caches what it reads in the sources, in ./.hypothesis.
os.environ.setdefault(
    "HYPOTHESIS_STORAGE_DIRECTORY", os.path.join(tempfile.gettempdir(), "hypothesis")
)

settings.register_profile(
    "reference",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow],  # the first example imports TensorFlow
)
settings.load_profile("reference")
