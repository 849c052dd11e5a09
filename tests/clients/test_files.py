#!/usr/bin/python3
"""Exports that are files, read by parsers that know nothing of this program; started by with-postgres.sh."""

import base64
import copy
import datetime
import io
import json
import pathlib
import re
import subprocess
import sys
import zipfile

from exports import DATABASE, HOST, PKI, PORT, USER, export, save, save_with_client, support

SCHEMAS = pathlib.Path(__file__).resolve().parent / 'schemas'
PASSPHRASE = 'open sesame'


def load_yaml(text):
    try:
        import yaml  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        raise support.Skip('PyYAML is not installed') from error
    return list(yaml.safe_load_all(text))


def files_of(home, name='carol'):
    """The files that the store keeps for it."""
    section = (home.path / 'data/verifull/pg_service.conf').read_text().split(f'[{name}]')[1]
    folder = pathlib.Path(re.search(r'^sslrootcert=(.*)$', section, re.M).group(1)).parent
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def written(home, destination, ending, name='carol'):
    folder = home.path / f'{destination}-{name}'
    export(home, destination, name, '--output', folder)
    found, = [file for file in folder.iterdir() if file.name.endswith(ending)]
    return found.read_text()


def same_pem(first, second):
    """The same blocks, whatever stands between them."""
    blocks = re.compile(rb'-----BEGIN ([A-Z ]+)-----(.*?)-----END', re.S)
    return [(kind, b''.join(body.split())) for kind, body in blocks.findall(first)] \
        == [(kind, b''.join(body.split())) for kind, body in blocks.findall(second)]


def test_kubernetes_holds_the_very_bytes(home):
    save_with_client(home)
    kept = files_of(home)
    secrets = load_yaml(written(home, 'kubernetes', 'secrets.yaml'))
    data = {}
    for secret in secrets:
        assert secret['apiVersion'] == 'v1' and secret['kind'] == 'Secret', secret
        assert re.fullmatch(r'[a-z0-9]([-a-z0-9]*[a-z0-9])?', secret['metadata']['name']), secret
        data.update({name: base64.b64decode(value, validate=True) for name, value in secret['data'].items()})
    assert same_pem(data['ca.crt'], kept['root.crt']), data
    assert same_pem(data['tls.crt'], kept['client.crt']) and same_pem(data['tls.key'], kept['client.key'])
    # no password comes along
    assert not any('password' in name.lower() for name in data), list(data)


def test_kubernetes_mounts_a_key_that_libpq_takes(home):
    save_with_client(home)
    part, = load_yaml(written(home, 'kubernetes', 'pod-part.yaml'))
    container, = part['spec']['containers']
    volume, = part['spec']['volumes']
    mount, = container['volumeMounts']
    assert mount['name'] == volume['name'] and mount['readOnly'] is True, part
    assert volume['projected']['defaultMode'] == 0o600, part
    env = {entry['name']: entry['value'] for entry in container['env']}
    assert env['PGSSLMODE'] == 'verify-full' and env['PGPORT'] == PORT, env
    for variable, file in (('PGSSLROOTCERT', 'ca.crt'), ('PGSSLCERT', 'tls.crt'), ('PGSSLKEY', 'tls.key')):
        assert env[variable] == f'{mount["mountPath"]}/{file}', env
    # every secret that is mounted is one of those in the other file
    names = {secret['metadata']['name'] for secret in load_yaml((home.path / 'kubernetes-carol/carol-secrets.yaml').read_text())}
    assert {source['secret']['name'] for source in volume['projected']['sources']} <= names, (part, names)


def test_compose_is_yaml(home):
    save_with_client(home)
    kept = files_of(home)
    folder = home.path / 'compose'
    document, = load_yaml(export(home, 'docker-secret', 'carol', '--output', folder))
    app = document['services']['app']
    assert app['environment']['PGSSLMODE'] == 'verify-full' and app['environment']['PGHOST'] == HOST, app
    assert str(app['environment']['PGPORT']) == PORT, app
    for name in ('root.crt', 'client.crt', 'client.key'):
        assert app['environment']['PGSSL' + {'root.crt': 'ROOTCERT', 'client.crt': 'CERT', 'client.key': 'KEY'}[name]] \
            == f'/run/secrets/{name}', app
        assert same_pem((folder / name).read_bytes(), kept[name]), name
    assert {entry['target'] for entry in app['secrets']} == {'root.crt', 'client.crt', 'client.key'}, app


# --- a key that stays encrypted

