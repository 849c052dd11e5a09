#!/usr/bin/python3
"""The saved connections are checked all at once, each with its password from the keyring, and each row says how it
went. A row that failed leads to the reason; one without its password leads to where it is typed."""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

journey = J.Journey('check-all')
server = J.server()


def save(name, host, user, password):
    """Keeps a connection without checking it."""
    target = f"host={host} hostaddr=127.0.0.1 port={server['PORT']} dbname={server['DATABASE']} user={user}"
    words = [J.COMMAND, 'save', '--unchecked', '--mode', 'verify-full', '--certificates', server['ARCHIVE'], name, target]
    if password:
        words[2:2] = ['--password-file', '-']
    done = subprocess.run(words, input=password, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr


def row(name):
    return journey.app.find('list item', re.compile(rf'^{name}\b'))


@journey.step('three connections are saved: a good one, one of another name, one without its password')
def prepare():
    save('good', server['HOST'], server['USER'], server['PASSWORD'])
    save('alias', 'alias.verifull.test', server['USER'], server['PASSWORD'])
    save('bare', server['HOST'], 'postgres', None)
    journey.start()
    journey.page('Start')
    for name in ('good', 'alias', 'bare'):
        row(name)
    journey.picture('before')


def has_opened(library):
    """Whether the window has it in its memory."""
    with open(f'/proc/{journey.app.pid}/maps', encoding='utf-8') as maps:
        return f'/{library}.so' in maps.read()


@journey.step('until one is checked, the window has not opened what connects it')
def late():
    assert has_opened('libgtk-4')
    assert not has_opened('libpq') and not has_opened('libarchive')


@journey.step('all are checked at a press, and the page says how many are what')
def check_all():
    app = journey.app
    app.click(app.find('button', 'Check All'))
    app.wait(lambda: app.says(r'^1 proven · 1 failed · 1 needs its password$'), 'the count', 40)
    assert has_opened('libpq')
    journey.picture('after')


@journey.step('each row says its own')
def rows():
    app = journey.app
    for name, says in (('good', 'proven just now'), ('alias', 'failed just now'), ('bare', 'needs its password')):
        app.wait(lambda name=name, says=says: app.says(says, within=row(name)) or says in (row(name).get_name() or ''),
                 f'{name} to say {says!r}')


@journey.step('the command line says the same of them')
def listed():
    done = subprocess.run([J.COMMAND, 'list'], capture_output=True, text=True, check=False)
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if line.strip()}
    assert 'proven' in lines['good'] and 'failed' in lines['alias'], done.stdout
    assert 'needs its password' in lines['bare'], done.stdout


@journey.step('the row that failed leads to the reason')
def reason():
    app = journey.app
    app.click(row('alias'))
    journey.page('Check')
    app.wait(lambda: app.says('The certificate is for another name'), 'the reason')
    journey.picture('reason')
    app.key('Escape')


@journey.step('no password stands in what is kept, and it ends without a complaint')
def end():
    J.check_no_secret(server['PASSWORD'], J.DATA)
    assert journey.app.close() == 0
    journey.quiet()


journey.run()
