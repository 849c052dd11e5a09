#!/usr/bin/python3
"""The command line in every language of po/LINGUAS: people are told in theirs, programs get the same as ever."""

import functools
import gettext
import os
import pathlib
import subprocess
import sys
import tempfile

import support

FOLDER = pathlib.Path(os.environ['VF_LOCALEDIR'])
LANGUAGES = (pathlib.Path(os.environ['VF_TEST_SRCDIR']).parent / 'po/LINGUAS').read_text().split()

scratch = tempfile.TemporaryDirectory(prefix='verifull-cli-languages-')
PKI = support.make_pki(pathlib.Path(scratch.name) / 'pki')
ARCHIVE = PKI / 'ApsaraDB-CA-Chain.zip'


def without_words(value):
    """What programs read of a JSON value: all but the sentences."""
    if isinstance(value, dict):
        return {key: without_words(member) for key, member in value.items()
                if key not in ('text', 'why', 'label', 'cost', 'ms', 'elapsed_ms')}
    return [without_words(member) for member in value] if isinstance(value, list) else value


@functools.cache
def make_locale(name):
    """The environment for that locale, which the system need not have."""
    folder = pathlib.Path(scratch.name) / name
    folder.mkdir(exist_ok=True)
    done = subprocess.run(['localedef', '--no-archive', '-c', '-i', name, '-f', 'UTF-8', folder / f'{name}.UTF-8'],
                          capture_output=True, check=False)
    if not (folder / f'{name}.UTF-8').is_dir():
        raise support.Skip(f'no locale {name}: {done.stderr.decode()}')
    return {'LOCPATH': str(folder), 'LC_ALL': f'{name}.UTF-8'}


def test_people_are_told_in_their_language(home):
    assert LANGUAGES
    # newer C libraries translate nothing in C.UTF-8, whatever LANGUAGE says
    locale = make_locale('en_US')
    for language in LANGUAGES:
        words = gettext.translation('verifull', FOLDER, [language])
        env = locale | {'LANGUAGE': language}
        usage, authorities = words.gettext('Usage:'), words.gettext('Authorities')
        assert usage in home.run('--help', env=env, expect=0).out.splitlines(), language
        assert authorities in home.run('inspect', ARCHIVE, env=env, expect=0).out, language
        wrong = words.gettext('“%s” is not a command; “verifull-cli --help” lists them.') % 'nonsense'
        assert wrong in home.run('nonsense', env=env, expect=2).err, language


def test_programs_get_the_same_in_every_language(home):
    locale = make_locale('en_US')
    for arguments, status in [(('inspect', ARCHIVE), 0), (('check', '--certificates', ARCHIVE, 'host=127.0.0.1 port=1'), 1)]:
        plain = home.json(*arguments, expect=status)
        for language in LANGUAGES:
            found = home.json(*arguments, env=locale | {'LANGUAGE': language}, expect=status)
            assert without_words(found) == without_words(plain), (language, found)


def test_a_decimal_comma_reaches_people_only(home):
    env = make_locale('de_DE')
    target = 'host=127.0.0.1 port=1'
    assert ',' in next(line for line in home.run('check', '--mode', 'require', target, env=env, expect=1).out.splitlines()
                       if ' ms' in line)
    found = home.json('check', '--mode', 'require', target, env=env, expect=1)
    assert isinstance(found['elapsed_ms'], float), found
    home.run('save', 'shop', '--unchecked', '--mode', 'require', target, env=env, expect=0)
    assert without_words(home.json('show', 'shop', env=env)) == without_words(home.json('show', 'shop'))


if __name__ == '__main__':
    support.run_tests(sys.modules[__name__])
