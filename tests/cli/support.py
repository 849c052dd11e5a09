"""What the tests of the command line share: running it, guarding its output, and TAP."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = os.environ.get('VF_CLI', str(HERE.parents[1] / 'build' / 'src' / 'cli' / 'verifull-cli'))
SECONDS = 60                    # a run that takes longer hangs

CHECK_KEYS = ['verdict', 'mode', 'stage', 'code', 'text', 'stages', 'modes', 'recommended', 'tls', 'server', 'chain',
              'certificate', 'findings', 'elapsed_ms']
STAGES = ['resolve', 'connect', 'negotiate', 'handshake', 'chain', 'name', 'login']


class Skip(Exception):
    """The test cannot be done on this machine; the text says why."""


class Result:
    def __init__(self, arguments, done):
        self.arguments = arguments
        self.status = done.returncode
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()

    def __repr__(self):
        return f'{self.arguments}\nstatus {self.status}\n--- out\n{self.out}\n--- err\n{self.err}'

    def json(self):
        """The one object on standard output."""
        value = json.loads(self.out)
        assert isinstance(value, dict), self
        return value

    def expect(self, status):
        assert self.status == status, f'expected status {status}: {self!r}'
        lines = self.err.splitlines()
        if status == 2:
            assert lines and lines[-1].startswith('verifull-cli: '), self
        return self


class Home:
    """A home of its own, without a keyring, and everything that the program said in it."""

    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix='verifull-cli-'))
        self.secrets = []
        self.env = {name: value for name, value in os.environ.items()
                    if not name.startswith(('PG', 'XDG_', 'LC_', 'LANG'))}
        self.env.update(HOME=str(self.path), XDG_DATA_HOME=str(self.path / 'data'),
                        XDG_CONFIG_HOME=str(self.path / 'config'), XDG_RUNTIME_DIR=str(self.path / 'run'),
                        DBUS_SESSION_BUS_ADDRESS='unix:path=/nonexistent', LC_ALL='C.UTF-8', TZ='UTC')
        (self.path / 'run').mkdir(mode=0o700)

    def command(self, *arguments):
        return [PROGRAM, *(str(argument) for argument in arguments)]

    def run(self, *arguments, stdin=b'', env=None, expect=None):
        if isinstance(stdin, str):
            stdin = stdin.encode()
        done = subprocess.run(self.command(*arguments), input=stdin, capture_output=True, timeout=SECONDS,
                              env={**self.env, **(env or {})}, check=False)
        result = Result(arguments, done)
        assert done.returncode >= 0, f'killed by signal: {result!r}'
        for secret in self.secrets:
            assert secret not in result.out and secret not in result.err, f'{secret} was printed: {result!r}'
        return result if expect is None else result.expect(expect)

    def json(self, *arguments, expect=0, **more):
        return self.run(*arguments, '--json', expect=expect, **more).json()

    def file(self, name, content):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(0o600)
        return path

    def leftovers(self):
        """Files of a check that should have gone with it."""
        return [str(path) for path in (self.path / 'run').rglob('*') if path.is_file()]

    def close(self):
        shutil.rmtree(self.path, ignore_errors=True)


def make_pki(directory):
    directory.mkdir(parents=True, exist_ok=True)
    subprocess.run([HERE.parent / 'support' / 'make-pki.sh', directory], check=True, capture_output=True)
    return directory


def openssl(*arguments):
    subprocess.run(['openssl', *(str(argument) for argument in arguments)], check=True, capture_output=True)


def codes(found):
    return [finding['code'] for finding in found['findings']]


def check_shape(found):
    """That a report has every member of the contract, in its order, and returns it."""
    assert list(found) == CHECK_KEYS, list(found)
    assert found['verdict'] in ('ok', 'failed') and isinstance(found['text'], str) and found['text'], found
    assert [stage['name'] for stage in found['stages']] == STAGES
    for stage in found['stages']:
        assert list(stage) == ['name', 'state', 'ms', 'facts'] and isinstance(stage['facts'], dict), stage
        assert stage['state'] in ('ok', 'failed', 'skipped', 'not-reached'), stage
        assert isinstance(stage['ms'], (int, float)), stage
    assert list(found['modes']) == ['require', 'verify-ca', 'verify-full'], found['modes']
    for mode in found['modes'].values():
        assert list(mode) == ['would', 'why', 'code'] and mode['would'] in ('ok', 'fail', 'unknown'), mode
    for finding in found['findings']:
        assert list(finding) == ['code', 'severity', 'subject', 'variant', 'text', 'why', 'fixes'], finding
        for fix in finding['fixes']:
            assert list(fix) == ['id', 'label', 'argument', 'cost'] and fix['label'], fix
    assert list(found['server']) == ['product', 'version'], found['server']
    return found


def run_tests(module):
    """Runs the functions named test_* in the order of the file, each with a Home of its own, and speaks TAP."""
    tests = [(name, value) for name, value in vars(module).items() if name.startswith('test_')]
    failed = False
    print(f'1..{len(tests)}')
    for number, (name, function) in enumerate(tests, 1):
        home = Home()
        title = name[len('test_'):].replace('_', ' ')
        try:
            function(home)
            print(f'ok {number} - {title}')
        except Skip as reason:
            print(f'ok {number} - {title} # SKIP {reason}')
        except BaseException:  # pylint: disable=broad-except
            failed = True
            for line in traceback.format_exc().splitlines():
                print(f'# {line}')
            print(f'not ok {number} - {title}')
        finally:
            home.close()
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
