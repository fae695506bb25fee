"""The words that people type for days, hours, units and in between."""

from types import MappingProxyType

WEEKDAYS = MappingProxyType(
    dict.fromkeys(("mon", "monday"), 0)
    | dict.fromkeys(("tue", "tues", "tuesday"), 1)
    | dict.fromkeys(("wed", "weds", "wednesday"), 2)
    | dict.fromkeys(("thu", "thur", "thurs", "thursday"), 3)
    | dict.fromkeys(("fri", "friday"), 4)
    | dict.fromkeys(("sat", "saturday"), 5)
    | dict.fromkeys(("sun", "sunday"), 6)
)
MONTHS = MappingProxyType(
    dict.fromkeys(("jan", "january"), 1)
    | dict.fromkeys(("feb", "february"), 2)
    | dict.fromkeys(("mar", "march"), 3)
    | dict.fromkeys(("apr", "april"), 4)
    | dict.fromkeys(("may",), 5)
    | dict.fromkeys(("jun", "june"), 6)
    | dict.fromkeys(("jul", "july"), 7)
    | dict.fromkeys(("aug", "august"), 8)
    | dict.fromkeys(("sep", "sept", "september"), 9)
    | dict.fromkeys(("oct", "october"), 10)
    | dict.fromkeys(("nov", "november"), 11)
    | dict.fromkeys(("dec", "december"), 12)
)
#: Days from today.
NEAR_DAYS = MappingProxyType(
    {"yesterday": -1, "today": 0, "tonight": 0}
    | dict.fromkeys(("tomorrow", "tmrw", "tmr", "tmw", "tom", "tomo", "tomorow", "tommorow", "tommorrow"), 1)
)
#: Seconds in units that always last the same.
CLOCK_UNITS = MappingProxyType(
    dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1)
    | dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60)
    | dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600)
)
#: Days in units that follow the calendar: a day may last 23 or 25 hours.
DAY_UNITS = MappingProxyType(
    dict.fromkeys(("d", "day", "days"), 1)
    | dict.fromkeys(("w", "wk", "wks", "week", "weeks"), 7)
    | dict.fromkeys(("fortnight", "fortnights"), 14)
)
MONTH_UNITS = MappingProxyType(
    dict.fromkeys(("mo", "mos", "mth", "mths", "month", "months"), 1)
    | dict.fromkeys(("y", "yr", "yrs", "year", "years"), 12)
)
UNITS = frozenset((*CLOCK_UNITS, *DAY_UNITS, *MONTH_UNITS))
COUNTS = MappingProxyType(
    {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
    | {"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40}
)
FRACTIONS = MappingProxyType({"½": 0.5, "¼": 0.25, "¾": 0.75})
ORDINALS = frozenset({"st", "nd", "rd", "th"})
WEEKS = MappingProxyType(
    dict.fromkeys(("week", "weeks", "wk", "wks"), 1) | dict.fromkeys(("fortnight", "fortnights"), 2)
)
NOON = frozenset({"noon", "midday"})
DAY_ENDS = frozenset({"eod", "cob", "eob", "eop", "cop"})
#: The hour of a part of the day when no other is typed; mornings are the caller's to say.
PARTS = MappingProxyType({"morning": None, "afternoon": 15, "evening": 18, "night": 20})
#: Where a date begins with a word, it is one of these. Hardly any word of a line is, so that it need not be tried as
#: each kind of day and hour.
BEGINNINGS = frozenset(
    {*WEEKDAYS, *MONTHS, *NEAR_DAYS, *COUNTS, *WEEKS, *NOON, *DAY_ENDS, *PARTS}
    | {"this", "next", "coming", "day", "now", "half", "quarter", "midnight", "first", "last", "close", "end"}
    | {"eow", "eom", "mid", "early", "late"}
)
#: What may stand between the parts of a date.
BETWEEN = frozenset({"at", "on", "by", "the", ",", "@", "in", "within"})
#: What may stand in front of one. After the first group a date is meant, after the second it may be a place.
DEADLINES = frozenset({"by", "due", "before", "until", "till", "til"})
PLACES = frozenset({"on", "at"})
#: Behind these a bare number is an hour.
TIME_LEADS = frozenset({"at", "by", "@", "due", "before", "until", "till", "til"})
#: A date at the end of a line that follows one of these describes something: minutes of Monday, the menu for Sunday.
DESCRIBING = frozenset(
    {"for", "of", "from", "since", "every", "each", "last", "between", "and", "or", "than", "the", "a", "per", "to"}
    | {"not", "after", "with", "our", "their", "your", "my", "his", "her", "is", "was", "dated", "past", "previous"}
    | {"about", "re", "regarding", "-", "/", "&", "+"}
)
#: Days that have a name, of which it is not known here when they are.
NAMED_DAYS = frozenset(
    {("black", "friday"), ("good", "friday"), ("mad", "friday"), ("casual", "friday"), ("cyber", "monday")}
    | {("easter", "monday"), ("easter", "sunday"), ("whit", "monday"), ("whit", "sunday"), ("blue", "monday")}
    | {("plough", "monday"), ("shrove", "tuesday"), ("pancake", "tuesday"), ("giving", "tuesday"), ("super", "tuesday")}
    | {("ash", "wednesday"), ("maundy", "thursday"), ("palm", "sunday"), ("super", "sunday"), ("mothering", "sunday")}
    | {("holiday", "monday"), ("holiday", "friday")}
)
MINUS = frozenset("-–\u2212")
#: In front of a number that is only near: around 3 tomorrow.
ABOUT = frozenset({"about", "around", "approx", "approximately", "roughly", "circa", "~"})
#: What may stand between `in` and a unit where no one length is meant: in 2 or 3 working days.
UNCOUNTED = frozenset({*ABOUT, *MINUS, "of", "or", "to", "/", "the", "next", "working", "business"})
#: Words before they are days.
DOUBTFUL_DAYS = frozenset({"sat", "sun", "tom"})
DAYS = frozenset({*WEEKDAYS, *MONTHS, *NEAR_DAYS})
#: Words that show that a date was meant where none was understood.
HINTS = frozenset(
    DAYS
    | {
        "week",
        "weekend",
        "month",
        "quarter",
        "year",
        "lunch",
        "lunchtime",
        "teatime",
        "nye",
        "halloween",
        "christmas",
        "xmas",
        "easter",
        "asap",
    }
) - {"may", "mar", "march", "sun", "sat", "tom"}
#: Behind a length of time: it counts from something that is not known here.
RELATING = frozenset({"before", "after", "prior", "until", "till", "past", "ahead", "behind", "beforehand", "earlier"})
#: By how much something changes, not when: shorten the film by 10 min.
CHANGING = frozenset(
    {"shorten", "shorter", "extend", "longer", "lengthen", "cut", "trim", "reduce", "increase", "move", "moved", "push"}
    | {"delay", "delayed", "postpone", "postponed", "late", "later", "enlarge", "raise", "lower", "widen"}
    | {"higher", "wider", "larger", "smaller", "shift", "shifted", "lengthened", "shortened", "extended"}
)
#: What is raised by an hour and not by an amount.
RAISED = frozenset({"invoice", "invoices", "po", "ticket", "issue", "quote", "order", "credit", "concern", "query"})
#: Of what is behind them an amount is typed as often as an hour: raise the price by 12.50.
RESIZING = frozenset({"raise", "increase", "reduce", "lower", "enlarge", "widen", "lengthen", "shorten", "extend"})
SIGNS = MINUS | {"+"}
CLOSING_SIGNS = frozenset(".,;!?)")
#: Count nothing: the 4 of `by 4 and tell Ben` is an hour.
JOINING = frozenset({"and", "or", "to", "then", "so", "but", "if", "when", "because", "for", "with", "as"})
#: May stand behind a date at the end of a line.
PLEASANTRIES = frozenset({"please", "pls", "plz", "thanks", "thx", "ta", "cheers"})
