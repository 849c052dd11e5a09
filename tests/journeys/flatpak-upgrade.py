#!/usr/bin/python3
"""A newer Flatpak over an older one changes nothing that is kept, uninstalling keeps it, and uninstalling with the data
takes away that and nothing else: flatpak/prove.sh runs this.

usage: flatpak-upgrade.py OLDER-VERSION"""

import hashlib
import os
import shutil
import stat
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

journey = J.Journey('flatpak-upgrade')
server = J.server()
older = sys.argv[1]
HOME = os.environ['HOME']
OWN = os.path.join(HOME, '.var/app', J.APP_ID)
SECRETS = os.path.join(OWN, 'data/keyrings/default.keyring')
OTHERS = os.path.join(HOME, '.var/app/org.example.Other')
PACKAGED = os.path.join(os.environ['XDG_DATA_HOME'], 'verifull')
# what the portals remember of every program
PERMISSIONS = os.path.join(os.environ['XDG_DATA_HOME'], 'flatpak/db')
kept = {}


def flatpak(*words):
    # on a machine without a system bus nobody answers when Flatpak asks for parental controls, nor here
    environment = dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=os.environ['DBUS_SESSION_BUS_ADDRESS'])
    return subprocess.run(['flatpak', words[0], '--user', *words[1:]], env=environment, capture_output=True, text=True,
                          check=False)


def must(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def version():
    return must(J.run(J.COMMAND, '--version')).split('\n')[0].split()[-1]


def files(*tops, without=()):
    """Every file and folder there, with its mode and contents."""
    found = {}
    for top in tops:
        for parent, folders, names in os.walk(top):
            folders[:] = [name for name in folders if os.path.join(parent, name) not in without]
            for path in [parent, *(os.path.join(parent, name) for name in names)]:
                status = os.lstat(path)
                contents = b''
                if stat.S_ISREG(status.st_mode):
                    with open(path, 'rb') as file:
                        contents = file.read()
                found[path] = oct(status.st_mode), hashlib.sha256(contents).hexdigest()
    return found


def of_others():
    return files(HOME, os.environ['XDG_DATA_HOME'], os.environ['XDG_CONFIG_HOME'], without=(OWN, PERMISSIONS))


def same(before, after):
    assert before == after, sorted(path for path in {**before, **after} if before.get(path) != after.get(path))


def save(name, *options, password=None):
    target = f"postgresql://{server['USER']}@{server['HOST']}:{server['PORT']}/{server['DATABASE']}"
    done = subprocess.run([J.COMMAND, 'save', name, '--certificates', server['ARCHIVE'], *options, target],
                          input=password, capture_output=True, text=True, check=False)
    must(done)


def check_again():
    """The window lists both, and proves the one with nothing typed."""
    app = journey.start()
    journey.page('Start')
    app.wait(lambda: app.says('shop') and app.says('archive-only'), 'both connections in the list', 20)
    assert not app.says('packaged'), 'it shows what another installation keeps'
    app.action(J.APP_ID, 'check-saved', '[<"shop">]', window=1)
    journey.page('Check')
    app.find(None, 'Proven.', timeout=30)
    journey.picture('proven')
    assert app.close() == 0
    assert J.psql('shop', server['PASSWORD']) == '1'


@journey.step('an older version keeps two connections, one of them with its password')
def begin():
    must(flatpak('update', '-y', '--noninteractive', '--commit', os.environ['VF_FLATPAK_OLDER'], J.APP_ID))
    assert version() == older, version()
    save('shop', '--password-file', '-', password=server['PASSWORD'] + '\n')
    save('archive-only', '--unchecked', '--mode', 'verify-ca')
    assert sorted(J.services()) == ['archive-only', 'shop'], J.services()
    assert os.path.getsize(SECRETS) > 100
    check_again()


@journey.step('a distribution’s build has a list of its own, and another Flatpak its data')
def surroundings():
    shutil.copytree(J.DATA, PACKAGED)
    path = os.path.join(PACKAGED, 'pg_service.conf')
    with open(path, encoding='utf-8') as file:
        text = file.read()
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text.replace('[shop]', '[packaged]'))
    os.makedirs(os.path.join(OTHERS, 'data/verifull'))
    with open(os.path.join(OTHERS, 'data/verifull/pg_service.conf'), 'w', encoding='utf-8') as file:
        file.write('[other]\nhost=localhost\n')


@journey.step('the new version over it changes no byte of what is kept')
def upgrade():
    before = files(OWN)
    must(flatpak('update', '-y', '--noninteractive', J.APP_ID))
    assert version() != older, version()
    after = files(OWN)
    kept.update({path: after[path] for path in after if path.startswith((J.DATA, SECRETS))})
    assert len(kept) > 5 and SECRETS in kept
    same({path: before[path] for path in kept}, kept)
    print(f'# {older} became {version()}; the same as before are {len(kept)} files and folders', flush=True)


@journey.step('the new version has both, and checks the one again without a question')
def again():
    check_again()


@journey.step('uninstalling takes the program away, and keeps what is kept')
def uninstall():
    before, around = files(OWN), of_others()
    must(flatpak('uninstall', '-y', '--noninteractive', J.APP_ID))
    assert flatpak('info', J.APP_ID).returncode != 0
    exported = os.path.join(os.environ['FLATPAK_USER_DIR'], 'exports/share')
    left = [path for path in files(exported) if J.APP_ID in path]
    assert not left, left
    same(before, files(OWN))
    same(around, of_others())
    assert J.psql('shop', server['PASSWORD']) == '1'


@journey.step('installed once more, all is as before')
def install():
    must(flatpak('install', '-y', '--noninteractive', 'built', J.APP_ID))
    check_again()


@journey.step('uninstalling with the data takes away that, and nothing else')
def delete():
    around, own = of_others(), files(OWN)
    must(flatpak('uninstall', '-y', '--noninteractive', '--delete-data', J.APP_ID))
    assert not os.path.lexists(OWN), sorted(files(OWN))
    same(around, of_others())
    assert sorted(J.services(os.path.join(PACKAGED, 'pg_service.conf'))) == ['archive-only', 'packaged']
    print(f'# gone are {len(own)} files and folders; untouched are {len(around)} others', flush=True)


@journey.step('installed after that it begins with nothing, and keeps a password again')
def anew():
    must(flatpak('install', '-y', '--noninteractive', 'built', J.APP_ID))
    app = journey.start()
    journey.page('Start')
    app.wait(lambda: app.says('Drop'), 'the invitation')
    assert not app.says('shop|archive-only|packaged'), app.texts()
    journey.picture('empty')
    assert app.close() == 0
    save('shop', '--password-file', '-', password=server['PASSWORD'] + '\n')
    save('archive-only', '--unchecked', '--mode', 'verify-ca')
    check_again()
    journey.quiet()


journey.run()
