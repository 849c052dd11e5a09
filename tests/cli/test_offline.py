#!/usr/bin/python3
"""The command line without a server: inspect, the saved connections, errors, and what a check finds out by itself."""

import contextlib
import io
import os
import pathlib
import pty
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import zipfile
import tarfile
import tempfile
import threading
import time

import support

CERTIFICATE_KEYS = ['path', 'kind', 'format', 'role', 'subject', 'issuer', 'serial', 'not_before', 'not_after', 'names',
                    'sha256', 'is_ca', 'key_algorithm', 'signature_algorithm', 'also_in']

scratch = tempfile.TemporaryDirectory(prefix='verifull-cli-pki-')
PKI = support.make_pki(pathlib.Path(scratch.name) / 'pki')


def by_kind(inventory, kind):
    return [item for item in inventory['items'] if item['kind'] == kind]


# --- the program itself

def test_version_names_every_library(home):
    lines = home.run('--version', expect=0).out.splitlines()
    assert [line.split()[0] for line in lines] == ['verifull-cli', 'libpq', 'OpenSSL', 'libarchive', 'GLib'], lines
    assert all(line.split()[1][0].isdigit() for line in lines), lines


def test_help_lists_the_commands(home):
    out = home.run('--help', expect=0).out
    for command in ('inspect', 'check', 'save', 'list', 'show', 'rename', 'duplicate', 'forget', 'export',
                    '--version'):
        assert f'verifull-cli {command}' in out, out
        if not command.startswith('-'):
            assert '--help' in home.run(command, '--help', expect=0).out


def test_every_format_is_in_the_help(home):
    out = home.run('export', '--help', expect=0).out
    for word in ('psql', 'uri', 'jdbc', 'pgadmin', 'dbeaver', 'odbc', 'kubernetes', 'pgpass', 'calendar', 'zip'):
        assert f'\n  {word} ' in out, (word, out)


def test_wrong_usage_is_status_2(home):
    for arguments, word in [((), 'command'), (('nonsense',), 'nonsense'), (('inspect',), 'PATH'),
                            (('inspect', '--nonsense', 'x'), '--nonsense'), (('check',), 'TARGET'),
                            (('check', 'a', 'b'), 'TARGET'), (('check', '--mode', 'prefer', 'localhost'), 'prefer'),
                            (('check', '--apply', 'magic', 'localhost'), 'magic'),
                            (('check', '--timeout', '-1', 'localhost'), '--timeout'),
                            (('check', '--all', 'localhost'), '--all'), (('check', '--all', '--report'), '--all'),
                            (('check', '--json', '--report', 'localhost'), '--report'),
                            (('check', '--jobs', '2', 'localhost'), '--jobs'),
                            (('check', '--all', '--jobs', '9999'), '--jobs'), (('save', 'x'), 'NAME'),
                            (('show',), 'NAME'), (('show', 'nothing'), 'nothing'), (('forget', 'nothing'), 'nothing'),
                            (('forget', '--undo', 'nothing'), 'nothing'),
                            (('forget', '--undo', '--for-good', 'x'), '--for-good'),
                            (('rename', 'x'), 'NAME'), (('rename', 'nothing', 'x'), 'nothing'),
                            (('duplicate', 'nothing'), 'nothing'),
                            (('list', 'x'), 'list'), (('export', 'uri'), 'format'), (('export', 'telepathy', 'x'), 'telepathy'),
                            (('export', 'uri', 'nothing'), 'nothing')]:
        result = home.run(*arguments, expect=2)
        assert word in result.err.splitlines()[-1], result
        assert not result.out and len(result.err.splitlines()) == 1, result


def test_output_that_cannot_be_written_is_status_2(home):
    with open('/dev/full', 'wb') as full:
        done = subprocess.run(home.command('--version'), stdout=full, stderr=subprocess.PIPE, env=home.env, check=False)
    assert done.returncode == 2 and b'verifull-cli: ' in done.stderr, done


# --- inspect

