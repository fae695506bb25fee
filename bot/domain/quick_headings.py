"""Words that stand before a colon without being a client's name."""

NO_CLIENTS = frozenset(
    {"re", "fw", "fwd", "aw", "wg", "note", "nb", "ps", "todo", "fyi", "urgent", "asap", "due", "title", "subject"}
    | {"details", "detail", "update", "question", "request", "task", "by", "http", "https", "e.g", "i.e"}
    | {"mailto", "tel", "sms", "fax", "callto", "skype", "facetime", "sip", "sips", "xmpp", "ftp", "ftps", "sftp"}
    | {"phone", "call", "email", "e-mail", "mail", "visit", "letter", "post", "voicemail", "message", "asap", "eod"}
    | {"deadline", "invitation", "updated invitation", "invite", "accepted", "declined", "tentative", "cancelled"}
    | {"canceled", "reminder", "final reminder", "automatic reply", "auto-reply", "out of office", "external"}
    | {"attn", "fao", "cc", "bcc", "from", "to", "date", "sent", "when", "where", "who", "what", "why", "how"}
    | {"priority", "prio", "owner", "notes", "info", "important", "help", "hi", "hello", "hiya", "dear", "heads up"}
    | {"issue", "problem", "bug", "error", "warning", "action", "actions", "eta", "budget", "cost", "price", "total"}
    | {"qty", "quantity", "size", "colour", "color", "venue", "location", "time", "status", "ticket", "job", "ref"}
    | {"quick question", "quick one", "next steps", "follow up", "follow-up", "p.s", "also", "new"}
    | {"please", "pls", "plz"}
    | {"ssh", "javascript", "vbscript", "webcal", "ldap", "irc", "magnet", "urn", "about", "view-source"}
)
#: Such a word may be a company as well, but not with its colon in the middle of an address.
SCHEMES = frozenset({"slack", "file", "data", "blob", "git", "svn", "news", "geo", "chrome", "whatsapp", "msteams"})
