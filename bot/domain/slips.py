"""How many slips of the finger lie between two words."""


def slips(one: str, other: str, limit: int) -> int:
    """Letters to insert, drop, change or swap with the next; given up above the limit."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        new = [at]
        for column, known in enumerate(other, 1):
            cost = min(row[column] + 1, new[-1] + 1, row[column - 1] + (letter != known))
            if before and column > 1 and letter == other[column - 2] and one[at - 2] == known:
                cost = min(cost, before[column - 2] + 1)
            new.append(cost)
        if min(new) > limit:
            return limit + 1
        before, row = row, new
    return row[-1]
