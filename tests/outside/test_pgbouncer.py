#!/usr/bin/python3
"""Through PgBouncer, which ends TLS itself and knows neither channel binding nor every parameter of PostgreSQL's; started
by with-postgres.sh, which says what is in the environment."""

import contextlib
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'cli'))
import support                           # noqa: E402

USER = os.environ['VF_PG_USER']
PASSWORD = os.environ['VF_PG_PASSWORD']
DATABASE = os.environ['VF_PG_DATABASE']
PKI = pathlib.Path(os.environ['VF_PG_DIR'])
ARCHIVE = os.environ['VF_PG_ARCHIVE']
PROGRAM = shutil.which('pgbouncer', path=os.environ['PATH'] + ':/usr/sbin')
SECONDS = 20            # for it to start

TLS = """client_tls_sslmode = require
client_tls_cert_file = {folder}/server.crt
client_tls_key_file = {folder}/server.key
"""
CONFIGURATION = """[databases]
{database} = host=127.0.0.1 port={server} dbname={database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
logfile = {folder}/log
server_tls_sslmode = require
"""


def start(folder, tls):
    """The process and its port, once it listens; None where another program was faster to take the port."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port = probe.getsockname()[1]
    (folder / 'ini').write_text((CONFIGURATION + (TLS if tls else '')).format(
        folder=folder, database=DATABASE, server=os.environ['VF_PG_PORT'], port=port))
    (folder / 'users').write_text(f'"{USER}" "{PASSWORD}"\n')
    for name in ('server.crt', 'server.key'):
        shutil.copy(PKI / name, folder / name)
    command = ['setpriv', '--pdeathsig', 'TERM']
    if os.geteuid() == 0:           # like PostgreSQL it does not run as root
        nobody = pwd.getpwnam('nobody')
        for path in (folder, *folder.iterdir()):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        command += ['--reuid', str(nobody.pw_uid), '--regid', str(nobody.pw_gid), '--clear-groups']
    process = subprocess.Popen([*command, '--', PROGRAM, '-q', str(folder / 'ini')], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', port), timeout=1):
            return process, port
        time.sleep(0.02)
    process.kill()
    process.wait()
    return None


@contextlib.contextmanager
def pgbouncer(tls=True):
    """Runs it and gives its port."""
    with tempfile.TemporaryDirectory(prefix='vf-pgbouncer-') as name:
        folder = pathlib.Path(name)
        for _ in range(5):
            started = start(folder, tls)
            if started:
                break
        assert started, (folder / 'log').read_text() if (folder / 'log').exists() else 'it did not start'
        process, port = started
        try:
            yield port
        finally:
            process.terminate()
            process.wait()


def check(home, port, *options, mode='verify-full', password=PASSWORD, user=USER, database=DATABASE, expect=1):
    home.secrets.append(PASSWORD)
    found = home.json('check', '--certificates', ARCHIVE, '--mode', mode, '--password-file', home.file('word', password),
                      ' '.join((f'host=localhost port={port} user={user} dbname={database}', *options)), expect=expect)
    return support.check_shape(found)


def test_each_mode_holds(home):
    with pgbouncer() as port:
        for mode in ('require', 'verify-ca', 'verify-full'):
            found = check(home, port, mode=mode, expect=0)
            assert (found['verdict'], found['mode']) == ('ok', mode), found
            assert found['server']['product'] == 'postgresql', found['server']
            assert found['stages'][-1]['facts']['channel_binding'] == 'unbound', found['stages'][-1]


def test_its_certificate_is_judged(home):
    with pgbouncer() as port:
        found = home.json('check', '--certificates', PKI / 'other.crt', '--mode', 'verify-ca',
                          f'host=localhost port={port} user={USER} dbname={DATABASE}', expect=1)
        # which of the two nobody can know: the authority in between was not sent
        assert found['stage'] == 'chain' and found['code'] in ('untrusted-authority', 'intermediate-missing'), found
        found = home.json('check', '--certificates', ARCHIVE, '--mode', 'verify-full',
                          f'host=127.0.0.1 port={port} user={USER} dbname={DATABASE}', expect=1)
        assert (found['stage'], found['code']) == ('name', 'name-mismatch'), found


def test_without_tls(home):
    with pgbouncer(tls=False) as port:
        for mode in ('require', 'verify-full'):
            found = check(home, port, mode=mode)
            assert (found['stage'], found['code']) == ('negotiate', 'tls-not-offered'), found


def test_a_password_cannot_be_bound_to_its_channel(home):
    with pgbouncer() as port:
        found = check(home, port, 'channel_binding=require')
        assert (found['stage'], found['code']) == ('login', 'channel-binding'), found
        assert 'channel-binding-off' in [fix['id'] for finding in found['findings'] for fix in finding['fixes']], found


def test_a_parameter_that_it_does_not_know(home):
    with pgbouncer() as port:
        option = "options='-c geqo=off'"
        found = check(home, port, option)
        assert (found['stage'], found['code']) == ('login', 'server-error'), found
        assert 'drop-option' in [fix['id'] for finding in found['findings'] for fix in finding['fixes']], found
        mended = home.json('check', '--certificates', ARCHIVE, '--apply', 'drop-option', '--password-file',
                           home.file('word', PASSWORD),
                           f'host=localhost port={port} user={USER} dbname={DATABASE} {option}')
        assert mended['verdict'] == 'ok', mended


def test_what_it_says_in_words_only(home):
    """Whatever is wrong, its SQLSTATE is that of a broken protocol."""
    with pgbouncer() as port:
        for wrong, code in (({'password': 'no such word'}, 'wrong-password'), ({'user': 'nobody-here'}, 'wrong-password'),
                            ({'database': 'nothing-here'}, 'database-missing')):
            found = check(home, port, **wrong)
            assert (found['stage'], found['code']) == ('login', code), found


if not PROGRAM:
    print('1..0 # SKIP pgbouncer is not installed')
else:
    support.run_tests(sys.modules[__name__])