def save_locked(home, name='locked'):
    """With a key that nobody has the passphrase of, as far as the export knows: there is no keyring."""
    home.secrets.append(PASSPHRASE)
    locked = home.path / 'locked.key'
    support.openssl('pkcs8', '-topk8', '-in', PKI / 'client.key', '-out', locked, '-passout', f'pass:{PASSPHRASE}')
    home.run('save', name, '--mode', 'verify-full', '--certificates', PKI / 'authorities.pem', '--certificates',
             PKI / 'client.crt', '--certificates', locked, '--passphrase-file', '-',
             f'host={HOST} port={PORT} user=carol dbname=certdb', stdin=PASSPHRASE, expect=0)
    kept = files_of(home, name)['client.key']
    assert b'ENCRYPTED' in kept, kept
    return kept


def opens(home, key, word):
    """Whether OpenSSL itself opens the key with that word, and it is the key that was handed in."""
    path = home.file('exported.key', key)
    public = [subprocess.run(['openssl', 'pkey', '-in', file, '-pubout', '-passin', f'pass:{word}'], capture_output=True,
                             check=False) for file in (path, PKI / 'client.key')]
    return public[0].returncode == 0 and public[0].stdout == public[1].stdout


def check_locked(home, exported, kept):
    assert exported == kept, (exported, kept)
    assert opens(home, exported, PASSPHRASE) and not opens(home, exported, 'wrong')


def test_kubernetes_keeps_an_encrypted_key_as_it_is(home):
    kept = save_locked(home)
    client, = [secret for secret in load_yaml(written(home, 'kubernetes', 'secrets.yaml', 'locked'))
               if secret['type'] == 'kubernetes.io/tls']
    check_locked(home, base64.b64decode(client['data']['tls.key'], validate=True), kept)
    assert 'sslpassword' in home.run('export', 'kubernetes', 'locked', expect=0).err


def test_the_zip_keeps_an_encrypted_key_as_it_is(home):
    kept = save_locked(home)
    folder = home.path / 'zip'
    assert 'sslpassword' in home.run('export', 'zip', 'locked', '--output', folder, expect=0).err
    with zipfile.ZipFile(io.BytesIO((folder / 'locked.zip').read_bytes())) as archive:
        assert archive.testzip() is None
        held = {pathlib.PurePosixPath(name).name: archive.read(name) for name in archive.namelist()}
        modes = {info.external_attr >> 16 & 0o777 for info in archive.infolist()}
    assert modes == {0o600}, modes
    check_locked(home, held['client.key'], kept)
    for name, bytes_ in files_of(home, 'locked').items():
        assert held[name] == bytes_, name


def test_compose_keeps_an_encrypted_key_as_it_is(home):
    kept = save_locked(home)
    folder = home.path / 'compose'
    assert 'sslpassword' in home.run('export', 'docker-secret', 'locked', '--output', folder, expect=0).err
    check_locked(home, (folder / 'client.key').read_bytes(), kept)


# --- JSON, against a schema of what its reader takes

def schema(name):
    try:
        import jsonschema  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        raise support.Skip('python3-jsonschema is not installed') from error
    document = json.loads((SCHEMAS / f'{name}.json').read_text())
    jsonschema.Draft7Validator.check_schema(document)
    return jsonschema.Draft7Validator(document)


def save_all_sorts(home):
    """Every shape of connection that differs in the export."""
    save_with_client(home)
    save(home, 'shop')
    for name, mode in (('loose', 'require'), ('ca', 'verify-ca')):
        home.run('save', name, '--unchecked', '--mode', mode, '--certificates', PKI / 'authorities.pem',
                 f'host={HOST} hostaddr=127.0.0.1 port={PORT} user={USER} dbname={DATABASE} connect_timeout=7 '
                 "application_name='a\"b\\\\c'", expect=0)
    return 'carol', 'shop', 'loose', 'ca'


def refuse(validator, good, changes):
    """@changes: (path, what goes there; None takes it away)"""
    for path, value in changes:
        broken = copy.deepcopy(good)
        place = broken
        for step in path[:-1]:
            place = place[step]
        if value is None:
            del place[path[-1]]
        else:
            place[path[-1]] = value
        assert not validator.is_valid(broken), f'{path} = {value!r} was taken for valid'


