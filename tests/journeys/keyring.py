#!/usr/bin/python3
"""J6: the keyring is absent, or locked, or has never been made. The wizard never hangs, keeps the typed password, and
says what was and was not saved.

usage: keyring.py absent|locked|fresh
"""

import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

state = sys.argv[1]
journey = J.Journey(f'keyring-{state}')
server = J.server()
NAME = 'shop'
PROMPTER = ['search', '--onlyvisible', '--class', '[Pp]rompter']


def prompt(timeout=20):
    window = J.App.wait(lambda: J.xdo(*PROMPTER), 'the keyring to ask', timeout).split()[-1]
    J.xdo('windowactivate', '--sync', window)
    time.sleep(0.3)
    return window


def prompt_gone():
    J.App.wait(lambda: not J.xdo(*PROMPTER), 'the question to go')


def stored():
    if J.FLATPAK:       # nobody else can read it; what is there before anything is kept is nothing
        return server['PASSWORD'] if os.path.exists(os.path.join(J.DATA, '../keyrings/default.keyring')) else None
    return J.keyring_has(host=server['HOST'], port=server['PORT'], dbname=server['DATABASE'], user=server['USER'],
                         kind='password')


def answers():
    """The window answers while the keyring does not."""
    began = time.monotonic()
    done = subprocess.run(['gdbus', 'call', '-e', '-t', '3', '-d', J.APP_ID, '-o',
                           '/' + J.APP_ID.replace('.', '/') + '/window/1', '-m', 'org.gtk.Actions.List'],
                          capture_output=True, check=False)
    assert done.returncode == 0 and time.monotonic() - began < 2, 'the window does not answer'


def says_why(words):
    journey.app.wait(lambda: journey.app.says(words), f'the sentence about {words!r}', 10)
    assert journey.app.says('kept only until Verifull is closed'), journey.app.texts()


def is_saved():
    section = J.services()[NAME]
    assert 'password' not in section
    assert J.psql(NAME, server['PASSWORD']) == '1'
    J.check_private()
    J.check_no_secret(server['PASSWORD'], os.environ['XDG_DATA_HOME'], os.environ['HOME'])


@journey.step('a connection is proven with a typed password')
def prove():
    target = f"postgresql://{server['USER']}@{server['HOST']}:{server['PORT']}/{server['DATABASE']}"
    app = journey.start('--target', target, server['ARCHIVE'])
    journey.page('Certificates')
    app.wait(lambda: app.sensitive(app.find('button', 'Next')), 'the archive to be read', 20)
    journey.next('Server')
    app.enter(app.find('entry', 'Password'), server['PASSWORD'])
    remember = app.find('switch', re.compile('^Remember (the password )?in the keyring'))
    if not app.checked(remember):
        app.click(remember)
        app.wait(lambda: app.checked(remember), 'the switch to be on')
    journey.next('Security')
    app.find('radio', 'Verify-Full, recommended', timeout=20)
    journey.next('Check')
    app.find(None, 'Proven.', timeout=30)


def save():
    app = journey.app
    app.enter(app.find('entry', 'Save as'), NAME)
    app.click(app.find('button', 'Save'))


if state == 'absent':
    @journey.step('saving says that no keyring answers, and saves the rest')
    def save_without():
        save()
        says_why('no keyring answers')
        journey.picture('absent')
        is_saved()

if state == 'locked':
    @journey.step('a question that is left alone holds nothing up')
    def left_alone():
        save()
        prompt()
        for _ in range(5):
            answers()
            time.sleep(0.5)
        is_saved()      # the rest does not wait for the keyring
        J.xdo('windowactivate', '--sync', J.xdo(*PROMPTER).split()[-1])

    @journey.step('a question that is cancelled is told apart, and nothing is lost')
    def cancel():
        prompt()
        J.xdo('key', 'Escape')
        prompt_gone()
        says_why('stayed locked')
        journey.picture('locked')
        is_saved()

if state == 'fresh':
    @journey.step('the first password ever makes a keyring')
    def make_keyring():
        save()
        prompt()
        J.xdo('type', '--delay', '40', 'test')
        J.xdo('key', 'Tab')
        J.xdo('type', '--delay', '40', 'test')
        J.xdo('key', 'Return')
        prompt_gone()
        journey.page('Use It')
        assert stored() == server['PASSWORD']
        is_saved()

if state != 'fresh':
    @journey.step('the typed password is kept for this run: the next check asks for nothing')
    def kept():
        app = journey.app
        journey.next('Use It')
        assert app.says('Kept until Verifull is closed'), app.texts()
        journey.picture('done')
        app.action(J.APP_ID, 'check', window=1)
        journey.page('Check')
        app.find(None, 'Proven.', timeout=30)

if state == 'locked':
    @journey.step('once it is unlocked, saving again keeps the password')
    def unlock():
        app = journey.app
        app.enter(app.find('entry', 'Save as'), NAME)
        app.click(app.find('button', 'Save'))
        prompt()
        J.xdo('type', '--delay', '40', 'test')
        J.xdo('key', 'Return')
        prompt_gone()
        J.App.wait(lambda: stored() == server['PASSWORD'], 'the password in the keyring')


@journey.step('it ends without a complaint')
def end():
    assert journey.app.close() == 0
    journey.quiet()


journey.run()
