#!/usr/bin/python3
"""Says whether po/POTFILES.in lists just the files that have strings to translate. Speaks TAP.

usage: check-potfiles.py SOURCE-ROOT"""

import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
marked = re.compile(r'(?<![A-Za-z0-9])(N?C?_|ngettext) ?\(\s*"')
translated_ui = re.compile(r'translatable="(yes|true|1)"')


def has_strings(path):
    text = path.read_text()
    if path.suffix == '.ui':
        return bool(translated_ui.search(text))
    if path.suffix in ('.c', '.h'):
        return bool(marked.search(text))
    return True


listed = [line for line in (root / 'po/POTFILES.in').read_text().splitlines() if line and not line.startswith('#')]
sources = [p for pattern in ('*.c', '*.h', '*.ui') for p in (root / 'src').rglob(pattern)]
sources += [p for pattern in ('*.desktop.in', '*.metainfo.xml.in', '*.gschema.xml') for p in (root / 'data').glob(pattern)]
wanted = {str(p.relative_to(root)) for p in sources if has_strings(p)}

failures = [f'not listed: {name}' for name in sorted(wanted - set(listed))]
failures += [f'listed, but nothing to translate or gone: {name}' for name in sorted(set(listed) - wanted)]
if listed != sorted(listed):
    failures.append('not in alphabetical order')
for failure in failures:
    print(f'# {failure}')
print('1..1')
print('not ok 1 - potfiles' if failures else 'ok 1 - potfiles')
sys.exit(bool(failures))
