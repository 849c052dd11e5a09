#!/usr/bin/python3
"""Says whether the Flatpak's manifest asks for what the program needs, and for nothing else. Speaks TAP.

usage: check-flatpak.py SOURCE-ROOT VERSION"""

import json
import pathlib
import re
import sys

APP_ID = 'io.github.verifull.Verifull'
# Everything else is reached through portals: whoever adds a line here has to say so where people choose a program.
PERMISSIONS = {'--share=network', '--share=ipc', '--socket=wayland', '--socket=fallback-x11', '--device=dri'}

root = pathlib.Path(sys.argv[1])
manifest = json.loads((root / f'flatpak/{APP_ID}.json').read_text(encoding='utf-8'))
modules = {module['name']: module for module in manifest['modules']}


def check_permissions():
    asked = manifest['finish-args']
    assert set(asked) == PERMISSIONS and len(asked) == len(PERMISSIONS), sorted(set(asked) ^ PERMISSIONS)


def check_names():
    assert manifest['id'] == APP_ID
    assert (manifest['runtime'], manifest['sdk']) == ('org.gnome.Platform', 'org.gnome.Sdk')
    assert re.fullmatch(r'\d+', manifest['runtime-version']), 'a runtime that is not released'
    # a bundle has no extensions, so it would be in English
    assert manifest['separate-locales'] is False


def check_sources():
    for name, module in modules.items():
        for source in module['sources']:
            assert source['url'].startswith('https://'), f'{name} comes from {source["url"]}'
            if source['type'] == 'archive':
                assert re.fullmatch('[0-9a-f]{64}', source['sha256']), f'{name} has no checksum'
            else:
                assert source['type'] == 'git' and 'branch' not in source, f'{name} comes from what changes'


def check_client_only():
    """libpq is built, and no server."""
    commands = '\n'.join(modules['libpq']['build-commands'])
    assert '--with-ssl=openssl' in commands
    assert re.findall(r'-C (\S+) install', commands) == ['src/include', 'src/interfaces/libpq']


def check_program():
    module = modules['verifull']
    assert module['run-tests'] is True and any('meson test' in command for command in module['test-commands'])
    assert [source['tag'] for source in module['sources']] == [f'v{sys.argv[2]}'], 'the tag is another version’s'


checks = [('what it may do', check_permissions), ('what it is called', check_names), ('where it comes from', check_sources),
          ('libpq alone', check_client_only), ('the program, tested', check_program)]
failed = False
print(f'1..{len(checks)}')
for number, (what, check) in enumerate(checks, 1):
    try:
        check()
        print(f'ok {number} - {what}')
    except (AssertionError, KeyError) as error:
        failed = True
        print(f'not ok {number} - {what}')
        print(f'# {error!r}')
sys.exit(failed)
