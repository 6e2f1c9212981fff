"""The spaCy component "tocsin": `nlp.add_pipe("tocsin")` gives `doc._.statements` and `doc._.events`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class TocsinComponent:
    """Reads each Doc's text as one article and puts its statements and events on the Doc."""

    def __call__(self, doc: Doc) -> Doc:
        """Return the same Doc with `doc._.statements` and `doc._.events` set (tuples of records)."""
        from tocsin import pipeline

        reading = pipeline.read(doc.text)
        doc._.statements, doc._.events = reading.statements, reading.events
        return doc


@Language.factory("tocsin")
def make_component(nlp: Language, name: str) -> TocsinComponent:
    """Make the component, declaring the Doc extensions that it fills."""
    for extension in ("statements", "events"):
        if not Doc.has_extension(extension):
            Doc.set_extension(extension, default=())
    return TocsinComponent()
