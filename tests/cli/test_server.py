#!/usr/bin/python3
"""The command line against a real PostgreSQL; started by with-postgres.sh, which says what is in the environment."""

import os
import pathlib
import subprocess
import sys
import time

import support

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
import gaussdb

HOST = os.environ['VF_PG_HOST']
PORT = os.environ['VF_PG_PORT']
USER = os.environ['VF_PG_USER']
PASSWORD = os.environ['VF_PG_PASSWORD']
DATABASE = os.environ['VF_PG_DATABASE']
PKI = pathlib.Path(os.environ['VF_PG_DIR'])
ARCHIVE = pathlib.Path(os.environ['VF_PG_ARCHIVE'])
STRICT = ('check', '--certificates', ARCHIVE, '--mode', 'verify-full')
# which of the two nobody can know: the authority in between was not sent
FOREIGN = ('untrusted-authority', 'intermediate-missing')


def uri(host=HOST, password='', database=DATABASE, query=''):
    return f'postgresql://{USER}{password and ":" + password}@{host}:{PORT}/{database}{query and "?" + query}'


def with_password(home):
    home.secrets.append(PASSWORD)
    return ['--password-file', home.file('password', PASSWORD + '\n')]


def test_verify_full_is_recommended_and_proven(home):
    found = support.check_shape(home.json('check', '--certificates', ARCHIVE, *with_password(home), uri()))
    assert (found['verdict'], found['mode'], found['stage'], found['code']) == ('ok', 'verify-full', None, None), found
    assert all(stage['state'] == 'ok' for stage in found['stages']), found['stages']
    assert found['recommended'] == 'verify-full', found
    assert [mode['would'] for mode in found['modes'].values()] == ['ok'] * 3, found['modes']
    assert found['tls']['version'] == 'TLSv1.3' and found['tls']['cipher'].startswith('TLS_'), found['tls']
    assert found['server']['product'] == 'postgresql' and found['server']['version'][0].isdigit(), found['server']
    leaf = found['chain'][0]
    assert list(leaf) == ['subject', 'issuer', 'not_after', 'sha256', 'names'], leaf
    assert leaf['names'] == ['DNS:localhost', 'DNS:db.verifull.test'], leaf
    assert found['stages'][0]['facts']['addresses'], found['stages'][0]
    assert home.leftovers() == []


def test_channel_binding_is_known(home):
    for query, binding in (('', 'bound'), ('channel_binding=require', 'bound'), ('channel_binding=disable', 'unbound'),
                           ('channel_binding=prefer', 'unknown')):
        found = home.json(*STRICT, *with_password(home), uri(query=query))
        assert found['stages'][-1]['facts'] == {'password_used': True, 'channel_binding': binding}, found


def test_text_for_people(home):
    out = home.run(*STRICT, *with_password(home), uri(), expect=0).out
    assert out.count('✓') >= 7 and 'Verify-Full' in out and 'Proven' in out, out


def test_every_kind_of_target(home):
    home.secrets.append(PASSWORD)
    for target in (uri(password=PASSWORD), f'host={HOST} port={PORT} user={USER} dbname={DATABASE} password={PASSWORD}',
                   f'PGPASSWORD={PASSWORD} psql -h {HOST} -p {PORT} -U {USER} {DATABASE}',
                   f'jdbc:postgresql://{HOST}:{PORT}/{DATABASE}?user={USER}&password={PASSWORD}'):
        found = home.json(*STRICT, target)
        assert found['verdict'] == 'ok', found


def test_modes(home):
    for mode in ('require', 'verify-ca', 'verify-full'):
        found = home.json('check', '--certificates', ARCHIVE, '--mode', mode, *with_password(home), uri())
        support.check_shape(found)
        assert found['mode'] == mode, found
        states = {stage['name']: stage['state'] for stage in found['stages']}
        assert states['chain'] == ('skipped' if mode == 'require' else 'ok'), states
        assert states['name'] == ('ok' if mode == 'verify-full' else 'skipped'), states


