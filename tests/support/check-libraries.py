#!/usr/bin/python3
"""Says whether the programs leave libpq and libarchive to be opened when they are needed, and whether all that they ask
of them is there. Speaks TAP.

usage: check-libraries.py PROGRAM..."""

import ctypes
import re
import shutil
import subprocess
import sys

# the library that is opened late, and how its functions begin
late = {'libpq.so.5': 'PQ', 'libarchive.so.13': 'archive_'}
programs = sys.argv[1:]


def say(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False, env={'LC_ALL': 'C'})
    assert done.returncode == 0, done.stderr
    return done.stdout


def symbols(program, which):
    """The names that begin as those of the libraries do, by library."""
    names = [line.split()[-1].split('@')[0] for line in say('nm', which, program).splitlines()]
    return {library: {name for name in names if re.match(rf'{start}\w+$', name)} for library, start in late.items()}


def check_needed(program):
    """The dynamic linker would open what is needed before the program begins."""
    needed = re.findall(r'\(NEEDED\).*\[(.*)\]', say('readelf', '--wide', '--dynamic', program))
    assert 'libc.so.6' in needed, needed
    found = [name for name in needed for library in late if name.split('.')[0] == library.split('.')[0]]
    assert not found, f'{program} needs {found} before it begins'


def check_forwarded(program):
    """Each that is called has a function of that name in the program, and one in the library."""
    undefined = symbols(program, '--undefined-only')
    assert not any(undefined.values()), f'{program} has these from elsewhere: {undefined}'
    for library, names in symbols(program, '--defined-only').items():
        assert len(names) > 10, f'{program} asks {library} for {names} only'
        opened = ctypes.CDLL(library)
        missing = {name for name in names if not hasattr(opened, name)}
        assert not missing, f'{library} has no {missing}'


lacking = [name for name in ('nm', 'readelf') if not shutil.which(name)]
if lacking:
    print(f'1..0 # SKIP there is no {" and no ".join(lacking)}')
    sys.exit(0)
print(f'1..{2 * len(programs)}')
failed = False
checks = ((check_needed, 'needs none of them before it begins'), (check_forwarded, 'finds in them all that it calls'))
for number, (program, (check, title)) in enumerate(((program, check) for program in programs for check in checks), 1):
    title = f'{program.rsplit("/", 1)[-1]} {title}'
    try:
        check(program)
        print(f'ok {number} - {title}')
    except AssertionError as error:
        failed = True
        print(f'not ok {number} - {title}\n# {error}')
sys.exit(failed)
