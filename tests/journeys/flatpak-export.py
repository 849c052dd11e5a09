#!/usr/bin/python3
"""The Flatpak opens and saves files through the file chooser of the system, whose portal is all that it sees of the
person's folders: flatpak/prove.sh runs this."""

import os
import re
import stat
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

journey = J.Journey('flatpak-export')
server = J.server()
FOLDER = os.path.join(os.environ['HOME'], 'For the others')
NAME = 'shop'


def portal_version():
    done = J.run('gdbus', 'call', '-e', '-d', 'org.freedesktop.portal.Documents', '-o', '/org/freedesktop/portal/documents',
                 '-m', 'org.freedesktop.DBus.Properties.Get', 'org.freedesktop.portal.Documents', 'version')
    return re.search(r'uint32 (\d+)', done.stdout)[1]


def choose(title, path):
    """In the dialog of that title, which another program shows, as a person does who knows the path."""
    search = ['search', '--onlyvisible', '--name', f'^{re.escape(title)}$']
    window = J.App.wait(lambda: J.xdo(*search), f'the dialog {title!r}', 20).split()[-1]
    J.xdo('windowactivate', '--sync', window)
    time.sleep(0.5)
    J.xdo('key', '--clearmodifiers', 'ctrl+l')
    time.sleep(0.5)
    J.xdo('key', '--clearmodifiers', 'ctrl+a')
    journey.app.paste(None, path)
    time.sleep(0.5)
    journey.picture('choose')
    for _ in range(3):
        J.xdo('key', '--clearmodifiers', 'Return')
        try:
            J.App.wait(lambda: not J.xdo(*search), 'the dialog to go', 3)
            return
        except AssertionError:
            pass
    raise AssertionError(f'the dialog {title!r} stays')


def read(name):
    with open(os.path.join(FOLDER, name), encoding='utf-8') as file:
        return file.read()


def is_private(path):
    return stat.S_IMODE(os.stat(path).st_mode) == 0o600


def use(title):
    app = journey.app
    app.action(J.APP_ID, 'use-saved', f'[<"{NAME}">]', window=1)
    journey.page('Use It')
    app.press(app.find('button', title))
    app.wait(lambda: app.title() == f'{title} — Verifull', f'the page {title!r} ({app.title()!r})', 20)


def save_to(title, name):
    app = journey.app
    path = os.path.join(FOLDER, name)
    app.press(app.find('button', re.compile('^Save')))
    choose(title, path)
    app.wait(lambda: os.path.exists(path) and os.path.getsize(path), 'the file on the host')
    app.find(None, 'It is saved, for you alone')
    assert is_private(path)
    journey.picture('saved')


def tell_place(pattern):
    """Newer document portals tell where a file lies on the host, and the text names that place then."""
    app = journey.app
    app.press(app.find('button', 'Copy'))
    named = J.App.wait(lambda: re.search(pattern, J.clipboard()), 'the text on the clipboard')[1]
    print(f'# the document portal is of version {portal_version()}; named is {named!r}', flush=True)
    assert '/doc/' not in named, 'a place that is in the sandbox only'
    said = f'does not tell Verifull where the folder lies.*in the place of “{re.escape(named)}”'
    if named.strip('\'') == FOLDER:
        print('# it tells the place on the host', flush=True)
        assert not app.says('does not tell Verifull where the folder lies')
    else:
        print('# it does not tell the place on the host: that it would be named is not proven here', flush=True)
        assert app.says(said), app.texts()


@journey.step('a connection is saved by the command line in the Flatpak')
def save():
    # the portal's dialog would begin in "Recent", where it has no folder to go on from
    with open(os.path.join(os.environ['XDG_CONFIG_HOME'], 'glib-2.0/settings/keyfile'), 'a', encoding='utf-8') as file:
        file.write("\n[org/gtk/settings/file-chooser]\nstartup-mode='cwd'\n")
    target = f"postgresql://{server['USER']}@{server['HOST']}:{server['PORT']}/{server['DATABASE']}"
    done = subprocess.run([J.COMMAND, 'save', NAME, '--certificates', server['ARCHIVE'], '--password-file', '-', target],
                          input=server['PASSWORD'] + '\n', capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@journey.step('the archive is opened through the file chooser')
def open_archive():
    app = journey.start()
    journey.page('Start')
    app.key('ctrl+o')
    choose('Open the Certificates', server['ARCHIVE'])
    journey.page('Certificates')
    app.wait(lambda: app.says('ApsaraDB-CA-Chain') and app.says('in 3 formats'), 'the archive to be read', 20)
    assert journey.app.close() == 0


@journey.step('a file is saved where the person says, for its owner only')
def save_file():
    os.mkdir(FOLDER)
    app = journey.start()
    journey.page('Start')
    app.wait(lambda: app.says(NAME), 'the saved connection in the list')
    use('Service file')
    save_to('Save the File', 'pg_service.conf')
    assert '/doc/' not in read('pg_service.conf'), 'the file names a place that is in the sandbox only'


@journey.step('psql on the host connects with it as it is')
def connect():
    path = os.path.join(FOLDER, 'pg_service.conf')
    assert J.services(path)[NAME]['sslmode'] == 'verify-full'
    question = 'select ssl from pg_stat_ssl where pid = pg_backend_pid()'
    assert J.psql(NAME, server['PASSWORD'], question, service_file=path) == 't'


@journey.step('what names files beside it names that folder, or the window says what to put there')
def name_folder():
    use('Java key stores')
    save_to('Save the File', 'trust.p12')
    tell_place('trustStore=(.*)/trust.p12')


@journey.step('and so do several files in a folder')
def save_folder():
    use('Docker Compose')
    app = journey.app
    app.press(app.find('button', re.compile('^Save')))
    choose('A Folder for the Files', FOLDER)
    app.wait(lambda: os.path.exists(os.path.join(FOLDER, 'root.crt')), 'the files on the host')
    app.find(None, 'It is saved, for you alone')
    for name in os.listdir(FOLDER):
        assert is_private(os.path.join(FOLDER, name)), name
    print(f'# in the folder are {", ".join(sorted(os.listdir(FOLDER)))}', flush=True)


@journey.step('nothing else was seen or left, and it ends without a complaint')
def end():
    assert not [name for name in os.listdir(FOLDER) if name.startswith('.')], os.listdir(FOLDER)
    J.check_no_secret(server['PASSWORD'], FOLDER)
    assert journey.app.close() == 0
    journey.quiet()


journey.run()
