#!/usr/bin/python3
"""J3: the address that was typed is not the name in the certificate. The wizard shows both names and one button that
connects to the listed name through the typed address."""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import journey as J

journey = J.Journey('wrong-name')
server = J.server()
TYPED = '127.0.0.1'      # where the server is; its certificate says localhost


def to_server_page():
    app = journey.start(server['ARCHIVE'])
    journey.page('Certificates')
    app.wait(lambda: app.sensitive(app.find('button', 'Next')), 'the archive to be read', 20)
    journey.next('Server')
    return app


def fill_in(app):
    app.enter(app.find('entry', 'Host'), TYPED)
    app.enter(app.find('entry', 'Port'), server['PORT'])
    app.enter(app.find('entry', 'Database'), server['DATABASE'])
    app.enter(app.find('entry', 'User'), server['USER'])
    app.enter(app.find('entry', 'Password'), server['PASSWORD'])


def fix_button(app):
    return app.find('button', re.compile(rf'localhost.*{re.escape(TYPED)}|{re.escape(TYPED)}.*localhost|localhost'))


def save_and_connect(app, name):
    app.enter(app.find('entry', 'Save as'), name)
    app.click(app.find('button', 'Save'))
    journey.page('Use It')
    section = J.services()[name]
    assert (section['host'], section['hostaddr']) == ('localhost', TYPED), section
    assert section['sslmode'] == 'verify-full', section
    assert J.psql(name, server['PASSWORD']) == '1'


@journey.step('an address is typed that the certificate does not name')
def type_address():
    fill_in(to_server_page())


@journey.step('both names are shown, and Verify-CA is what works as it stands')
def look():
    journey.next('Security')
    app = journey.app
    app.find('radio', 'Verify-CA, recommended', timeout=20)
    app.find(None, re.compile(rf'You asked for {re.escape(TYPED)}; the certificate is for localhost'))
    journey.picture('two-names')


@journey.step('one button makes Verify-Full work')
def fix():
    app = journey.app
    app.click(fix_button(app))
    best = app.find('radio', 'Verify-Full, recommended', timeout=20)
    app.wait(lambda: app.checked(best), 'Verify-Full to be chosen')
    journey.picture('fixed')


@journey.step('the fixed connection is proven, saved with host and hostaddr, and psql agrees')
def check():
    journey.next('Check')
    app = journey.app
    app.find(None, 'Proven.', timeout=30)
    save_and_connect(app, 'fixed-before')
    assert app.close() == 0


@journey.step('who insists on Verify-Full sees the check fail at the name')
def insist():
    app = to_server_page()
    fill_in(app)
    journey.next('Security')
    app.find('radio', 'Verify-CA, recommended', timeout=20)
    strict = app.find('radio', 'Verify-Full')
    app.click(strict)
    app.wait(lambda: app.checked(strict), 'Verify-Full to be chosen')
    journey.next('Check')
    app.wait(lambda: app.says('A tunnel hides the server’s name'), 'the cause', 30)
    assert not app.has(None, 'Proven.')
    journey.picture('failed')


@journey.step('the weaker way out says what it gives up')
def weaker():
    app = journey.app
    button = app.find('button', re.compile('Verify-CA'))
    assert button.get_description(), 'nothing says what is given up'


@journey.step('the same button mends it on the check page')
def fix_there():
    app = journey.app
    app.click(fix_button(app))
    app.find(None, 'Proven.', timeout=30)
    journey.picture('mended')
    save_and_connect(app, 'fixed-after')


@journey.step('it ends without a complaint')
def end():
    assert journey.app.close() == 0
    journey.quiet()


journey.run()