def test_inspect_an_archive(home):
    found = home.json('inspect', PKI / 'ApsaraDB-CA-Chain.zip')
    assert list(found) == ['items', 'provider', 'credentials', 'findings'], list(found)
    certificates = by_kind(found, 'certificate')
    assert len(certificates) == 4 and len(found['items']) == 5, found['items']
    for item in certificates:
        assert list(item) == CERTIFICATE_KEYS, list(item)
        assert item['format'] == 'pem' and 'ApsaraDB-CA-Chain.pem' in item['path'], item
        assert len(item['also_in']) == 2 and 'p7b' in item['also_in'][0] and 'jks#' in item['also_in'][1], item
        assert item['is_ca'] is True and item['names'] == [], item
        assert len(item['sha256']) == 95 and item['sha256'].upper() == item['sha256'], item
        assert item['not_after'].endswith('Z') and len(item['not_after']) == 20, item
    assert by_kind(found, 'key-store') == [{'path': 'ApsaraDB-CA-Chain.zip/ApsaraDB-CA-Chain.jks', 'kind': 'key-store',
                                           'format': 'jks', 'entries': 4, 'unlocked_by': 'not-needed'}], found['items']
    assert sorted(item['role'] for item in certificates) == ['intermediate', 'root', 'root', 'root']
    assert found['credentials'] == {'roots': 3, 'intermediates': 1, 'client': None}, found['credentials']
    assert 'expired-members' in support.codes(found), found['findings']
    for finding in found['findings']:
        assert list(finding) == ['code', 'severity', 'subject', 'variant', 'text'], finding
        assert finding['severity'] in ('info', 'warning', 'error') and finding['text'], finding


def test_inspect_pairs_a_client_certificate_with_its_key(home):
    folder = home.path / 'bundle'
    for name in ('root.crt', 'client.crt', 'client.key'):
        home.file(f'bundle/{name}', (PKI / name).read_bytes())
    found = home.json('inspect', folder)
    key, = by_kind(found, 'private-key')
    assert list(key) == ['path', 'kind', 'format', 'encrypted', 'unlocked_by', 'matches', 'also_in'], key
    assert key['encrypted'] is False and key['unlocked_by'] == 'not-needed', key
    client, = [item for item in by_kind(found, 'certificate') if item['role'] == 'client']
    assert key['matches'] == client['path'], key
    assert found['credentials'] == {'roots': 1, 'intermediates': 0,
                                    'client': {'certificate': client['path'], 'key': key['path']}}, found['credentials']


def test_inspect_opens_a_locked_key(home):
    home.secrets.append('open sesame')
    locked = home.path / 'locked.key'
    support.openssl('pkcs8', '-topk8', '-in', PKI / 'client.key', '-out', locked, '-passout', 'pass:open sesame')
    paths = [PKI / 'root.crt', PKI / 'client.crt', locked]
    key, = by_kind(home.json('inspect', *paths), 'private-key')
    assert key['encrypted'] is True and key['unlocked_by'] is None, key
    word = home.file('word', 'open sesame\nsecond line\n')
    key, = by_kind(home.json('inspect', '--passphrase-file', word, *paths), 'private-key')
    assert key['unlocked_by'] == 'passphrase' and key['matches'].endswith('client.crt'), key
    key, = by_kind(home.json('inspect', '--passphrase-file', '-', *paths, stdin='open sesame\r\n'), 'private-key')
    assert key['unlocked_by'] == 'passphrase', key
    key, = by_kind(home.json('inspect', '--passphrase-file', '-', *paths, stdin='wrong'), 'private-key')
    assert key['unlocked_by'] is None, key


def test_inspect_opens_an_encrypted_archive(home):
    if not shutil.which('zip'):
        raise support.Skip('there is no zip to make an encrypted archive with')
    home.secrets.append('open sesame')
    subprocess.run(['zip', '-q', '-j', '-P', 'open sesame', home.path / 'a.zip', PKI / 'root.crt'], check=True)
    found = home.json('inspect', home.path / 'a.zip', expect=1)
    assert found['items'] == [{'path': 'a.zip/root.crt', 'kind': 'skipped', 'reason': 'encrypted'}], found
    assert support.codes(found) == ['archive-locked'], found
    found = home.json('inspect', '--passphrase-file', home.file('bad', 'wrong\n'), home.path / 'a.zip', expect=1)
    assert found['items'][0]['reason'] == 'wrong-password', found
    assert support.codes(found) == ['archive-password-wrong'], found
    found = home.json('inspect', '--passphrase-file', home.file('word', 'open sesame\n'), home.path / 'a.zip')
    assert by_kind(found, 'certificate') and found['findings'] == [], found


