import re
from pathlib import Path

import tocsin.parties
from tocsin.parties import RULES

CODE = "\n".join(path.read_text(encoding="utf-8") for path in Path(tocsin.parties.__file__).parent.rglob("*.py"))


def test_every_rule_is_explained_in_one_sentence():
    for rule, explanation in RULES.items():
        assert explanation.endswith("."), rule
        assert len(explanation) < 160, rule


def test_every_explained_rule_is_one_that_the_code_gives():
    assert [rule for rule in RULES if f'"{rule}"' not in CODE and "-name" not in rule] == []


def test_every_rule_that_the_code_gives_is_explained():
    given = set(re.findall(r'rule="([a-z+-]+)"', CODE)) | set(re.findall(r', "((?:country-of|pronoun)-[a-z-]+)"', CODE))
    assert given - RULES.keys() == set()
