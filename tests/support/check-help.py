#!/usr/bin/python3
"""Says whether the Mallard pages of every language are well formed and lead to each other. Speaks TAP.

usage: check-help.py FOLDER LANGUAGE…"""

import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

MALLARD = '{http://projectmallard.org/1.0/}'
INLINE_FREE = {MALLARD + name for name in ('page', 'section', 'steps', 'item', 'info')}
folder = pathlib.Path(sys.argv[1])
languages = sys.argv[2:]
seen = {}                                               # the titles of each language so far


def check(language):
    pages = {path.stem: ET.parse(path).getroot() for path in sorted((folder / language / 'verifull').glob('*.page'))}
    assert len(pages) > 100, f'there are only {len(pages)} pages'
    targets = {f'index#{section.get("id")}' for section in pages['index'].iter(MALLARD + 'section')}
    for name, page in pages.items():
        assert page.tag == MALLARD + 'page' and page.get('id') == name, f'{name} is no page of that name'
        assert page.findtext(MALLARD + 'title'), f'{name} has no title'
        ids = [section.get('id') for section in page.iter(MALLARD + 'section')]
        assert len(ids) == len(set(ids)), f'{name} has two sections of one name'
        for link in page.iter(MALLARD + 'link'):
            assert link.get('xref') in targets, f'{name} leads to {link.get("xref")}'
        assert name == 'index' or page.find(f'{MALLARD}info/{MALLARD}link') is not None, f'nothing leads to {name}'
        for element in page.iter():
            if element.tag in INLINE_FREE:
                assert not (element.text or '').strip(), f'{name} has text outside of a paragraph'
            if element.tag in (MALLARD + 'p', MALLARD + 'title'):
                assert (element.text or '').strip(), f'{name} has an empty {element.tag}'
    titles = {name: page.findtext(MALLARD + 'title') for name, page in pages.items()}
    for other, others in seen.items():
        assert titles.keys() == others.keys(), f'it has not the same pages as {other}'
        same = sum(titles[name] == others[name] for name in titles if not name.startswith('provider-'))
        assert same < len(titles) // 2, f'{same} titles are those of {other}'
    seen[language] = titles


def check_outside(program, *options):
    files = [str(path) for language in languages for path in sorted((folder / language / 'verifull').glob('*.page'))]
    done = subprocess.run([program, *options, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stderr or done.stdout)[:2000]


checks = [(f'the pages in {language}', check, [language]) for language in languages]
for program, options in (('xmllint', ['--noout']), ('yelp-check', ['validate'])):
    checks.append((program, check_outside, [program, *options]))
print(f'1..{len(checks)}')
failed = False
for number, (what, function, arguments) in enumerate(checks, 1):
    if function is check_outside and not shutil.which(arguments[0]):
        print(f'ok {number} - {what} # SKIP it is not installed')
        continue
    try:
        function(*arguments)
        print(f'ok {number} - {what}')
    except (AssertionError, ET.ParseError, KeyError) as error:
        failed = True
        print(f'not ok {number} - {what}')
        print(f'# {error!r}')
sys.exit(failed)
