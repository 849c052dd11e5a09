#!/usr/bin/python3
"""J2: a GaussDB(DWS) user. The archive's key opens by itself, the host is an address, so Verify-Full is shown as
impossible here and why, Verify-CA is recommended, and the login works although libpq does not know GaussDB's own."""

import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import gaussdb
import journey as J

journey = J.Journey('dws')
server = J.server()
HOST, USER, DATABASE, PASSWORD = '127.0.0.1', 'dbadmin', 'gaussdb', 'Gauss#123'
fake = gaussdb.GaussDB(os.path.join(server['DIR'], 'chain.crt'), os.path.join(server['DIR'], 'server.key'), USER,
                       PASSWORD, DATABASE)


def command(*arguments, status=0):
    done = subprocess.run([J.COMMAND, *arguments], input=PASSWORD + '\n', capture_output=True, text=True, check=False)
    assert done.returncode == status, done
    return done.stdout


@journey.step('the archive is read, and its key opens by itself')
def drop():
    app = journey.start(server['DWS_ARCHIVE'])
    journey.page('Certificates')
    app.wait(lambda: app.sensitive(app.find('button', 'Next')), 'the archive to be read', 20)
    assert not app.has('entry', 'Passphrase'), 'a passphrase is asked for'
    journey.picture('certificates')


@journey.step('the address is bare, and the mode page says why Verify-Full cannot work')
def look():
    journey.next('Server')
    app = journey.app
    for field, value in (('Host', HOST), ('Port', str(fake.port)), ('Database', DATABASE), ('User', USER),
                         ('Password', PASSWORD)):
        app.enter(app.find('entry', field), value)
    journey.picture('server')
    journey.next('Security')
    best = app.find('radio', 'Verify-CA, recommended', timeout=20)
    app.wait(lambda: app.checked(best), 'Verify-CA to be chosen')
    assert app.says(rf'You asked for {re.escape(HOST)}; the certificate is for localhost'), app.texts()
    assert app.says(r'GaussDB\(DWS\) does not support Verify-Full'), app.texts()
    journey.picture('security')


@journey.step('the login works, and says that psql could not')
def check():
    journey.next('Check')
    app = journey.app
    app.find(None, 'It works, and an authority vouches.', timeout=30)
    for fact in (r'GaussDB 8\.2\.1', 'psql cannot log in here', r'password_?encryption_?type'):
        assert app.says(fact), f'{fact} is not shown: {app.texts()}'
    assert (fake.answers, fake.admitted) == (1, 1), 'the password was used more than once'
    assert fake.startups[-1] == b'\0\3\0\x33', fake.startups
    journey.picture('check')


@journey.step('it is saved, and no command is handed over that cannot work')
def save():
    app = journey.app
    app.enter(app.find('entry', 'Save as'), 'warehouse')
    app.click(app.find('button', 'Save'))
    journey.page('Use It')
    app.find(None, 'warehouse is ready.')
    assert app.says('psql cannot log in here'), app.texts()
    assert not app.says('psql service='), app.texts()
    journey.picture('done')
    section = J.services()['warehouse']
    assert (section['host'], section['sslmode']) == (HOST, 'verify-ca'), section
    J.check_no_secret(PASSWORD, os.environ['XDG_DATA_HOME'], os.environ['XDG_CONFIG_HOME'])
    assert app.close() == 0


@journey.step('the command line says the same, and promises no more')
def in_terminal():
    report = json.loads(command('check', '--json', '--password-file', '-', 'warehouse'))
    assert report['verdict'] == 'ok', report
    assert report['server'] == {'product': 'gaussdb', 'version': 'GaussDB 8.2.1 build 39137c2d'}, report['server']
    assert 'stock-clients-cannot' in [finding['code'] for finding in report['findings']], report['findings']
    assert 'psql service=' not in command('show', 'warehouse')


@journey.step('below Verify-CA the password waits for consent')
def consent():
    target = f'host={HOST} port={fake.port} user={USER} dbname={DATABASE}'
    answers = fake.answers
    report = json.loads(command('check', '--json', '--mode', 'require', '--certificates', server['DWS_ARCHIVE'],
                                '--password-file', '-', target, status=1))
    assert report['code'] == 'login-method-unsupported', report
    fixes = [fix['id'] for fix in report['findings'][0]['fixes']]
    assert fixes == ['use-mode-verify-ca', 'send-password-anyway'], fixes
    assert fake.answers == answers, 'the password was used without consent'
    report = json.loads(command('check', '--json', '--mode', 'require', '--password-file', '-', '--apply',
                                'send-password-anyway', target))
    assert (report['verdict'], fake.answers) == ('ok', answers + 1), report


@journey.step('it ends without a complaint')
def end():
    journey.quiet()
    fake.close()


journey.run()
