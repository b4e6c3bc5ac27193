"""What the NumPy reference checks before it computes: types and shapes, in float64."""

import numpy as np

from .rules import GATES, Layer, weight_shapes


def array(name, value) -> np.ndarray:
    """`value` as a float64 array, so that the reference is more exact than what it judges."""
    try:
        if value is None:  # NumPy would make it nan
            raise TypeError
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be an array of numbers, got {value!r:.60}") from None


def of_rank(name, value, axes) -> np.ndarray:
    """`value` as an array with as many axes as `axes` names."""
    value = array(name, value)
    if value.ndim != len(axes):
        raise ValueError(f"{name} must have shape ({', '.join(axes)}), got {value.shape}")
    return value


def of_shape(name, value, shape) -> np.ndarray:
    """`value` as an array of exactly this shape."""
    value = array(name, value)
    if value.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, got {value.shape}")
    return value


def kernel_and_units(kind, features, kernel):
    """The kernel, of shape (features, gates * units), and units, which its columns tell."""
    kernel = array("kernel", kernel)
    gates = GATES[kind]
    fits = kernel.ndim == 2 and kernel.shape[0] == features
    if not fits or kernel.shape[1] == 0 or kernel.shape[1] % gates:
        columns = "units" if gates == 1 else f"{gates} * units"
        raise ValueError(f"kernel must have shape ({features}, {columns}), got {kernel.shape}")
    return kernel, kernel.shape[1] // gates


def recurrent_weights(kind, features, kernel, recurrent_kernel, bias, reset_after=True):
    """The three weights as arrays that fit `features` and one another; a bias of None as zeros."""
    kernel, units = kernel_and_units(kind, features, kernel)
    shapes = weight_shapes(Layer(kind, units, reset_after=reset_after), features)
    recurrent_kernel = of_shape("recurrent_kernel", recurrent_kernel, shapes["recurrent_kernel"])
    bias = np.zeros(shapes["bias"]) if bias is None else of_shape("bias", bias, shapes["bias"])
    return kernel, recurrent_kernel, bias
