"""A fence around every method that Qt calls from C++.

An exception that leaves a Python override of a C++ virtual can end the process with a segmentation
fault, and with it the window. So such methods catch everything, say once in the log what happened
(a paint that fails does so sixty times a second), and give a harmless answer.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

_P = ParamSpec("_P")
_S = TypeVar("_S")
_R = TypeVar("_R")

_log = logging.getLogger(__name__)


def survives(
    fallback: Callable[[], _R],
) -> Callable[[Callable[Concatenate[_S, _P], _R]], Callable[Concatenate[_S, _P], _R]]:
    """Decorate a C++ virtual override: on any exception it logs and returns `fallback()`.

    The same kind of exception from the same method is logged once with its traceback, then at debug level.
    """

    def guard(method: Callable[Concatenate[_S, _P], _R]) -> Callable[Concatenate[_S, _P], _R]:
        seen: set[type[Exception]] = set()

        def guarded(self: _S, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
            try:
                return method(self, *args, **kwargs)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not reach C++
                if type(error) in seen:
                    _log.debug("%s failed again", method.__qualname__)
                else:
                    seen.add(type(error))
                    _log.exception("%s failed; going on without it", method.__qualname__)
                return fallback()

        return functools.update_wrapper(guarded, method)

    return guard


def nothing() -> None:
    """The fallback of methods that return nothing."""
