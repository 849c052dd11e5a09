"""What the journeys share: steps that speak TAP, the program under test, and looking at the outcome from outside.

A journey runs inside desktop-session.sh, most of them inside with-postgres.sh too. Its steps build on each other, so
after one has failed the rest are skipped, and the picture and the tree of that moment are kept.
"""

import configparser
import os
import stat
import subprocess
import sys
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from uidriver import App, run, xdo   # noqa: E402  (re-exported for the journeys)

APP_ID = 'io.github.verifull.Verifull'
SUPPORT = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ['VF_VERIFULL']
COMMAND = os.environ['VF_VERIFULL_CLI']
PICTURES = os.environ.get('VF_PICTURES', '.')
# the program is a Flatpak: flatpak/prove.sh
FLATPAK = os.environ.get('VF_FLATPAK')
DATA = os.path.join(os.environ['HOME'], '.var/app', APP_ID, 'data/verifull') if FLATPAK else \
    os.path.join(os.environ['XDG_DATA_HOME'], 'verifull')
SERVICE_FILE = os.path.join(DATA, 'pg_service.conf')

# the pages by the name in the window's title, with the class that GTK 4.8 shows in the accessibility tree
PAGES = {
    'Start': 'VfStartPage', 'Certificates': 'VfCertificatesPage', 'Server': 'VfServerPage',
    'Security': 'VfSecurityPage', 'Check': 'VfCheckPage', 'Use It': 'VfDonePage', 'Renew': 'VfRenewPage',
}

# what GTK itself says under a virtual X server, on one release or another
NOISE = ('gdk_frame_timings_submitted', 'Screen coordinates not supported', 'DRI3 error', 'dconf-WARNING',
         'did not receive a focus-out event')


def server():
    """What with-postgres.sh has told: HOST, PORT, USER, PASSWORD, DATABASE, DIR, ARCHIVE, …"""
    return {name[6:]: value for name, value in os.environ.items() if name.startswith('VF_PG_')}


def change_certificate(name):
    """From now on the server shows NAME.crt with NAME.key, see make-pki.sh."""
    def reloads():
        with open(server()['LOG'], encoding='utf-8', errors='replace') as log:
            return log.read().count('received SIGHUP')

    before = reloads()
    for end in ('crt', 'key'):
        with open(os.path.join(server()['DIR'], f'{name}.{end}'), 'rb') as new, \
                open(os.path.join(server()['SOCKET'], f'server.{end}'), 'r+b') as shown:
            shown.write(new.read())
            shown.truncate()
    done = run('psql', '-X', '-h', server()['SOCKET'], '-p', server()['PORT'], '-U', 'postgres', '-d', 'postgres', '-c',
               'select pg_reload_conf()')
    assert done.returncode == 0, done.stderr
    for _ in range(100):
        if reloads() > before:
            return
        time.sleep(0.05)
    raise AssertionError('the server does not read its certificate anew')