def test_inspect_opens_a_key_with_the_passphrase_files_beside_it(home):
    found = home.json('inspect', PKI / 'dws_ssl_cert.zip')
    folder = 'dws_ssl_cert.zip/sslcert/'
    assert found['provider'] == 'huawei-dws' and found['findings'] == [], found
    key, = by_kind(found, 'private-key')
    assert key == {'path': folder + 'client.key', 'kind': 'private-key', 'format': 'pem', 'encrypted': True,
                   'unlocked_by': 'gaussdb-pair', 'matches': folder + 'client.crt',
                   'also_in': [folder + 'client.key.pk8']}, key
    assert sorted(by_kind(found, 'key-passphrase'), key=lambda item: item['path']) == [
        {'path': folder + 'client.key.' + half, 'kind': 'key-passphrase', 'format': 'gaussdb'}
        for half in ('cipher', 'rand')], found
    assert [item['looks_like'] for item in by_kind(found, 'unknown')] == ['script', 'script'], found
    assert found['credentials']['client'] == {'certificate': folder + 'client.crt', 'key': folder + 'client.key'}
    assert 'passphrase files in the archive' in home.run('inspect', PKI / 'dws_ssl_cert.zip', expect=0).out


def test_inspect_pairs_passphrase_files_of_a_windows_archive(home):
    path = home.path / 'windows.zip'
    with zipfile.ZipFile(PKI / 'dws_ssl_cert.zip') as given, zipfile.ZipFile(path, 'w') as packed:
        for entry in given.namelist():
            if not entry.endswith('/'):
                packed.writestr(entry.replace('/', '\\'), given.read(entry))
    key, = by_kind(home.json('inspect', path), 'private-key')
    assert key['unlocked_by'] == 'gaussdb-pair' and len(key['also_in']) == 1, key


def test_save_keeps_such_a_key_unlocked(home):
    home.run('save', '--unchecked', '--certificates', PKI / 'dws_ssl_cert.zip', '--mode', 'verify-ca', 'dwh',
             'host=db.test user=carol dbname=certdb', expect=0)
    key, = home.path.rglob('client.key')
    assert key.read_text().startswith('-----BEGIN PRIVATE KEY-----'), key
    assert key.stat().st_mode & 0o777 == 0o600, oct(key.stat().st_mode)


def test_inspect_says_no_if_nothing_is_usable(home):
    text = home.file('renamed.zip', 'This is no archive.\n')
    found = home.json('inspect', text, expect=1)
    item, = found['items']
    assert list(item) == ['path', 'kind', 'looks_like'], item
    assert item['kind'] == 'unknown' and item['looks_like'] == 'text', item
    assert 'nothing-usable' in support.codes(found), found['findings']
    home.run('inspect', text, expect=1)


def test_inspect_lists_unsafe_names_without_following_them(home):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode='w:gz') as archive:
        for name in ('../evil.crt', '/etc/evil.crt', 'good.crt'):
            info = tarfile.TarInfo(name)
            data = (PKI / 'root.crt').read_bytes()
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo('link.crt')
        link.type, link.linkname = tarfile.SYMTYPE, '/etc/passwd'
        archive.addfile(link)
    found = home.json('inspect', home.file('bad.tar.gz', packed.getvalue()))
    skipped = by_kind(found, 'skipped')
    assert all(list(item) == ['path', 'kind', 'reason'] for item in skipped), skipped
    assert sorted(item['reason'] for item in skipped) == ['link', 'unsafe-name', 'unsafe-name'], skipped
    assert len(by_kind(found, 'certificate')) == 1, found


def test_inspect_names_what_it_cannot_read(home):
    result = home.run('inspect', '/nonexistent/archive.zip', expect=2)
    assert len(result.err.splitlines()) == 1 and '/nonexistent/archive.zip' in result.err, result
    result = home.run('inspect', '--passphrase-file', '/nonexistent/word', PKI / 'root.crt', expect=2)
    assert '/nonexistent/word' in result.err, result
    result = home.run('inspect', '--passphrase-file', '-', PKI / 'root.crt', expect=2)
    assert 'standard input' in result.err, result


