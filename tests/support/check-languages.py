#!/usr/bin/python3
"""Says whether every language of po/LINGUAS has every string, and whether each translation fits its string. Speaks TAP.

usage: check-languages.py SOURCE-ROOT [--lenient]

The strings are those of the sources as they are now. With --lenient a string that is missing or marked as uncertain is
counted and is no failure; what does not fit always is.
"""

import collections
import pathlib
import re
import subprocess
import sys
import tempfile

KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2']
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
DIRECTIVE = re.compile(r"%(?:(\d+)\$)?([-+ #0']*(?:\d+|\*)?(?:\.\d+)?)((?:hh|ll|[hlzjt])?[a-zA-Z%])")
PLACEHOLDER = re.compile(r'\{[a-z-]+\}')
MARKUP = re.compile(r'</?[a-z]+[^<>]*>|&[a-z]+;')
# the letter of a label, where the language has to name one that is not in the text
LETTER = re.compile(r'\(_[A-Z0-9]\)')
# languages that put no blank between sentences
UNSPACED = ('ja', 'zh_CN', 'zh_TW')

Entry = collections.namedtuple('Entry', 'msgid plural msgstr flags')


def unquote(text):
    escapes = {'n': '\n', 't': '\t', '"': '"', '\\': '\\'}
    return re.sub(r'\\(.)', lambda match: escapes[match[1]], ''.join(QUOTED.findall(text)))


def read(path):
    """{(context, msgid): Entry} of a file that the gettext programs have written or accepted, without its header."""
    entries = {}
    for block in re.split(r'\n\s*\n', path.read_text(encoding='utf-8')):
        lines = [line for line in block.splitlines() if line.startswith(('#,', 'msg', '"'))]
        flags = {flag.strip() for line in lines if line.startswith('#,') for flag in line[2:].split(',')}
        fields = {}
        for keyword, text in re.findall(r'^(msg\w+(?:\[\d\])?)((?:\s+".*")+)', '\n'.join(lines), re.MULTILINE):
            fields[keyword] = unquote(text)
        if fields.get('msgid'):
            msgstr = [text for keyword, text in fields.items() if keyword.startswith('msgstr')]
            entries[fields.get('msgctxt'), fields['msgid']] = Entry(fields['msgid'], fields.get('msgid_plural'),
                                                                    msgstr, flags)
    return entries


def template(root, folder):
    """What there is to translate in the sources."""
    path = folder / 'verifull.pot'
    subprocess.run(['xgettext', '--from-code=UTF-8', *(f'--keyword={word}' for word in KEYWORDS), '-D', root,
                    '-f', root / 'po/POTFILES.in', '-o', path], check=True, capture_output=True, cwd=folder)
    return read(path)


def directives(text):
    """{position of the argument: its type}"""
    found = {}
    for number, (position, _, kind) in enumerate((m for m in DIRECTIVE.findall(text) if m[2] != '%'), 1):
        found[int(position or number)] = kind
    return found


def edge(text, side):
    """The blanks and line ends at one side."""
    return text[:len(text) - len(text.lstrip())] if side == 'start' else text[len(text.rstrip()):]


def misfits(entry, original, text, unspaced):
    """What is wrong with one translation, which has @original in the sources."""
    if 'c-format' in entry.flags and directives(text) != directives(original):
        # the form for one may leave the number out
        if original != entry.msgid or not entry.plural or set(directives(text).items()) - set(directives(original).items()):
            yield 'has other values in it'
    if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(original)):
        yield 'has other words in braces'
    if sorted(MARKUP.findall(text)) != sorted(MARKUP.findall(original)):
        yield 'has other markup'
    for side in ('start', 'end'):
        allowed = {edge(original, side)} | ({edge(original, side).strip(' ')} if unspaced else set())
        if edge(text, side) not in allowed:
            yield f'has other blanks or line ends at its {side}'
    if text.count('\n') != original.count('\n'):
        yield 'has another number of lines'
    if text.count('_') != original.count('_'):
        yield 'lacks the underscore before a letter, or has one too many'
    if original.endswith('…') != LETTER.sub('', text).endswith('…'):
        yield 'lacks the … at its end, or has one too many'
    if original == 'translator-credits' and text == original:
        yield 'names nobody'


def examine(strings, translated, unspaced, lenient):
    """What is wrong with a language, and how many strings it lacks."""
    lacking = 0
    for key, entry in strings.items():
        own = translated.get(key)
        if not own or not all(own.msgstr) or 'fuzzy' in own.flags or bool(own.plural) != bool(entry.plural):
            lacking += 1
            if not lenient:
                yield f'{"uncertain" if own and "fuzzy" in own.flags else "missing"}: {entry.msgid!r}'
            continue
        for number, text in enumerate(own.msgstr):
            original = entry.plural if entry.plural and (number > 0 or len(own.msgstr) == 1) else entry.msgid
            for problem in misfits(entry, original, text, unspaced):
                yield f'{text!r} {problem}; it stands for {original!r}'
    if lenient and lacking:
        print(f'# {lacking} of {len(strings)} strings are missing')


def check_language(language, root, folder, strings, lenient):
    path = root / 'po' / f'{language}.po'
    done = subprocess.run(['msgfmt', '--check', '-o', folder / f'{language}.mo', path], capture_output=True, text=True,
                          check=False)
    problems = done.stderr.splitlines() if done.returncode else []
    if path.is_file():
        problems += examine(strings, read(path), language in UNSPACED, lenient)
    for problem in problems:
        print(f'# {problem}')
    return not problems


def main():
    root, lenient = pathlib.Path(sys.argv[1]).resolve(), '--lenient' in sys.argv[2:]
    lines = (root / 'po/LINGUAS').read_text().splitlines()
    languages = [line for line in lines if line and not line.startswith('#')]
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        strings = template(root, folder)
        print(f'1..{len(languages) + 1}')
        results = [languages == sorted(languages) and
                   {p.stem for p in (root / 'po').glob('*.po')} == set(languages)]
        if not results[0]:
            print('# po/LINGUAS does not list just the files in po/, in alphabetical order')
        print(f'{"ok" if results[0] else "not ok"} 1 - list of languages')
        for number, language in enumerate(languages, 2):
            results.append(check_language(language, root, folder, strings, lenient))
            print(f'{"ok" if results[-1] else "not ok"} {number} - {language}')
    sys.exit(not all(results))


if __name__ == '__main__':
    main()
