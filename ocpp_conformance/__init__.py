"""The command line."""

from importlib.metadata import PackageNotFoundError, version


def tool_version() -> str:
    """Give the version of the installed distribution."""
    try:
        return version("ocpp-conformance")
    except PackageNotFoundError:
        return "0+unknown"
