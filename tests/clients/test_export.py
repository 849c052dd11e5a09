#!/usr/bin/python3
"""Exports of a connection that was saved after a check, read by the real programs that they are for, where those are
installed; started by with-postgres.sh.  Each export that works must stop working when the server is another one."""

import os
import pathlib
import shutil
import stat
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'cli'))
import support  # noqa: E402

HOST = os.environ['VF_PG_HOST']
PORT = os.environ['VF_PG_PORT']
USER = os.environ['VF_PG_USER']
PASSWORD = os.environ['VF_PG_PASSWORD']
DATABASE = os.environ['VF_PG_DATABASE']
PKI = pathlib.Path(os.environ['VF_PG_DIR'])
ARCHIVE = pathlib.Path(os.environ['VF_PG_ARCHIVE'])
QUESTION = 'select ssl from pg_stat_ssl where pid = pg_backend_pid()'


def save(home, name='shop', host=HOST, certificates=ARCHIVE, more=()):
    home.secrets.append(PASSWORD)
    password = home.file('password', PASSWORD + '\n')
    home.run('save', name, '--mode', 'verify-full', '--certificates', certificates, '--password-file', password, *more,
             f'postgresql://{USER}@{host}:{PORT}/{DATABASE}', expect=0)


def save_foreign(home):
    """The same server, but judged by an authority that is not its own."""
    other = support.make_pki(home.path / 'other')
    save(home, 'foreign', certificates=other / 'authorities.pem', more=['--unchecked'])


def save_misnamed(home):
    """The same server by a name that its certificate does not have."""
    save(home, 'misnamed', host='127.0.0.1', more=['--unchecked'])


def export(home, destination, name='shop', *more):
    return home.run('export', destination, name, *more, expect=0).out


def run(home, command, text=None, password=PASSWORD):
    env = {**home.env, 'PGPASSWORD': password}
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, env=env, check=False)


def needs(program):
    if not shutil.which(program):
        raise support.Skip(f'{program} is not installed')


def prove(home, ask):
    """@ask connects as the export says and answers whether it came through; verification must be in force."""
    save(home)
    save_foreign(home)
    save_misnamed(home)
    good = ask('shop')
    assert good.returncode == 0, good
    for name, words in (('foreign', ('verif', 'trust', 'self-signed', 'local issuer')), ('misnamed', ('host', 'name', 'IP'))):
        bad = ask(name)
        assert bad.returncode != 0, (name, bad)
        said = bad.stdout + bad.stderr
        assert any(word in said for word in words), (name, said)


# --- libpq and its children

def test_psql_reads_the_conninfo(home):
    prove(home, lambda name: run(home, ['psql', '-Atwc', QUESTION, export(home, 'conninfo', name).strip()]))


def test_psql_reads_the_uri(home):
    prove(home, lambda name: run(home, ['psql', '-Atwc', QUESTION, export(home, 'uri', name).strip()]))


def test_psql_reads_the_shell_variables(home):
    prove(home, lambda name: run(home, ['sh', '-s'], export(home, 'shell', name) + f'exec psql -Atwc "{QUESTION}"\n'))


def test_the_psql_command_itself(home):
    prove(home, lambda name: run(home, ['sh', '-s'], f'{export(home, "psql", name).strip()} -Atwc "{QUESTION}"\n'))


def test_psql_reads_the_service_file(home):
    def ask(name):
        home.env['PGSERVICEFILE'] = str(home.file('pg_service.conf', export(home, 'service-file', name)))
        return run(home, ['psql', '-Atwc', QUESTION, f'service={name}'])
    prove(home, ask)


def test_install_puts_the_section_where_psql_looks(home):
    own = home.path / '.pg_service.conf'
    own.write_text('# mine\n[other]\nhost=localhost')
    home.env['HOME'] = str(home.path)
    save(home)
    said = export(home, 'service-file', 'shop', '--install')
    assert '+[shop]' in said, said
    assert own.read_text().startswith('# mine\n[other]\nhost=localhost\n\n[shop]\n'), own.read_text()
    assert (home.path / '.pg_service.conf.verifull-backup-1').read_text() == '# mine\n[other]\nhost=localhost'
    asked = run(home, ['psql', '-Atwc', QUESTION, 'service=shop'])
    assert asked.returncode == 0 and asked.stdout == 't\n', asked
    before = own.read_bytes()
    assert 'already' in export(home, 'service-file', 'shop', '--install')
    own.write_bytes(before.replace(b'verify-full', b'require'))
    refused = home.run('export', 'service-file', 'shop', '--install', expect=2)
    assert '--replace' in refused.err and b'verify-full' not in own.read_bytes(), refused
    export(home, 'service-file', 'shop', '--install', '--as', 'shop two')
    assert b'[shop two]' in own.read_bytes()
    export(home, 'service-file', 'shop', '--install', '--replace')
    assert b'=require' not in own.read_bytes(), own.read_bytes()
    assert run(home, ['psql', '-Atwc', QUESTION, 'service=shop']).stdout == 't\n'


