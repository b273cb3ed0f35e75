"""Languages written in Latin letters, told by their commonest words.

The table holds the small words that make up a third of any text. A language is named only where
many of them stand and no other language explains them nearly as well: what is short, mixed, a list
of names or in a language that is not here has none. Neighbours of the interface's languages are in
the table so that Portuguese is not taken for Spanish, or Dutch for German.
"""

from __future__ import annotations

import re
from collections import Counter

LEAST_WORDS = 5
"""How many of a language's words must stand in a text, at the least."""
LEAST_KINDS = 4
"""How many different ones."""
LEAST_SHARE = 0.15
"""Their share of all words."""
LEAD = 1.5
"""How many times as many they must be as those of the next language."""

COMMON = {
    "en": "the and to of is in that it you for this have with was are not but they be at what "
    "my from if your about there can will would just like when how an do me we has were "
    "their which been who some more only i m t s or as on so all any out up one had does "
    "did don get know see think because should could here then than them these",
    "de": "der die das und ist nicht ich zu den mit ein es sich auf auch eine für von dem im so "
    "aber wie bei man noch nur wenn oder wird sind war hat habe kann mir mich wir ihr du "
    "er sie dass daß schon mal aus nach an um doch wo einen einem einer was mehr über "
    "haben werden vom zum zur keine kein immer hier da am als dann jetzt gibt wurde weil "
    "diese dieser muss",
    "fr": "le la les de des du et est que qui pas je vous il une un dans pour sur avec ce en "
    "mais on ne se plus au par si j c d l n s qu ai sont été tout tu moi ça cette comme "
    "bien elle nous mon ma même aux faire fait ou son sa avez avait très peut aussi leur "
    "où sans être donc ont alors quand quelqu merci après",
    "es": "el la los las de del y que es en no un una por para con se lo me mi su como más pero "
    "ya si al muy yo le te está este esta hay porque cuando todo son ha he tengo qué "
    "donde sin sobre también hace o ser bien nos fue desde hasta puede eso esto algo "
    "alguien gracias así tiene era solo",
    "it": "il lo la gli le di del della che è e non per con un una in sono mi si ho ha come ma "
    "più anche se questo questa da al dal nel alla nella cosa io tu lui ci qui essere "
    "fare quando dove tutto perché molto i o l c dei delle poi solo già stato grazie hai "
    "qualcuno dopo ancora",
    "pt": "o a os as de do da dos das e que é em não um uma por para com se no na eu mas mais "
    "como já muito isso isto esta está você foi ser ter tem são ao pelo pela meu minha "
    "quando onde também só nos ou até me seu sua bem porque aqui depois alguém obrigado "
    "fazer era às",
    "ca": "el la els les de del i que és en no un una per amb es ho em a més però ja si al molt "
    "jo li aquest aquesta hi ha perquè quan tot són he va ser com també o on fins seu "
    "seva dels als pel gràcies només",
    "ro": "și de la în nu pe un o cu este sunt mai că să din care pentru ce am ai a fost dacă "
    "se ca dar și cum când foarte acest această sau lui le mi ne tot decât după fi are "
    "asta mulțumesc mă",
    "nl": "de het een en van ik is dat niet in te op voor met zijn er aan die maar ook je als "
    "heb bij nog wel om dan naar wat kan of hij ze we uit over door geen was hebben deze "
    "dit mijn meer al hier daar moet worden werd heeft toen iemand jullie omdat bedankt",
    "sv": "och att det är i en jag som på för inte med den har av om till ett men så var kan de "
    "man vi du från när eller mig ska här också bara mer hur vad finns nu min där alla "
    "vill efter någon blir tack mycket utan",
    "da": "og at det er i en jeg som på for ikke med den har af om til et men så var kan de man "
    "vi du fra når eller mig skal her også kun mere hvordan hvad nu min der alle vil "
    "efter nogen bliver tak meget uden",
    "nb": "og at det er i en jeg som på for ikke med den har av om til et men så var kan de man "
    "vi du fra når eller meg skal her også bare mer hvordan hva nå min der alle vil etter "
    "noen blir takk mye uten",
    "fi": "ja on ei se että en oli ole mutta kun niin hän joka jos myös kuin mitä minä sen ovat "
    "tai vain nyt voi siitä tämä sitten minun miten kanssa jo vielä kaikki sitä tässä "
    "olla olen mulla kiitos",
    "pl": "i w nie na się z że do to jest jak co ale po tak za od o mi ma już czy dla go tym "
    "być są bardzo tylko jestem może przez ja przy lub gdy ten ta które który mam jeszcze "
    "gdzie teraz też kiedy dzięki ktoś",
    "cs": "a v se na je že to s z do o i jak ale za po tak si co by jsem už ještě jen pro není "
    "mi jako nebo když který která byl bylo mám od má jsou může pokud tam tady všechno "
    "děkuji taky pak proto",
    "hu": "a az és hogy nem is egy ez van meg de ha csak már még azt el vagy mint én volt lehet "
    "nincs mert ezt ki kell akkor mi itt most nekem ezek olyan amit után köszönöm valaki",
    "tr": "ve bir bu da de ne için çok ile ben var gibi ama daha o mi kadar sonra olarak yok ki "
    "değil en olan her ya şey bana benim sen biz nasıl olur şimdi hiç neden teşekkürler "
    "evet hem veya oldu",
    "id": "yang dan di ini itu tidak untuk dengan saya ada ke dari akan bisa juga sudah kalau "
    "atau karena apa aku gak ya pada lebih saja jadi orang kita mereka sama belum dia "
    "banyak adalah oleh seperti",
    "vi": "và là của không có cho một được này các với tôi thì những người đã như trong mình "
    "cũng nhưng khi ra để nếu bạn rồi còn làm anh em nhiều thế từ về đi sẽ vào",
}

WORD = re.compile(r"[^\W\d_]+")
LANGUAGES: dict[str, tuple[str, ...]] = {}
for _language, _words in COMMON.items():
    for _word in dict.fromkeys(_words.split()):
        LANGUAGES[_word] = (*LANGUAGES.get(_word, ()), _language)


def latin_language(text: str) -> str | None:
    """Return a BCP 47 tag of the table ("de").

    ``None`` where the words of a text do not tell it beyond doubt.
    """
    words = WORD.findall(text.lower())
    told = [word for word in words if word in LANGUAGES]
    if len(told) < max(LEAST_WORDS, LEAST_SHARE * len(words)):
        return None
    counts = Counter(language for word in told for language in LANGUAGES[word])
    (best, most), (_, next_most) = [*counts.most_common(2), ("", 0)][:2]
    if most < max(LEAST_WORDS, LEAST_SHARE * len(words), LEAD * next_most):
        return None
    kinds = {word for word in told if best in LANGUAGES[word]}
    return best if len(kinds) >= LEAST_KINDS else None
