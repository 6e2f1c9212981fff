"""Times a reading against the spaCy components it runs, against the whole spaCy pipeline, and against textacy.

    python benchmarks/speed.py ARTICLES.jsonl [--articles 100] [--rounds 3]

Each line of ARTICLES.jsonl holds a "text". All contenders read the same articles in turn, round by round in one
process, in CPU time of one thread; the ratios count, for absolute figures drift with the machine. Contenders:

    bare      spaCy's own tagger and parser on the same sentences, 256 at once, with the faster of its two matrix
              routines: nothing but spaCy
    parse     the same tags and arcs as tocsin computes them
    tocsin    the reading of `tocsin read`: layout, parse, parties, places, statements, events
    signs     the same with the signs that `tocsin add` and the commands on positions and disputes stand on
    default   en_core_web_sm with all its components, called article by article
    textacy   the default pipeline plus textacy's direct quotations (where textacy is installed)
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import spacy
from thinc.api import NumpyOps
from threadpoolctl import threadpool_limits

from tocsin import pipeline
from tocsin.reading import analyse
from tocsin.reading.parse import MODEL, parse
from tocsin.records import Article, Sentence

Work = Callable[[], object]


def cpu_seconds(work: Work) -> float:
    """Time one run in CPU seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def bare_pipeline(texts: list[str]) -> spacy.Language:
    """Load spaCy's tokenizer, tagger and parser with the matrix routine that is the faster one on these sentences."""
    pipelines: list[spacy.Language] = []
    for use_blis in (True, False):
        nlp = spacy.load(MODEL, exclude=["ner", "attribute_ruler", "lemmatizer", "senter"])
        ops = NumpyOps(use_blis=use_blis)
        for _, pipe in nlp.pipeline:
            for node in pipe.model.walk():
                node.ops = ops
        pipelines.append(nlp)
    return min(pipelines, key=lambda nlp: min(cpu_seconds(lambda: bare(nlp, texts)) for _ in range(2)))


def bare(nlp: spacy.Language, texts: list[str]) -> None:
    """Run tokenizer, tagger and parser on sentences."""
    for first in range(0, len(texts), 256):
        docs = [nlp.make_doc(text) for text in texts[first : first + 256]]
        for _, pipe in nlp.pipeline:
            docs = list(pipe.pipe(docs, batch_size=256))


def parse_in_batches(sentences: list[tuple[str, Sentence]]) -> None:
    """Parse as a reading does; `sentences` are (article's text, sentence)."""
    for first in range(0, len(sentences), 256):
        batch = sentences[first : first + 256]
        parse([text for text, _ in batch], [sentence for _, sentence in batch])


def textacy_quotes(articles: list[Article], nlp: spacy.Language) -> Work | None:
    """Return textacy's quotation extractor over whole articles, or None where it is not installed."""
    try:
        from textacy.extract.triples import direct_quotations
    except ImportError:
        return None

    def run() -> None:
        refused = 0
        for article in articles:
            try:
                list(direct_quotations(nlp(article.text)))
            except ValueError:  # it raises on unbalanced marks
                refused += 1
        print(f"textacy refused {refused} of {len(articles)} articles")

    return run


def main() -> None:
    """Run the comparison and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles_file", type=Path)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    lines = given.articles_file.read_text(encoding="utf-8").splitlines()[: given.articles]
    articles = [
        Article(id=str(i), text=row["text"], title=row.get("title"), published=row.get("date"))
        for i, row in enumerate(map(json.loads, lines))
    ]
    default = spacy.load(MODEL)
    parsed = [(r.article.text, s) for r in analyse(articles) for s in r.sentences if s.words]
    texts = [text[slice(*sentence.span)] for text, sentence in parsed]
    words = sum(len(sentence.words) for _, sentence in parsed)
    with threadpool_limits(1, user_api="blas"):
        nlp = bare_pipeline(texts[:512])
    contenders: dict[str, Work] = {
        "bare": lambda: bare(nlp, texts),
        "parse": lambda: parse_in_batches(parsed),
        "tocsin": lambda: [0 for _ in pipeline.read_in_full(articles, signs=False)],
        "signs": lambda: [0 for _ in pipeline.read_in_full(articles)],
        "default": lambda: [len(default(article.text)) for article in articles],
    }
    quotes = textacy_quotes(articles, default)
    if quotes is not None:
        contenders["textacy"] = quotes
    times: dict[str, list[float]] = {name: [] for name in contenders}
    with threadpool_limits(1, user_api="blas"):
        for work in contenders.values():
            work()
        for _ in range(given.rounds):
            for name, work in contenders.items():
                times[name].append(cpu_seconds(work))
    print(f"{len(articles)} articles, {words} parsed tokens, {given.rounds} rounds")
    for name, found in times.items():
        each = median(found)
        rate = len(articles) / each
        print(f"{name:8} {each:7.2f} s  {rate:6.1f} articles/s  {each / words * 1e6:6.1f} us a parsed token")
    for one, other in (("tocsin", "bare"), ("tocsin", "parse"), ("default", "tocsin"), ("textacy", "tocsin")):
        if one in times:
            print(f"{one} / {other}: {median(a / b for a, b in zip(times[one], times[other], strict=True)):.2f}")


if __name__ == "__main__":
    main()
