#!/usr/bin/env python3
"""Reads the XML reports of surefire and failsafe and says what really ran.

usage: test-report.py ROOT [--build-status N]

Prints a line for each module and closes with "N passed, N failed, N skipped". Exit status 1 when the build failed,
or when a test failed, was skipped, or when a module ran none: a build that ran nothing is not a good build.
"""

import argparse
import pathlib
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

POM = "{http://maven.apache.org/POM/4.0.0}"


@dataclass
class Tally:
    """What the reports of one module say."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    notes: list = field(default_factory=list)

    def read(self, report):
        suite = ElementTree.parse(report).getroot()
        self.seconds += float(suite.get("time", "0").replace(",", ""))
        for case in suite.iter("testcase"):
            name = f"{case.get('classname')}.{case.get('name')}"
            if case.find("failure") is not None or case.find("error") is not None:
                self.failed += 1
                self.notes.append(f"failed: {name}")
            elif case.find("skipped") is not None:
                self.skipped += 1
                self.notes.append(f"skipped: {name}")
            else:
                self.passed += 1


def tally_of(module):
    tally = Tally()
    for folder in ("surefire-reports", "failsafe-reports"):
        for report in sorted((module / "target" / folder).glob("TEST-*.xml")):
            try:
                tally.read(report)
            except ElementTree.ParseError as broken:
                tally.failed += 1
                tally.notes.append(f"failed: unreadable report {report.name}: {broken}")
    return tally


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("root", type=pathlib.Path)
    arguments.add_argument("--build-status", type=int, default=0)
    options = arguments.parse_args()

    modules = [m.text for m in ElementTree.parse(options.root / "pom.xml").iter(POM + "module")]
    tallies = {module: tally_of(options.root / module) for module in modules}
    good = options.build_status == 0
    if not good:
        print("check: the build failed, its reason is above")
    for module, tally in tallies.items():
        ran = tally.passed + tally.failed
        print(f"check: {module:<13}{ran:>5} tests in {tally.seconds:6.1f} s")
        for note in tally.notes:
            print(f"check:   {note}")
        if ran == 0:
            print(f"check:   no test ran in {module}")
        good = good and ran > 0 and not tally.failed and not tally.skipped
    passed, failed, skipped = (
        sum(getattr(tally, kind) for tally in tallies.values()) for kind in ("passed", "failed", "skipped")
    )
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
