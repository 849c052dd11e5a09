#!/usr/bin/python3
"""J7: the command line says what the window says, as text for people and as --json for programs, and its exit status
is 0 for yes, 1 for no, 2 for "could not be done" with one line on standard error."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

journey = J.Journey('terminal')
server = J.server()
STAGES = ['resolve', 'connect', 'negotiate', 'handshake', 'chain', 'name', 'login']
folder = server['DIR']


def cli(*words, stdin='', timeout=60):
    """(status, standard output, standard error)"""
    done = subprocess.run([J.COMMAND, *words], input=stdin, capture_output=True, text=True, timeout=timeout, check=False)
    assert done.returncode in (0, 1, 2), f'{words}: status {done.returncode}: {done.stderr}'
    return done.returncode, done.stdout, done.stderr


def expect(status, *words, stdin=''):
    got, out, err = cli(*words, stdin=stdin)
    assert got == status, f'{words}: status {got}: {out}{err}'
    if status == 2:
        assert out == '', f'{words}: an error stands on standard output: {out}'
        assert len(err.splitlines()) == 1 and err.strip(), f'{words}: not one line: {err!r}'
    else:
        assert err == '', f'{words}: {err}'
    return out if status != 2 else err


def as_json(status, *words, stdin=''):
    command, *rest = words
    value = json.loads(expect(status, command, '--json', *rest, stdin=stdin))
    assert isinstance(value, dict)
    return value


def target(**changes):
    values = {'host': server['HOST'], 'port': server['PORT'], 'dbname': server['DATABASE'], 'user': server['USER']}
    values.update(changes)
    return ' '.join(f'{name}={value}' for name, value in values.items())


def check(status, *words, password=None, certificates=None, **changes):
    secret = server['PASSWORD'] if password is None else password
    value = as_json(status, 'check', '--certificates', certificates or server['ARCHIVE'], '--password-file', '-', *words,
                    target(**changes), stdin=secret + '\n')
    assert [stage['name'] for stage in value['stages']] == STAGES
    assert secret not in json.dumps(value), 'the password stands in the report'
    return value


def states(value):
    return {stage['name']: stage['state'] for stage in value['stages']}


def failed_at(value, stage, code):
    assert value['verdict'] != 'ok', value
    assert (value['stage'], value['code']) == (stage, code), (value['stage'], value['code'], value['text'])
    assert value['text'].strip(), 'no sentence'
    if stage:
        assert states(value)[stage] == 'failed', states(value)


@journey.step('--version names itself and the libraries that run')
def version():
    out = expect(0, '--version')
    for word in ('libpq', 'OpenSSL', 'libarchive', 'GLib'):
        assert re.search(rf'{word}\S* \d', out), out


@journey.step('inspect tells what is in the archive')
def inspect():
    out = expect(0, 'inspect', server['ARCHIVE'])
    for name in ('ApsaraDB cn-test region CA', 'ApsaraDB Test Root CA'):
        assert name in out, out
    value = as_json(0, 'inspect', server['ARCHIVE'])
    assert set(value) >= {'items', 'provider', 'credentials', 'findings'}
    certificates = [item for item in value['items'] if item['kind'] == 'certificate']
    assert len(certificates) == 4, 'the same certificates in three formats are one each'
    for item in certificates:
        assert set(item) >= {'path', 'format', 'role', 'subject', 'issuer', 'serial', 'not_before', 'not_after', 'names',
                             'sha256', 'is_ca', 'key_algorithm', 'signature_algorithm', 'also_in'}, item
        assert len(item['also_in']) == 2, item
        assert re.fullmatch(r'([0-9A-F]{2}:){31}[0-9A-F]{2}', item['sha256'])
    roles = {re.search(r'CN ?= ?([^,/]+)', item['subject'])[1].strip(): item['role'] for item in certificates}
    assert roles['ApsaraDB Test Root CA'] == 'root', roles
    assert roles['ApsaraDB cn-test region CA'] == 'intermediate', roles
    assert value['credentials'] == {'roots': 3, 'intermediates': 1, 'client': None}, value['credentials']
    assert any(finding['code'] == 'expired-members' for finding in value['findings']), value['findings']


@journey.step('inspect finds a client certificate and its key by content')
def inspect_client():
    value = as_json(0, 'inspect', os.path.join(folder, 'client.crt'), os.path.join(folder, 'client.key'))
    assert value['credentials']['client'] is not None, value
    key = next(item for item in value['items'] if item['kind'] == 'private-key')
    assert (key['encrypted'], key['unlocked_by']) == (False, 'not-needed'), key
    assert key['matches'].endswith('client.crt'), key


@journey.step('inspect says no to what holds nothing, and cannot read what is not there')
def inspect_nothing():
    note = os.path.join(os.environ['VF_SESSION'], 'note.zip')
    with open(note, 'w', encoding='utf-8') as file:
        file.write('only a note\n')
    value = as_json(1, 'inspect', note)
    assert value['findings'], value
    assert '/nowhere/at/all.zip' in expect(2, 'inspect', '/nowhere/at/all.zip')


@journey.step('wrong use is told in one line')
def usage():
    for words in ([], ['frobnicate'], ['inspect'], ['check'], ['show'], ['check', '--mode', 'prefer', 'localhost'],
                  ['check', '--apply', 'wish-harder', 'localhost'], ['check', '--no-such-option', 'localhost'],
                  ['check', 'host=localhost frob=1']):
        expect(2, *words)


@journey.step('check proves a good connection')
def good():
    value = check(0)
    assert value['verdict'] == 'ok' and value['mode'] == 'verify-full' and value['recommended'] == 'verify-full'
    assert value['stage'] is None and value['code'] is None
    assert set(states(value).values()) == {'ok'}, states(value)
    assert all(stage['ms'] >= 0 for stage in value['stages'])
    assert '127.0.0.1' in value['stages'][0]['facts']['addresses'], value['stages'][0]
    assert {mode: value['modes'][mode]['would'] for mode in value['modes']} == \
        {'require': 'ok', 'verify-ca': 'ok', 'verify-full': 'ok'}, value['modes']
    assert value['tls']['version'].startswith('TLSv1.') and value['tls']['cipher']
    assert value['server']['product'] == 'postgresql' and re.match(r'\d+', value['server']['version'])
    assert value['chain'][0]['names'] and value['chain'][0]['sha256']
    assert value['elapsed_ms'] > 0


@journey.step('check says the same to people')
def good_text():
    out = expect(0, 'check', '--certificates', server['ARCHIVE'], '--password-file', '-',
                 f"postgresql://{server['USER']}@{server['HOST']}:{server['PORT']}/{server['DATABASE']}",
                 stdin=server['PASSWORD'])
    assert 'Verify-Full' in out and 'recommended' in out, out
    assert server['PASSWORD'] not in out


@journey.step('each way to say where the server is leads to the same server')
def targets():
    host, port, user, database = server['HOST'], server['PORT'], server['USER'], server['DATABASE']
    for text in (f'postgres://{user}@{host}:{port}/{database}', f'jdbc:postgresql://{host}:{port}/{database}?user={user}',
                 f'psql -h {host} -p {port} -U {user} {database}', f'psql "host={host} port={port} user={user} dbname={database}"'):
        value = as_json(0, 'check', '--certificates', server['ARCHIVE'], '--password-file', '-', text,
                        stdin=server['PASSWORD'])
        assert value['verdict'] == 'ok', text


@journey.step('a name mismatch is named, and its fix works')
def name_mismatch():
    value = check(1, '--mode', 'verify-full', host='127.0.0.1')
    failed_at(value, 'name', 'name-mismatch')
    fixes = [fix['id'] for finding in value['findings'] for fix in finding['fixes']]
    assert 'use-listed-name' in fixes, fixes
    value = check(0, '--mode', 'verify-full', '--apply', 'use-listed-name', host='127.0.0.1')
    assert value['verdict'] == 'ok'
    assert check(0, host='127.0.0.1')['mode'] == 'verify-ca', 'the recommended mode is the strongest that works'


@journey.step('a fix that does not fit is an error')
def misfit():
    expect(2, 'check', '--certificates', server['ARCHIVE'], '--password-file', '-', '--apply', 'use-listed-name',
           target(), stdin=server['PASSWORD'])


@journey.step('wrong password, closed database, missing client certificate: each by its own name')
def login():
    failed_at(check(1, password='not-it'), 'login', 'wrong-password')
    failed_at(check(1, dbname='closed'), 'login', 'not-allowed')
    failed_at(check(1, dbname='certdb', user='carol'), 'login', 'client-certificate-required')
    failed_at(as_json(1, 'check', '--certificates', server['ARCHIVE'], target()), 'login', 'password-needed')
    failed_at(check(1, dbname='nowhere'), 'login', 'not-allowed')


@journey.step('a client certificate opens the database that wants one')
def client_certificate():
    value = as_json(0, 'check', '--certificates', server['ARCHIVE'], '--certificates', os.path.join(folder, 'client.crt'),
                    '--certificates', os.path.join(folder, 'client.key'), target(user='carol', dbname='certdb'))
    assert value['verdict'] == 'ok', value


@journey.step('an authority that does not vouch for the server is told apart')
def authority():
    value = check(1, '--mode', 'verify-ca', certificates=os.path.join(folder, 'other.crt'))
    assert value['stage'] == 'chain' and value['code'] in ('untrusted-authority', 'intermediate-missing'), value
    value = check(0, '--mode', 'require', certificates=os.path.join(folder, 'other.crt'))
    assert value['mode'] == 'require'


class Fake:
    """A server on a free loopback port that answers each client with `answer`, or with nothing."""

    def __init__(self, answer=None):
        self.answer = answer
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.port = str(self.socket.getsockname()[1])
        self.clients = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            self.clients.append(client)
            if self.answer is not None:
                client.recv(8)
                client.sendall(self.answer)

    def close(self):
        self.socket.close()
        for client in self.clients:
            client.close()


@journey.step('servers that refuse, stay silent, talk rubbish or do not encrypt are told apart')
def strange_servers():
    closed = socket.create_server(('127.0.0.1', 0))
    port = str(closed.getsockname()[1])
    closed.close()
    failed_at(check(1, port=port), 'connect', 'refused')
    failed_at(check(1, host='no-such-host.invalid'), 'resolve', 'host-not-found')
    for answer, stage, code in ((b'N', 'negotiate', 'tls-not-offered'), (b'HTTP/1.1 400 Bad Request\r\n\r\n', 'negotiate',
                                'not-postgresql')):
        fake = Fake(answer)
        failed_at(check(1, port=fake.port), stage, code)
        fake.close()
    fake = Fake()
    began = time.monotonic()
    failed_at(check(1, '--timeout', '2', port=fake.port), 'negotiate', 'timed-out')
    assert time.monotonic() - began < 5, 'the deadline was not kept'
    fake.close()


@journey.step('save keeps what was proven, and psql uses it at once')
def save():
    words = ('--certificates', server['ARCHIVE'], '--password-file', '-', target())
    expect(0, 'save', 'shop', *words, stdin=server['PASSWORD'])
    assert J.psql('shop', server['PASSWORD']) == '1'
    assert J.services()['shop']['sslmode'] == 'verify-full'
    J.check_private()
    J.check_no_secret(server['PASSWORD'], os.environ['XDG_DATA_HOME'], os.environ['HOME'])
    assert 'shop' in expect(2, 'save', 'shop', *words, stdin=server['PASSWORD']), 'an existing name was taken again'
    expect(0, 'save', 'shop', '--replace', *words, stdin=server['PASSWORD'])


@journey.step('save refuses what the check refuses, unless told otherwise')
def save_unproven():
    words = ('--certificates', server['ARCHIVE'], '--password-file', '-')
    status, _, _ = cli('save', 'broken', *words, target(), stdin='wrong')
    assert status == 1
    assert 'broken' not in J.services()
    expect(0, 'save', 'later', '--unchecked', *words, target(port='1'), stdin='any')
    assert J.services()['later']['port'] == '1'


@journey.step('list and show tell what is kept, without its secrets')
def listing():
    names = [saved['name'] for saved in as_json(0, 'list')['connections']]
    assert sorted(names) == ['later', 'shop'], names
    assert 'shop' in expect(0, 'list')
    value = as_json(0, 'show', 'shop')
    assert (value['host'], value['mode'], value['user']) == ('localhost', 'verify-full', server['USER']), value
    out = expect(0, 'show', 'shop')
    assert 'Verify-Full' in out
    assert server['PASSWORD'] not in out + json.dumps(value)
    assert 'no-such' in expect(2, 'show', 'no-such')


@journey.step('a saved name is checked with the password from the keyring; --all checks every one')
def saved():
    assert as_json(0, 'check', 'shop')['verdict'] == 'ok'
    value = as_json(1, 'check', '--all', '--timeout', '5')
    assert {one['name']: one['verdict'] == 'ok' for one in value['checks']} == {'shop': True, 'later': False}, value
    assert (value['ok'], value['failed']) == (1, 1)


def kept_password():
    return J.keyring_has(host=server['HOST'], port=server['PORT'], dbname=server['DATABASE'], user=server['USER'],
                         kind='password')


def kept_files():
    return [name for _, _, names in os.walk(os.path.join(J.DATA, 'credentials')) for name in names]


@journey.step('forget takes it away, the password at once; --undo brings the rest back')
def forget():
    before = as_json(0, 'show', 'shop')
    assert 'without what the keyring held' in expect(0, 'forget', 'shop')
    assert kept_password() is None and 'shop' not in J.services()
    assert 'no password' in expect(0, 'forget', '--undo', 'shop')
    assert as_json(0, 'show', 'shop') == before
    value = as_json(0, 'check', '--password-file', '-', 'shop', stdin=server['PASSWORD'] + '\n')
    assert value['verdict'] == 'ok', value


@journey.step('--for-good leaves nothing behind')
def forget_for_good():
    expect(0, 'forget', 'later')
    for name in ('later', 'shop'):
        expect(0, 'forget', '--for-good', name)
    assert not J.services() and kept_password() is None
    assert not kept_files(), kept_files()
    expect(2, 'forget', 'shop')


journey.run()
