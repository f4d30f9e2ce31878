"""Print the tests that were skipped, as pytest takes them: skipped.py REPORT; a report is what --junitxml writes."""

import sys
from xml.etree import ElementTree

for case in ElementTree.parse(sys.argv[1]).iter("testcase"):  # noqa: S314 - pytest wrote it
    if case.find("skipped") is not None:
        sys.stdout.write(f"{case.get('classname').replace('.', '/')}.py::{case.get('name')}\n")
