"""Tell the example station what happens to it: `ctl.py [--port N] ACTION [name=value ...]`.

Exit status 0: done, 1: not possible now, 127: the station has no such action.
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
from typing import Any


def value_of(text: str) -> Any:
    return int(text) if text.isdigit() and not text.startswith("0") else text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=9300)
    parser.add_argument("action")
    parser.add_argument("fields", nargs="*")
    options = parser.parse_args()
    pairs = [field.partition("=") for field in options.fields]
    fields = {name: value_of(value) for name, _, value in pairs if value}
    try:
        with socket.create_connection(("127.0.0.1", options.port), timeout=10) as connection:
            request = {"action": options.action, "fields": fields}
            connection.sendall(json.dumps(request).encode() + b"\n")
            answer = json.loads(connection.makefile().readline())
    except (OSError, ValueError) as error:
        print(f"the station does not listen on port {options.port}: {error}", file=sys.stderr)
        return 1
    if answer["status"]:
        print(answer["error"], file=sys.stderr)
    return int(answer["status"])


if __name__ == "__main__":
    sys.exit(main())
