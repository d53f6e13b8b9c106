"""Whether a word can be a Vietnamese syllable: what tells a right reading from a wrong one."""

import functools
import re
import unicodedata

from nhipcau.shared.vietnamese.letters import TONES

_ONSETS = "ngh ng nh gh gi kh ph th tr ch qu b c d đ g h k l m n p r s t v x"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây"
    " e ec em en eng eo ep et ê êc êch êm ên êng ênh êp êt êu"
    " i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu"
    " o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet"
    " oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt"
    " u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya uych uyên uyêt uyn uynh"
    " uyp uyt uyu uôc uôi uôm uôn uông uôt"
    " ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ynh yt"
)
_KNOWN_ONSETS = frozenset({"", *_ONSETS.split()})
_KNOWN_RHYMES = frozenset(_RHYMES.split())
_STOPPED = ("c", "ch", "p", "t")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u0323][^\W\d_]*)*")


@functools.lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Whether a lower-case word in NFC follows the rules of Vietnamese spelling."""
    letters, tones = [], []
    for sign in unicodedata.normalize("NFD", word):
        if sign in TONES:
            tones.append(sign)
        else:
            letters.append(sign)
    bare = unicodedata.normalize("NFC", "".join(letters))
    if len(tones) > 1:
        return False
    for length in (3, 2, 1, 0):
        onset, rhyme = bare[:length], bare[length:]
        if onset in _KNOWN_ONSETS and rhyme in _KNOWN_RHYMES:
            is_stopped = rhyme.endswith(_STOPPED)
            return not is_stopped or not tones or tones[0] in "\u0301\u0323"
    return False


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def share_of_syllables(text: str) -> float:
    """From 0 to 1: how many words are Vietnamese syllables; 1 for a text without words."""
    words = words_of(text)
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


def is_written_in_vietnamese(text: str) -> bool:
    """Whether every letter is one of the Vietnamese alphabet or of the basic Latin one."""
    for sign in unicodedata.normalize("NFD", text.lower().replace("đ", "d")):
        if sign.isascii() or sign in "\u0306\u0302\u031b’–" or sign in TONES:
            continue
        return False
    return True