def test_inspect_survives_a_cut_archive(home):
    whole = (PKI / 'ApsaraDB-CA-Chain.zip').read_bytes()
    for length in (0, 4, 30, len(whole) // 2, len(whole) - 10):
        result = home.run('inspect', home.file('cut.zip', whole[:length]))
        assert result.status in (0, 1, 2) and (result.out or result.err), result


def test_text_is_for_people(home):
    out = home.run('inspect', PKI / 'ApsaraDB-CA-Chain.zip', expect=0).out
    assert 'ApsaraDB Test Root CA' in out and 'ApsaraDB-CA-Chain.p7b' in out and '\033' not in out, out
    plain = home.run('inspect', PKI / 'ApsaraDB-CA-Chain.zip', env={'LC_ALL': 'C'}, expect=0).out
    assert plain.isascii(), plain


def test_colours_are_for_terminals(home):
    def on_terminal(**env):
        master, slave = pty.openpty()
        with subprocess.Popen(home.command('inspect', PKI / 'ApsaraDB-CA-Chain.zip'), stdout=slave,
                              stdin=subprocess.DEVNULL, env={**home.env, 'TERM': 'xterm', **env}) as child:
            os.close(slave)
            seen = b''
            while True:
                try:
                    piece = os.read(master, 4096)
                except OSError:
                    break
                if not piece:
                    break
                seen += piece
        os.close(master)
        return seen
    assert b'\033[' in on_terminal()
    assert b'\033[' not in on_terminal(NO_COLOR='1')
    assert b'\033[' not in on_terminal(TERM='dumb')


def test_a_hostile_subject_cannot_steer_the_terminal(home):
    path = home.path / 'hostile.crt'
    support.openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-utf8',
                    '-keyout', '/dev/null', '-out', path, '-subj', '/CN=\033]0;owned\007\u202egpj.exe', '-days', '30')
    out = home.run('inspect', path, expect=0).out
    assert '\033' not in out and '\007' not in out and '\u202e' not in out and 'owned' in out, out
    out = home.run('inspect', '--json', path, expect=0).out
    assert '\033' not in out and '\007' not in out and 'owned' in out, out
    err = home.run('inspect', home.path / 'absent\u202egpj.crt', expect=2).err
    assert '\u202e' not in err and 'absent' in err, err


def test_names_are_not_believed(home):
    root = home.file('photo.jpg', (PKI / 'root.crt').read_bytes())
    item, = home.json('inspect', root)['items']
    assert item['kind'] == 'certificate' and item['role'] == 'root', item


def test_a_damaged_certificate_is_called_so(home):
    text = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
    item, = home.json('inspect', home.file('bad.pem', text), expect=1)['items']
    assert (item['kind'], item['looks_like']) == ('unknown', 'damaged'), item


# --- saved connections

def save_one(home, name='shop', *more):
    return home.run('save', name, '--unchecked', '--certificates', PKI / 'authorities.pem', '--mode', 'verify-full',
                    *more, 'postgresql://app@db.verifull.test:6543/shop', expect=0)


def test_save_list_show_forget(home):
    assert home.json('list') == {'connections': []}
    out = save_one(home).out
    assert 'psql service=shop' in out, out
    one, = home.json('list')['connections']
    assert list(one) == ['name', 'host', 'hostaddr', 'port', 'dbname', 'user', 'mode', 'proof', 'code', 'checked',
                         'expires', 'provider', 'undecided'], list(one)
    assert (one['name'], one['host'], one['port'], one['dbname'], one['user'], one['mode'], one['proof']) == \
        ('shop', 'db.verifull.test', 6543, 'shop', 'app', 'verify-full', 'never'), one
    assert one['checked'] is None and one['hostaddr'] is None, one
    shown = home.json('show', 'shop')
    assert shown['credentials'] == {'roots': 1, 'intermediates': 1, 'system': False, 'client': None}, shown
    assert pathlib.Path(shown['service_file']).is_file(), shown
    line = home.run('list', expect=0).out
    assert line.startswith('shop ') and 'Verify-Full' in line and 'db.verifull.test:6543' in line, line
    assert 'db.verifull.test' in home.run('show', 'shop', expect=0).out
    home.run('forget', '--for-good', 'shop', expect=0)
    assert home.json('list') == {'connections': []}
    assert 'BEGIN' not in ''.join(path.read_text() for path in (home.path / 'data').rglob('*') if path.is_file())


