#!/usr/bin/python3
"""Says whether the manual pages are well formed, and tell of every command, option, format and fix that the programs
have, and of no other. Speaks TAP.

usage: check-man.py SOURCE-ROOT VERIFULL VERIFULL-CLI VERIFULL.1 VERIFULL-CLI.1"""

import pathlib
import re
import shutil
import subprocess
import sys

root, window, command, *pages = sys.argv[1:]
page_of = {pathlib.Path(page).name: pathlib.Path(page).read_text(encoding='utf-8') for page in pages}
manual = page_of['verifull-cli.1']


def say(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def section(text, heading, mark='SH'):
    """What stands under a heading, up to the next of its kind or above."""
    found = re.search(rf'^\.{mark} "?{heading}"?\n(.*?)(?=^\.{mark} |^\.SH |\Z)', text, re.M | re.S)
    assert found, f'there is no section {heading}'
    return found[1]


def tags(text):
    """What is explained: the lines under .TP and .TQ, plain."""
    lines = re.findall(r'^\.T[PQ]\n\.[BIR]+ (.*)$', text, re.M)
    # .BI and .BR put no blank between their words, unless it stands in quotes
    plain = [re.sub(r'(?<==) ', '', line.replace('\\-', '-').strip()) for line in lines]
    return [re.sub(r' *", " *', ', ', line) for line in plain]


def explained(text):
    """The options with their parameters."""
    return {word for line in tags(text) for word in re.split(r',? +|, *', line) if word.startswith('--')}


def known(help_text):
    return {option for option in re.findall(r'^ +(?:-\w, )?(--[a-z-]+(?:=[A-Z]+)?)(?= |$)', help_text, re.M)}


def same(what, said, real):
    assert said == real, f'{what}: not in the manual: {sorted(real - said)}; only in the manual: {sorted(said - real)}'


def commands():
    return re.findall(r'^  verifull-cli ([a-z]+)', say(command, '--help'), re.M)


def check_commands():
    found = commands()
    assert len(found) > 5, 'the help lists no commands'
    listed = re.findall(r'^\.SS (\S+)$', section(manual, 'COMMANDS'), re.M)
    assert listed == found, f'the manual has {listed}, the help {found}'
    synopsis = set(re.findall(r'^\.B verifull-cli ([a-z]+)', section(manual, 'SYNOPSIS'), re.M))
    same('the synopsis', synopsis, set(found))


def check_options():
    for name in commands():
        real = known(say(command, name, '--help')) - {'--help'}
        same(name, explained(section(section(manual, 'COMMANDS'), name, 'SS')), real)
    same('the program', explained(section(manual, 'OPTIONS')), {'--version', '--help'})


def check_formats():
    listed = say(command, 'export', '--list')
    real = {line.split()[0] for line in listed.splitlines()}
    same('the formats', set(tags(section(manual, 'FORMATS'))), real)


def check_fixes():
    source = (pathlib.Path(root) / 'src/core/finding.c').read_text(encoding='utf-8')
    real = set(re.findall(r'^ +\[VF_FIX_\w+\] = "([a-z-]+)"', source, re.M)) - {'none'}
    same('the fixes', set(tags(section(manual, 'FIXES'))), real)


def check_window():
    same('verifull', explained(section(page_of['verifull.1'], 'OPTIONS')), known(say(window, '--help-all')))


def check_form():
    for page in pages:
        done = subprocess.run(['man', '--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', page], capture_output=True,
                              text=True, check=False)
        assert done.returncode == 0 and not done.stderr, done.stderr


checks = [('every command is in the manual', check_commands), ('every option is', check_options),
          ('every format of export is', check_formats), ('every fix is', check_fixes),
          ('every option of the window is', check_window), ('man reads the pages without a warning', check_form)]
print(f'1..{len(checks)}')
failed = False
for number, (what, function) in enumerate(checks, 1):
    if function is check_form and not shutil.which('man'):
        print(f'ok {number} - {what} # SKIP man is not installed')
        continue
    try:
        function()
        print(f'ok {number} - {what}')
    except (AssertionError, KeyError) as error:
        failed = True
        print(f'not ok {number} - {what}')
        for line in str(error).splitlines():
            print(f'# {line}')
sys.exit(failed)
