#!/usr/bin/python3
"""J1: somebody who has just downloaded the archive drops it, pastes the address, types the password, and has a proven,
saved connection that psql uses at once."""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

journey = J.Journey('first-connection')
server = J.server()
name = None


@journey.step('the wizard starts with an invitation to drop the archive')
def start():
    app = journey.start()
    journey.page('Start')
    app.find('button', 'Open…')
    assert app.says('Drop')
    journey.picture('start')


@journey.step('a dropped archive is read and shown in plain words')
def drop():
    assert journey.drop(server['ARCHIVE']), 'the window did not take the drop'
    journey.page('Certificates')
    app = journey.app
    app.wait(lambda: app.sensitive(app.find('button', 'Next')), 'the archive to be read', 20)
    assert app.says('ApsaraDB-CA-Chain'), app.texts()
    assert app.says(r'in 3 formats'), app.texts()
    journey.picture('certificates')


@journey.step('a pasted address fills in every field, and only the password is left to type')
def paste():
    app = journey.app
    address = f"postgresql://{server['USER']}@{server['HOST']}:{server['PORT']}/{server['DATABASE']}?sslmode=require"
    app.paste(None, address)
    journey.page('Server')
    for field, value in (('Host', 'HOST'), ('Port', 'PORT'), ('Database', 'DATABASE'), ('User', 'USER')):
        entry = app.find('entry', field)
        app.wait(lambda entry=entry, value=value: app.text(entry) == server[value], f'{field} to be filled in', 5)
    app.type(server['PASSWORD'])
    password = app.find('entry', 'Password')
    app.wait(lambda: app.length(password) == len(server['PASSWORD']), 'the password to be typed', 5)
    assert app.checked(app.find('switch', re.compile('^Remember (the password )?in the keyring')))
    journey.picture('server')


@journey.step('the wizard has looked at the server and recommends Verify-Full')
def look():
    app = journey.app
    app.key('Return')
    journey.page('Security')
    assert not app.has('button', 'Undo'), 'the next page is covered by what the last one offered'
    best = app.find('radio', 'Verify-Full, recommended', timeout=20)
    assert app.checked(best), 'the recommended mode is not chosen'
    assert app.says('signed by “ApsaraDB'), app.texts()
    journey.picture('security')


@journey.step('the check proves who the server is')
def check():
    app = journey.app
    app.key('Return')
    journey.page('Check')
    app.find(None, 'Proven.', timeout=30)
    for fact in ('ApsaraDB', r'TLS 1\.[23]', r'\b1[3-9]\.\d+'):
        assert app.says(fact), f'{fact} is not shown: {app.texts()}'
    journey.picture('check')


@journey.step('that took one drop, one paste, one password and two presses')
def count():
    acts = journey.acts()
    print('# from the dropped archive to the proven connection:',
          ', '.join(f'{number} × {kind}' for kind, number in acts.items()), flush=True)
    assert acts == {'drop': 1, 'paste': 1, 'press': 2, 'type': 1}, acts


@journey.step('the connection is saved and the command handed over')
def save():
    global name
    app = journey.app
    name = app.text(app.find('entry', 'Save as'))
    assert name, 'no name is suggested'
    app.key('Return')
    journey.page('Use It')
    app.find(None, f'{name} is ready.')
    journey.picture('done')
    app.click(app.find('button', re.compile('^Copy( the command( Copy)?)?$')))
    app.wait(lambda: f'service={name}' in J.clipboard(), 'the command on the clipboard')


@journey.step('psql connects with what was saved, encrypted and verified')
def connect():
    section = J.services()[name]
    assert section['sslmode'] == 'verify-full', section
    assert 'password' not in section, 'the password stands in the service file'
    says = J.psql(name, server['PASSWORD'],
                  'select current_user, current_database(), ssl from pg_stat_ssl where pid = pg_backend_pid()')
    assert says == f"{server['USER']}|{server['DATABASE']}|t", says


def check_keyring():
    found = J.keyring_has(host=server['HOST'], port=server['PORT'], dbname=server['DATABASE'], user=server['USER'],
                          kind='password')
    if J.FLATPAK:       # its keyring is its own, and encrypted with a secret from the person's
        assert found is None, 'the password lies in the keyring of all programs'
        assert os.path.getsize(os.path.join(J.DATA, '../keyrings/default.keyring')) > 100
    else:
        assert found == server['PASSWORD'], 'secret-tool finds something else' if found else 'secret-tool finds nothing'


@journey.step('the keyring has the password, and nothing else holds it')
def secrets():
    check_keyring()
    J.check_private()
    J.check_no_secret(server['PASSWORD'], os.environ['XDG_DATA_HOME'], os.environ['XDG_CONFIG_HOME'],
                      os.environ['XDG_CACHE_HOME'], os.environ['HOME'])
    with open(journey.log, encoding='utf-8', errors='replace') as log:
        assert server['PASSWORD'] not in log.read(), 'the password stands in the log'


@journey.step('the start page lists it, and checks it again without asking for anything')
def again():
    app = journey.app
    app.click(app.find('button', 'Done'))
    journey.page('Start')
    assert app.wait(lambda: app.says(re.escape(name)), 'the saved connection in the list')
    journey.picture('list')
    app.action(J.APP_ID, 'check-saved', f'[<"{name}">]', window=1)
    journey.page('Check')
    app.find(None, 'Proven.', timeout=30)


@journey.step('it ends without a complaint')
def end():
    assert journey.app.close() == 0
    journey.quiet()


journey.run()