def test_forget_and_undo(home):
    save_one(home)
    home.run('duplicate', 'shop', 'it’s', expect=0)
    before = home.json('list'), home.json('show', 'shop'), home.json('show', 'it’s')
    for name in ('shop', 'it’s'):
        said = home.run('forget', name, expect=0).out
        assert f'“{name}” is deleted' in said, said
        home.run('show', name, expect=2)
        # what it says can be typed as it stands
        command = said.splitlines()[1].strip()
        assert command.startswith('verifull-cli forget --undo '), said
        back = home.run(*shlex.split(command)[1:], expect=0).out
        assert f'“{name}” is back' in back and 'keyring' not in back, back
    assert (home.json('list'), home.json('show', 'shop'), home.json('show', 'it’s')) == before
    assert 'shop' in home.run('forget', '--undo', 'shop', expect=2).err
    home.run('forget', 'shop', expect=0)
    home.run('duplicate', 'it’s', 'shop', expect=0)
    assert 'already' in home.run('forget', '--undo', 'shop', expect=2).err
    # with what lies aside under that name
    assert 'undo' not in home.run('forget', '--for-good', 'shop', expect=0).out
    home.run('forget', '--undo', 'shop', expect=2)
    # and if nothing else is there
    home.run('forget', 'it’s', expect=0)
    home.run('forget', '--for-good', 'it’s', expect=0)
    home.run('forget', '--for-good', 'it’s', expect=2)
    assert 'BEGIN' not in ''.join(path.read_text() for path in (home.path / 'data').rglob('*') if path.is_file())


def opened_late(home, *arguments):
    """Those of the libraries that a command has opened by itself, after it had begun."""
    log = home.path / 'linker'
    home.run(*arguments, env={'LD_DEBUG': 'files', 'LD_DEBUG_OUTPUT': str(log)}, expect=0)
    files = list(home.path.glob('linker.*'))
    text = ''.join(file.read_text(errors='replace') for file in files)
    for file in files:
        file.unlink()
    if 'file=libc.so' not in text:
        raise support.Skip('the dynamic linker does not tell what it opens')
    return {name for name in ('libpq', 'libarchive') if f'file={name}.so' in text}


def test_libraries_are_opened_when_they_are_needed(home):
    assert opened_late(home, 'save', 'shop', '--unchecked', '--certificates', PKI / 'authorities.pem', '--mode',
                       'verify-full', 'postgresql://app@db.verifull.test:6543/shop') == {'libpq'}
    for arguments, libraries in ((('--help',), set()), (('list',), set()), (('show', 'shop'), set()),
                                 (('inspect', PKI / 'authorities.pem'), set()),
                                 (('inspect', PKI / 'ApsaraDB-CA-Chain.zip'), {'libarchive'}),
                                 (('rename', 'shop', 'store'), set()), (('export', 'uri', 'store'), {'libpq'}),
                                 (('forget', 'store'), set()), (('--version',), {'libpq', 'libarchive'})):
        found = opened_late(home, *arguments)
        assert found == libraries, (arguments, found)


def test_rename_and_duplicate(home):
    save_one(home)
    assert '“store”' in home.run('rename', 'shop', 'store', expect=0).out
    assert '“store-2”' in home.run('duplicate', 'store', expect=0).out
    home.run('duplicate', 'store', 'till', expect=0)
    assert [one['name'] for one in home.json('list')['connections']] == ['store', 'store-2', 'till']
    copy, original = home.json('show', 'till'), home.json('show', 'store')
    assert copy['credentials'] == original['credentials'] and copy['host'] == original['host'], copy
    assert 'till' in home.run('rename', 'store', 'till', expect=2).err
    home.run('duplicate', 'store', 'a]b', expect=2)
    home.run('forget', 'store', expect=0)
    assert home.json('show', 'till')['credentials'] == original['credentials']


