#!/usr/bin/python3
"""Says whether what the software centre and the launcher show is there: the releases and pictures of the metainfo, and the
icons at every size. Speaks TAP.

usage: check-appearance.py SOURCE-ROOT METAINFO VERSION"""

import pathlib
import struct
import sys
import xml.etree.ElementTree as ET

try:
    import gi
    gi.require_version('GdkPixbuf', '2.0')
    from gi.repository import GdkPixbuf, GLib
except (ImportError, ValueError) as lacking:
    print(f'1..0 # SKIP {lacking}')
    sys.exit()

root = pathlib.Path(sys.argv[1])
component = ET.parse(sys.argv[2]).getroot()
version = sys.argv[3]
name = component.findtext('id')
icons = root / 'data/icons/hicolor'
sizes = (16, 24, 32, 48, 64, 128, 256, 512)
# what Flathub asks for
SUMMARY, PICTURE = 35, (1000, 700)
LANG = '{http://www.w3.org/XML/1998/namespace}lang'


def check_release():
    newest = component.find('releases/release')
    assert newest.get('version') == version, f'the newest release is {newest.get("version")}, the program {version}'


def check_pictures():
    pictures = component.findall('screenshots/screenshot')
    assert len(pictures) >= 3, 'there are too few pictures'
    assert [picture.get('type') for picture in pictures].count('default') == 1, 'there has to be one default picture'
    for picture in pictures:
        image = picture.find('image')
        url = f'/v{version}/data/screenshots/'
        assert url in image.text, f'{image.text} is not that of this release'
        file = root / 'data/screenshots' / image.text.rpartition('/')[2]
        size = struct.unpack('>II', file.read_bytes()[16:24])
        said = int(image.get('width')), int(image.get('height'))
        assert size == said, f'{file.name} is {size}, the metainfo says {said}'
        assert size[0] <= PICTURE[0] and size[1] <= PICTURE[1], f'{file.name} is {size}, larger than {PICTURE}'
        captions = picture.findall('caption')
        for caption in captions:
            assert not caption.text.endswith(('.', '。')), f'the caption “{caption.text}” is a sentence'
        languages = {caption.get(LANG) for caption in captions}
        assert len(languages) == len(captions) > 5, f'{file.name} has its caption in {sorted(map(str, languages))} only'


def check_summary():
    summaries = component.findall('summary')
    for summary in summaries:
        assert len(summary.text) <= SUMMARY, f'“{summary.text}” has more than {SUMMARY} letters'
        assert not summary.text.endswith(('.', '。')), f'“{summary.text}” is a sentence'
    languages = {summary.get(LANG) for summary in summaries}
    assert len(languages) == len(summaries) > 5, f'there are summaries in {sorted(map(str, languages))} only'


def check_desktop():
    assert component.findtext('launchable') == f'{name}.desktop'
    assert component.findtext('developer/name') == component.findtext('developer_name')
    assert component.find('developer').get('id') == name.rpartition('.')[0]
    for wanted in ('summary', 'developer/name', 'content_rating', 'requires/display_length', 'keywords/keyword',
                   'supports/control', 'url'):
        assert component.find(wanted) is not None, f'there is no {wanted}'
    schemes = {color.get('scheme_preference') for color in component.iter('color') if color.get('type') == 'primary'}
    assert schemes == {'light', 'dark'}, f'there are brand colours for {schemes}'


def draw(path, size):
    """The picture as rows of (red, green, blue, alpha)."""
    try:
        image = GdkPixbuf.Pixbuf.new_from_file_at_size(str(path), size, size)
    except GLib.Error as error:
        raise AssertionError(f'{path.name}: {error.message}') from error
    assert (image.get_width(), image.get_height()) == (size, size), f'{path.name} is not square'
    assert image.get_has_alpha(), f'{path.name} has a background'
    data, stride = image.get_pixels(), image.get_rowstride()
    return [[tuple(data[y * stride + x * 4:y * stride + x * 4 + 4]) for x in range(size)] for y in range(size)]


def path_of(size):
    """The one that an icon theme has for that size."""
    own = icons / f'{size}x{size}/apps/{name}.svg'
    return own if own.exists() else icons / f'scalable/apps/{name}.svg'


def check_fills(path, size):
    rows = draw(path, size)
    used = [(x, y) for y in range(size) for x in range(size) if rows[y][x][3] > 40]
    for axis in (0, 1):
        extent = max(point[axis] for point in used) - min(point[axis] for point in used) + 1
        assert extent >= size * 0.8, f'{path.name} at {size} pixels uses only {extent} of them'


def check_colour():
    for size in sizes:
        check_fills(path_of(size), size)
        rows = draw(path_of(size), size)
        # the tick is in the lower right quarter, white on green
        corner = [pixel for row in rows[size * 7 // 16:size * 13 // 16] for pixel in row[size * 8 // 16:size * 14 // 16]]
        white = sum(min(pixel) > 225 for pixel in corner) / len(corner)
        green = sum(pixel[1] > pixel[0] + 60 and pixel[1] > pixel[2] + 20 for pixel in corner) / len(corner)
        assert white > 0.1, f'at {size} pixels the tick is no more than a haze: {white:.0%} of its ground are white'
        assert green > 0.3, f'at {size} pixels the shield is not green: {green:.0%}'


def check_symbolic():
    path = icons / f'symbolic/apps/{name}-symbolic.svg'
    for size in sizes:
        check_fills(path, size)
        rows = draw(path, size)
        colours = {pixel[:3] for row in rows for pixel in row if pixel[3] == 255}
        assert len(colours) == 1, f'{path.name} has {len(colours)} colours'


checks = [('the newest release is this one', check_release), ('the pictures are there', check_pictures),
          ('the summary is short', check_summary),
          ('the metainfo says what software centres ask for', check_desktop),
          ('the icon is clear from 16 to 512 pixels', check_colour),
          ('the symbolic icon has one colour and fills its place', check_symbolic)]
print(f'1..{len(checks)}')
failed = False
for number, (what, function) in enumerate(checks, 1):
    try:
        function()
        print(f'ok {number} - {what}')
    except AssertionError as error:
        failed = True
        print(f'not ok {number} - {what}')
        print(f'# {error}')
sys.exit(failed)
