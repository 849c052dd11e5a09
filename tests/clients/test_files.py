#!/usr/bin/python3
"""Exports that are files, read by parsers that know nothing of this program; started by with-postgres.sh."""

import base64
import datetime
import pathlib
import re
import sys

from exports import HOST, PKI, PORT, export, save_with_client, support


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
    folder = home.path / destination
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
    names = {secret['metadata']['name'] for secret in load_yaml((home.path / 'kubernetes/carol-secrets.yaml').read_text())}
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
