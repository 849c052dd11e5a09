#!/usr/bin/python3
"""J4: files come from the file manager: Open With, double click, a second start, a drag; at any page, and while the
wizard runs already."""

import configparser
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

journey = J.Journey('open-with')
files = os.path.join(os.environ['VF_SESSION'], 'files')
os.makedirs(files)
subprocess.run([os.path.join(J.SUPPORT, 'make-pki.sh'), files], check=True, stdout=subprocess.DEVNULL)
more = os.path.join(files, 'more')      # authorities that the archive does not have
os.makedirs(more)
subprocess.run([os.path.join(J.SUPPORT, 'make-pki.sh'), more], check=True, stdout=subprocess.DEVNULL)
archive = os.path.join(files, 'ApsaraDB-CA-Chain.zip')
launcher = os.path.join(os.environ['XDG_DATA_HOME'], 'applications', J.APP_ID + '.desktop')

# It stays: the bus drops what a process has asked a program for that is being started if the process has gone, as newer
# versions of "gio launch" do.
FILE_MANAGER = """
import sys
from gi.repository import Gio, GLib
Gio.DesktopAppInfo.new_from_filename(sys.argv[1]).launch([Gio.File.new_for_path(sys.argv[2])], None)
GLib.timeout_add_seconds(60, sys.exit)
GLib.MainLoop().run()
"""


def install():
    """What an installed program has: a launcher, and a service that the bus may start."""
    os.makedirs(os.path.dirname(launcher))
    with open(os.path.join(os.environ['VF_BUILD_DIR'], 'data', J.APP_ID + '.desktop'), encoding='utf-8') as file:
        text = file.read()
    assert re.search(r'^Exec=verifull ', text, re.M), 'the launcher starts something else'
    with open(launcher, 'w', encoding='utf-8') as file:
        file.write(re.sub(r'^Exec=verifull ', f'Exec={J.PROGRAM} ', text, flags=re.M))
    kinds = os.path.join(os.environ['XDG_DATA_HOME'], 'mime')
    os.makedirs(os.path.join(kinds, 'packages'))
    shutil.copy(os.path.join(J.SUPPORT, '../../data', J.APP_ID + '.mime.xml'),
                os.path.join(kinds, 'packages', J.APP_ID + '.xml'))
    for words in (['update-mime-database', kinds], ['update-desktop-database', os.path.dirname(launcher)]):
        subprocess.run(words, check=True, stderr=subprocess.DEVNULL)
    service = os.path.join(os.environ['VF_SESSION'], 'services', J.APP_ID + '.service')
    with open(os.path.join(os.environ['VF_BUILD_DIR'], 'data', J.APP_ID + '.service'), encoding='utf-8') as file:
        text = file.read()
    with open(service, 'w', encoding='utf-8') as file:
        file.write(re.sub(r'^Exec=\S+', f'Exec={J.PROGRAM}', text, flags=re.M))
    J.run('gdbus', 'call', '-e', '-d', 'org.freedesktop.DBus', '-o', '/', '-m', 'org.freedesktop.DBus.ReloadConfig')


def owner():
    """The process that has the application's name on the bus."""
    reply = J.run('gdbus', 'call', '-e', '-d', 'org.freedesktop.DBus', '-o', '/', '-m',
                  'org.freedesktop.DBus.GetConnectionUnixProcessID', J.APP_ID)
    number = re.search(r'uint32 (\d+)', reply.stdout)
    return int(number[1]) if number else None


def open_by_bus(*paths):
    uris = ', '.join(f"'file://{path}'" for path in paths)
    reply = J.run('gdbus', 'call', '-e', '-d', J.APP_ID, '-o', '/' + J.APP_ID.replace('.', '/'), '-m',
                  'org.freedesktop.Application.Open', f'[{uris}]', '{}')
    assert reply.returncode == 0, reply.stderr


def shown(*words):
    """Waits until the Certificates page says these words."""
    journey.page('Certificates')
    for word in words:
        journey.app.wait(lambda word=word: journey.app.says(word), f'{word!r} to be shown', 15)


def quit_program():
    journey.app.action(J.APP_ID, 'quit')
    J.App.wait(lambda: not owner(), 'the program to end')


@journey.step('the launcher is offered for every kind of file that clouds hand out')
def kinds():
    install()
    with tarfile.open(os.path.join(files, 'certificates.tar.gz'), 'w:gz') as tar:
        tar.add(os.path.join(files, 'root.crt'), 'root.crt')
    shutil.copy(os.path.join(files, 'root.crt'), os.path.join(files, 'root.cer'))
    shutil.copy(os.path.join(files, 'root.crt'), os.path.join(files, 'root.pem'))
    subprocess.run(['openssl', 'crl2pkcs7', '-nocrl', '-certfile', os.path.join(files, 'root.crt'), '-out',
                    os.path.join(files, 'root.p7b')], check=True)
    for name in ('ApsaraDB-CA-Chain.zip', 'certificates.tar.gz', 'root.crt', 'root.cer', 'root.pem', 'root.p7b'):
        info = J.run('gio', 'info', '-a', 'standard::content-type', os.path.join(files, name)).stdout
        kind = re.search(r'content-type: (\S+)', info)[1]
        offered = J.run('gio', 'mime', kind).stdout
        assert f'\t{J.APP_ID}.desktop' in offered, f'{name} is {kind}, for which the launcher is not offered:\n{offered}'


