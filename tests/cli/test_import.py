#!/usr/bin/python3
"""Connections of other programs, taken over by the command line; started by with-postgres.sh."""

import json
import os
import pathlib
import sys

import support

HOST = os.environ['VF_PG_HOST']
PORT = os.environ['VF_PG_PORT']
USER = os.environ['VF_PG_USER']
PASSWORD = os.environ['VF_PG_PASSWORD']
DATABASE = os.environ['VF_PG_DATABASE']
PKI = pathlib.Path(os.environ['VF_PG_DIR'])
ROOT = PKI / 'authorities.pem'
MEMBERS = ['name', 'was', 'group', 'kind', 'host', 'hostaddr', 'port', 'dbname', 'user', 'mode', 'sslmode', 'files',
           'password_in', 'password_kept', 'imported', 'error', 'notes']


def service(home, mode='sslmode=verify-full', more=''):
    return home.file('pg_service.conf', f'# kept\n[shop]\nhost={HOST}\nport={PORT}\ndbname={DATABASE}\nuser={USER}\n'
                     f'{mode}\nsslrootcert={ROOT}\n{more}')


def with_password(home):
    home.secrets.append(PASSWORD)
    return ['--password-file', home.file('password', PASSWORD + '\n')]


def saved(home):
    return {entry['name']: entry for entry in home.json('list')['connections']}


def test_a_service_file(home):
    home.secrets.append('plain-text-secret')
    path = service(home, more='password=plain-text-secret\nnonsense=1\n\n[socket]\nhost=/run/postgresql\n')
    before = path.read_bytes()
    found = home.json('import', path, expect=1)
    shop, socket = found['connections']
    assert list(shop) == MEMBERS, list(shop)
    assert (shop['name'], shop['kind'], shop['mode'], shop['imported']) == ('shop', 'service-file', 'verify-full', True), shop
    assert shop['files']['root'] == str(ROOT) and shop['password_in'] == str(path) and not shop['password_kept'], shop
    assert any('nonsense' in note for note in shop['notes']), shop
    assert any('--with-passwords' in note for note in shop['notes']), shop
    assert not socket['imported'] and 'socket' in socket['error'], socket
    assert path.read_bytes() == before
    assert saved(home)['shop']['proof'] == 'never', saved(home)
    for name in (home.path / 'data').rglob('*'):
        assert not name.is_file() or 'plain-text-secret' not in name.read_text(), name
    # the files are copies, and it can be proven
    assert str(ROOT) not in (home.path / 'data/verifull/pg_service.conf').read_text()
    home.run('check', 'shop', *with_password(home), expect=0)
    assert saved(home)['shop']['proof'] in ('proven', 'expires'), saved(home)


def test_a_dry_run_changes_nothing(home):
    out = home.run('import', '--dry-run', service(home), expect=0).out
    assert 'shop' in out and 'dry run' in out, out
    assert saved(home) == {}


def test_names_that_are_taken(home):
    path = service(home)
    home.run('import', path, expect=0)
    result = home.run('import', path, expect=0)
    assert '“shop-2”' in result.out, result
    assert sorted(saved(home)) == ['shop', 'shop-2']
    # twice in one run, too
    home.run('import', path, path, expect=0)
    assert sorted(saved(home)) == ['shop', 'shop-2', 'shop-3', 'shop-4']


def test_only_some(home):
    path = service(home, more='\n[other]\nhost=other.example.com\nsslmode=require\n')
    home.run('import', '--only', 'other', path, expect=0)
    assert list(saved(home)) == ['other']
    home.run('import', '--only', 'nobody', path, expect=1)


def test_a_weak_mode_is_decided_by_evidence(home):
    for mode in ('sslmode=prefer', 'application_name=x'):
        found = home.json('import', service(home, mode))['connections'][0]
        assert found['mode'] is None and found['sslmode'] == (mode[8:] if 'ssl' in mode else None), found
        name = found['name']
        assert saved(home)[name]['undecided'] == ('prefer' if 'ssl' in mode else ''), saved(home)
        assert 'needs a decision  never checked  ' in home.run('list').out, home.run('list').out
        result = home.run('check', name, *with_password(home), expect=0)
        assert 'Verify-Full' in result.err, result
        assert (saved(home)[name]['undecided'], saved(home)[name]['mode']) == (None, 'verify-full')
        assert saved(home)[name]['proof'] in ('proven', 'expires')


def test_undecided_and_out_of_reach(home):
    path = home.file('list.conf', '[shop]\nhost=127.0.0.1\nport=1\nuser=a\n')
    home.run('import', path, expect=0)
    for words in (['shop'], ['--all']):
        assert 'nothing is listening' in home.run('check', *words, expect=1).out
        assert saved(home)['shop']['proof'] == 'failed', saved(home)


