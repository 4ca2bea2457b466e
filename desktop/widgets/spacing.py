"""Distances and sizes of the window, all on one grid of 8 pixels; screens use these names and no numbers."""

GRID = 8

TIGHT = GRID // 2  # between an icon and its word
GAP = GRID  # between things that belong together
WIDE = 2 * GRID  # between groups, and around the content of a screen
SECTION = 3 * GRID  # before a new heading
PAGE = 4 * GRID  # around a page that stands alone, such as an empty state

ICON = 2 * GRID
BIG_ICON = 6 * GRID
ROW_HEIGHT = 4 * GRID  # every table
FIELD_HEIGHT = 4 * GRID

SHORT_FIELD = 12 * GRID  # a number, a date, a code
MEDIUM_FIELD = 30 * GRID  # a name
LONG_FIELD = 52 * GRID  # a sentence
READING_WIDTH = 84 * GRID  # no line of text is longer than this