@journey.step('Open With starts the wizard on the file')
def open_with():
    # its output goes to the log, because the program inherits it
    with open(journey.log, 'ab') as log:
        manager = subprocess.Popen([sys.executable, '-c', FILE_MANAGER, launcher, archive], stdout=log, stderr=log)
    try:
        J.App.wait(owner, 'the program on the bus', 20)
        journey.attach(owner())
        shown('ApsaraDB-CA-Chain.zip', '4 authorities')
    finally:
        manager.kill()
        manager.wait()
    journey.picture('opened')


@journey.step('a second start hands its file to the first and ends at once')
def second():
    first = owner()
    began = time.monotonic()
    done = subprocess.run([J.PROGRAM, os.path.join(more, 'root.crt')], capture_output=True, text=True, timeout=20,
                          check=False)
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - began < 5
    assert owner() == first
    shown('5 authorities')
    assert len(journey.app.windows()) == 1


@journey.step('a file that is opened at another page joins, and what was typed stays')
def at_another_page():
    app = journey.app
    journey.next('Server')
    app.enter(app.find('entry', 'Host'), 'db.verifull.test')
    open_by_bus(os.path.join(files, 'client.crt'), os.path.join(files, 'client.key'))
    shown('carol', '5 authorities')
    journey.next('Server')
    host = app.find('entry', 'Host')
    app.wait(lambda: app.text(host) == 'db.verifull.test', 'the host to be there still')


@journey.step('a drag of a folder and a file from another program is taken at that page too')
def drag():
    folder = os.path.join(files, 'für den Köln-Server')
    os.mkdir(folder)
    shutil.copy(os.path.join(more, 'other.crt'), os.path.join(folder, 'neue Stelle 100%.crt'))
    shutil.copy(os.path.join(more, 'region.crt'), more + '/region 2.crt')
    assert journey.drop(folder, more + '/region 2.crt'), 'the drop was refused'
    shown('7 authorities', 'carol')
    journey.picture('dropped')


@journey.step('what is no file is refused, and says so')
def refuse():
    assert not journey.drop(to='Verifull', options=('--text', 'hello')), 'plain text was taken'
    journey.drop(options=('--raw', 'text/uri-list=https://example.org/a.zip'))
    journey.page('Certificates')
    journey.app.wait(lambda: journey.app.says('Only files and folders of this computer'), 'the reason')


@journey.step('a text file that calls itself .zip is named for what it is')
def false_archive():
    app = journey.app
    quit_program()
    path = os.path.join(files, 'not-really.zip')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('This is only a note.\n')
    app = journey.start(path)
    app.wait(lambda: app.says('not-really.zip'), 'the file to be named', 15)
    app.wait(lambda: app.says(r'[Nn]o certificate|not.*(archive|certificate)'), 'the reason', 15)
    journey.picture('false-archive')
    assert app.close() == 0


@journey.step('the bus starts the wizard when nothing runs')
def activation():
    J.App.wait(lambda: not owner(), 'the program to end')
    open_by_bus(archive)
    J.App.wait(owner, 'the program on the bus', 20)
    journey.attach(owner())
    shown('ApsaraDB-CA-Chain.zip')
    quit_program()


def use_action(name):
    """Chooses it in the menu of the launcher, as a desktop does that starts services."""
    reply = J.run('gdbus', 'call', '-e', '-d', J.APP_ID, '-o', '/' + J.APP_ID.replace('.', '/'), '-m',
                  'org.freedesktop.Application.ActivateAction', name, '[]', '{}')
    assert reply.returncode == 0, reply.stderr


@journey.step('an action of the launcher starts the wizard where the action belongs')
def new_connection():
    J.App.wait(lambda: not owner(), 'the program to end')
    use_action('new-connection')
    J.App.wait(owner, 'the program on the bus', 20)
    journey.attach(owner())
    journey.page('Certificates')


@journey.step('the other checks what is saved, in the window that is there')
def check_all():
    app = journey.app
    done = subprocess.run([J.COMMAND, 'save', '--unchecked', '--mode', 'require', 'gone',
                           'host=localhost hostaddr=127.0.0.1 port=1 dbname=app user=app'],
                          capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr
    first = owner()
    use_action('check-all')
    journey.page('Start')
    app.wait(lambda: app.says('failed just now'), 'the saved connection to be checked', 30)
    assert owner() == first and len(app.windows()) == 1
    journey.picture('check-all')


@journey.step('a desktop that starts no services starts the action by its command')
def by_command():
    commands = configparser.RawConfigParser(interpolation=None)
    commands.optionxform = str
    commands.read(launcher, encoding='utf-8')
    for name, page in (('new-connection', 'Certificates'), ('check-all', 'Start')):
        done = J.run(*commands[f'Desktop Action {name}']['Exec'].split())
        assert done.returncode == 0, done.stderr
        journey.page(page)
    quit_program()


@journey.step('it ends without a complaint')
def end():
    journey.quiet()


journey.run()