def test_a_renewal_names_what_does_not_follow(home):
    home.run('save', 'it’s', '--unchecked', '--mode', 'verify-full', '--certificates', PKI / 'authorities.pem',
             '--certificates', PKI / 'client.crt', '--certificates', PKI / 'client.key', 'host=db.verifull.test user=app',
             expect=0)
    java, gone = home.path / 'for java', home.path / 'gone'
    home.run('export', 'jdbc', 'it’s', '--output', java, expect=0)
    home.run('export', 'zip', 'it’s', '--output', gone, expect=0)
    # follows by itself
    home.run('export', 'service-file', 'it’s', '--output', home.path / 'service', expect=0)
    shutil.rmtree(gone)
    before = (java / 'client.pk8').read_bytes()
    other = support.make_pki(home.path / 'other')
    said = home.run('renew', '--unchecked', 'it’s', other / 'authorities.pem', other / 'client.crt', other / 'client.key',
                    expect=0).out
    commands = [shlex.split(line) for line in said.splitlines() if line.startswith('  verifull-cli export')]
    assert commands == [['verifull-cli', 'export', '--replace', f'--output={java}', 'jdbc', 'it’s']], said
    # which is what has to be done
    assert (java / 'client.pk8').read_bytes() == before
    home.run(*commands[0][1:], expect=0)
    assert (java / 'client.pk8').read_bytes() != before
    found = home.json('renew', '--undo', 'it’s')
    assert found == {'renewed': False, 'name': 'it’s', 'copies': [{'format': 'jdbc', 'place': str(java)}]}, found
    home.run(*commands[0][1:], expect=0)
    assert (java / 'client.pk8').read_bytes() == before


def test_a_taken_name_needs_replace(home):
    save_one(home)
    result = home.run('save', 'shop', '--unchecked', '--mode', 'require', 'other.verifull.test', expect=2)
    assert 'shop' in result.err and '--replace' in result.err, result
    assert home.json('show', 'shop')['host'] == 'db.verifull.test'
    home.run('save', 'shop', '--replace', '--unchecked', '--mode', 'require', 'other.verifull.test', expect=0)
    assert home.json('show', 'shop')['host'] == 'other.verifull.test'


def test_a_name_that_a_service_file_cannot_hold(home):
    for name in ('a]b', 'a\nb', ''):
        home.run('save', name, '--unchecked', '--mode', 'require', 'localhost', expect=2)
    assert home.json('list') == {'connections': []}


def test_saving_unchecked_needs_a_mode_or_authorities(home):
    assert '--mode' in home.run('save', 'x', '--unchecked', 'localhost', expect=2).err
    home.run('save', 'x', '--unchecked', '--certificates', PKI / 'authorities.pem', 'localhost', expect=0)
    assert home.json('show', 'x')['mode'] == 'verify-full'


def test_a_failed_check_saves_nothing(home):
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))                # bound, but nobody listens
        port = taken.getsockname()[1]
        found = home.json('save', 'x', '--mode', 'require', f'host=127.0.0.1 port={port} user=app', expect=1)
    assert found['saved'] is False and found['code'] == 'refused', found
    assert home.json('list') == {'connections': []}


def test_further_keywords_are_kept(home):
    home.run('save', 'x', '--unchecked', 'host=h.verifull.test sslmode=require application_name=shop connect_timeout=7',
             expect=0)
    assert home.json('show', 'x')['options'] == {'application_name': 'shop', 'connect_timeout': '7'}


