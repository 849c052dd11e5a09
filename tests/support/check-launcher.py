#!/usr/bin/python3
"""Says whether a desktop offers the program for the files that clouds hand out, and leaves archives to those who open
archives. A desktop of its own is made for that: the types of shared-mime-info, this launcher, and others. Speaks TAP.

usage: check-launcher.py LAUNCHER MIME-TYPES"""

import configparser
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

launcher, types = map(pathlib.Path, sys.argv[1:])
known_types = pathlib.Path('/usr/share/mime/packages/freedesktop.org.xml')
certificates = ['a.pem', 'a.crt', 'a.cer', 'a.der', 'a.p7b', 'a.p12', 'a.pfx', 'a.jks', 'a.jceks']
archives = ['a.zip', 'a.gz', 'a.tar', 'a.tgz', 'a.tar.gz', 'a.tar.xz', 'a.7z']
# before and after this launcher in the alphabet
others = ['ark', 'xarchiver']
guess = ('import sys; from gi.repository import Gio\n'
         'for name in sys.argv[1:]: print(Gio.content_type_guess(name, None)[0])')


def run(folders, *words):
    environment = {name: value for name, value in os.environ.items() if not name.startswith('XDG_')}
    environment.update(HOME=str(top / 'home'), XDG_DATA_HOME=str(top / 'home/data'), XDG_CONFIG_DIRS=str(top / 'none'),
                       XDG_CONFIG_HOME=str(top / 'home/config'), XDG_DATA_DIRS=':'.join(map(str, folders)),
                       PATH=f'{top}/bin:{os.environ["PATH"]}')
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_folder(name):
    folder = top / name
    (folder / 'applications').mkdir(parents=True)
    (folder / 'mime/packages').mkdir(parents=True)
    return folder


def install_other(folder, name, kinds):
    (folder / 'applications' / f'{name}.desktop').write_text(
        f'[Desktop Entry]\nType=Application\nName={name}\nExec=true %U\nMimeType={";".join(kinds)};\n')


def finish(folder):
    for program, place in (('update-mime-database', 'mime'), ('update-desktop-database', 'applications')):
        subprocess.run([program, str(folder / place)], check=True, stderr=subprocess.DEVNULL)


def kinds_of(names):
    """What each of these files is."""
    return dict(zip(names, run([own], sys.executable, '-c', guess, *names).split()))


def handlers(folders, kind):
    """Who opens files of that kind, and everybody who is offered for them."""
    lines = run(folders, 'gio', 'mime', kind).splitlines()
    default = lines[0].rpartition(': ')[2] if ':' in lines[0] else None
    return default, [line.strip() for line in lines[1:] if line.endswith('.desktop')]


def check_certificates():
    for name, kind in kinds_of(certificates).items():
        assert launcher.name in handlers([own], kind)[1], f'it is not offered for {name}, which is {kind}'


def check_archives():
    for name, kind in kinds_of(archives).items():
        assert launcher.name in handlers([own], kind)[1], f'it is not offered for {name}, which is {kind}'


def check_other(name, beside):
    kinds = kinds_of(archives)
    folder = own if beside else make_folder(f'with-{name}')
    install_other(folder, name, sorted(set(kinds.values())))
    finish(folder)
    folders = [own] if beside else [own, folder]
    try:
        for file, kind in kinds.items():
            default, offered = handlers(folders, kind)
            assert default == f'{name}.desktop', f'{file} is opened by {default}'
            assert launcher.name in offered, f'it is not offered for {file} any more'
        if shutil.which('xdg-mime'):
            asked = run(folders, 'xdg-mime', 'query', 'default', kinds['a.zip']).strip()
            assert asked == f'{name}.desktop', f'xdg-mime says that a.zip is opened by {asked}'
    finally:
        (folder / 'applications' / f'{name}.desktop').unlink()
        finish(folder)


def check_kinds():
    """A type that is misspelt would be offered for nothing."""
    parser = configparser.RawConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(launcher, encoding='utf-8')
    # of the desktop's viewer of certificates, which may be there or not
    elsewhere = {'application/x-x509-user-cert', 'application/x-pkcs12', 'application/x-pem-file'}
    known = set((own / 'mime/types').read_text().split()) | elsewhere
    for kind in parser['Desktop Entry']['MimeType'].strip(';').split(';'):
        assert kind in known, f'there is no type {kind}'


missing = [name for name in ('gio', 'update-desktop-database', 'update-mime-database') if not shutil.which(name)]
if not importlib.util.find_spec('gi'):
    missing.append('python3-gi')
if not known_types.exists():
    missing.append(str(known_types))
if missing:
    print(f'1..0 # SKIP not installed: {" ".join(missing)}')
    sys.exit()

checks = [('it is offered for certificates and key stores', check_certificates, ()),
          ('it is offered for archives', check_archives, ()),
          ('every type that the launcher names is one', check_kinds, ())]
for other in others:
    checks.append((f'archives stay with {other}', check_other, (other, True)))
    checks.append((f'archives stay with {other}, in a folder that comes later', check_other, (other, False)))

with tempfile.TemporaryDirectory(prefix='vf-launcher.') as folder:
    top = pathlib.Path(folder)
    own = make_folder('own')
    (top / 'bin').mkdir()
    for program in ('verifull', 'true'):
        (top / 'bin' / program).symlink_to('/bin/true')
    shutil.copy(known_types, own / 'mime/packages')
    shutil.copy(types, own / 'mime/packages/io.github.verifull.Verifull.xml')
    shutil.copy(launcher, own / 'applications')
    finish(own)
    failed = False
    print(f'1..{len(checks)}')
    for number, (what, function, arguments) in enumerate(checks, 1):
        try:
            function(*arguments)
            print(f'ok {number} - {what}')
        except AssertionError as error:
            failed = True
            print(f'not ok {number} - {what}')
            print(f'# {error}')
sys.exit(failed)