class Journey:
    def __init__(self, name):
        self.name = name
        self.steps = []
        self.apps = []
        self.app = None
        self.pictures = 0
        self.log = os.path.join(PICTURES, f'{name}.log')
        os.makedirs(PICTURES, exist_ok=True)
        for file in os.listdir(PICTURES):
            if file.startswith(f'{name}-') or file == f'{name}.log':
                os.unlink(os.path.join(PICTURES, file))

    def step(self, text):
        def add(function):
            self.steps.append((text, function))
            return function
        return add

    def start(self, *arguments, env=None):
        """Starts the program; a warning of GLib's is written to the log, a critical one ends it."""
        # unlike this driver, the program must never read what it has given back
        environment = {'G_DEBUG': 'fatal-criticals', 'MALLOC_PERTURB_': '165', **(env or {})}
        self.app = App([PROGRAM, *arguments], log=self.log, env=environment)
        self.apps.append(self.app)
        return self.app

    def attach(self, pid):
        self.app = App(pid=pid)
        return self.app

    def picture(self, what):
        self.pictures += 1
        self.app.shot(os.path.join(PICTURES, f'{self.name}-{self.pictures:02}-{what}.png'))

    def drop(self, *files, to='Verifull', options=()):
        """Drags files from another program onto the window whose title has `to` in it."""
        if self.app:
            self.app.acts.append('drop')
        done = subprocess.run([sys.executable, os.path.join(SUPPORT, 'dnd-source.py'), '--to', to, *options, *files],
                              capture_output=True, text=True, check=False)
        return done.returncode == 0

    def page(self, name, timeout=20):
        """Waits for a page by the window's title."""
        title = 'Verifull' if name == 'Start' else f'{name} — Verifull'
        self.app.page = PAGES[name]
        self.app.wait(lambda: self.app.title() == title, f'the page {name!r} (the title is {self.app.title()!r})', timeout)

    def next(self, name):
        """Presses the suggested action and waits for the page called name."""
        self.app.click(self.app.find('button', 'Next'))
        self.page(name)

    def acts(self):
        """What the person has done since the program started: {'drop': 1, 'press': 2, …}"""
        return {kind: self.app.acts.count(kind) for kind in sorted(set(self.app.acts))}

    def complaints(self):
        try:
            with open(self.log, encoding='utf-8', errors='replace') as log:
                lines = log.read().splitlines()
        except OSError:
            return []
        return [line for line in lines if any(word in line for word in ('WARNING', 'CRITICAL', 'ERROR:', 'runtime error'))
                and not any(noise in line for noise in NOISE)]

    def quiet(self):
        assert not self.complaints(), '\n'.join(self.complaints())

    def run(self):
        print(f'1..{len(self.steps)}', flush=True)
        broken = False
        for number, (text, function) in enumerate(self.steps, 1):
            if broken:
                print(f'ok {number} - {text} # SKIP an earlier step failed', flush=True)
                continue
            began = time.monotonic()
            try:
                function()
                print(f'ok {number} - {text}', flush=True)
                print(f'# {time.monotonic() - began:.1f} s', flush=True)
            except Exception:      # whatever it was, it is this step's failure, and the journey ends in order
                broken = True
                print(f'not ok {number} - {text}', flush=True)
                for line in traceback.format_exc().splitlines():
                    print(f'# {line}', flush=True)
                self.explain_failure()
        for app in self.apps:
            if app.process and app.process.poll() is None:
                app.process.kill()
        sys.exit(1 if broken else 0)

    def explain_failure(self):
        if not self.app:
            return
        try:
            self.app.shot(os.path.join(PICTURES, f'{self.name}-failed.png'), 'root')
            with open(os.path.join(PICTURES, f'{self.name}-failed.txt'), 'w', encoding='utf-8') as file:
                self.app.dump(file)
        except Exception as error:      # the first failure is what matters
            print(f'# no picture: {error}', flush=True)
        for line in self.complaints()[:20]:
            print(f'# {line}', flush=True)


# --- the outcome, seen from outside --------------------------------------------------------------------------------

def psql(service, password, sql='select 1', service_file=SERVICE_FILE):
    """What `PGSERVICEFILE=… psql service=NAME` says; raises with its complaint."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith('PG')}
    environment.update(PGSERVICEFILE=service_file, PGPASSWORD=password, PGCONNECT_TIMEOUT='10')
    done = subprocess.run(['psql', '-X', '-A', '-t', '-w', '-c', sql, f'service={service}'], env=environment,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def services(path=SERVICE_FILE):
    """The sections of the service file as dictionaries."""
    parser = configparser.RawConfigParser(delimiters=('=',), strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(path, encoding='utf-8')
    return {name: dict(parser[name]) for name in parser.sections()}


def keyring_has(**attributes):
    """(nullable) what secret-tool finds, which is what any other program would find."""
    words = [word for pair in attributes.items() for word in map(str, pair)]
    done = run('secret-tool', 'lookup', *words)
    return done.stdout if done.returncode == 0 else None


def check_private(folder=DATA):
    """Everything that was saved is for its owner only."""
    seen = 0
    for parent, folders, files in os.walk(folder):
        for path in [parent, *(os.path.join(parent, name) for name in files)]:
            mode = stat.S_IMODE(os.lstat(path).st_mode)
            wanted = 0o700 if os.path.isdir(path) else 0o600
            assert mode == wanted, f'{path} has mode {mode:o}'
            seen += 1
        del folders
    assert seen > 1, f'nothing is kept in {folder}'


def check_no_secret(secret, *folders):
    """Nowhere in these folders does a file hold the secret."""
    for folder in folders:
        for parent, _, files in os.walk(folder):
            for name in files:
                path = os.path.join(parent, name)
                if not os.path.isfile(path) or '/keyrings/' in path:
                    continue
                with open(path, 'rb') as file:
                    assert secret.encode() not in file.read(), f'the secret stands in {path}'


def clipboard():
    return run(sys.executable, os.path.join(SUPPORT, 'clipboard.py')).stdout.rstrip('\n')
