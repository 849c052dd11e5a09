#!/usr/bin/python3
"""Counts the cases of a meson test run, not its programs.

usage: count-tests.py TESTLOG.json STATUS

TESTLOG.json is meson's, one object a line; STATUS is what `meson test` ended with. Prints what the tests themselves have
counted (their comments that begin with "count:"), what was skipped and what failed, then one line, "N passed, N failed, N skipped". Ends with 1 if anything failed, or if nothing was run.
"""

import json
import re
import sys

CASE = re.compile(r'^(?P<indent> *)(?P<result>ok|not ok)\b *(?P<number>\d+)? *-? *(?P<text>.*)$')
PLAN = re.compile(r'^(?P<indent> *)1\.\.(?P<count>\d+)(?: *# *SKIP *(?P<reason>.*))?$', re.IGNORECASE)
COUNT = re.compile(r'^ *# count: (.*)$', re.MULTILINE)
SKIP = re.compile(r'(?P<name>.*?) *# *SKIP *(?P<reason>.*)$', re.IGNORECASE)


def cases(output):
    """Yields (result, text) for each case of a TAP stream; result is 'passed', 'failed' or 'skipped'."""
    depth = 0
    for line in output.splitlines():
        plan = PLAN.match(line)
        if plan:
            depth = len(plan['indent'])
            if plan['count'] == '0':
                yield 'skipped', plan['reason'] or 'nothing to do'
            continue
        case = CASE.match(line)
        if not case:
            continue
        is_summary = len(case['indent']) < depth       # of the subtests just above it, which were counted
        depth = len(case['indent'])
        if is_summary:
            continue
        skip = SKIP.match(case['text'])
        if skip and case['result'] == 'ok':
            yield 'skipped', f"{skip['name']}: {skip['reason']}"
        else:
            yield 'passed' if case['result'] == 'ok' else 'failed', case['text']


def main():
    path, status = sys.argv[1], int(sys.argv[2])
    counts = {'passed': 0, 'failed': 0, 'skipped': 0}
    notes = []
    own_counts = []
    try:
        with open(path, encoding='utf-8') as log:
            programs = [json.loads(line) for line in log]
    except OSError:
        programs = []
    for program in programs:
        name = program['name'].split(':', 1)[-1]
        own_counts += [f'{name}: {text}' for text in COUNT.findall(program.get('stdout') or '')]
        found = list(cases(program.get('stdout') or ''))
        if program['result'] == 'SKIP' and not found:
            found = [('skipped', 'status 77')]
        failed = program['result'] not in ('OK', 'SKIP', 'EXPECTEDFAIL')
        if failed and not any(result == 'failed' for result, _ in found):
            found.append(('failed', program['result'].lower()))    # it crashed, hung or broke its promise
        if not failed and not found:
            found = [('passed', '')]                               # a program without TAP is one case
        for result, text in found:
            counts[result] += 1
            if result != 'passed':
                notes.append(f'{result}: {name}: {text}')
    for line in sorted(own_counts):
        print(line)
    for note in sorted(notes):
        print(note)
    if not programs:
        print('Nothing was run.')
    elif status and not counts['failed']:
        counts['failed'] = 1
        print(f'meson test ended with status {status}.')
    print('{passed} passed, {failed} failed, {skipped} skipped'.format(**counts))
    sys.exit(1 if counts['failed'] or not counts['passed'] else 0)


main()