def test_evidence_for_less_than_verify_full(home):
    # the certificate does not have this name, so Verify-CA is the strictest that is possible
    path = home.file('list.conf', f'[shop]\nhost=127.0.0.1\nport={PORT}\ndbname={DATABASE}\nuser={USER}\nsslmode=prefer\n'
                     f'sslrootcert={ROOT}\n')
    home.run('import', path, expect=0)
    home.run('check', 'shop', *with_password(home), expect=0)
    assert (saved(home)['shop']['undecided'], saved(home)['shop']['mode']) == (None, 'verify-ca'), saved(home)
    assert saved(home)['shop']['proof'] in ('proven', 'expires')
    # and it stays so
    found = home.json('check', 'shop', *with_password(home))
    assert found['mode'] == 'verify-ca', found


def test_a_failed_check_decides_nothing(home):
    home.run('import', service(home, 'sslmode=prefer'), expect=0)
    wrong = home.file('wrong', 'not the password\n')
    home.run('check', 'shop', '--password-file', wrong, expect=1)
    assert saved(home)['shop']['undecided'] == 'prefer'


def test_pgadmin(home):
    servers = {'Servers': {'1': {
        'Name': 'shop prod', 'Group': 'Europe', 'Host': HOST, 'Port': int(PORT), 'MaintenanceDB': DATABASE,
        'Username': USER, 'PassFile': '/ignored',
        'ConnectionParameters': {'sslmode': 'verify-full', 'sslrootcert': str(ROOT), 'connect_timeout': 10}}}}
    path = home.file('servers.json', json.dumps(servers))
    found = home.json('import', path)['connections'][0]
    assert (found['name'], found['group'], found['kind']) == ('shop prod', 'Europe', 'pgadmin'), found
    home.run('check', 'shop prod', *with_password(home), expect=0)
    assert home.json('show', 'shop prod')['options'] == {'connect_timeout': '10'}


def test_dbeaver(home):
    sources = {'folders': {}, 'connections': {'postgres-jdbc-1': {
        'provider': 'postgresql', 'driver': 'postgres-jdbc', 'name': 'shop', 'configuration': {
            'host': HOST, 'port': PORT, 'database': DATABASE,
            'url': f'jdbc:postgresql://{HOST}:{PORT}/{DATABASE}?user={USER}', 'configurationType': 'MANUAL',
            'handlers': {'postgre_ssl': {'type': 'CONFIG', 'enabled': True, 'properties': {
                'sslMode': 'verify-full', 'ssl.method': 'CERTIFICATES', 'ssl.ca.cert': str(ROOT)}}}}}}}
    path = home.file('data-sources.json', json.dumps(sources))
    found = home.json('import', path)['connections'][0]
    assert (found['name'], found['kind'], found['user']) == ('shop', 'dbeaver', USER), found
    home.run('check', 'shop', *with_password(home), expect=0)


def test_what_was_exported_comes_back(home):
    home.run('import', service(home), expect=0)
    for destination, file in (('pgadmin', 'servers.json'), ('dbeaver', 'data-sources.json')):
        home.run('export', destination, 'shop', '--output', home.path / destination, expect=0)
        found = home.json('import', home.path / destination / file)['connections'][0]
        assert found['was'] == 'shop' and found['mode'] == 'verify-full', found
        home.run('check', found['name'], *with_password(home), expect=0)
    # our own list has nothing to tell of itself but that its password is elsewhere
    found = home.json('import', '--only', 'shop', home.path / 'data/verifull/pg_service.conf')['connections'][0]
    assert len(found['notes']) == 1 and 'shop-' in found['notes'][0], found


def test_the_environment(home):
    home.secrets.append(PASSWORD)
    env = {'PGHOST': HOST, 'PGPORT': PORT, 'PGDATABASE': DATABASE, 'PGUSER': USER, 'PGSSLMODE': 'verify-full',
           'PGSSLROOTCERT': str(ROOT), 'PGPASSWORD': PASSWORD}
    found = home.json('import', '--environment', env=env)['connections'][0]
    assert found['kind'] == 'environment' and found['password_in'] == 'PGPASSWORD', found
    home.run('check', found['name'], *with_password(home), expect=0)
    assert home.json('import', '--environment', expect=1)['connections'] == []


def test_what_is_no_list(home):
    for name, content in (('x.json', '{"a": 1}'), ('x.ini', '[Desktop Entry]\nName=x\n'), ('x', b'\0\1\2'), ('empty', '')):
        result = home.run('import', home.file(name, content), expect=2)
        assert name in result.err and result.out == '', result
    assert 'no-such' in home.run('import', home.path / 'no-such', expect=2).err
    home.run('import', home.path, expect=2)
    assert 'FILE' in home.run('import', expect=2).err
    assert saved(home) == {}


if __name__ == '__main__':
    support.run_tests(sys.modules[__name__])