def test_keywords_of_the_target(home):
    home.secrets.append(PASSWORD)
    query = f"sslmode=verify-full&sslrootcert={PKI / 'authorities.pem'}&application_name=cli&connect_timeout=5"
    found = home.json('check', uri(password=PASSWORD, query=query))
    assert (found['verdict'], found['mode']) == ('ok', 'verify-full'), found
    # the command line wins
    found = home.json('check', '--mode', 'verify-ca', uri(password=PASSWORD, query=query))
    assert (found['verdict'], found['mode']) == ('ok', 'verify-ca'), found
    found = home.json('check', '--certificates', PKI / 'other.crt', uri(password=PASSWORD, query=query), expect=1)
    assert found['stage'] == 'chain' and found['code'] in FOREIGN, found
    found = home.json('check', uri(password=PASSWORD, query=query + '&hostaddr=127.0.0.1'))
    assert found['verdict'] == 'ok', found


def test_wrong_and_missing_password(home):
    home.secrets.append('hunter2')
    found = support.check_shape(home.json(*STRICT, uri(password='hunter2'), expect=1))
    assert (found['stage'], found['code']) == ('login', 'wrong-password'), found
    found = support.check_shape(home.json(*STRICT, uri(), expect=1))
    assert (found['stage'], found['code']) == ('login', 'password-needed'), found
    # the file wins over what the target says
    home.json(*STRICT, *with_password(home), uri(password='hunter2'))


def test_a_password_with_a_blank(home):
    home.secrets.append(PASSWORD)
    word = home.file('word', PASSWORD + ' \n')
    arguments = (*STRICT, '--password-file', word, uri())
    found = home.json(*arguments, expect=1)
    fixes = [fix['id'] for finding in found['findings'] for fix in finding['fixes']]
    assert found['code'] == 'wrong-password' and 'trim-password' in fixes, found
    assert home.json(*arguments, '--apply', 'trim-password')['verdict'] == 'ok'


def test_a_key_that_opens_by_itself(home):
    archive = os.environ['VF_PG_DWS_ARCHIVE']
    # that archive knows the root only, and the server sends no authority in between
    found = home.json('check', '--certificates', archive, '--certificates', PKI / 'region.crt',
                      f'host={HOST} port={PORT} user=carol dbname=certdb')
    support.check_shape(found)
    assert (found['verdict'], found['mode']) == ('ok', 'verify-full'), found


def test_not_allowed(home):
    found = home.json(*STRICT, *with_password(home), uri(database='closed'), expect=1)
    assert (found['stage'], found['code']) == ('login', 'not-allowed'), found


def test_a_wrong_name_and_its_fix(home):
    target = f'host=127.0.0.1 port={PORT} user={USER} dbname={DATABASE}'
    arguments = ('check', '--certificates', ARCHIVE, *with_password(home), target)
    found = support.check_shape(home.json(*arguments, '--mode', 'verify-full', expect=1))
    assert (found['stage'], found['code']) == ('name', 'name-mismatch'), found
    assert found['recommended'] == 'verify-ca', found
    fixes = [fix['id'] for finding in found['findings'] for fix in finding['fixes']]
    assert fixes[0] == 'use-listed-name', found['findings']
    assert '--apply use-listed-name' in home.run(*arguments, '--mode', 'verify-full', expect=1).out
    found = home.json(*arguments, '--mode', 'verify-full', '--apply', 'use-listed-name')
    assert (found['verdict'], found['mode']) == ('ok', 'verify-full'), found
    # without a mode the recommended one works, and the fix still makes it better
    assert home.json(*arguments)['mode'] == 'verify-ca'
    assert home.json(*arguments, '--apply', 'use-listed-name')['mode'] == 'verify-full'


def test_a_password_in_the_clear(home):
    target = f"host={HOST} port={PORT} user={os.environ['VF_PG_CLEAR_USER']} dbname={DATABASE}"
    arguments = ('check', '--certificates', ARCHIVE, '--mode', 'require', *with_password(home), target)
    found = support.check_shape(home.json(*arguments, expect=1))
    assert (found['stage'], found['code']) == ('login', 'login-method-unsupported'), found
    fixes = [fix['id'] for finding in found['findings'] for fix in finding['fixes']]
    assert fixes == ['use-mode-verify-full', 'send-password-anyway'], found['findings']
    text = home.run(*arguments, expect=1).out
    assert 'was not sent' in text and '--apply send-password-anyway' in text, text
    # what an attacker could do is said where it is offered
    assert 'whoever runs it gets your password' in text, text
    found = home.json(*arguments, '--apply', 'send-password-anyway')
    assert (found['verdict'], found['mode']) == ('ok', 'require'), found
    assert found['stages'][-1]['facts']['password_used'] is True, found['stages'][-1]
    # the better way out
    assert home.json(*arguments, '--apply', 'use-mode-verify-full')['mode'] == 'verify-full'
    # who has proven itself may have it
    assert home.json(*STRICT, *with_password(home), target)['verdict'] == 'ok'


