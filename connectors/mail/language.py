"""Tells English from other languages by the small words, of which every sentence is full."""

import re

LEAST_WORDS = 6
"""Fewer words tell too little."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SMALL_WORDS = frozenset(
    """
    a about after all also am an and any are as at be been but by can could did do does for from get
    had has have how i if in is it its just like may me my need new no not of on one or our out please
    re should so some thank thanks that the their them then there these they this to up us was we were
    what when where which who why will with would you your hi hello dear help know find where's what's
    i'm don't
    """.split()  # noqa: SIM905 - a list of words reads better without quotes
)
_OTHERS = (
    frozenset(
        """
        der die das und ist nicht ein eine ich wir sie mit für von zu auf den dem des wie kann
        können bitte werden wird haben sich auch le la les et est une nous vous pour dans avec sur
        que qui je ce cette comment pouvez merci bonjour votre notre au aux du des ne pas el los
        las es una para con por que como puede podemos gracias hola su nuestra del al sobre il gli
        che per sono non come possiamo grazie buongiorno della nel het een van en dat niet voor
        zijn wij hoe kunnen graag uw met te op wordt yn y yr mae ar gyfer sut diolch ac eich
        gallaf ydych ddim os gwelwch oes jak jest nie się czy do na w z proszę dzień dobry można
        oraz o os as um uma não em como para obrigado podemos og er ikke det som til på med
        hvordan kan jeg vi och är inte att på med hur kan jag vi
        """.split()  # noqa: SIM905 - a list of words reads better without quotes
    )
    - SMALL_WORDS
)


def is_english(text: str) -> bool:
    """Tell whether a text is English, or too short to be told."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text[:4000])]
    if not words:
        return True
    latin = sum(word[0] <= "\u024f" for word in words)
    if latin < len(words) * 0.5:
        return False
    if len(words) < LEAST_WORDS:
        return True
    english = sum(word in SMALL_WORDS for word in words) / len(words)
    others = sum(word in _OTHERS for word in words) / len(words)
    return others <= english or others < 0.1
