"""Checks of what drawings are called with."""

import numpy as np


def whole(name, value, least=1, most=None):
    """Raise ValueError unless value is a whole number from least to most."""
    number = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not number or value < least or (most is not None and value > most):
        limits = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name} must be a whole number {limits}, got {value!r}")


def one_of(name, value, allowed):
    """Raise ValueError unless value is one of those allowed."""
    if value not in allowed:
        choices = ", ".join(repr(choice) for choice in allowed)
        raise ValueError(f"{name} must be one of {choices}, got {value!r}")