def test_what_gaussdb_is_answered_is_not_told(home):
    """Nor what was made of the password, from which it can be guessed, if the server says it aloud."""
    word = 'Gauss#123'
    home.secrets.append(word)
    server = gaussdb.GaussDB(PKI / 'chain.crt', PKI / 'server.key', 'dbadmin', word, 'gaussdb', echoes=True)
    arguments = (*STRICT, '--password-file', home.file('word', word + '\n'),
                 f'host=localhost hostaddr=127.0.0.1 port={server.port} user=dbadmin dbname=gaussdb')
    outputs = [home.run(*arguments, *option, expect=1) for option in (('--json',), ('--report',), ())]
    server.close()
    assert len(server.proofs) == 3 and all(len(proof) == 64 for proof in server.proofs), server.proofs
    found = outputs[0].json()
    assert (found['stage'], found['code']) == ('login', 'server-error'), found
    for output, proof in zip(outputs, server.proofs):
        assert '“•••” is no answer from “•••”' in output.out, output
        assert proof not in output.out and proof not in output.err, output


def test_words_that_are_unknown_are_told(home):
    found = home.json(*STRICT, *with_password(home), uri(query='wonder=1&sslmod=require&application_name=cli'))
    told, = [finding for finding in found['findings'] if finding['code'] == 'unknown-options']
    assert (told['severity'], told['text'].split(': ')[1]) == ('warning', 'sslmod, wonder.'), told
    assert found['verdict'] == 'ok', found
    assert 'sslmod, wonder' in home.run(*STRICT, *with_password(home), uri(query='wonder=1&sslmod=x'), expect=0).out
    found = home.json(*STRICT, *with_password(home), uri(query='application_name=cli'))
    assert 'unknown-options' not in support.codes(found), found


