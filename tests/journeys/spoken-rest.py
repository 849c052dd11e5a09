#!/usr/bin/python3
"""The pages besides J1 as somebody meets them who does not see: the saved connections, their search and their round of
checks, importing, renewing, the destinations, the help and the list of keys. Each control has a name, a fitting role and
its state, and what happens by itself is told."""

import json
import os
import re
import socket
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J
from speech import Speech

journey = J.Journey('spoken-rest')
server = J.server()
speech = None
# takes whoever comes, and never answers
silent = socket.create_server(('127.0.0.1', 0))
SPARES = 8
SERVERS = {'Servers': {
    '1': {'Name': 'elsewhere', 'Group': 'Europe', 'Host': 'db.example.com', 'Port': 5433, 'MaintenanceDB': 'shop',
          'Username': 'al', 'ConnectionParameters': {'sslmode': 'require'}},
    '2': {'Name': 'by service', 'Service': 'x'},
}}


def save(name, target, *options, secret=None):
    """Keeps a connection without checking it."""
    done = subprocess.run([J.COMMAND, 'save', '--unchecked', *options, name, target], input=secret, capture_output=True,
                          text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr


def press_until(key, pattern, times=20):
    """Until that is said, with nothing to go by but what is said."""
    said = []
    for _ in range(times):
        journey.app.key(key)
        said += speech.heard()
        if any(re.search(pattern, text) for text in said):
            return
    raise AssertionError(f'{pattern!r} is not told after {times} times {key}: {said}')


@journey.step('the saved connections are read with their states, and each menu says whose it is')
def saved():
    global speech
    target = f"host={server['HOST']} hostaddr=127.0.0.1 port={server['PORT']} dbname={server['DATABASE']} user={server['USER']}"
    save('shop', target, '--mode', 'verify-full', '--password-file', '-', '--certificates',
         os.path.join(server['DIR'], 'authorities.pem'), secret=server['PASSWORD'])
    for i in range(SPARES):
        save(f'spare-{i}', f'host=127.0.0.1 port={silent.getsockname()[1]} user=al', '--mode', 'require')
    app = journey.start()
    speech = Speech(app)
    journey.page('Start')
    app.find('list item', 'shop', timeout=20)
    speech.listen(r'^Connections, heading', r'^Connections, list', r'^shop, list item, .*never checked.*app@',
                  r'^What can be done with shop', r'^Search, (push|toggle) button', '^Check All', '^New Connection', '^Main Menu')


@journey.step('the search is told, and what it found')
def search():
    app = journey.app
    speech.heard()
    app.key('ctrl+f')
    speech.told('^Search the connections, ')
    app.type('nowhere')
    app.wait(lambda: app.says('No connection has “nowhere”'), 'the answer')
    speech.told('No connection has “nowhere”')
    speech.listen('^Search the connections, .*focused', '^No connection has', '^Show All Connections',
                  r'^Search, (push|toggle) button, .*pressed')
    app.key('Escape')


@journey.step('a round of checks is told: that it runs, how far it is, and how it ended')
def check_all():
    app = journey.app
    speech.heard()
    app.focus(app.find('button', 'Check All'))
    app.key('space')
    app.wait(lambda: 'busy' in app.states(app.find('list item', 'spare-0')), 'the row to be busy')
    app.wait(lambda: 'proven' in (app.find('list item', 'shop').get_description() or ''), 'the good one to be proven')
    speech.listen(r'^Checked \d of 9', r'^How many have been checked, progress bar', r'^spare-\d, list item, .*busy',
                  r'^shop, list item, .*proven just now')
    app.key('Escape')
    app.wait(lambda: app.says(r'^Stopped\. 1 proven'), 'the end', 20)
    speech.told(r'^Checked \d of 9', r'^Stopped\. 1 proven')


@journey.step('one that was deleted comes back, and both are told')
def delete():
    app = journey.app
    speech.heard()
    # the keyboard stands near the end of the list
    press_until('shift+Tab', '^What can be done with spare-3')
    app.key('space')
    app.find('menu item')
    if app.version < (4, 10):   # GTK 4.18 tells of no item of any menu what is written on it
        speech.listen('^Check, menu item|Check$', 'Delete')
    app.key('Up', 'Return')
    app.press(app.find('button', 'Undo'))
    speech.told('spare-3.*deleted')
    app.find('list item', 'spare-3')


@journey.step('a list of another program is read with what is ticked and what cannot come along')
def bring():
    app = journey.app
    path = os.path.join(os.environ['HOME'], 'servers.json')
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(SERVERS, file)
    speech.heard()
    assert J.run(J.PROGRAM, path).returncode == 0
    app.page = 'VfImportPage'
    tick = app.find('switch', 'elsewhere', timeout=20)
    speech.told('pgAdmin’s list of servers: 2 connections')
    speech.listen(r'^elsewhere, check box, checked', r'(?s)^by service, check box, .*Import the service file.*unavailable',
                  r'^elsewhere, list item, .*al@db', r'(?s)^by service, list item, .*Import the service file', '^Import, ')
    press_until('Tab', '^elsewhere, list item, al@db')
    press_until('Tab', '^elsewhere, check box, al@db', 1)
    press_until('Down', r'(?s)^by service, list item, .*Import the service file', 1)
    assert not app.checked(app.find('switch', 'by service'))
    app.focus(tick)
    app.key('space')
    app.wait(lambda: not app.sensitive(app.find('button', 'Import')), 'nothing to be imported')
    app.key('space')
    app.focus(app.find('button', 'Import'))
    app.key('space')
    journey.page('Start')
    app.press(app.find('button', 'Undo'))
    speech.told('1 connection is imported')


@journey.step('what a useless file is good for is told')
def useless():
    app = journey.app
    app.action(J.APP_ID, 'renew', "[<('shop', @as [])>]", window=1)
    journey.page('Renew')
    app.find('button', re.compile('Open the Renewed Archive'))
    speech.listen('^Renew shop', '^Drop the renewed archive here', '^Open the Renewed Archive….*focused')
    path = os.path.join(os.environ['HOME'], 'page.zip')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('<!DOCTYPE html><html><body>Sign in</body></html>')
    speech.heard()
    assert J.run(J.PROGRAM, path).returncode == 0
    app.wait(lambda: app.says('web page'), 'what is wrong with it', 20)
    speech.told('web page')
    speech.listen('alert.*web page|web page.*alert')


@journey.step('before and after are read, and that the renewed ones work is told')
def renew():
    app = journey.app
    speech.heard()
    assert J.run(J.PROGRAM, os.path.join(server['DIR'], 'renewed.zip')).returncode == 0
    app.wait(lambda: app.says('The renewed certificates work with the server'), 'the test', 40)
    speech.told('The renewed certificates work with the server')
    speech.listen('1 authority is new', '2 authorities stay', r'^With the renewed certificates, list item',
                  r'^With the present certificates, list item', '^Use the Renewed Ones, ')
    app.key('Return')
    app.wait(lambda: app.says('uses the renewed certificates from now on'), 'the swap', 20)
    speech.told('uses the renewed certificates from now on|shop is renewed')
    speech.listen(r'^Undo, |^Go Back to Them')
    app.press(app.find('button', 'Go Back to Them'))
    app.wait(lambda: app.says('The certificates from before are used again'), 'the way back', 20)
    speech.told('The certificates from before are used again')


@journey.step('each destination is read with what can be done there')
def destinations():
    app = journey.app
    app.action(J.APP_ID, 'use-saved', '[<"shop">]', window=1)
    journey.page('Use It')
    app.find(None, 'shop is ready.')
    for name, lines in (('Service file', ('^Put It In', )), ('JDBC', ('^Copy', )), ('Kubernetes', ('^Copy', ))):
        app.focus(app.find('button', name))
        app.key('space')
        app.wait(lambda name=name: app.title() == f'{name} — Verifull', f'the page of {name}')
        speech.listen(*lines)
        app.press(app.find('button', 'Back'))
        journey.page('Use It')
        assert 'focused' in app.states(app.find('button', name)), 'the keyboard is elsewhere'


@journey.step('the help and its search are read')
def read_help():
    app = journey.app
    app.key('F1')
    app.wait(lambda: app.title() == 'Help', 'the help')
    app.page = None
    window = app.wait(lambda: next((w for w in app.windows() if w.get_name() == 'Help'), None), 'the help to be there')
    app.type('qqqq')
    app.wait(lambda: app.says('No page says that', within=window), 'the answer', 20)
    speech.listen('^Search the help, .*focused', '^No page says that', within=window)
    app.key('Escape')
    app.type('dws_ssl_cert')
    app.wait(lambda: not app.says('Heroku Postgres', within=window), 'the others to be left out', 20)
    speech.heard()
    app.key('Return')
    speech.told(r'^Huawei Cloud GaussDB\(DWS\), ')
    speech.listen('^The port is usually 8000', '^Back, ', within=window)
    # back to its row, which opens it, too
    app.key('Escape')
    speech.told(r'^Huawei Cloud GaussDB\(DWS\), list item')
    app.key('Return')
    speech.told(r'^Huawei Cloud GaussDB\(DWS\), scroll')
    app.key('Escape')
    speech.told(r'^Huawei Cloud GaussDB\(DWS\), list item')
    app.key('Escape')
    app.wait(lambda: app.title() != 'Help', 'the help to be gone')


@journey.step('the list of keys can be read')
def keys():
    app = journey.app
    app.key('ctrl+question')
    app.find(None, re.compile('Go back, or stop what is running'), timeout=20)
    app.key('Escape')


@journey.step('it ends without a complaint')
def end():
    assert journey.app.close() == 0
    journey.quiet()


journey.run()
