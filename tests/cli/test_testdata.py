#!/usr/bin/python3
"""`inspect` on every file of ../shared/testdata says what the README beside it says."""

import pathlib
import sys

import support

DATA = support.HERE.parents[2] / 'shared' / 'testdata'

# file: certificates as the README counts them, those that are different, the provider
REAL = {
    'alibaba/ApsaraDB-CA-Chain.pem': (84, 84, 'alibaba-rds'),
    'aws/global-bundle-2023.pem': (115, 115, 'aws-rds'),
    'aws/global-bundle-2026-03.pem': (102, 102, 'aws-rds'),
    'aws/global-bundle.p7b': (115, 115, 'aws-rds'),
    'aws/rds-combined-ca-bundle.pem': (33, 33, 'aws-rds'),
    'generated/ApsaraDB-CA-Chain.der.p7b': (84, 84, 'alibaba-rds'),
    'generated/ApsaraDB-CA-Chain.jks': (84, 84, 'alibaba-rds'),
    'generated/ApsaraDB-CA-Chain.p7b': (84, 84, 'alibaba-rds'),
    'generated/ApsaraDB-CA-Chain.zip': (252, 84, 'alibaba-rds'),
    'generated/DigiCertGlobalRootG2.crt': (1, 1, None),
    'generated/Microsoft RSA Root Certificate Authority 2017.crt': (1, 1, 'azure'),
    'generated/isrg-jceks.jceks': (1, 1, None),
    'generated/isrg-legacy-rc2.p12': (1, 1, None),
    'generated/isrg-pkcs12-inside.jks': (1, 1, None),
    'generated/isrgrootx1-bag-attributes.pem': (1, 1, None),
    'generated/isrgrootx1-base64-of-pem.txt': (1, 1, None),
    'generated/isrgrootx1-bom-crlf.pem': (1, 1, None),
    'generated/isrgrootx1-indented.pem': (1, 1, None),
    'generated/isrgrootx1-one-line-escaped-n.txt': (1, 1, None),
    'generated/isrgrootx1-text.pem': (1, 1, None),
    'generated/isrgrootx1-trusted.pem': (1, 1, None),
    'generated/isrgrootx1-utf16le-bom.pem': (1, 1, None),
    'letsencrypt/e7.pem': (1, 1, None),
    'letsencrypt/isrg-root-x1-cross-signed.pem': (1, 1, None),
    'letsencrypt/isrg-root-x2.der': (1, 1, None),
    'letsencrypt/isrg-root-x2.pem': (1, 1, None),
    'letsencrypt/isrgrootx1.der': (1, 1, None),
    'letsencrypt/isrgrootx1.pem': (1, 1, None),
    'letsencrypt/isrgrootx1.txt': (0, 0, None),
    'letsencrypt/r12.pem': (1, 1, None),
    'messy/azure-combined-first-block-indented.crt.pem': (4, 3, None),
    'messy/prod-ca-2021-but-aws-rds-2019-expired.crt': (1, 1, 'aws-rds'),
    'messy/supabase-root-plus-expired-le-r3.crt': (2, 2, 'supabase'),
    'messy/yandex-CA-nano-header-truncated.pem': (1, 1, 'yandex'),
    'redshift/redshift-ca-bundle.crt': (8, 8, 'redshift'),
    'selectel/CA.pem': (1, 1, 'selectel'),
    'supabase/prod-ca-2021.crt': (1, 1, 'supabase'),
    'yandex/CA.pem': (2, 2, 'yandex'),
}
NO_ROOT = ('letsencrypt/e7.pem', 'letsencrypt/isrg-root-x1-cross-signed.pem', 'letsencrypt/r12.pem',
           'letsencrypt/isrgrootx1.txt', 'messy/yandex-CA-nano-header-truncated.pem')
# folder: what becomes of the cipher and of the random file
BAD = {
    'cipher-crc-body': ('damaged', None), 'cipher-crc-filler': ('damaged', None), 'cipher-empty': ('empty', None),
    'cipher-short': ('damaged', None), 'files-exchanged': ('damaged', 'damaged'), 'pair-mismatch': (None, None),
    'rand-crc': (None, 'damaged'), 'rand-short': (None, 'damaged'),
}


def folder(name):
    path = DATA / name
    if not path.is_dir():
        raise support.Skip(f'../shared/testdata/{name} is not beside this checkout')
    return path


