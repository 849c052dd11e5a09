#!/usr/bin/python3
"""Puts the sources with debian/ in its place into FOLDER/verifull-VERSION, and prints that folder's name.

usage: make-source.py FOLDER

The version is that of meson.build, the changelog the releases of the metainfo. Neither depends on the day of the build,
nor do the files on who checked them out and when, so that the packages of a commit are the same wherever they are made.
"""

import datetime
import os
import pathlib
import re
import shutil
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ET

root = pathlib.Path(__file__).resolve().parents[2]
author = 'The Verifull developers <verifull@users.noreply.github.com>'


def version():
    return re.search(r"^ *version: '([^']+)'", (root / 'meson.build').read_text(), re.M)[1]


def releases():
    """The elements of the metainfo with their days, the newest first."""
    component = ET.parse(root / 'data/io.github.verifull.Verifull.metainfo.xml.in').getroot()
    return [(release, datetime.datetime.fromisoformat(release.get('date') + 'T12:00:00+00:00'))
            for release in component.iter('release')]


def changelog():
    text = ''
    for release, day in releases():
        text += f'verifull ({release.get("version")}) unstable; urgency=medium\n\n'
        for element in release.find('description').iter():
            if element.tag in ('p', 'li'):
                text += textwrap.fill(' '.join(element.text.split()), 78, initial_indent='  * ', subsequent_indent='    ')
                text += '\n'
        text += f'\n -- {author}  {day:%a, %d %b %Y %H:%M:%S %z}\n\n'
    return text


def sources():
    """What belongs to the sources: what is committed or could be, if this is a checkout, else all but builds."""
    listed = subprocess.run(['git', '-c', f'safe.directory={root}', '-C', str(root), 'ls-files', '-z', '--cached', '--others',
                             '--exclude-standard'], capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [name for name in listed.stdout.split('\0') if name and (root / name).exists()]
    return [str(path.relative_to(root)) for path in root.rglob('*')
            if path.is_file() and not path.relative_to(root).parts[0].startswith(('build', '.'))]


def make_alike(top, seconds):
    """Modes and times as of everybody."""
    for path in [top, *top.rglob('*')]:
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (seconds, seconds))


place = pathlib.Path(sys.argv[1]).resolve() / f'verifull-{version()}'
newest, day = releases()[0]
if newest.get('version') != version():
    sys.exit(f'make-source.py: meson.build is at version {version()}, the newest release of the metainfo is '
             f'{newest.get("version")}')
shutil.rmtree(place, ignore_errors=True)
for name in sources():
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(root / name, place / name)
shutil.copytree(root / 'data/packaging/debian', place / 'debian')
(place / 'debian/changelog').write_text(changelog().rstrip('\n') + '\n', encoding='utf-8')
make_alike(place, day.timestamp())
print(place)
