#!/usr/bin/python3
"""A year later: the server's certificate is renewed, which is told from a stranger; then its authority is exchanged, and
the renewed archive is dropped on the saved connection, compared, tested beside the present one, swapped, and taken back
to the last byte. A stranger never sees the password."""

import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

journey = J.Journey('renewal')
server = J.server()
NAME = 'shop'
URI = (f'postgresql://{server["USER"]}@{server["HOST"]}:{server["PORT"]}/{server["DATABASE"]}')
kept = {}


def pki(name):
    return os.path.join(server['DIR'], name)


def command(*arguments, status=0, secret=None):
    done = subprocess.run([J.COMMAND, *arguments], input=secret, capture_output=True, text=True, check=False)
    assert done.returncode == status, (arguments, done.returncode, done.stdout, done.stderr)
    return done


def check(status=0, *options):
    found = command('check', '--json', '--password-file', '-', *options, NAME, status=status,
                    secret=server['PASSWORD'] + '\n')
    return json.loads(found.stdout)


def codes(found):
    return [finding['code'] for finding in found['findings']]


def snapshot():
    """The service file and every file that it names."""
    section = J.services()[NAME]
    files = {'service file': open(J.SERVICE_FILE, 'rb').read()}
    for keyword in ('sslrootcert', 'sslcert', 'sslkey'):
        path = section.get(keyword, '')
        if os.path.isfile(path):
            files[keyword] = open(path, 'rb').read()
    return files


@journey.step('a connection is saved, and who the server is is remembered')
def save():
    command('save', '--mode', 'verify-full', '--certificates', pki('authorities.pem'), '--password-file', '-', NAME, URI,
            secret=server['PASSWORD'] + '\n')
    with open(os.path.join(J.DATA, 'connections.json'), encoding='utf-8') as notes:
        known = json.load(notes)['connections'][NAME]['server']
    assert known['port'] == int(server['PORT']) and len(known['authorities']) == 2, known
    assert server['PASSWORD'] not in json.dumps(known)
    assert check()['certificate']['change'] == 'same'


@journey.step('a new certificate of the same authority is an ordinary renewal')
def ordinary():
    J.change_certificate('renewed')
    found = check()
    assert 'certificate-renewed' in codes(found) and found['certificate']['change'] == 're-keyed', found
    assert found['certificate']['before']['sha256'] != found['certificate']['now']['sha256']
    assert check()['certificate']['change'] == 'same', 'it was not remembered'


@journey.step('a stranger is stopped before the password, also where the mode would let it pass')
def stranger():
    J.change_certificate('moved')
    before = open(server['LOG'], encoding='utf-8', errors='replace').read().count('authorized')
    found = check(1, '--mode', 'require')
    assert found['code'] == 'certificate-changed' and found['stage'] == 'chain', found
    assert [fix['id'] for finding in found['findings'] for fix in finding['fixes']] == ['trust-changed-certificate']
    assert 'ApsaraDB cn-test region CA G2' == found['certificate']['now']['issuer'], found['certificate']
    after = open(server['LOG'], encoding='utf-8', errors='replace').read().count('authorized')
    assert before == after, 'somebody was let in'
    assert check(1)['code'] != 'certificate-changed', 'Verify-Full refuses it by itself'


@journey.step('the window asks for the renewed archive of the saved connection')
def ask():
    app = journey.start()
    journey.page('Start')
    app.find(None, re.compile(NAME), timeout=20)
    app.action(J.APP_ID, 'renew', f"[<('{NAME}', @as [])>]", window=1)
    journey.page('Renew')
    app.wait(lambda: app.says('Drop the renewed archive here'), 'the invitation', 20)
    journey.picture('asks')


@journey.step('the archive is dropped, compared, and tested beside the present one')
def drop():
    app = journey.app
    kept['before'] = snapshot()
    assert journey.drop(pki('renewed.zip')), 'it was not taken'
    app.wait(lambda: app.says('1 authority is new'), 'the comparison', 20)
    assert app.says('2 authorities stay')
    if app.has('entry', 'Password'):
        app.enter(app.find('entry', 'Password'), server['PASSWORD'])
        app.click(app.find('button', 'Test Again'))
    app.wait(lambda: app.says('The renewed certificates work with the server'), 'the test', 40)
    journey.picture('tested')
    assert snapshot() == kept['before'], 'something was changed before anybody said so'


@journey.step('it is swapped in one step, and psql gets in')
def swap():
    app = journey.app
    app.click(app.find('button', 'Use the Renewed Ones'))
    app.wait(lambda: app.says('uses the renewed certificates from now on'), 'the swap', 20)
    journey.picture('renewed')
    assert J.psql(NAME, server['PASSWORD']) == '1'
    assert check()['certificate']['change'] == 'same'
    J.check_private()


@journey.step('undo gives every byte back')
def undo():
    app = journey.app
    app.click(app.find('button', 'Undo'))
    app.wait(lambda: app.says('The certificates from before are used again'), 'the way back', 20)
    assert snapshot() == kept['before']


@journey.step('the command line does the same, and takes it back')
def terminal():
    found = json.loads(command('renew', '--json', '--password-file', '-', NAME, pki('renewed.zip'),
                               secret=server['PASSWORD'] + '\n').stdout)
    assert found['renewed'] and found['changes'] == {'kept': 2, 'added': 1, 'gone': 0, 'client': 'none'}, found
    assert found['verdict'] == 'ok' and found['before']['verdict'] == 'failed', found
    assert J.psql(NAME, server['PASSWORD']) == '1'
    command('renew', '--undo', NAME)
    assert snapshot() == kept['before']
    done = command('renew', '--undo', NAME, status=2)
    assert 'No certificates from before' in done.stderr, done.stderr


@journey.step('a set that fails is not taken without being asked for')
def failing():
    done = command('renew', '--password-file', '-', NAME, pki('other.crt'), status=1, secret=server['PASSWORD'] + '\n')
    assert 'Not renewed' in done.stdout, done.stdout
    assert snapshot() == kept['before']


@journey.step('it ends without a complaint')
def end():
    assert journey.app.close() == 0
    journey.quiet()


journey.run()
