#!/usr/bin/python3
"""A saved connection is used elsewhere: its section goes into the person's own service file and comes out again without a
trace, psql opens in a terminal without a question, and the password reaches the password file only when it is asked for."""

import os
import re
import stat
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

journey = J.Journey('use-it')
server = J.server()
HOME = os.environ['HOME']
OWN = os.path.join(HOME, '.pg_service.conf')
PASSWORDS = os.path.join(HOME, '.pgpass')
BEFORE = b'# written by hand\r\n[other]\r\nhost=localhost\r\n\xff\xfe\r\n# no line end follows'
FAKES = os.path.join(HOME, 'fakes')
QUESTION = 'select current_user, ssl from pg_stat_ssl where pid = pg_backend_pid();'


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def title(text):
    journey.app.wait(lambda: journey.app.title() == f'{text} — Verifull', f'the page {text} ({journey.app.title()})', 20)


def fake(name, script):
    os.makedirs(FAKES, exist_ok=True)
    path = os.path.join(FAKES, name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write('#!/bin/sh\n' + script)
    os.chmod(path, 0o700)


def psql(service, password):
    """With nothing in the environment that says where services are."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith('PG')}
    done = J.subprocess.run(['psql', '-X', '-A', '-t', '-w', '-c', QUESTION, f'service={service}'], capture_output=True,
                            text=True, env={**clean, 'PGPASSWORD': password}, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@journey.step('a proven connection is saved, with its password in the keyring')
def save():
    target = f"postgresql://{server['USER']}@{server['HOST']}:{server['PORT']}/{server['DATABASE']}"
    done = J.subprocess.run([J.COMMAND, 'save', 'shop', '--certificates', server['ARCHIVE'], '--password-file', '-', target],
                            input=server['PASSWORD'] + '\n', capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = J.keyring_has(host=server['HOST'], port=server['PORT'], dbname=server['DATABASE'], user=server['USER'],
                          kind='password')
    assert found == server['PASSWORD'], 'the password is not in the keyring'


@journey.step('its menu leads to the page that says how to use it')
def use():
    # runs what it is given, as a terminal would, and remembers what everybody could see of it
    fake('xdg-terminal-exec', f'printf "%s\\n" "$@" >{FAKES}/arguments\nenv >{FAKES}/environment\n'
         f'echo "{QUESTION}" | "$@" >{FAKES}/output.part 2>&1\nmv {FAKES}/output.part {FAKES}/output\n')
    app = journey.start(env={'PATH': FAKES + ':' + os.environ['PATH'], 'VF_PG_PASSWORD': ''})
    journey.page('Start')
    app.wait(lambda: app.says('shop'), 'the saved connection in the list')
    app.action(J.APP_ID, 'use-saved', '[<"shop">]', window=1)
    journey.page('Use It')
    app.find(None, 'shop is ready.')
    journey.picture('cards')


@journey.step('psql opens in a terminal and asks for nothing')
def terminal():
    app = journey.app
    app.click(app.find('button', 'Open in Terminal'))
    app.wait(lambda: os.path.exists(f'{FAKES}/output'), 'psql to answer', 20)
    output = read(f'{FAKES}/output').decode()
    assert re.search(rf"{server['USER']} +\| t", output), output
    for name in ('arguments', 'environment'):
        assert server['PASSWORD'].encode() not in read(f'{FAKES}/{name}'), f'the password stands in the {name}'


@journey.step('the section is shown, and put into the person’s own service file')
def insert():
    with open(OWN, 'wb') as file:
        file.write(BEFORE)
    os.chmod(OWN, 0o640)
    app = journey.app
    app.click(app.find('button', 'Service file'))
    title('Service file')
    app.wait(lambda: app.has('button', 'Put It In'), 'the change to be planned')
    journey.picture('change')
    app.press(app.find('button', 'Put It In'))
    app.wait(lambda: b'[shop]' in read(OWN), 'the section in the file')
    assert read(OWN).startswith(BEFORE + b'\r\n'), read(OWN)
    assert stat.S_IMODE(os.stat(OWN).st_mode) == 0o640
    journey.picture('inserted')


@journey.step('psql finds it with nothing but the name')
def connect():
    assert psql('shop', server['PASSWORD']) == f"{server['USER']}|t"


@journey.step('undo leaves the file as it was, byte for byte')
def undo():
    app = journey.app
    app.click(app.find('button', 'Undo'))
    app.wait(lambda: read(OWN) == BEFORE, 'the file as it was')
    assert stat.S_IMODE(os.stat(OWN).st_mode) == 0o640
    assert not [name for name in os.listdir(HOME) if 'backup' in name], os.listdir(HOME)


@journey.step('a line with the password is written only when it is asked for')
def password():
    app = journey.app
    app.key('Escape')
    journey.page('Use It')
    card = app.find('button', 'Password file')
    app.scroll_to(card, bottom=200)         # clear of the toast that tells of the undo
    app.click(card)
    title('Password file')
    app.wait(lambda: app.has('button', 'Put It In, with the Password'), 'the change to be planned')
    assert not any(server['PASSWORD'] in text for text in app.texts()), 'the password is shown'
    assert not os.path.exists(PASSWORDS)
    app.press(app.find('button', 'Put It In, with the Password'))
    app.wait(lambda: os.path.exists(PASSWORDS), 'the password file')
    assert stat.S_IMODE(os.stat(PASSWORDS).st_mode) == 0o600
    clean = {name: value for name, value in os.environ.items() if not name.startswith('PG')}
    done = J.subprocess.run(['psql', '-X', '-A', '-t', '-w', '-c', 'select 1', 'service=shop'], capture_output=True,
                            text=True, env={**clean, 'PGSERVICEFILE': J.SERVICE_FILE}, check=False)
    assert done.stdout == '1\n', done.stderr
    app.click(app.find('button', 'Undo'))
    app.wait(lambda: not os.path.exists(PASSWORDS), 'the password file to be gone')
    journey.picture('password')


@journey.step('Done leads to the start page, and nothing is left behind')
def done_page():
    app = journey.app
    app.click(app.find('button', 'Back'))
    journey.page('Use It')
    app.click(app.find('button', 'Done'))
    journey.page('Start')
    app.wait(lambda: app.says('shop'), 'the saved connection in the list')
    J.check_no_secret(server['PASSWORD'], os.environ['XDG_DATA_HOME'], os.environ['XDG_CONFIG_HOME'],
                      os.environ['XDG_CACHE_HOME'], HOME)


@journey.step('it ends without a complaint')
def end():
    assert journey.app.close() == 0
    journey.quiet()


journey.run()
