"""What crosses between the program and its limited child: whole numbers and counted pixels, nothing else (R32).

Both sides read this module; it imports nothing heavy. A reply is a mark, an outcome, and for a good outcome one
fixed header followed by exactly the bytes that the header announces.
"""

import struct
from enum import IntEnum, StrEnum

MARK = b"CSM1"
OUTCOME = struct.Struct(">4sB")
# pages, page drawn (from 0), width, height, bytes that follow
PICTURE = struct.Struct(">HHHHI")
# pages, objects, findings that follow
SCAN = struct.Struct(">IIH")
FINDING = struct.Struct(">BI")

MOST_BYTES = 50 * 1024 * 1024
MOST_PAGES = 500
MOST_OBJECTS = 200_000
MOST_NESTING = 60
MOST_PIXELS_PER_PICTURE = 50_000_000
SMALLEST_PAGE_POINTS, LARGEST_PAGE_POINTS = 10, 14_400
LONGEST_SIDE = 2_000  # pixels of a drawn page
COUNT_CAP = 1_000_000

LONGEST_PICTURE_REPLY = OUTCOME.size + PICTURE.size + LONGEST_SIDE * LONGEST_SIDE * 3
LONGEST_SCAN_REPLY = OUTCOME.size + SCAN.size + 255 * FINDING.size


class Mode(StrEnum):
    """What the child is asked to do."""

    SCAN = "scan"
    DRAW = "draw"


class ContentType(StrEnum):
    """The content types of the allow-list (R33)."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"


class Outcome(IntEnum):
    """How the child ended when it could answer at all."""

    GOOD = 0
    NEEDS_PASSWORD = 1
    BROKEN = 2
    NO_SUCH_PAGE = 3
    OTHER_CONTENT = 4


class Found(IntEnum):
    """What a scan may find in a file; the sentences stand in resources/certificates/findings.yaml."""

    SCRIPT = 1
    LAUNCH = 2
    OPEN_ACTION = 3
    AUTOMATIC_ACTION = 4
    FILE_LINK = 5
    SUBMIT_FORM = 6
    IMPORT_DATA = 7
    OTHER_FILE_LINK = 8
    EMBEDDED_FILE = 9
    RICH_MEDIA = 10
    XFA = 11
    OPTIONAL_CONTENT = 12
    DATA_AFTER_END = 13
    SEVERAL_REVISIONS = 14
    STACKED_FILTERS = 15
    ENCRYPTED = 16
    TOO_MANY_PAGES = 17
    TOO_MANY_OBJECTS = 18
    NESTED_TOO_DEEP = 19
    PAGE_SIZE = 20
    TOO_MANY_PIXELS = 21
    REPAIRED = 22
    FORM_FIELDS = 23
    SECOND_FORMAT = 24
    UNSCANNABLE = 25