def test_install_is_refused_where_there_is_no_file(home):
    save(home)
    home.run('export', 'jdbc', 'shop', '--install', expect=2)


def test_docker_variables_are_what_psql_needs(home):
    def ask(name):
        lines = export(home, 'docker-env', name).splitlines()
        env = dict(line.split('=', 1) for line in lines)
        return run(home, ['env', *(f'{key}={value}' for key, value in env.items()), 'psql', '-Atwc', QUESTION])
    prove(home, ask)


def test_a_password_that_is_not_known_is_not_exported(home):
    save(home)
    # there is no keyring here, so nobody knows it
    result = home.run('export', 'pgpass', 'shop', expect=2)
    assert result.out == '' and 'password' in result.err, result


def test_python_through_psycopg2(home):
    if run(home, ['/usr/bin/python3', '-c', 'import psycopg2']).returncode != 0:
        raise support.Skip('psycopg2 is not installed')
    prove(home, lambda name: run(home, ['/usr/bin/python3', '-'],
                                 export(home, 'python', name).replace('import psycopg ', 'import psycopg2 as psycopg ')
                                 + f'cursor = connection.cursor(); cursor.execute("{QUESTION}")\n'
                                 + 'assert cursor.fetchone()[0] is True\n'))


# --- Java

JAVA = '''import java.sql.*;
class Ask {
  public static void main(String[] a) throws Exception {
    java.util.Properties p = new java.util.Properties();
    p.setProperty("password", System.getenv("PGPASSWORD"));
    try (Connection c = DriverManager.getConnection(a[0], p); ResultSet r = c.createStatement().executeQuery(a[1])) {
      r.next(); if (!r.getBoolean(1)) System.exit(3);
    }
  }
}
'''


def test_java_through_pgjdbc(home):
    needs('java')
    driver = pathlib.Path('/usr/share/java/postgresql.jar')
    if not driver.exists():
        raise support.Skip('the PostgreSQL JDBC driver is not installed')
    source = home.file('Ask.java', JAVA)
    prove(home, lambda name: run(home, ['java', '-cp', str(driver), str(source), export(home, 'jdbc', name).strip(),
                                        QUESTION]))


# --- ODBC

def test_odbc_through_isql(home):
    needs('isql')
    if 'PostgreSQL Unicode' not in run(home, ['odbcinst', '-q', '-d']).stdout:
        raise support.Skip('the PostgreSQL ODBC driver is not installed')

    def ask(name):
        # the driver manager asks the system for the home, not the environment
        home.env['ODBCINI'] = str(home.file('odbc.ini', export(home, 'odbc', name)))
        return run(home, ['isql', '-b', '-v', name, USER, PASSWORD], QUESTION + '\n')
    prove(home, ask)


# --- Node.js

def test_node_through_pg(home):
    needs('node')
    modules = os.environ.get('VF_NODE_MODULES')
    if not modules:
        raise support.Skip('node-postgres is not installed (VF_NODE_MODULES)')
    home.env['NODE_PATH'] = modules
    ask = 'client.connect().then(() => client.query(QUESTION)).then((r) => process.exit(r.rows[0].ssl ? 0 : 3))' \
          '.catch((e) => { console.error(e.message); process.exit(1); });\n'.replace('QUESTION', repr(QUESTION))
    prove(home, lambda name: run(home, ['node', '-'], export(home, 'node', name) + ask))


# --- files

def test_output_writes_private_files(home):
    save(home)
    folder = home.path / 'out' / 'deep'
    export(home, 'spring', 'shop', '--output', folder)
    path = folder / 'application.properties'
    assert path.read_text().startswith('spring.datasource.url=jdbc:postgresql://'), path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = home.run('export', 'spring', 'shop', '--output', folder, expect=2)
    assert 'application.properties' in again.err, again


def test_the_zip_comes_back_through_inspect(home):
    save(home)
    export(home, 'zip', 'shop', '--output', home.path / 'out')
    found = home.json('inspect', home.path / 'out' / 'shop.zip')
    assert found['credentials']['roots'] >= 1, found


# --- the table that the window shows

# which test has seen the export connect, and refuse another authority and another name
PROOFS = {
    'psql': test_the_psql_command_itself,
    'service-file': test_psql_reads_the_service_file,
    'conninfo': test_psql_reads_the_conninfo,
    'uri': test_psql_reads_the_uri,
    'shell': test_psql_reads_the_shell_variables,
    'odbc': test_odbc_through_isql,
    'jdbc': test_java_through_pgjdbc,
    'python': test_python_through_psycopg2,
}


def test_the_table_says_what_is_proven(home):
    rows = {row['id']: row for row in home.json('export', '--list')['destinations']}
    assert set(PROOFS) == {name for name, row in rows.items() if row['proven']}, rows
    listed = home.run('export', '--list', expect=0).out
    assert all(name in listed for name in rows), listed


if __name__ == '__main__':
    support.run_tests(sys.modules[__name__])
