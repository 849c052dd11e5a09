#!/usr/bin/python3
"""Says whether the desktop knows the program where it is installed: the launcher is offered for files, the session bus
starts the program, and the actions of the launcher work. Runs inside desktop-session.sh; ends with 0 only if all is so.
"""

import os
import re
import shutil
import sys

import journey as J

KINDS = ('application/zip', 'application/x-compressed-tar', 'application/x-x509-ca-cert', 'application/pkix-cert',
         'application/x-pkcs7-certificates', 'application/pkcs12', 'application/x-java-keystore')
installed = J.Journey('installed')


def offered():
    for kind in KINDS:
        said = J.run('gio', 'mime', kind).stdout
        assert f'\t{J.APP_ID}.desktop' in said, f'the launcher is not offered for {kind}:\n{said}'


def use_action(name, page):
    """Chooses it in the menu of the launcher; the bus starts the program if need be."""
    reply = J.run('gdbus', 'call', '-e', '-d', J.APP_ID, '-o', '/' + J.APP_ID.replace('.', '/'), '-m',
                  'org.freedesktop.Application.ActivateAction', name, '[]', '{}')
    assert reply.returncode == 0, reply.stderr
    if not installed.app:
        reply = J.run('gdbus', 'call', '-e', '-d', 'org.freedesktop.DBus', '-o', '/', '-m',
                      'org.freedesktop.DBus.GetConnectionUnixProcessID', J.APP_ID)
        installed.attach(int(re.search(r'uint32 (\d+)', reply.stdout)[1]))
    installed.page(page)


def drive():
    offered()
    # the bus of a test knows only the services that it is told of
    shutil.copy(f'/usr/share/dbus-1/services/{J.APP_ID}.service', os.path.join(os.environ['VF_SESSION'], 'services'))
    J.run('gdbus', 'call', '-e', '-d', 'org.freedesktop.DBus', '-o', '/', '-m', 'org.freedesktop.DBus.ReloadConfig')
    use_action('new-connection', 'Certificates')
    use_action('check-all', 'Start')
    installed.app.action(J.APP_ID, 'quit')


try:
    drive()
except Exception as problem:        # whatever it was, the desktop does not know the program
    installed.explain_failure()
    print(f'The desktop does not know the program: {problem}')
    sys.exit(1)
print(f'The launcher is offered for {len(KINDS)} kinds of files, and its actions start the program.')
