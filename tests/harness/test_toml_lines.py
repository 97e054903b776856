"""Which line sets which key."""

from __future__ import annotations

from harness.targets.toml_lines import line_of, scan

TEXT = '''\
a = 1 # = 2
"b c" = """
d = 3
"""
e.f = 4
[table]
g = [
  1,
]
[table."sub key"]
h = { i = 1 }
[[row]]
j = 1
[[row]]
j = 2
[row.inner]
k = 3
'''


def test_positions_of_keys():
    lines = scan(TEXT)
    assert lines[("a",)] == 1
    assert lines[("b c",)] == 2
    assert ("d",) not in lines
    assert lines[("e", "f")] == 5
    assert lines[("table", "g")] == 7
    assert lines[("table", "sub key", "h")] == 11
    assert lines[("row", 0, "j")] == 13
    assert lines[("row", 1, "j")] == 15
    assert lines[("row", 1, "inner", "k")] == 17


def test_unknown_position_has_the_line_of_what_is_around_it():
    lines = scan(TEXT)
    assert line_of(lines, ("table", "sub key", "h", "i")) == 11
    assert line_of(lines, ("row", 1, "z")) == 14
    assert line_of(lines, ("e",)) == 5
    assert line_of(lines, ("nowhere",)) == 1
