"""How full the pages of lists are: by default as full as the app asked for, which Slack does not promise."""


class PageSizes:
    def __init__(self) -> None:
        self.sizes: tuple[int, ...] = ()
        self._turn = 0

    def limit(self, *sizes: int) -> None:
        """Pages hold no more than these, one after the other and again; none for as many as asked.

        Raises ValueError for what would never come to an end.
        """
        if any(size < 0 for size in sizes) or (sizes and not any(sizes)):
            raise ValueError("page sizes are counts of which one at least is not 0")
        self.sizes, self._turn = sizes, 0

    def room(self, asked: int) -> int:
        """How many items the next page may hold."""
        if not self.sizes:
            return asked
        self._turn += 1
        return min(asked, self.sizes[(self._turn - 1) % len(self.sizes)])
