"""What the tests of the exports share: a saved connection, the same against another authority and by another name, and
a proof that a program tells the three apart."""

import os
import pathlib
import re
import shutil
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


def run(home, command, text=None, seconds=60):
    env = {**home.env, 'PGPASSWORD': PASSWORD}
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=seconds, env=env, check=False)


def needs(program):
    if not shutil.which(program):
        raise support.Skip(f'{program} is not installed')


# what each family of programs says of a server that another authority vouches for, and of one that has another name
LIBPQ = (r'SSL error: certificate verify failed', r'server certificate for .* does not match host name "127\.0\.0\.1"')
JAVA_SAYS = (r'PKIX path (building|validation) failed|unable to find valid certification path',
             r'The hostname 127\.0\.0\.1 could not be verified')
NODE_SAYS = (r'self-signed certificate|unable to (get local issuer|verify the first) certificate',
             r"IP: 127\.0\.0\.1 is not in the cert's list|does not match certificate's altnames")
GO_SAYS = (r'certificate signed by unknown authority', r"cannot validate certificate for 127\.0\.0\.1|doesn't contain any IP SANs")


def prove(home, ask, says=LIBPQ):
    """@ask connects as the export says and answers whether it came through.  It must refuse the same server when another
    authority is asked for, or another name, and say just that: a failure for another reason proves nothing."""
    save(home)
    save_foreign(home)
    save_misnamed(home)
    good = ask('shop')
    assert good.returncode == 0, good
    for name, words in zip(('foreign', 'misnamed'), says):
        bad = ask(name)
        assert bad.returncode != 0, (name, bad)
        assert re.search(words, bad.stdout + bad.stderr), (name, bad)


def save_with_client(home, name='carol'):
    """Logs in by nothing but a client certificate."""
    home.run('save', name, '--mode', 'verify-full', '--certificates', PKI / 'authorities.pem', '--certificates',
             PKI / 'client.crt', '--certificates', PKI / 'client.key', f'host={HOST} port={PORT} user=carol dbname=certdb',
             expect=0)
