#!/usr/bin/python3
"""The command line in every language of po/LINGUAS: people are told in theirs, programs get the same as ever."""

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


def test_people_are_told_in_their_language(home):
    assert LANGUAGES
    for language in LANGUAGES:
        words = gettext.translation('verifull', FOLDER, [language])
        env = {'LANGUAGE': language}
        usage, authorities = words.gettext('Usage:'), words.gettext('Authorities')
        assert usage in home.run('--help', env=env, expect=0).out.splitlines(), language
        assert authorities in home.run('inspect', ARCHIVE, env=env, expect=0).out, language
        wrong = words.gettext('“%s” is not a command; “verifull-cli --help” lists them.') % 'nonsense'
        assert wrong in home.run('nonsense', env=env, expect=2).err, language


def test_programs_get_the_same_in_every_language(home):
    for arguments, status in [(('inspect', ARCHIVE), 0), (('check', '--certificates', ARCHIVE, 'host=127.0.0.1 port=1'), 1)]:
        plain = home.json(*arguments, expect=status)
        for language in LANGUAGES:
            found = home.json(*arguments, env={'LANGUAGE': language}, expect=status)
            assert without_words(found) == without_words(plain), (language, found)


def test_a_decimal_comma_reaches_people_only(home):
    folder = pathlib.Path(scratch.name) / 'locales'
    folder.mkdir()
    done = subprocess.run(['localedef', '--no-archive', '-c', '-i', 'de_DE', '-f', 'UTF-8', folder / 'de_DE.UTF-8'],
                          capture_output=True, check=False)
    if not (folder / 'de_DE.UTF-8').is_dir():
        raise support.Skip(f'no German locale: {done.stderr.decode()}')
    env = {'LOCPATH': str(folder), 'LC_ALL': 'de_DE.UTF-8'}
    target = 'host=127.0.0.1 port=1'
    assert ',' in next(line for line in home.run('check', '--mode', 'require', target, env=env, expect=1).out.splitlines()
                       if ' ms' in line)
    found = home.json('check', '--mode', 'require', target, env=env, expect=1)
    assert isinstance(found['elapsed_ms'], float), found
    home.run('save', 'shop', '--unchecked', '--mode', 'require', target, env=env, expect=0)
    assert without_words(home.json('show', 'shop', env=env)) == without_words(home.json('show', 'shop'))


if __name__ == '__main__':
    support.run_tests(sys.modules[__name__])
