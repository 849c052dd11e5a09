#!/usr/bin/python3
"""However much somebody packs into an archive: `inspect` answers soon, and in less than 256 MiB."""

import base64
import io
import pathlib
import random
import struct
import subprocess
import sys
import tarfile
import zipfile

import support

MEBIBYTE = 1 << 20
MOST = 256 * MEBIBYTE
SERIAL = bytes.fromhex('0123456789abcdef0123456789abcdef')


def is_sanitized():
    return b'__asan_init' in pathlib.Path(support.PROGRAM).read_bytes()


def make_certificate(home, n_names):
    """An authority with so many names; its signature is not looked at, so others are made of it by their number."""
    names = ','.join(f'DNS:node-{i:03}.example.com' for i in range(n_names))
    support.openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650',
                    '-keyout', home.path / 'key.pem', '-out', home.path / 'root.der', '-outform', 'DER', '-set_serial',
                    '0x' + SERIAL.hex(), '-subj', '/CN=Root', '-addext', f'subjectAltName={names}')
    return (home.path / 'root.der').read_bytes()


def variants(der, n):
    at = der.index(SERIAL)
    for i in range(n):
        yield der[:at + 1] + struct.pack('>I', i) + der[at + 5:]


def to_pem(der):
    body = base64.encodebytes(der).decode().replace('\n', '')
    lines = '\n'.join(body[i:i + 64] for i in range(0, len(body), 64))
    return f'-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n'


def make_zip(home, files):
    path = home.path / 'large.zip'
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tlv(tag, content):
    n = len(content)
    octets = n.to_bytes((n.bit_length() + 7) // 8, 'big')
    return bytes([tag]) + (bytes([n]) if n < 128 else bytes([0x80 | len(octets)]) + octets) + content


def make_crl(n):
    algorithm = tlv(0x30, bytes.fromhex('06082a8648ce3d040302'))
    name = tlv(0x30, tlv(0x31, tlv(0x30, bytes.fromhex('0603550403') + tlv(0x0C, b'Root'))))
    date = tlv(0x17, b'260101000000Z')
    revoked = b''.join(tlv(0x30, tlv(2, (i + (1 << 40)).to_bytes(6, 'big')) + date) for i in range(n))
    body = tlv(0x30, tlv(2, b'\1') + algorithm + name + date + date + tlv(0x30, revoked))
    return tlv(0x30, body + algorithm + tlv(3, bytes(65)))


def make_store(ders):
    entries = b''.join(struct.pack('>IH', 2, 5) + b'%05d' % i + bytes(8) + struct.pack('>H', 5) + b'X.509'
                       + struct.pack('>I', len(der)) + der for i, der in enumerate(ders))
    return struct.pack('>III', 0xFEEDFEED, 2, len(ders)) + entries + bytes(20)


# A process starts with the peak of the one that made it, so this one, which holds what it packed, lets a small one do it.
MEASURE = '''
import os, subprocess, sys
with subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL) as process:
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
print(process.returncode, usage.ru_maxrss)
'''


def peak(home, path, statuses, *options):
    """Bytes that `inspect` had in memory at most, and what it said to be wrong."""
    done = subprocess.run([sys.executable, '-c', MEASURE, *home.command('inspect', *options, path)], env=home.env,
                          capture_output=True, text=True, check=True)
    status, kibibytes = map(int, done.stdout.split())
    assert status in statuses, (status, done.stderr)
    return kibibytes * 1024, done.stderr


def assert_bounded(home, path, *statuses):
    if is_sanitized():
        raise support.Skip('the sanitizers take memory of their own')
    for options in ((), ('--json',)):
        most, said = peak(home, path, statuses, *options)
        print(f'# {path.name} {" ".join(options)}: {most / MEBIBYTE:.0f} MiB {said.strip()}')
        assert most < MOST, f'{most / MEBIBYTE:.0f} MiB'


def test_many_certificates(home):
    der = make_certificate(home, 2)
    pems = [to_pem(variant) for variant in variants(der, 9900)]
    assert_bounded(home, make_zip(home, {'one.pem': ''.join(pems[:5000]), 'two.pem': ''.join(pems[5000:])}), 0)


def test_certificates_with_many_names(home):
    der = make_certificate(home, 400)
    pems = [to_pem(variant) for variant in variants(der, 23 * MEBIBYTE // len(der))]
    half = len(pems) // 2
    assert_bounded(home, make_zip(home, {'one.pem': ''.join(pems[:half]), 'two.pem': ''.join(pems[half:])}), 0)


def test_more_certificates_than_are_told(home):
    der = make_certificate(home, 400)
    ders = list(variants(der, 1700))
    files = {f'{i}.jks': make_store(ders[i:]) for i in range(4)}
    assert_bounded(home, make_zip(home, files), 2)
    pems = [to_pem(variant) for variant in variants(make_certificate(home, 2), 10100)]
    assert_bounded(home, make_zip(home, {'one.pem': ''.join(pems[:5000]), 'two.pem': ''.join(pems[5000:])}), 2)


def test_long_revocation_lists(home):
    crl = make_crl(600000)
    assert_bounded(home, make_zip(home, {'one.crl': crl}), 1)
    assert_bounded(home, make_zip(home, {f'{i}.crl': crl for i in range(4)}), 2)


def test_large_files_of_nothing(home):
    noise = random.Random(1).randbytes(15 * MEBIBYTE)
    path = home.path / 'stored.zip'
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_STORED) as archive:
        archive.writestr('one', noise)
        archive.writestr('two', base64.encodebytes(noise[:11 * MEBIBYTE]))
    assert_bounded(home, path, 1)


def test_an_entry_that_is_too_large(home):
    """One entry may be 16 MiB; what is longer is named and left out, and what stands beside it is read all the same."""
    noise = random.Random(2).randbytes(17 * MEBIBYTE)
    der = make_certificate(home, 2)
    for size, skipped in ((16 * MEBIBYTE, []), (16 * MEBIBYTE + 1, ['too-large'])):
        path = home.path / f'{size}.zip'
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_STORED) as archive:
            archive.writestr('noise', noise[:size])
            archive.writestr('root.pem', to_pem(der))
        found = home.json('inspect', path)
        assert [item['reason'] for item in found['items'] if item['kind'] == 'skipped'] == skipped, found['items']
        assert found['credentials']['roots'] == 1, found['credentials']


def test_long_names(home):
    path = home.path / 'names.tar.gz'
    with tarfile.open(path, 'w:gz', format=tarfile.PAX_FORMAT, compresslevel=1) as archive:
        for i in range(4000):
            archive.addfile(tarfile.TarInfo(f'{i:05}' + 'x' * 60000))
    assert_bounded(home, path, 2)


def test_one_long_name_of_many_things(home):
    der = make_certificate(home, 2)
    content = ''.join(to_pem(variant) for variant in variants(der, 5000)).encode()
    path = home.path / 'name.tar.gz'
    with tarfile.open(path, 'w:gz', format=tarfile.PAX_FORMAT, compresslevel=1) as archive:
        entry = tarfile.TarInfo('x' * 500000 + '/ca.pem')
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    assert_bounded(home, path, 0)
    found = home.json('inspect', path)
    assert found['items'][0]['path'].endswith('x/ca.pem#1'), found['items'][0]['path'][-40:]
    assert len(found['items'][0]['path']) < 700, len(found['items'][0]['path'])


if __name__ == '__main__':
    support.run_tests(sys.modules[__name__])
