"""What a link needs of a websocket, and what it can use besides."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Transport(Protocol):
    """What a link needs of a websocket; a tap that drops or changes frames has the same shape."""

    async def send(self, message: str) -> None: ...

    async def recv(self) -> str | bytes: ...

    async def close(self, code: int = 1000, reason: str = "") -> None: ...


class Direct(ABC):
    """What a transport offers besides, to a link that need not wait; a tap does not offer it.

    `listen` has each text given to `take` as it arrives. One that `take` refuses waits for `recv`,
    and so do those behind it until it was received; None ends the listening.
    """

    @property
    @abstractmethod
    def ready(self) -> bool:
        """Tell whether a text may be put: the websocket is open and its peer keeps reading."""

    @abstractmethod
    def put(self, message: str) -> None:
        """Send a text at once."""

    @abstractmethod
    def listen(self, take: Callable[[str], bool] | None) -> None: ...
