#!/usr/bin/python3
"""Measures Verifull against what it is to be compared with, each pair alternately in one run, and prints the medians'
ratios as a table. Runs inside desktop-session.sh --no-wm and with-postgres.sh; ./dev bench does all of it.

usage: bench.py BUILD [ROW...]      writes BUILD/bench.json; ROW: start, memory, inspect, growth, formats, check, failing,
                                    probe, cancel, leak, stalls, window
"""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import startup

RUNS = 11
APP_ID = 'io.github.verifull.Verifull'
build = os.path.abspath(sys.argv[1])
wanted = set(sys.argv[2:])
window = os.path.join(build, 'src/ui/verifull')
command = os.path.join(build, 'src/cli/verifull-cli')
folder = tempfile.TemporaryDirectory(prefix='vf-bench.')
rows = []


def path(name):
    return os.path.join(folder.name, name)


def add(row, against, ratio, reach, note):
    rows.append({'row': row, 'against': against, 'ratio': round(ratio, 3), 'reach': reach})
    print(f'{row:<52} {against:<44} {ratio:>8.2f}  ≤ {reach:<6g} {"yes" if ratio <= reach else "NO":<4} {note}', flush=True)


def alternately(ours, theirs, runs=RUNS):
    """Medians of what the two functions return, called in turn; one call of each before that does not count."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def seconds(argv, env=None, status=0):
    began = time.perf_counter()
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
                          env=env)
    took = time.perf_counter() - began
    assert done.returncode == status, (argv, done.returncode, done.stderr)
    return took


def make_store(count):
    """A data folder with so many saved connections, all of them checked."""
    data = path(f'{count}-connections')
    store = os.path.join(data, 'verifull')
    os.makedirs(store, 0o700, exist_ok=True)
    now = int(time.time())
    notes = {}
    with open(os.path.join(store, 'pg_service.conf'), 'w', encoding='utf-8') as services:
        for number in range(count):
            entries = [f'host=pgm-{number:04}.pg.rds.aliyuncs.com', 'port=5432', 'dbname=shop', 'user=app', 'gssencmode=disable',
                       'sslmode=verify-full'] + [f'{word}={store}/credentials/{number:016x}/1/none' for word in
                                                 ('sslrootcert', 'sslcert', 'sslkey', 'sslcrl')]
            services.write(f'[connection-{number:04}]\n' + '\n'.join(entries) + '\n\n')
            settings = hashlib.sha256(''.join(entry + '\n' for entry in entries).encode()).hexdigest()
            notes[f'connection-{number:04}'] = {'checked': now - number * 60, 'settings': settings,
                                                'code': 'none' if number % 9 else 'refused', 'expires': now + number * 86400}
    with open(os.path.join(store, 'connections.json'), 'w', encoding='utf-8') as file:
        json.dump({'connections': notes}, file)
    return data


# --- the window ------------------------------------------------------------------------------------------------

def bench_start():
    watcher = startup.Watcher()
    empty = os.path.join(build, 'tests/bench/empty-window')
    for what, count in (('', 0), (' with 500', 500)):
        env = {'XDG_DATA_HOME': make_store(count)} if count else None
        memory = {window: [], empty: []}

        def start(program):
            first_frame, kib = watcher.measure([program], env=env)
            memory[program].append(kib)
            return first_frame

        ours, theirs = alternately(lambda: start(window), lambda: start(empty))
        if not wanted or 'start' in wanted:
            add(f'start{what} to first frame', 'an empty AdwApplicationWindow', ours / theirs, 1.25,
                f'{ours * 1000:.0f} ms / {theirs * 1000:.0f} ms')
        ours, theirs = (statistics.median(memory[program][1:]) / 1024 for program in (window, empty))
        if not wanted or 'memory' in wanted:
            add(f'memory after start{what} (PSS)', 'the same empty window', ours / theirs, 1.5,
                f'{ours:.1f} MiB / {theirs:.1f} MiB')


class Running:
    """The wizard with a watch on its main loop, driven over D-Bus, where a question costs it next to nothing."""

    def __init__(self, *arguments, env=None):
        self.log = path('stalls.log')
        open(self.log, 'w', encoding='utf-8').close()
        preload = os.path.join(build, 'tests/bench/libstall-watch.so')
        self.process = subprocess.Popen([window, *arguments], env=dict(os.environ, LD_PRELOAD=preload, STALL_LOG=self.log, **(env or {})),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait(lambda: self.call('/window/1', 'org.gtk.Actions.List'), 'the window')
        time.sleep(1)

    @staticmethod
    def call(where, method, *arguments):
        done = subprocess.run(['gdbus', 'call', '-e', '-d', APP_ID, '-o', '/' + APP_ID.replace('.', '/') + where, '-m',
                               method, '--', *arguments], capture_output=True, text=True, check=False)
        return done.stdout if done.returncode == 0 else None

    def activate(self, action):
        assert self.call('/window/1', 'org.gtk.Actions.Activate', action, '[]', '{}') is not None, action

    def enabled(self, action):
        return (self.call('/window/1', 'org.gtk.Actions.Describe', action) or '').startswith('((true')

    @staticmethod
    def wait(condition, what, timeout=60):
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                raise RuntimeError(f'waited {timeout} s for {what}')
            time.sleep(0.1)

    def next(self):
        """Next, once it can be pressed and the page has come."""
        self.wait(lambda: self.enabled('next'), 'Next')
        self.activate('next')
        time.sleep(0.5)

    def reset(self):
        self.process.send_signal(signal.SIGUSR2)
        time.sleep(0.2)

    def worst(self):
        """(milliseconds of the longest stall since the last reset, the most of the processor's in one of them)"""
        self.process.send_signal(signal.SIGUSR1)
        self.wait(lambda: os.path.getsize(self.log) > 0, 'the report')
        with open(self.log, encoding='utf-8') as file:
            last = file.read().splitlines()[-1]
        return tuple(float(number) for number in re.search(r'worst ([\d.]+) ms cpu ([\d.]+) ms', last).groups())

    def end(self):
        self.process.terminate()
        self.process.wait(10)


def make_archive():
    """32 MiB as they come when somebody zips a whole folder: certificates among much that is none."""
    bundle = path('1000.pem')
    subprocess.run([os.path.join(build, 'tests/bench/make-bundle'), '1000', bundle], check=True)
    generator = random.Random(1)
    name = path('32-mib.zip')
    with zipfile.ZipFile(name, 'w', zipfile.ZIP_STORED) as archive:
        archive.write(bundle, 'certificates.pem')
        left = 32 * 1024 * 1024 - os.path.getsize(bundle)
        number = 0
        while left > 0:
            size = min(left, 1024 * 1024)
            archive.writestr(f'other/{number}.bin', generator.randbytes(size))
            left -= size
            number += 1
    return name


def import_stall(archive):
    running = Running()
    try:
        running.reset()
        uri = f"['file://{archive}']"
        assert running.call('', 'org.freedesktop.Application.Open', uri, '{}') is not None
        running.wait(lambda: running.enabled('next'), 'the archive to be read')
        time.sleep(1)
        return running.worst()
    finally:
        running.end()


def silent_stall(archive, port):
    running = Running('--target', f'host=127.0.0.1 port={port} user=app dbname=app', archive)
    try:
        running.next()                      # Certificates → Server
        running.next()                      # Server → Security, which looks at the server
        running.wait(lambda: running.enabled('check'), 'a connection to check')
        running.activate('check')
        time.sleep(1)
        running.reset()
        time.sleep(4)
        assert running.enabled('cancel'), 'the check did not last'
        return running.worst()
    finally:
        running.end()


def add_stall(what, measure):
    worst, own = (statistics.median(numbers) for numbers in zip(*(measure() for _ in range(RUNS))))
    add(f'longest main-loop stall: {what}', '16 ms', worst / 16, 1, f"{worst:.1f} ms; at most {own:.1f} ms the processor's")


def many_stall(data):
    """Five hundred are read, shown, and checked, all of them in vain."""
    running = Running(env={'XDG_DATA_HOME': data})
    try:
        running.reset()
        running.activate('check-all')
        time.sleep(3)
        assert running.enabled('cancel'), 'the checks did not last'
        return running.worst()
    finally:
        running.end()


def bench_stalls():
    data = make_store(500)
    add_stall('500 connections are checked', lambda: many_stall(data))
    archive = make_archive()
    import_stall(archive)       # brings the files into memory
    add_stall('import of a 32 MiB archive', lambda: import_stall(archive))

    silent = socket.create_server(('127.0.0.1', 0), backlog=64)
    clients = []

    def accept():
        while True:
            clients.append(silent.accept())

    threading.Thread(target=accept, daemon=True).start()
    port = silent.getsockname()[1]
    add_stall('check of a silent server', lambda: silent_stall(os.environ['VF_PG_ARCHIVE'], port))


def window_times(deed, bundle, data):
    """Milliseconds from a deed to the frame that shows it, of the longest stall on the way, and the processor's most."""
    done = subprocess.run([os.path.join(build, 'tests/bench/window-times'), deed, bundle, data], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True, check=True,
                          env=dict(os.environ, GSETTINGS_BACKEND='memory', LC_ALL='C.UTF-8'))
    return tuple(map(float, done.stdout.splitlines()[-1].split()))


def bench_window():
    bundle, data = path('115-window.pem'), make_store(500)
    subprocess.run([os.path.join(build, 'tests/bench/make-bundle'), '115', bundle], check=True)
    for what, deed in (('one of 115 certificates is opened', 'certificate'), ('each page in turn', 'pages'),
                       ('the help is opened', 'help'), ('500 connections are shown', 'list'),
                       ('500 connections are searched', 'search')):
        took, worst, own = (statistics.median(numbers) for numbers in zip(*(window_times(deed, bundle, data)
                                                                            for _ in range(RUNS))))
        if deed == 'certificate':
            add('to the view of one of 115 certificates', '50 ms', took / 50, 1, f'{took:.1f} ms')
        add(f'longest main-loop stall: {what}', '16 ms', worst / 16, 1, f"{worst:.1f} ms; at most {own:.1f} ms the processor's")


# --- the command line --------------------------------------------------------------------------------------------

def bench_inspect():
    bundles = {}
    for number in (100, 10000):
        bundles[number] = path(f'{number}.pem')
        subprocess.run([os.path.join(build, 'tests/bench/make-bundle'), str(number), bundles[number]], check=True)

    def inspect(number):
        return seconds([command, 'inspect', bundles[number]])

    if not wanted or 'inspect' in wanted:
        ours, theirs = alternately(lambda: inspect(100),
                                   lambda: seconds(['openssl', 'storeutl', '-noout', '-certs', bundles[100]]), 31)
        add('inspect of a 100-certificate PEM bundle', 'openssl storeutl -noout -certs', ours / theirs, 1.0,
            f'{ours * 1000:.1f} ms / {theirs * 1000:.1f} ms')
    if not wanted or 'growth' in wanted:
        many, few = alternately(lambda: inspect(10000), lambda: inspect(100))
        add('inspect growth, 100 to 10,000 certificates', '100 certificates', many / few, 100,
            f'{many * 1000:.0f} ms / {few * 1000:.1f} ms')


def bench_formats():
    """A bundle of the size of Amazon's, in the three formats that clouds hand out."""
    pem, p7b, jks = path('115.pem'), path('115.p7b'), path('115.jks')
    subprocess.run([os.path.join(build, 'tests/bench/make-bundle'), '115', pem], check=True)
    subprocess.run(['openssl', 'crl2pkcs7', '-nocrl', '-certfile', pem, '-out', p7b], check=True)
    subprocess.run([sys.executable, os.path.join(os.path.dirname(startup.__file__), 'make-jks.py'), jks, 'changeit', pem], check=True)
    for name, file, other in (('PEM', pem, ['openssl', 'storeutl', '-noout', '-certs', pem]),
                              ('PKCS#7', p7b, ['openssl', 'pkcs7', '-print_certs', '-noout', '-in', p7b]),
                              ('JKS', jks, ['keytool', '-list', '-keystore', jks, '-storepass', 'changeit'])):
        if not shutil.which(other[0]):
            print(f'skipped: inspect of 115 certificates, {name}: no {other[0]} here', flush=True)
            continue
        ours, theirs = alternately(lambda: seconds([command, 'inspect', file]), lambda: seconds(other), 21)
        add(f'inspect of 115 certificates, {name}', ' '.join(other[:2]), ours / theirs, 1.0,
            f'{ours * 1000:.1f} ms / {theirs * 1000:.1f} ms')


class Server:
    """The PostgreSQL around this run, and how each program is told of it."""

    def __init__(self):
        self.own = {name[6:]: value for name, value in os.environ.items() if name.startswith('VF_PG_')}
        self.authorities = os.path.join(self.own['DIR'], 'authorities.pem')
        self.where = ' '.join(f'{word}={self.own[name]}' for word, name in
                              (('host', 'HOST'), ('port', 'PORT'), ('user', 'USER'), ('dbname', 'DATABASE')))
        # a file that the environment names is not what a desktop's programs ask for public authorities
        self.env = {name: value for name, value in os.environ.items() if not name.startswith('SSL_CERT_')}
        self.env['PGPASSWORD'] = self.own['PASSWORD']
        self.secret = path('password')
        with open(self.secret, 'w', encoding='utf-8', opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(self.own['PASSWORD'])

    def check(self, authorities, status):
        return seconds([command, 'check', '--mode', 'verify-full', '--certificates', authorities, '--password-file',
                        self.secret, self.where], self.env, status)

    def psql(self, authorities, status):
        psql = os.path.join(self.own['BINDIR'], 'psql')     # itself, and not the script that some systems put before it
        return seconds([psql if os.path.exists(psql) else 'psql', '-X', '-c', 'select 1',
                        f'{self.where} sslmode=verify-full sslrootcert={authorities}'], self.env, status)

    def run_check(self, what, *more):
        return [os.path.join(build, 'tests/bench/run-check'), what, self.own['HOST'], self.own['PORT'], self.authorities,
                *more]


def bench_check():
    server = Server()
    ours, theirs = alternately(lambda: server.check(server.authorities, 0), lambda: server.psql(server.authorities, 0), 41)
    add('check of a good Verify-Full connection', "psql -c 'select 1', same settings", ours / theirs, 1.15,
        f'{ours * 1000:.1f} ms / {theirs * 1000:.1f} ms')


def bench_failing():
    server = Server()
    other = path('other-authority.pem')
    subprocess.run([os.path.join(build, 'tests/bench/make-bundle'), '1', other], check=True)
    ours, theirs = alternately(lambda: server.check(other, 1), lambda: server.psql(other, 2), 41)
    add('check that fails, with its whole diagnosis', 'psql, same settings', ours / theirs, 2.0,
        f'{ours * 1000:.1f} ms / {theirs * 1000:.1f} ms')


def bench_probe():
    """From the call to the report, the first in its process, so that OpenSSL's start is in it; a window that runs has no
    start of a program to pay for. The note has the time of the whole process as well."""
    server = Server()
    host = server.own['HOST']
    openssl = ['openssl', 's_client', '-starttls', 'postgres', '-connect', f"{host}:{server.own['PORT']}", '-CAfile',
               server.authorities, '-verify_hostname', host, '-brief']
    whole = []

    def probe():
        began = time.perf_counter()
        done = subprocess.run(server.run_check('probe'), env=server.env, stdout=subprocess.PIPE, check=True)
        whole.append(time.perf_counter() - began)
        return float(done.stdout) / 1000

    ours, theirs = alternately(probe, lambda: seconds(openssl, server.env), 41)
    add('probe alone, with a verdict for each mode', 'openssl s_client -starttls postgres', ours / theirs, 1.0,
        f'{ours * 1000:.1f} ms / {theirs * 1000:.1f} ms; with a process of its own {statistics.median(whole) * 1000:.1f} ms')


def bench_cancel():
    silent = socket.create_server(('127.0.0.1', 0), backlog=64)
    argv = [os.path.join(build, 'tests/bench/run-check'), 'cancel', str(silent.getsockname()[1])]
    took = statistics.median(float(subprocess.run(argv, stdout=subprocess.PIPE, check=True).stdout) for _ in range(RUNS))
    add('from cancelling a check to its end', '50 ms', took / 50, 1, f'{took:.2f} ms')


def bench_leak():
    """Growth over a thousand checks in one process, against a kibibyte for each ten of them."""
    server = Server()
    heap, pages = map(float, subprocess.run(server.run_check('memory', '1000'), env=server.env, stdout=subprocess.PIPE,
                                            check=True).stdout.split())
    add('growth of memory over 1,000 checks', '100 KiB', max(heap, pages) / 100, 1,
        f'heap {heap:+.1f} KiB, own pages {pages:+.0f} KiB')


def main():
    print(f'{"row":<52} {"against":<44} {"ratio":>8}  {"reach":<8} {"":<4} medians', flush=True)
    for names, bench in (({'start', 'memory'}, bench_start), ({'inspect', 'growth'}, bench_inspect),
                         ({'formats'}, bench_formats), ({'check'}, bench_check),
                         ({'failing'}, bench_failing), ({'probe'}, bench_probe), ({'cancel'}, bench_cancel),
                         ({'leak'}, bench_leak), ({'stalls'}, bench_stalls), ({'window'}, bench_window)):
        if not wanted or names & wanted:
            bench()
    with open(os.path.join(build, 'bench.json'), 'w', encoding='utf-8') as file:
        json.dump(rows, file, indent=1, ensure_ascii=False)
        file.write('\n')


main()
