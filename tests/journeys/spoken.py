#!/usr/bin/python3
"""J1 as somebody meets it who does not see: what a screen reader says of each page is written down, each control has a
name, a fitting role and its state, and what happens by itself is told."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J
from speech import Speech

journey = J.Journey('spoken')
server = J.server()
speech = None


@journey.step('the start page says what to do, and has the keyboard where it begins')
def start():
    global speech
    app = journey.start()
    speech = Speech(app)
    journey.page('Start')
    speech.listen('Drop Your Certificates Here', r'^Open….*focused', 'I Have No Archive')


@journey.step('an archive that was opened is described, and the keyboard is where it goes on')
def open_archive():
    app = journey.app
    # as a file manager does; keyboard.py goes through the dialog
    assert J.run(J.PROGRAM, server['ARCHIVE']).returncode == 0
    journey.page('Certificates')
    app.wait(lambda: 'focused' in app.states(app.find('button', 'Next')), 'the keyboard to be on Next', 20)
    speech.told('Next')
    speech.listen('What you have', 'in 3 formats', r'^Authorities, list item', r'^What is “Authority”')


@journey.step('the fields of the server have names, and the switch its state')
def paste():
    app = journey.app
    app.paste(None, f"postgresql://{server['USER']}@{server['HOST']}:{server['PORT']}/{server['DATABASE']}")
    journey.page('Server')
    speech.listen(r'^Host, ', r'^Port, ', r'^Database, ', r'^User, ', r'^Password, ', r'^Remember .*checked')
    app.type('not the password')


@journey.step('each mode says what it would do here, and which one is chosen')
def modes():
    app = journey.app
    app.key('Return')
    journey.page('Security')
    app.find('radio', 'Verify-Full, recommended', timeout=20)
    speech.listen(r'^Verify-Full, recommended, radio button, checked.*Works here', r'^Verify-CA, radio button',
                  r'^Require, radio button', r'^More, ', r'^Oldest TLS version, |TLS',
                  # newer GTK tells what is folded away only when it is unfolded
                  *([r'^Channel binding, .*If offered'] if app.version < (4, 18) else []))


@journey.step('the check tells how it goes, and a failure is told and explained')
def fail():
    app = journey.app
    speech.heard()
    app.key('Return')
    journey.page('Check')
    app.find('alert', 'The password is not right', timeout=30)
    speech.told('The password is not right', '^Password, ')
    speech.listen(r'^Compare the name: done', r'^Log in: failed, .*expanded', r'^The password is not right',
                  'does not accept the password', '^Try Again', '^Copy Report', '^What PostgreSQL said, ')


@journey.step('the right password is typed where the keyboard is, and the proof is told')
def succeed():
    app = journey.app
    app.type(server['PASSWORD'])
    app.key('Return')
    app.find(None, 'Proven.', timeout=30)
    assert 'Not checked yet.' not in speech.told('Proven. You are talking to')
    speech.listen('^Proven', '^You are talking to', '^Save as, ', r'^Log in: done')


@journey.step('what was saved is told, and how it is used')
def use():
    app = journey.app
    name = app.text(app.find('entry', 'Save as'))
    app.key('Return')
    journey.page('Use It')
    speech.listen(f'^{name} is ready', r'^Copy the command.*focused', r'^psql, .*A command', r'^JDBC, ')


@journey.step('it ends without a complaint')
def end():
    assert journey.app.close() == 0
    journey.quiet()


journey.run()
