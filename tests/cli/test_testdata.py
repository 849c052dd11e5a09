#!/usr/bin/python3
"""`inspect` on every file of ../shared/testdata says what the README beside it says."""

import functools
import pathlib
import re
import shutil
import sys

import support

DATA = support.HERE.parents[2] / 'shared' / 'testdata'

# What is not in the README's table: whose archive it is, …
PROVIDERS = {
    'alibaba/': 'alibaba-rds', 'aws/': 'aws-rds', 'generated/ApsaraDB-': 'alibaba-rds',
    'generated/Microsoft RSA': 'azure', 'messy/prod-ca-2021-but-aws-rds': 'aws-rds', 'messy/supabase': 'supabase',
    'messy/yandex': 'yandex', 'redshift/': 'redshift', 'selectel/': 'selectel', 'supabase/': 'supabase',
    'yandex/': 'yandex',
}
# … where nothing is that could be trusted by itself, …
NO_ROOT = ('letsencrypt/e7.pem', 'letsencrypt/isrg-root-x1-cross-signed.pem', 'letsencrypt/r12.pem',
           'letsencrypt/isrgrootx1.txt', 'messy/yandex-CA-nano-header-truncated.pem')
# … and which files were made of which: the same certificates, how often each stands in it, and as which key store
ISRG = 'letsencrypt/isrgrootx1.pem'
APSARA = 'alibaba/ApsaraDB-CA-Chain.pem'
MADE_OF = {
    'aws/global-bundle.p7b': ('aws/global-bundle-2023.pem', 1, None),
    'generated/ApsaraDB-CA-Chain.der.p7b': (APSARA, 1, None),
    'generated/ApsaraDB-CA-Chain.jks': (APSARA, 1, 'jks'),
    'generated/ApsaraDB-CA-Chain.p7b': (APSARA, 1, None),
    'generated/ApsaraDB-CA-Chain.zip': (APSARA, 3, 'jks'),
    'generated/DigiCertGlobalRootG2.crt': ('public-roots/DigiCert_Global_Root_G2.crt', 1, None),
    'generated/Microsoft RSA Root Certificate Authority 2017.crt':
        ('public-roots/Microsoft_RSA_Root_Certificate_Authority_2017.crt', 1, None),
    'generated/isrg-jceks.jceks': (ISRG, 1, 'jceks'),
    'generated/isrg-legacy-rc2.p12': (ISRG, 1, 'pkcs12'),
    'generated/isrg-pkcs12-inside.jks': (ISRG, 1, 'pkcs12'),
    'generated/isrgrootx1-bag-attributes.pem': (ISRG, 1, None),
    'generated/isrgrootx1-base64-of-pem.txt': (ISRG, 1, None),
    'generated/isrgrootx1-bom-crlf.pem': (ISRG, 1, None),
    'generated/isrgrootx1-indented.pem': (ISRG, 1, None),
    'generated/isrgrootx1-one-line-escaped-n.txt': (ISRG, 1, None),
    'generated/isrgrootx1-text.pem': (ISRG, 1, None),
    'generated/isrgrootx1-trusted.pem': (ISRG, 1, None),
    'generated/isrgrootx1-utf16le-bom.pem': (ISRG, 1, None),
    'letsencrypt/isrgrootx1.der': (ISRG, 1, None),
    'letsencrypt/isrg-root-x2.der': ('letsencrypt/isrg-root-x2.pem', 1, None),
    'public-roots/ISRG_Root_X1.crt': (ISRG, 1, None),
}
# the day as of which the README counts what has expired
DAY = '2026-11-21'
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


@functools.cache
def inspect_once(path):
    """For the files that several tests look at."""
    home = support.Home()
    try:
        return inspect(home, path)
    finally:
        home.close()


def places(items):
    return sum(1 + len(item['also_in']) for item in items)


def fingerprints(items):
    return sorted(item['sha256'] for item in items)


def common_name(item):
    return re.search(r'CN=((?:\\.|[^,])*)', item['subject'])[1]


def readme_rows(real):
    """(files, certificates in each, the first names, dates, how many have expired) of each row."""
    rows = [[cell.strip() for cell in line.split('|')[1:-1]] for line in (real / 'README.md').read_text().splitlines()
            if line.startswith('| ')]
    rows = [row for row in rows if len(row) == 7 and '/' in row[0]]
    single = {row[0] for row in rows}
    for names, _source, number, name, dates, expired, _notes in rows:
        folder_name = names.split('/')[0]
        several = ';' in names or '*' in names
        files = [file for file in names_in(real) if file.startswith(folder_name + '/') and file not in single] \
            if several else [names]
        told = [] if several or name == '-' or name.startswith('same') else name.split(', ')
        yield files, int(re.match(r'\d+', number)[0]), told, dates, expired


def check_row(real, files, number, names, dates, expired):
    items = []
    for file in files:
        found = certificates(inspect_once(real / file))
        assert places(found) == number, (file, places(found), number)
        assert [common_name(item) for item in found[:len(names)]] == names, (file, names)
        items += found
    ends = sorted(item['not_after'] for item in items)
    if '..' in dates:
        first, last = dates.split(' .. ')
        assert ends[0].startswith(first) and ends[-1].startswith(last), (files, ends[0], ends[-1])
    elif dates[0].isdigit():
        assert ends[0].startswith(dates) and ends[-1].startswith(dates), (files, ends)
    if expired[0].isdigit():
        assert sum(end[:10] <= DAY for end in ends) == int(expired.split()[0]), (files, ends)


def test_every_row_of_the_readme(home):
    real = folder('real-ca')
    rows = list(readme_rows(real))
    assert len(rows) == 16, rows
    for row in rows:
        check_row(real, *row)
    told = {file for row in rows for file in row[0]} | set(MADE_OF)
    assert told == set(names_in(real)), told ^ set(names_in(real))


