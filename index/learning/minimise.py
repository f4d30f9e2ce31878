"""The lowest place of a smooth function of a few variables, in numpy alone."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Loss = Callable[[Values], tuple[float, Values]]

_MOST_STEPS = 200
_LEAST_SLOPE = 1e-7
_SUFFICIENT = 1e-4  # of the descent that the slope promises
_LEAST_STEP = 1e-12


def minimise(loss: Loss, start: Values) -> Values:
    """Return where a loss is lowest, shape (n,); where it has several valleys, in the one that the start lies in.

    Args:
        loss: Returns the loss at a point and its slope there, shape (n,).
        start: Where it is looked for first, shape (n,).

    Source: BFGS with a backtracking line search; Nocedal and Wright 2006, "Numerical Optimization", algorithm 6.1.
    """
    point, (height, slope) = start, loss(start)
    inverse = np.eye(len(start)) / max(float(np.linalg.norm(slope)), 1.0)
    for _ in range(_MOST_STEPS):
        if np.abs(slope).max(initial=0.0) < _LEAST_SLOPE:
            break
        direction = -inverse @ slope
        step = 1.0
        while (lower := loss(point + step * direction))[0] > height + _SUFFICIENT * step * float(slope @ direction):
            step /= 2
            if step < _LEAST_STEP:
                return point
        moved, turned = step * direction, lower[1] - slope
        point, (height, slope) = point + moved, lower
        inverse = _curvature(inverse, moved, turned)
    return point


def _curvature(inverse: Values, moved: Values, turned: Values) -> Values:
    """Return the inverse Hessian after a step; as it was where the step tells nothing of it."""
    along = float(moved @ turned)
    if along <= _LEAST_STEP:
        return inverse
    shift = np.eye(len(moved)) - np.outer(moved, turned) / along
    return np.asarray(shift @ inverse @ shift.T + np.outer(moved, moved) / along)