def test_the_limit_that_a_provider_documents(home):
    """A bare address says nothing about its provider; the archive does."""
    target = f'host=127.0.0.1 port={PORT} user={USER} dbname={DATABASE}'
    dws = ('--certificates', os.environ['VF_PG_DWS_ARCHIVE'], '--certificates', PKI / 'region.crt')
    for mode in ((), ('--mode', 'verify-ca'), ('--mode', 'verify-full')):
        strict = mode[1:] == ('verify-full',)
        found = home.json('check', *dws, *mode, *with_password(home), target, expect=1 if strict else 0)
        told, = [finding for finding in found['findings'] if finding['code'] == 'provider-limit']
        assert told['severity'] == 'info' and 'does not support Verify-Full' in told['text'], told
        assert 'Huawei Cloud GaussDB(DWS)' in told['text'], told
    assert 'its documentation asks for Verify-CA' in home.run('check', *dws, *with_password(home), target, expect=0).out
    # where the name fits, nothing is to be excused
    found = home.json('check', *dws, *with_password(home), uri())
    assert found['mode'] == 'verify-full' and 'provider-limit' not in support.codes(found), found
    found = home.json('check', '--certificates', ARCHIVE, *with_password(home), target)
    told, = [finding for finding in found['findings'] if finding['code'] == 'provider-limit']
    assert 'protects one endpoint' in told['text'], told
    # what was saved is checked without the archive, and knows it all the same
    home.run('save', 'dwh', *dws, '--mode', 'verify-ca', *with_password(home), target, expect=0)
    for arguments in (('dwh',), ('--mode', 'verify-full', 'dwh')):
        found = home.json('check', *with_password(home), *arguments, expect=len(arguments) // 3)
        told, = [finding for finding in found['findings'] if finding['code'] == 'provider-limit']
        assert 'Huawei Cloud GaussDB(DWS)' in told['text'], told
    shown = home.json('show', 'dwh')
    assert shown['provider'] == 'huawei-dws', shown
    # … also when it was saved anew, or under another name
    home.run('save', 'dwh', '--replace', *with_password(home), 'dwh', expect=0)
    home.run('rename', 'dwh', 'warehouse', expect=0)
    home.run('duplicate', 'warehouse', 'copy', expect=0)
    assert home.json('show', 'copy')['provider'] == 'huawei-dws'


def test_authorities_that_were_handed_in_are_never_ignored(home):
    found = home.json('check', '--certificates', PKI / 'other.crt', *with_password(home), uri(), expect=1)
    assert found['mode'] != 'require' and found['code'] in FOREIGN and found['recommended'] is None, found


def test_the_home_folder_and_the_environment_stay_out(home):
    home.file('.postgresql/root.crt', (PKI / 'other.crt').read_bytes())
    home.file('.postgresql/postgresql.crt', 'rubbish')
    home.file('.pgpass', f'*:*:*:*:{"wrong"}\n')
    env = {'PGSSLMODE': 'disable', 'PGSSLROOTCERT': str(PKI / 'other.crt'), 'PGHOSTADDR': '127.0.0.2', 'PGPORT': '1',
           'PGUSER': 'nobody', 'PGPASSWORD': 'wrong', 'PGSERVICE': 'nothing', 'PGOPTIONS': '-c nonsense',
           'PGREQUIREAUTH': 'none'}
    for mode in ('require', 'verify-full'):
        found = home.json('check', '--certificates', ARCHIVE, '--mode', mode, *with_password(home), uri(), env=env)
        assert found['verdict'] == 'ok', found


def test_a_client_certificate(home):
    target = f'host={HOST} port={PORT} user=carol dbname=certdb'
    arguments = ('check', '--mode', 'verify-full', '--certificates', PKI / 'authorities.pem')
    client = ('--certificates', PKI / 'client.crt', '--certificates', PKI / 'client.key')
    found = home.json(*arguments, target, expect=1)
    assert found['code'] == 'client-certificate-required', found
    assert home.json(*arguments, *client, target)['verdict'] == 'ok'
    locked = home.path / 'locked.key'
    support.openssl('pkcs8', '-topk8', '-in', PKI / 'client.key', '-out', locked, '-passout', 'pass:sesame')
    home.secrets.append('sesame')
    by_keyword = f"{target} sslcert={PKI / 'client.crt'} sslkey={locked} sslpassword=sesame"
    assert home.json(*arguments, by_keyword)['verdict'] == 'ok'
    by_keyword = f"{target} sslcert={PKI / 'client.crt'} sslkey={PKI / 'client.key'}"
    assert home.json(*arguments, by_keyword)['verdict'] == 'ok'
    found = home.json(*arguments, *client, f'host={HOST} port={PORT} user=dave dbname=certdb', expect=1)
    assert found['code'] in ('certificate-user-mismatch', 'not-allowed'), found
    assert home.leftovers() == []


def test_a_locked_client_key(home):
    home.secrets.append('open sesame')
    locked = home.path / 'locked.key'
    support.openssl('pkcs8', '-topk8', '-in', PKI / 'client.key', '-out', locked, '-passout', 'pass:open sesame')
    found = home.json('check', '--mode', 'verify-full', '--certificates', PKI / 'authorities.pem', '--certificates',
                      PKI / 'client.crt', '--certificates', locked, '--passphrase-file', '-',
                      f'host={HOST} port={PORT} user=carol dbname=certdb', stdin='open sesame')
    assert found['verdict'] == 'ok', found
    home.run('save', 'locked', '--mode', 'verify-full', '--certificates', PKI / 'authorities.pem', '--certificates',
             PKI / 'client.crt', '--certificates', locked, '--passphrase-file', '-',
             f'host={HOST} port={PORT} user=carol dbname=certdb', stdin='open sesame', expect=0)
    assert home.json('check', 'locked', '--passphrase-file', '-', stdin='open sesame\n')['verdict'] == 'ok'
    assert home.json('check', 'locked', expect=1)['code'] == 'key-locked'


def psql(home, name, **env):
    shown = home.json('show', name)
    command = [os.path.join(os.environ['VF_PG_BINDIR'], 'psql'), '-X', '-At', '-w', f'service={name}', '-c',
               'select ssl from pg_stat_ssl where pid = pg_backend_pid()']
    return subprocess.run(command, capture_output=True, check=False, timeout=30,
                          env={**home.env, 'PGSERVICEFILE': shown['service_file'], **env})


def test_saved_is_what_psql_can_use(home):
    result = home.run('save', 'shop', '--certificates', ARCHIVE, *with_password(home), uri(), expect=0)
    assert 'psql service=shop' in result.out, result
    done = psql(home, 'shop', PGPASSWORD=PASSWORD)
    assert done.returncode == 0 and done.stdout == b't\n', done
    one, = home.json('list')['connections']
    assert one['proof'] == 'proven' and one['code'] is None and one['checked'] and one['expires'], one
    found = home.json('save', 'again', '--certificates', ARCHIVE, *with_password(home), uri())
    assert list(found)[-3:] == ['saved', 'name', 'service_file'] and found['saved'] is True, list(found)
    assert 'keyring-absent' in support.codes(found), found['findings']
    everything = b''.join(path.read_bytes() for path in (home.path / 'data').rglob('*') if path.is_file())
    assert PASSWORD.encode() not in everything


def test_a_saved_connection_shuts_out_home_and_environment(home):
    home.run('save', 'shop', '--certificates', ARCHIVE, *with_password(home), uri(), expect=0)
    home.file('.postgresql/root.crl', 'rubbish')
    home.file('.postgresql/postgresql.crt', (PKI / 'client.crt').read_bytes())
    home.file('.postgresql/postgresql.key', 'rubbish')
    other = str(PKI / 'other.crt')
    env = {'PGSSLMODE': 'disable', 'PGSSLROOTCERT': other, 'PGSSLCERT': other, 'PGSSLKEY': other, 'PGSSLCRL': other,
           'PGSSLCRLDIR': str(PKI), 'PGHOST': 'nowhere', 'PGPORT': '1', 'PGUSER': 'nobody', 'PGDATABASE': 'nothing',
           'PGGSSENCMODE': 'require'}
    done = psql(home, 'shop', PGPASSWORD=PASSWORD, **env)
    assert done.returncode == 0 and done.stdout == b't\n', done
    assert 'environment-leak' not in support.codes(home.json('check', 'shop', *with_password(home), env=env))
    found = home.json('check', 'shop', *with_password(home), env={'PGHOSTADDR': '192.0.2.1'})
    assert found['verdict'] == 'ok' and 'environment-leak' in support.codes(found), found


def test_a_saved_name_is_a_target(home):
    home.run('save', 'shop', '--certificates', ARCHIVE, *with_password(home), uri(), expect=0)
    assert home.json('check', 'shop', *with_password(home))['mode'] == 'verify-full'
    assert home.json('check', 'shop', '--mode', 'verify-ca', *with_password(home))['mode'] == 'verify-ca'
    found = home.json('check', 'shop', expect=1)
    assert found['code'] == 'password-needed', found
    one, = home.json('list')['connections']
    assert (one['proof'], one['code']) == ('needs-password', 'password-needed'), one
    for target in ('service=shop', 'psql service=shop'):
        assert home.json('check', target, *with_password(home))['verdict'] == 'ok'
    for target, word in (('service=elsewhere', 'elsewhere'), ('psql "service=shop user=other"', 'shop')):
        assert word in home.run('check', target, expect=2).err
    home.run('save', 'copy', 'shop', *with_password(home), expect=0)
    assert home.json('show', 'copy')['host'] == HOST


def test_all(home):
    home.run('save', 'cert', '--certificates', PKI / 'authorities.pem', '--certificates', PKI / 'client.crt',
             '--certificates', PKI / 'client.key', f'host={HOST} port={PORT} user=carol dbname=certdb', expect=0)
    home.run('save', 'shop', '--certificates', ARCHIVE, *with_password(home), uri(), expect=0)
    for jobs in ((), ('--jobs', '1')):
        found = home.json('check', '--all', *jobs, expect=1)
        assert list(found) == ['checks', 'ok', 'failed'] and (found['ok'], found['failed']) == (1, 1), found
        assert [check['name'] for check in found['checks']] == ['cert', 'shop'], found
        for check in found['checks']:
            assert list(check)[0] == 'name'
            check.pop('name')
            support.check_shape(check)
    out = home.run('check', '--all', expect=1).out
    assert 'cert' in out and 'shop' in out, out
    home.run('forget', 'shop', expect=0)
    assert home.json('check', '--all')['ok'] == 1


def test_the_password_is_nowhere_to_be_seen(home):
    home.secrets.append(PASSWORD)
    with subprocess.Popen(home.command('check', '--certificates', ARCHIVE, uri(password=PASSWORD)), env=home.env,
                          stdout=subprocess.PIPE) as child:
        seen = False
        while child.poll() is None:
            try:
                seen = pathlib.Path(f'/proc/{child.pid}/cmdline').read_bytes()
            except OSError:
                break
            time.sleep(0.001)
        child.communicate()
    assert child.returncode == 0 and (not seen or PASSWORD.encode() not in seen), seen


if __name__ == '__main__':
    support.run_tests(sys.modules[__name__])