def test_every_made_file(home):
    real = folder('real-ca')
    for name, (source, n_places, store) in MADE_OF.items():
        found = inspect_once(real / name)
        expected = fingerprints(certificates(inspect_once(real / source)))
        assert fingerprints(certificates(found)) == expected, name
        assert places(certificates(found)) == n_places * len(expected), name
        stores = [(item['format'], item['entries']) for item in found['items'] if item['kind'] == 'key-store']
        assert stores == ([(store, len(expected))] if store else []), (name, stores)


def test_every_real_file(home):
    real = folder('real-ca')
    for name in names_in(real):
        found = inspect_once(real / name)
        items = certificates(found)
        provider = [value for start, value in PROVIDERS.items() if name.startswith(start)]
        assert [found['provider']] == (provider or [None]), (name, found['provider'])
        assert (found['credentials']['roots'] == 0) == (name in NO_ROOT), (name, found['credentials'])
        assert found['credentials']['client'] is None, name
        assert {item['kind'] for item in found['items']} <= {'certificate', 'key-store'} or not items, name
        assert not [finding for finding in found['findings'] if finding['severity'] == 'error'] or not items, name


def test_what_the_notes_say(home):
    real = folder('real-ca')

    def count(name, member, value):
        return sum(item[member].startswith(value) for item in certificates(inspect_once(real / name)))

    apsara = certificates(inspect_once(real / APSARA))
    assert [item['role'] for item in apsara].count('root') == 2 and apsara[0]['serial'] == '00', apsara[0]
    assert count(APSARA, 'signature_algorithm', 'sha1') == 24, 'the root of 2016 and 23 of the regions'
    assert count('aws/rds-combined-ca-bundle.pem', 'signature_algorithm', 'sha1') == 13
    for kind in ('RSA 2048', 'RSA 4096', 'EC P-384'):
        assert count('aws/global-bundle-2023.pem', 'key_algorithm', kind) > 0, kind
    assert count('redshift/redshift-ca-bundle.crt', 'key_algorithm', 'RSA 1024') == 2
    redshift = fingerprints(certificates(inspect_once(real / 'redshift/redshift-ca-bundle.crt')))
    for number in range(1, 5):
        root, = certificates(inspect_once(real / f'public-roots/Amazon_Root_CA_{number}.crt'))
        assert root['sha256'] in redshift, root
    assert count('supabase/prod-ca-2021.crt', 'sha256', '80:70:25:AD:50:D4:ED:21') == 1
    azure = certificates(inspect_once(real / 'messy/azure-combined-first-block-indented.crt.pem'))
    assert len(azure) == 3 and sorted(len(item['also_in']) for item in azure) == [0, 0, 1], azure
    for name in ('letsencrypt/r12.pem', 'letsencrypt/e7.pem'):
        assert [item['role'] for item in certificates(inspect_once(real / name))] == ['intermediate'], name


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
        assert client['certificate'].endswith('/client.crt') and client['key'].endswith('/client.key'), client
        assert key[0]['unlocked_by'] == 'gaussdb-pair' and not found['findings'], found
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


def key_with_pair(home, name, vector, pair):
    """What becomes of a vector's key beside the passphrase files of another folder."""
    place = home.path / name
    place.mkdir()
    for file in ('cacert.pem', 'client.crt', 'client.key'):
        shutil.copy(folder('gaussdb-key') / vector / file, place)
    for file in ('client.key.cipher', 'client.key.rand'):
        shutil.copy(folder('gaussdb-key') / pair / file, place)
    found = inspect(home, place)
    key, = [item for item in found['items'] if item['kind'] == 'private-key']
    assert (found['credentials']['client'] is None) == (key['unlocked_by'] is None), found
    return key['unlocked_by']


def test_a_bad_pair_opens_nothing(home):
    """Then the documented default is tried, and where that does not do either, the person is asked."""
    for name in BAD:
        pair = f'bad/{name}'
        assert key_with_pair(home, f'default-{name}', '01-default-Gauss-MppDB', pair) == 'gaussdb-default', name
        assert key_with_pair(home, f'asked-{name}', '02-min-8-chars', pair) is None, name


def test_odd_pairs(home):
    for name, form in (('edge/no-padding-16-chars', 'gaussdb'), ('edge/trailing-bytes', 'gaussdb'),
                       ('variants/cm-aes256', 'gaussdb-cm')):
        found = inspect(home, folder('gaussdb-key') / name)
        pair = [item for item in found['items'] if item['kind'] == 'key-passphrase']
        assert [item['format'] for item in pair] == [form, form], (name, pair)
    for name in ('edge/trailing-bytes', 'variants/cm-aes256'):
        assert key_with_pair(home, name.split('/')[1], '01-default-Gauss-MppDB', name) == 'gaussdb-pair', name


def test_a_pair_without_padding_is_tried(home):
    """As GaussDB's own client does, the sixteen bytes are taken for the passphrase."""
    keys = folder('gaussdb-key')
    for file in ('client.key.cipher', 'client.key.rand'):
        shutil.copy(keys / 'edge/no-padding-16-chars' / file, home.path)
    support.openssl('pkcs8', '-topk8', '-in', keys / '08-own-encoder-zero-filler/client.key.pk8', '-inform', 'DER',
                    '-out', home.path / 'client.key', '-passout', 'pass:Sixteen-Chars#16')
    found = inspect(home, home.path)
    key, = [item for item in found['items'] if item['kind'] == 'private-key']
    assert key['encrypted'] and key['unlocked_by'] == 'gaussdb-pair', found


if __name__ == '__main__':
    support.run_tests(sys.modules[__name__])