def slow_then_silent(listener, seconds):
    """Answers the question for TLS late, goes through the handshake, and says nothing more."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PKI / 'server.crt', PKI / 'server.key')

    def serve(connection):
        with contextlib.suppress(OSError), connection:
            connection.recv(8, socket.MSG_WAITALL)
            time.sleep(seconds)
            connection.sendall(b'S')
            with context.wrap_socket(connection, server_side=True) as channel:
                while channel.recv(4096):
                    pass

    with contextlib.suppress(OSError):
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()


def test_the_look_and_the_login_share_one_deadline(home):
    with socket.create_server(('127.0.0.1', 0)) as listener:
        threading.Thread(target=slow_then_silent, args=(listener, 2), daemon=True).start()
        port = listener.getsockname()[1]
        began = time.monotonic()
        found = home.json('check', '--timeout', '4', '--certificates', PKI / 'authorities.pem', '--password-file',
                          home.file('word', 'word'), f'host=localhost hostaddr=127.0.0.1 port={port} user=app', expect=1)
        elapsed = time.monotonic() - began
    assert found['code'] == 'timed-out', found
    assert 3.5 < elapsed < 5.5, f'{elapsed:.1f} s'


# --- what a check finds out alone

def before_the_network(found, code):
    support.check_shape(found)
    assert (found['verdict'], found['stage'], found['code']) == ('failed', None, code), found
    assert all(stage['state'] == 'not-reached' for stage in found['stages']), found['stages']
    assert found['tls'] is None and found['chain'] == [] and found['recommended'] is None, found


def test_a_mode_that_verifies_needs_a_root(home):
    for mode in ('verify-ca', 'verify-full'):
        before_the_network(home.json('check', '--mode', mode, 'localhost', expect=1), 'mode-needs-root')


def test_a_target_that_cannot_be_used(home):
    for target in ('not a server at all', 'postgresql://user@:5432/db', 'host=localhost port=99999', 'user=app'):
        before_the_network(home.json('check', '--mode', 'require', target, expect=1), 'bad-target')
    home.run('check', 'not a server at all', expect=1)
    for target in ("host='unfinished", 'host=localhost frob=1', 'postgresql://[::1'):
        assert len(home.run('check', target, expect=2).err.splitlines()) == 1


def test_a_key_that_does_not_fit(home):
    def target(key):
        return f"host=localhost sslmode=require sslcert={PKI / 'client.crt'} sslkey={key}"
    before_the_network(home.json('check', target(PKI / 'root.key'), expect=1), 'key-mismatch')
    before_the_network(home.json('check', target('/nonexistent'), expect=1), 'key-missing')


def test_a_locked_key(home):
    home.secrets.append('open sesame')
    locked = home.path / 'locked.key'
    support.openssl('pkcs8', '-topk8', '-in', PKI / 'client.key', '-out', locked, '-passout', 'pass:open sesame')
    arguments = ('check', '--mode', 'require', '--certificates', PKI / 'client.crt', '--certificates', locked)
    before_the_network(home.json(*arguments, 'localhost', expect=1), 'key-locked')
    before_the_network(home.json(*arguments, '--passphrase-file', '-', 'localhost', stdin='wrong\n', expect=1),
                       'key-passphrase-wrong')


def test_nobody_listens(home):
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        port = taken.getsockname()[1]
        found = support.check_shape(home.json('check', f'127.0.0.1:{port}', expect=1))
        text = home.run('check', f'127.0.0.1:{port}', expect=1).out
    assert (found['stage'], found['code']) == ('connect', 'refused'), found
    assert found['stages'][0]['state'] == 'ok' and found['stages'][2]['state'] == 'not-reached', found['stages']
    assert text.count('✓') == 1 and '✗' in text, text


class Silent:
    """Accepts, answers with what it is given, and stays silent."""

    def __init__(self, answer=b''):
        self.answer = answer
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.open = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.open.append(client)
            if self.answer:
                client.sendall(self.answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
        for client in self.open:
            client.close()


def test_a_silent_server_times_out(home):
    with Silent() as server:
        begin = time.monotonic()
        found = support.check_shape(home.json('check', '--timeout', '1', f'127.0.0.1:{server.port}', expect=1))
        took = time.monotonic() - begin
    assert (found['stage'], found['code']) == ('negotiate', 'timed-out'), found
    assert 0.9 < took < 3, took


def test_connect_timeout_of_the_target_counts(home):
    with Silent() as server:
        begin = time.monotonic()
        home.json('check', f'host=127.0.0.1 port={server.port} sslmode=require connect_timeout=2', expect=1)
        took = time.monotonic() - begin
    assert 1.8 < took < 5, took


def test_a_server_that_is_something_else(home):
    for answer, code in ((b'HTTP/1.1 400 Bad Request\r\n\r\n', 'not-postgresql'), (b'N', 'tls-not-offered')):
        with Silent(answer) as server:
            found = support.check_shape(home.json('check', '--timeout', '3', f'127.0.0.1:{server.port}', expect=1))
        assert (found['stage'], found['code']) == ('negotiate', code), found


def test_an_interrupt_cancels(home):
    for number in (signal.SIGINT, signal.SIGTERM):
        with Silent() as server:
            command = home.command('check', '--json', '--mode', 'require', f'127.0.0.1:{server.port}')
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=home.env) as child:
                deadline = time.monotonic() + 10
                while not server.open and time.monotonic() < deadline:
                    time.sleep(0.01)
                child.send_signal(number)
                begin = time.monotonic()
                out, err = child.communicate(timeout=10)
                took = time.monotonic() - begin
        result = support.Result(command, subprocess.CompletedProcess(command, child.returncode, out, err)).expect(2)
        assert result.json()['code'] == 'cancelled' and took < 1, (took, result)
        assert home.leftovers() == []


def test_secrets_come_from_files_only(home):
    home.secrets.append('hunter2')
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        port = taken.getsockname()[1]
        word = home.file('word', 'hunter2\n')
        home.run('check', '--mode', 'require', '--password-file', word, f'app@127.0.0.1:{port}')
        home.run('check', '--json', f'postgresql://app:hunter2@127.0.0.1:{port}/app?sslmode=require', expect=1)
        home.run('save', 'x', '--unchecked', f'postgresql://app:hunter2@127.0.0.1:{port}/app?sslmode=require', expect=0)
    home.run('check', 'postgresql://app:hunter2@[::', expect=2)
    for path in (home.path / 'data').rglob('*'):
        assert not path.is_file() or 'hunter2' not in path.read_text(), path
    assert '--password' not in home.run('check', '--help').out.replace('--password-file', '')


def test_both_secrets_from_standard_input(home):
    home.secrets += ['first word', 'second word']
    locked = home.path / 'locked.key'
    support.openssl('pkcs8', '-topk8', '-in', PKI / 'client.key', '-out', locked, '-passout', 'pass:second word')
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        found = home.json('check', '--mode', 'require', '--password-file', '-', '--passphrase-file', '-',
                          '--certificates', PKI / 'client.crt', '--certificates', locked,
                          f'127.0.0.1:{taken.getsockname()[1]}', stdin='first word\nsecond word\n', expect=1)
    assert found['code'] == 'refused', found       # the key has been opened, else it would not have come so far


def test_a_fix_that_does_not_fit(home):
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        result = home.run('check', '--mode', 'require', '--apply', 'use-listed-name',
                          f'127.0.0.1:{taken.getsockname()[1]}', expect=2)
    assert 'use-listed-name' in result.err, result


def test_an_address_alone_is_the_host(home):
    found = home.json('check', 'hostaddr=127.0.0.1 port=1 sslmode=verify-full sslrootcert=system', expect=1)
    assert (found['mode'], found['stage'], found['code']) == ('verify-full', 'connect', 'refused'), found


def test_system_authorities_need_no_newer_libpq(home):
    found = home.json('check', 'host=127.0.0.1 port=1 sslmode=verify_full sslrootcert=system', expect=1)
    assert (found['mode'], found['code']) == ('verify-full', 'refused'), found


def test_report_for_a_support_ticket(home):
    home.secrets.append('streng-geheim')
    result = home.run('check', '--report', '--mode', 'require',
                      'host=127.0.0.1 port=1 user=app password=streng-geheim', expect=1)
    for part in ('Verifull ', 'libpq ', 'OpenSSL ', 'port=1', 'sslmode=require', 'connect', '(refused)'):
        assert part in result.out, (part, result)
    assert not result.err and result.out.endswith('\n') and not result.out.endswith('\n\n'), result
    assert '--report' in home.run('check', '--help', expect=0).out


def test_all_of_nothing(home):
    assert home.json('check', '--all') == {'checks': [], 'ok': 0, 'failed': 0}


if __name__ == '__main__':
    support.run_tests(sys.modules[__name__])