def names_in(path):
    return sorted(str(file.relative_to(path)) for file in path.rglob('*')
                  if file.is_file() and file.name != 'README.md')


def certificates(found):
    return [item for item in found['items'] if item['kind'] == 'certificate']


def inspect(home, path):
    result = home.run('inspect', '--json', path)
    assert result.status in (0, 1), result
    return result.json()


def test_every_real_file(home):
    real = folder('real-ca')
    names = [name for name in names_in(real) if not name.startswith('public-roots/')]
    assert names == sorted(REAL), set(names) ^ set(REAL)
    for name, (n_places, n_different, provider) in REAL.items():
        found = inspect(home, real / name)
        items = certificates(found)
        places = sum(1 + len(item['also_in']) for item in items)
        assert (places, len(items), found['provider']) == (n_places, n_different, provider), (name, places, len(items))
        assert (found['credentials']['roots'] == 0) == (name in NO_ROOT), (name, found['credentials'])
        assert found['credentials']['client'] is None, name
        assert not [finding for finding in found['findings'] if finding['severity'] == 'error'] or not items, name


def test_public_roots(home):
    for name in names_in(folder('real-ca/public-roots')):
        found = inspect(home, DATA / 'real-ca/public-roots' / name)
        assert [item['role'] for item in found['items']] == ['root'], (name, found)


def test_alibaba_is_one_set(home):
    path = folder('real-ca') / 'generated/ApsaraDB-CA-Chain.zip'
    items = certificates(inspect(home, path))
    assert len({item['sha256'] for item in items}) == 84
    assert all(len(item['also_in']) == 2 for item in items), [item['path'] for item in items]
    roots = [item for item in items if item['role'] == 'root']
    assert len(roots) == 2 and roots[0]['subject'] == roots[1]['subject'], roots
    assert roots[0]['serial'] == roots[1]['serial'] and roots[0]['sha256'] != roots[1]['sha256'], roots
    text = home.run('inspect', path, expect=0).out
    assert '84 authorities, the same set in 3 formats (PEM, PKCS#7, JKS)' in text, text[:400]
    assert '✗' not in text and '\n! ' not in text, text[-600:]


def test_damage_is_named_by_its_line(home):
    text = home.run('inspect', folder('real-ca') / 'messy/yandex-CA-nano-header-truncated.pem', expect=0).out
    assert 'line ' in text.split('YandexCLCA')[-1], text
    found = inspect(home, DATA / 'real-ca/letsencrypt/isrgrootx1.txt')
    assert found['items'][0]['looks_like'] == 'description', found


def test_every_good_key(home):
    keys = folder('gaussdb-key')
    good = sorted(path for path in keys.iterdir() if path.name[0].isdigit())
    assert len(good) == 9, good
    for path in good:
        found = inspect(home, path)
        client = found['credentials']['client']
        key = [item for item in found['items'] if item['path'] == client['key']]
        assert client['certificate'].endswith('/client.crt') and key[0]['unlocked_by'] in ('gaussdb-pair', 'not-needed'), found
        assert key[0]['path'].endswith('/client.key') and not found['findings'], found
        assert found['credentials']['roots'] == 1 and found['provider'] == 'huawei-dws', found
        home.secrets = [(path / 'password.txt').read_text()]
        home.run('inspect', path, expect=0)
        home.run('inspect', '--json', path, expect=0)


def test_every_bad_pair(home):
    bad = folder('gaussdb-key/bad')
    assert sorted(path.name for path in bad.iterdir()) == sorted(BAD)
    for name, looks in BAD.items():
        found = inspect(home, bad / name)
        by_name = {item['path'].rpartition('.')[2]: item for item in found['items']}
        assert (by_name['cipher'].get('looks_like'), by_name['rand'].get('looks_like')) == looks, (name, by_name)
        said = {'damaged-item', 'empty-file', 'passphrase-files'} & set(support.codes(found))
        assert said, (name, found['findings'])


def test_odd_pairs(home):
    for name, form in (('edge/no-padding-16-chars', 'gaussdb'), ('edge/trailing-bytes', 'gaussdb'),
                       ('variants/cm-aes256', 'gaussdb-cm')):
        found = inspect(home, folder('gaussdb-key') / name)
        pair = [item for item in found['items'] if item['kind'] == 'key-passphrase']
        assert [item['format'] for item in pair] == [form, form], (name, pair)


if __name__ == '__main__':
    support.run_tests(sys.modules[__name__])
