#!/usr/bin/python3
"""The wizard's main job, driven in the real window without a display: from the downloaded archive to a proven
connection. Saves a picture of each page and prints the verdict; ends with 0 only if the connection was proven with
Verify-Full, which psql has to confirm with what was saved.

Runs inside desktop-session.sh and with-postgres.sh; ./dev run does that.
"""

import os
import re
import sys

# as on a person's own machine: what is saved lies where it does by default, and there is a terminal
os.environ['XDG_DATA_HOME'] = os.path.expanduser('~/.local/share')
os.environ['PATH'] += os.pathsep + os.path.expanduser('~/bin')

import journey as J  # noqa: E402  (it reads the environment)


def make_terminal():
    """The demonstration looks for one, and opens none."""
    os.makedirs(os.path.expanduser('~/bin'), exist_ok=True)
    os.symlink('/bin/true', os.path.expanduser('~/bin/xdg-terminal-exec'))


server = J.server()
make_terminal()
# what a software centre shows is at most 1000 by 700
SIZE = 720, 700
demo = J.Journey('demo')


def resize():
    """Makes the window as large as its pictures are to be."""
    window = J.xdo('getactivewindow')
    J.xdo('windowsize', window, *SIZE)
    wanted = [f'WIDTH={SIZE[0]}', f'HEIGHT={SIZE[1]}']
    demo.app.wait(lambda: set(wanted) <= set(J.xdo('getwindowgeometry', '--shell', window).split()), f'the size {SIZE}')


def picture(name):
    demo.app.shot(os.path.join(J.PICTURES, f'{name}.png'))
    print(f'  {name}.png', flush=True)


def drive():
    """The sentence of the verdict, and the name that the connection was saved under."""
    target = f"host={server['HOST']} port={server['PORT']} user={server['USER']} dbname={server['DATABASE']}"
    app = demo.start('--target', target)
    demo.page('Start')
    resize()
    picture('1-start')

    assert demo.drop(server['ARCHIVE']), 'the window did not take the archive'
    demo.page('Certificates')
    app.wait(lambda: app.sensitive(app.find('button', 'Next')), 'the archive to be read', 30)
    picture('2-certificates')

    demo.next('Server')
    assert app.text(app.find('entry', 'Host')) == server['HOST'], 'the host is not filled in'
    assert app.text(app.find('entry', 'User')) == server['USER'], 'the user is not filled in'
    app.enter(app.find('entry', 'Password'), server['PASSWORD'])
    picture('3-server')

    demo.next('Security')
    app.wait(lambda: app.checked(app.find('radio', 'Verify-Full, recommended')), 'Verify-Full to be chosen', 30)
    picture('4-security')

    demo.next('Check')
    app.find(None, 'Proven.', timeout=30)
    said = app.texts()
    verdict = next(text for text in said if text.startswith('You are talking'))
    verdict += f" Vouched for by “{said[said.index('Vouched for by') + 1]}”."
    picture('5-check')

    name = app.text(app.find('entry', 'Save as'))
    app.click(app.find('button', 'Save'))
    demo.page('Use It')
    picture('6-done')

    app.click(app.find('button', 'Done'))
    demo.page('Start')
    app.wait(lambda: app.says(re.escape(name)), 'the saved connection in the list')
    picture('7-connections')
    assert app.close() == 0, 'the program did not end well'
    return verdict, name


try:
    print('Pictures in build/demo:', flush=True)
    sentence, saved = drive()
    section = J.services()[saved]
    assert section['sslmode'] == 'verify-full', section
    J.psql(saved, server['PASSWORD'])
    demo.quiet()
except Exception as problem:        # whatever went wrong, it was not proven
    demo.explain_failure()
    print(f'Not proven: {problem}')
    sys.exit(1)
print(f'Proven with Verify-Full: {sentence}')
print(f'psql has connected with the saved service “{saved}”.')