def test_pgadmin_takes_the_servers(home):
    validator = schema('pgadmin-servers')
    for name in save_all_sorts(home):
        document = json.loads(written(home, 'pgadmin', 'servers.json', name))
        validator.validate(document)
        server = document['Servers']['1']
        parameters = server['ConnectionParameters']
        # before and after 6.20 the same
        for old, keyword in (('SSLMode', 'sslmode'), ('SSLRootCert', 'sslrootcert'), ('SSLCert', 'sslcert'),
                             ('SSLKey', 'sslkey')):
            assert server.get(old) == parameters.get(keyword), (name, old)
        at = ('Servers', '1')
        refuse(validator, document, [
            ((*at, 'Port'), str(server['Port'])), ((*at, 'Port'), 0), ((*at, 'Username'), None), ((*at, 'Host'), None),
            ((*at, 'Name'), ''), ((*at, 'Group'), None), ((*at, 'MaintenanceDB'), None), ((*at, 'Password'), 'x'),
            ((*at, 'SSLMode'), 'verify_full'), ((*at, 'ConnectionParameters', 'sslMode'), 'require'),
            ((*at, 'ConnectionParameters', 'password'), 'x'), ((*at, 'ConnectionParameters', 'sslmode'), None),
            ((*at, 'ConnectionParameters', 'connect_timeout'), True), (('Servers',), {}), (('Servers',), [server]),
            (('servers',), {})])
        if parameters['sslmode'] != 'require':
            refuse(validator, document, [((*at, 'ConnectionParameters', 'sslrootcert'), None)])
        if name == 'carol':
            refuse(validator, document, [((*at, 'ConnectionParameters', 'sslkey'), None)])


def test_dbeaver_takes_the_data_source(home):
    validator = schema('dbeaver-data-sources')
    for name in save_all_sorts(home):
        document = json.loads(written(home, 'dbeaver', '.json', name))
        validator.validate(document)
        identifier, = document['connections']
        at = ('connections', identifier)
        place = (*at, 'configuration')
        ssl = (*place, 'handlers', 'postgre_ssl', 'properties')
        refuse(validator, document, [
            ((*at, 'provider'), 'generic'), ((*at, 'driver'), None), ((*at, 'save-password'), True),
            ((*place, 'port'), int(PORT)), ((*place, 'host'), None), ((*place, 'url'), 'postgresql://h/d'),
            ((*place, 'url'), 'jdbc:postgresql://h/d?user=a&password=b'), ((*place, 'password'), 'x'),
            ((*place, 'handlers'), {}), ((*place, 'handlers', 'postgre_ssl', 'enabled'), False),
            ((*ssl, 'ssl.method'), ''), ((*ssl, 'rootCert'), '/root.crt'), ((*ssl, 'sslMode'), 'verify_full'),
            ((*ssl, 'ssl.ca.cert'), 'root.crt'), ((*ssl, 'ssl.client.key'), '/client.key'), (('folders',), None)])
        if name != 'loose':
            refuse(validator, document, [((*ssl, 'ssl.ca.cert'), None)])
        if name == 'carol':
            refuse(validator, document, [((*ssl, 'ssl.client.cert'), None)])


# --- the calendar

def unfold(text):
    """RFC 5545, 3.1: lines of at most 75 octets that end with CRLF; a blank continues the one before."""
    assert text.endswith('\r\n') and '\n' not in text.replace('\r\n', ''), text
    for line in text.split('\r\n'):
        assert len(line.encode()) <= 75, line
    return text.replace('\r\n ', '').replace('\r\n\t', '').rstrip('\r\n').split('\r\n')


def test_the_calendar_is_one(home):
    # a connection that nothing was proven of has no end
    home.run('save', 'shop', '--certificates', PKI / 'authorities.pem', '--certificates', PKI / 'client.crt',
             '--certificates', PKI / 'client.key', f'host={HOST} port={PORT} user=carol dbname=certdb', expect=0)
    folder = home.path / 'calendar'
    export(home, 'calendar', 'shop', '--output', folder)
    file, = folder.iterdir()
    stack, found = [], []
    for line in unfold(file.read_bytes().decode()):
        name, value = line.split(':', 1)
        if name == 'BEGIN':
            stack.append(value)
        elif name == 'END':
            assert stack.pop() == value, line
        else:
            found.append((stack[-1], name.split(';')[0], value))
    assert not stack
    names = {(place, name) for place, name, _ in found}
    for needed in (('VCALENDAR', 'VERSION'), ('VCALENDAR', 'PRODID'), ('VEVENT', 'UID'), ('VEVENT', 'DTSTAMP'),
                   ('VEVENT', 'DTSTART'), ('VEVENT', 'SUMMARY'), ('VALARM', 'ACTION'), ('VALARM', 'TRIGGER'),
                   ('VALARM', 'DESCRIPTION')):
        assert needed in names, (needed, names)
    start = next(value for place, name, value in found if (place, name) == ('VEVENT', 'DTSTART'))
    expires = home.json('show', 'shop')['expires']
    assert datetime.datetime.strptime(start[:8], '%Y%m%d').date().isoformat() == expires[:10], (start, expires)


if __name__ == '__main__':
    support.run_tests(sys.modules[__name__])
