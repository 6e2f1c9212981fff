"""The brief in its three forms: terminal, Markdown and one self-contained page."""

from tocsin.desk.brief.delivery import deliver, deliver_brief
from tocsin.desk.brief.html import as_html
from tocsin.desk.brief.markdown import as_markdown
from tocsin.desk.brief.terminal import print_brief

__all__ = ["as_html", "as_markdown", "deliver", "deliver_brief", "print_brief"]
