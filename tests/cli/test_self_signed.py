#!/usr/bin/python3
"""The command line against a server that vouches only for itself, started by with-postgres.sh."""

import os
import pathlib
import subprocess
import sys

import support

PKI = pathlib.Path(os.environ['VF_PG_DIR'])
TARGET = f"host={os.environ['VF_PG_HOST']} port={os.environ['VF_PG_PORT']} user={os.environ['VF_PG_USER']} " \
         f"dbname={os.environ['VF_PG_DATABASE']}"
STRICT = ('check', '--mode', 'verify-full', '--certificates', PKI / 'authorities.pem')


def fingerprint():
    done = subprocess.run(['openssl', 'x509', '-in', PKI / 'self-signed.crt', '-noout', '-fingerprint', '-sha256'],
                          capture_output=True, text=True, check=True)
    return done.stdout.strip().split('=')[1]


def with_password(home):
    home.secrets.append(os.environ['VF_PG_PASSWORD'])
    return ('--password-file', home.file('password', os.environ['VF_PG_PASSWORD']))


def test_it_is_told_apart(home):
    found = support.check_shape(home.json(*STRICT, TARGET, expect=1))
    assert (found['stage'], found['code']) == ('chain', 'self-signed'), found
    fix, = [fix for finding in found['findings'] for fix in finding['fixes'] if fix['id'] == 'trust-this-authority']
    assert fix['argument'] == fingerprint() == found['chain'][0]['sha256'], fix


def test_people_see_the_fingerprint_before_they_trust_it(home):
    assert fingerprint() in home.run(*STRICT, TARGET, expect=1).out


def test_trusting_it_proves_it(home):
    result = home.run(*STRICT, *with_password(home), '--json', '--apply', 'trust-this-authority', TARGET, expect=0)
    assert fingerprint() in result.err and len(result.err.splitlines()) == 1, result
    assert (result.json()['verdict'], result.json()['mode']) == ('ok', 'verify-full'), result


def test_what_was_trusted_is_saved(home):
    home.run('save', 'own', *STRICT[1:], *with_password(home), '--apply', 'trust-this-authority', TARGET, expect=0)
    assert home.json('check', 'own', *with_password(home))['verdict'] == 'ok'
    assert home.json('show', 'own')['credentials']['roots'] == 2


if __name__ == '__main__':
    support.run_tests(sys.modules[__name__])
