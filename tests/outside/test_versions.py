#!/usr/bin/python3
"""A PostgreSQL of another major version: all that is asked of this machine's own, and what changed between them.

usage: test_versions.py MAJOR, started by with-postgres.sh
"""

import configparser
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'cli'))
import support                           # noqa: E402
from test_server import *                # noqa: E402,F403  (its tests are run here, too)
from test_server import ARCHIVE, DATABASE, HOST, PASSWORD, PKI, PORT, with_password    # noqa: E402

MAJOR = int(sys.argv[1])
OLDEST_LIBPQ = 13               # that knows every keyword of the store
LOGIN = support.HERE.parent / 'support' / 'libpq-login.py'


def target(user, *more):
    return ' '.join((f'host={HOST} port={PORT} user={user} dbname={DATABASE}', *more))


def as_superuser(*commands):
    psql = os.path.join(os.environ['VF_PG_BINDIR'], 'psql')
    subprocess.run([psql, '-X', '-q', '-h', os.environ['VF_PG_SOCKET'], '-p', PORT, '-U', 'postgres', '-d', 'postgres',
                    *(word for command in commands for word in ('-c', command))], check=True, capture_output=True)


def test_its_version_is_told(home):
    found = home.json('check', '--certificates', ARCHIVE, *with_password(home), target('app'))
    assert found['server']['version'].split('.')[0] == str(MAJOR), found['server']


def test_a_password_that_is_kept_as_md5(home):
    user = os.environ['VF_PG_MD5_USER']
    for mode in ('require', 'verify-ca', 'verify-full'):
        arguments = ('check', '--certificates', ARCHIVE, '--mode', mode, '--password-file')
        found = home.json(*arguments, home.file('password', PASSWORD), target(user))
        assert (found['verdict'], found['mode']) == ('ok', mode), found
        found = home.json(*arguments, home.file('wrong', 'no such word'), target(user), expect=1)
        assert (found['stage'], found['code']) == ('login', 'wrong-password'), found


def test_channel_binding_is_known(home):       # in place of the one that was imported: PostgreSQL 10 has none
    for query, binding in (('', 'unbound' if MAJOR == 10 else 'bound'), ('channel_binding=disable', 'unbound')):
        found = home.json('check', '--certificates', ARCHIVE, *with_password(home), target('app', query))
        assert found['stages'][-1]['facts'] == {'password_used': True, 'channel_binding': binding}, found


def test_a_password_bound_to_the_channel(home):
    bound = home.json('check', '--certificates', ARCHIVE, *with_password(home), target('app', 'channel_binding=require'),
                      expect=1 if MAJOR == 10 else 0)
    assert (bound['stage'], bound['code']) == (('login', 'channel-binding') if MAJOR == 10 else (None, None)), bound
    # an MD5 login has nothing to bind
    found = home.json('check', '--certificates', ARCHIVE, *with_password(home),
                      target(os.environ['VF_PG_MD5_USER'], 'channel_binding=require'), expect=1)
    assert (found['stage'], found['code']) == ('login', 'channel-binding'), found


def login_with_its_libpq(home, service):
    """(the version of the libpq of this server, what it says if it does not get in)"""
    library = os.environ['VF_PG_LIBPQ']
    done = subprocess.run(['/usr/bin/python3', LOGIN, library, f'service={service} connect_timeout=20'], check=False,
                          capture_output=True, text=True,
                          env={**home.env, 'LD_LIBRARY_PATH': os.path.dirname(library), 'PGPASSWORD': PASSWORD,
                               'PGSERVICEFILE': str(home.path / 'data/verifull/pg_service.conf')})
    return int(done.stdout or 0) // 10000, done.stderr


def test_its_libpq_takes_what_is_written(home):
    """The store alone is enough: authorities out of three formats, and a client certificate whose key came encrypted."""
    if MAJOR < OLDEST_LIBPQ:
        raise support.Skip(f'the store has keywords that libpq {MAJOR} does not know')
    home.run('save', 'authorities', '--certificates', ARCHIVE, '--mode', 'verify-full', *with_password(home),
             target('app'), expect=0)
    home.run('save', 'client', '--certificates', os.environ['VF_PG_DWS_ARCHIVE'], '--certificates', ARCHIVE,
             '--mode', 'verify-full', f'host={HOST} port={PORT} user=carol dbname=certdb', expect=0)
    for service in ('authorities', 'client'):
        assert login_with_its_libpq(home, service) == (MAJOR, ''), (service, login_with_its_libpq(home, service))
    # and they were looked at: with another authority nobody gets in
    services = configparser.ConfigParser(interpolation=None)
    services.read(home.path / 'data/verifull/pg_service.conf')
    shutil.copyfile(PKI / 'other.crt', services['client']['sslrootcert'])
    version, says = login_with_its_libpq(home, 'client')
    assert version == MAJOR and 'certificate verify failed' in says, says


def test_without_tls(home):
    """The last one, because the server has no TLS afterwards."""
    as_superuser('ALTER SYSTEM SET ssl = off', 'SELECT pg_reload_conf ()')
    for mode in ('require', 'verify-ca', 'verify-full'):
        for _ in range(50):                       # until the server has read it
            found = home.json('check', '--certificates', ARCHIVE, '--mode', mode, *with_password(home), target('app'),
                              expect=None)
            if found['verdict'] != 'ok':
                break
        assert (found['stage'], found['code']) == ('negotiate', 'tls-not-offered'), found


support.run_tests(sys.modules[__name__])
