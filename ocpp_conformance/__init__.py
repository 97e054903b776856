"""The command line."""


def tool_version() -> str:
    """Give the version of the installed distribution."""
    # Imported late: it costs a fifth of what `--help` may take.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("ocpp-conformance")
    except PackageNotFoundError:
        return "0+unknown"
