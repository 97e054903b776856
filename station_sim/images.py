"""Firmware images: what a station can tell of one before it runs.

An image may begin with a head: the line `Simulator firmware`, then lines `version: ...`, `model:
...` and `sha256: ...` (of what follows the head), each of them optional, then an empty line. Any
other content is taken as it is, and its version is made from its digest.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

MAGIC: Final = b"Simulator firmware\n"


@dataclass(frozen=True, slots=True)
class Image:
    """`sound`: the digest that the image itself names is right; `model`: for which it is made."""

    version: str
    model: str | None = None
    sound: bool = True

    def suits(self, model: str) -> bool:
        return self.model in (None, model)


def read(content: bytes) -> Image:
    """Read an image; one that is empty or has a broken head is not sound."""
    digest = hashlib.sha256(content).hexdigest()
    if not content.startswith(MAGIC):
        return Image(f"build {digest[:8]}", sound=bool(content))
    head, end, body = content.removeprefix(MAGIC).partition(b"\n\n")
    lines = head.decode("ascii", errors="replace").splitlines()
    named = {name.strip(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    said = named.get("sha256")
    right = said in (None, hashlib.sha256(body).hexdigest())
    version = named.get("version", f"build {digest[:8]}")
    return Image(version, named.get("model"), sound=bool(end) and right)


def write(version: str, model: str, body: bytes) -> bytes:
    """Make an image for a model."""
    digest = hashlib.sha256(body).hexdigest()
    head = f"version: {version}\nmodel: {model}\nsha256: {digest}\n\n"
    return MAGIC + head.encode("ascii") + body
