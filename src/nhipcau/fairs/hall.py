"""The plan of a hall: rows of signs. Pure text in, text out."""

from nhipcau.fairs.models.fairs import MOST_SIDE
from nhipcau.fairs.states import Cell

SIGNS = frozenset(Cell.values)
Place = tuple[int, int]


def empty(rows: int, columns: int) -> str:
    """A hall with walls around, an entrance below and an accessible way up the middle."""
    rows, columns = _side(rows), _side(columns)
    middle = columns // 2
    lines = []
    for row in range(rows):
        edge = row in (0, rows - 1)
        line = [
            Cell.WALL if edge or column in (0, columns - 1) else Cell.FLOOR
            for column in range(columns)
        ]
        if row == rows - 1:
            line[middle] = Cell.ENTRANCE
        elif not edge:
            line[middle] = Cell.WAY
        lines.append("".join(line))
    return "\n".join(lines)


def with_cells(plan: str, first: Place, last: Place, sign: str) -> str:
    """The plan with every square of a rectangle changed; squares outside the hall are left out."""
    grid = [list(line) for line in plan.splitlines()]
    (top, bottom), (left, right) = sorted((first[0], last[0])), sorted((first[1], last[1]))
    for row in range(max(0, top), min(bottom, len(grid) - 1) + 1):
        for column in range(max(0, left), min(right, len(grid[row]) - 1) + 1):
            grid[row][column] = sign
    return "\n".join("".join(line) for line in grid)


def resized(plan: str, rows: int, columns: int) -> str:
    """The plan cut or filled with free floor at the end of rows and columns."""
    rows, columns = _side(rows), _side(columns)
    lines = [line[:columns].ljust(columns, Cell.FLOOR) for line in plan.splitlines()[:rows]]
    lines += [Cell.FLOOR * columns] * (rows - len(lines))
    return "\n".join(lines)


def sign_at(plan: str, row: int, column: int) -> str:
    """The sign of a square; empty outside the hall."""
    lines = plan.splitlines()
    inside = 0 <= row < len(lines) and 0 <= column < len(lines[row])
    return lines[row][column] if inside else ""


def stands(plan: str) -> list[Place]:
    """Squares where a booth may stand, row by row."""
    return [
        (row, column)
        for row, line in enumerate(plan.splitlines())
        for column, sign in enumerate(line)
        if sign == Cell.STAND
    ]


def reached_by_wheelchair(plan: str) -> set[Place]:
    """Stands next to an accessible way that leads to an entrance without a step off it."""
    lines = plan.splitlines()
    way = {
        (row, column)
        for row, line in enumerate(lines)
        for column, sign in enumerate(line)
        if sign in (Cell.WAY, Cell.ENTRANCE)
    }
    open_ends = [place for place in way if lines[place[0]][place[1]] == Cell.ENTRANCE]
    seen = set(open_ends)
    while open_ends:
        for place in _beside(open_ends.pop()):
            if place in way and place not in seen:
                seen.add(place)
                open_ends.append(place)
    return {place for place in stands(plan) if any(one in seen for one in _beside(place))}


def is_plan(text: str) -> bool:
    """Whether a text is a plan: rows of one length, known signs, not too large."""
    lines = text.splitlines()
    return (
        0 < len(lines) <= MOST_SIDE
        and 0 < len(lines[0]) <= MOST_SIDE
        and all(len(line) == len(lines[0]) and set(line) <= SIGNS for line in lines)
    )


def _beside(place: Place) -> list[Place]:
    row, column = place
    return [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]


def _side(length: int) -> int:
    return max(3, min(MOST_SIDE, length))
