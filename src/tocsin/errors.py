"""Every error that Tocsin raises on purpose.

    TocsinError
    ├── UsageError            the command or call is wrong (exit status 2)
    ├── SetupError            the installation is incomplete; the message names the command that mends it
    │   └── DataError         a lexicon or a user's parties file breaks its format; names file and line
    └── ArticleError          one input cannot be read; the run goes on without it (exit status 1)
        ├── UnreadableInput   missing, empty, binary, damaged or oversized file
        ├── SkippedLanguage   readable, but not in English
        ├── DuplicateArticle  the same URL or text was read before; counted, and no failure
        ├── UnreadableDate    an article's date states no day; the article is read without it, and it is no failure
        └── ReadingFailed     a fault of Tocsin's own, met while an article was read; holds the traceback

Each message is one line, names what is wrong and where, and says what to do about it.
"""


def why(error: Exception) -> str:
    """Say in one line what an exception means to a user: the system's own words, without error number and path."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    if isinstance(error, UnicodeError):
        said = "it is no UTF-8 text"
    return " ".join(said.split()) or type(error).__name__


class TocsinError(Exception):
    """The root of everything that Tocsin raises on purpose."""


class UsageError(TocsinError):
    """The command or call itself is wrong."""


class SetupError(TocsinError):
    """The installation lacks something that only its user can mend."""


class DataError(SetupError):
    """A data file breaks its format; the message names the file and the line."""


class ArticleError(TocsinError):
    """One input cannot be read; the others are not concerned.

    `source` names the input as the user gave it (path, path:line or URL) and `reason` says what is wrong and what
    to do; both are single lines.
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason

    def __reduce__(self) -> tuple[type["ArticleError"], tuple[str, ...]]:
        """Let the error cross a process border with both of its parts."""
        return type(self), (self.source, self.reason)


class UnreadableInput(ArticleError):
    """A file that is missing, empty, binary, damaged or too large."""


class SkippedLanguage(ArticleError):
    """A readable article in a language that Tocsin does not read."""


class DuplicateArticle(ArticleError):
    """An article whose URL or text this run has read before; it is counted and left out, and is no failure."""


class UnreadableDate(ArticleError):
    """An article's date that states no day; it is named, and the article itself is read without it."""


class ReadingFailed(ArticleError):
    """A fault of Tocsin's own met while one article was read; `trace` is the traceback, in several lines."""

    def __init__(self, source: str, reason: str, trace: str) -> None:
        super().__init__(source, reason)
        self.trace = trace

    def __reduce__(self) -> tuple[type["ArticleError"], tuple[str, ...]]:
        """Let the error cross a process border with all of its parts."""
        return type(self), (self.source, self.reason, self.trace)
