"""What a request says of the file and not of a column: format, seed, locale, number of rows."""

from __future__ import annotations

import re

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.text.draft import Request
from rowsmith.importers.text.numbers import DIGITS, WORDS, amount
from rowsmith.schema.values import MAX_ROWS

NOUN = "\ue020"
"""Stands before the noun whose number was the row count."""
_FORMATS = {
    "csv": "csv",
    "parquet": "parquet",
    "jsonl": "jsonl",
    "json lines": "jsonl",
    "json-lines": "jsonl",
    "ndjson": "jsonl",
    "jsonlines": "jsonl",
    "newline delimited json": "jsonl",
    "newline-delimited json": "jsonl",
    "json": "json",
    "arrow": "arrow",
    "feather": "arrow",
    "excel": "xlsx",
    "xlsx": "xlsx",
    "sqlite": "sqlite",
    "duckdb": "duckdb",
}
_NAMES = "|".join(sorted((re.escape(name) for name in _FORMATS), key=len, reverse=True))
_FORMAT = (
    (
        rf"(?:[,;.]?\s*\b(?:please )?(?:(?:save|saved|store|stored|export(?:ed)?|output|written|write|"
        rf"deliver(?:ed)?|return(?:ed)?|give|send|put|format(?:ted)?|download(?:able)?|i want|i need|"
        rf"needed)\s+(?:it |them |this |that |the (?:data|result|file|output|table) )?(?:all "
        rf")?)?(?:as|to|into|in|in the|format:?|output:?|type:?)\s+(?:an? |one |the )?(?:\.|gzipped |"
        rf"compressed )?(?P<f>{_NAMES})(?:[ -](?:files?|format|output|document|lines))?(?: (?:file|"
        rf"format|please))?(?=\s*(?:[,.;:)\n]|$|with\b|and\b|please|using|of\b|for\b)))"
    ),
    rf"(?:^|(?<=[\s,.;(]))(?P<f>{_NAMES})(?:[ -](?:file|format|output))?,? (?:please|format|output)\b",
    (
        rf"\b(?:output|file|format|output[ _]format|file[ _](?:type|format))\s*(?:is|=|:|"
        rf"as)?\s*:?\s*(?P<f>{_NAMES})\b"
    ),
    (
        rf"^(?:(?:make|create|generate|give me|i need|i want|produce|build|write)\s+)?(?:me )?(?:an? |"
        rf"one )?(?P<f>{_NAMES})(?= (?:file|table|with|of|dataset|for|containing)\b|[,:])(?: file)?"
    ),
    rf"\b(?P<f>{_NAMES})(?=\s*(?:[:,]|$))(?<=csv|uet|onl)",
)
_SEED = re.compile(
    (
        r"[,;(]?\s*\b(?:(?:with|using|use|and|set)\s+)?(?:an? |the )?(?:deterministic(?:ally)?(?:,)? "
        r"(?:with |by )?(?:an? )?)?(?:random[ _-]?)?(?:seed|random_state|rng)(?: (?:number|value|of|"
        r"is|to))*\s*[=:#]?\s*(?P<n>\d{1,18})\b\)?"
    ),
    re.IGNORECASE,
)
_ENCODING = re.compile(
    (
        r"[,;]?\s*\b(?:in |as |encoded (?:in|as) )?utf-?8(?: encoded| encoding)?\b|[,;]?\s*\b(?:with "
        r")?(?:an? )?header(?: row| line)?\b"
    ),
    re.IGNORECASE,
)
ROW_NOUNS = (
    r"(?:rows?|records?|recs?|entries|lines|samples|instances|observations|examples|data ?points|"
    r"points|tuples|documents|docs|cases|datapoints|líneas|filas|registros|zeilen|datensätze|lignes|"
    r"righe|linhas|registres)"
)
_TIME = set(
    """
        day days hour hours minute minutes second seconds week weeks month months year years yrs mins hrs
        percent dollars euros decimals decimal digits digit letters letter characters chars columns column
        fields tables table places times kg km cm mm lakh crore k m million thousand hundred dozen stars
        points bytes usd eur gbp pounds rupees cents categories values levels different unique distinct
        random per x to and or of in is at on by decimals am pm th st nd rd the a an
        """.split()
)
COUNT = (
    rf"(?:(?<![\w.$€£₹/#:-])(?:{DIGITS})(?:\s?(?:k|m|mn|mio|mil|lakhs?|lac|crores?|thousand|million|"
    rf"billion|trillion|dozen|hundred))?(?![\w.]*\d|%|\w| ?%)|{WORDS})"
)
_LOCALES: dict[str, str] = {
    "german": "de_DE",
    "germany": "de_DE",
    "deutsch": "de_DE",
    "austrian": "de_AT",
    "austria": "de_AT",
    "swiss": "de_CH",
    "switzerland": "de_CH",
    "french": "fr_FR",
    "france": "fr_FR",
    "belgian": "nl_BE",
    "belgium": "nl_BE",
    "dutch": "nl_NL",
    "netherlands": "nl_NL",
    "spanish": "es_ES",
    "spain": "es_ES",
    "mexican": "es_MX",
    "mexico": "es_MX",
    "argentinian": "es_AR",
    "argentine": "es_AR",
    "argentina": "es_AR",
    "chilean": "es_CL",
    "chile": "es_CL",
    "colombian": "es_CO",
    "colombia": "es_CO",
    "peruvian": "es_PE",
    "peru": "es_PE",
    "italian": "it_IT",
    "italy": "it_IT",
    "portuguese": "pt_PT",
    "portugal": "pt_PT",
    "brazilian": "pt_BR",
    "brazil": "pt_BR",
    "british": "en_GB",
    "uk": "en_GB",
    "united kingdom": "en_GB",
    "english": "en_GB",
    "england": "en_GB",
    "scottish": "en_GB",
    "irish": "en_IE",
    "ireland": "en_IE",
    "american": "en_US",
    "us": "en_US",
    "u.s.": "en_US",
    "usa": "en_US",
    "united states": "en_US",
    "canadian": "en_CA",
    "canada": "en_CA",
    "australian": "en_AU",
    "australia": "en_AU",
    "new zealand": "en_NZ",
    "indian": "en_IN",
    "india": "en_IN",
    "japanese": "ja_JP",
    "japan": "ja_JP",
    "chinese": "zh_CN",
    "china": "zh_CN",
    "taiwanese": "zh_TW",
    "taiwan": "zh_TW",
    "korean": "ko_KR",
    "korea": "ko_KR",
    "russian": "ru_RU",
    "russia": "ru_RU",
    "ukrainian": "uk_UA",
    "ukraine": "uk_UA",
    "polish": "pl_PL",
    "poland": "pl_PL",
    "czech": "cs_CZ",
    "slovak": "sk_SK",
    "slovakia": "sk_SK",
    "hungarian": "hu_HU",
    "hungary": "hu_HU",
    "romanian": "ro_RO",
    "romania": "ro_RO",
    "bulgarian": "bg_BG",
    "greek": "el_GR",
    "greece": "el_GR",
    "turkish": "tr_TR",
    "turkey": "tr_TR",
    "swedish": "sv_SE",
    "sweden": "sv_SE",
    "norwegian": "no_NO",
    "norway": "no_NO",
    "danish": "da_DK",
    "denmark": "da_DK",
    "finnish": "fi_FI",
    "finland": "fi_FI",
    "icelandic": "is_IS",
    "estonian": "et_EE",
    "latvian": "lv_LV",
    "lithuanian": "lt_LT",
    "croatian": "hr_HR",
    "croatia": "hr_HR",
    "slovenian": "sl_SI",
    "serbian": "sr_RS",
    "israeli": "he_IL",
    "israel": "he_IL",
    "hebrew": "he_IL",
    "arabic": "ar_SA",
    "saudi": "ar_SA",
    "saudi arabia": "ar_SA",
    "egyptian": "ar_EG",
    "egypt": "ar_EG",
    "emirati": "ar_AE",
    "persian": "fa_IR",
    "iranian": "fa_IR",
    "iran": "fa_IR",
    "vietnamese": "vi_VN",
    "vietnam": "vi_VN",
    "thai": "th_TH",
    "thailand": "th_TH",
    "indonesian": "id_ID",
    "indonesia": "id_ID",
    "filipino": "fil_PH",
    "philippines": "fil_PH",
    "nigerian": "en_NG",
    "nigeria": "en_NG",
    "south african": "en_ZA",
    "south africa": "en_ZA",
    "kazakh": "kk_KZ",
    "kazakhstan": "kk_KZ",
    "jordan": "ar_JO",
    "jordanian": "ar_JO",
}
_ADJECTIVES = "|".join(sorted((re.escape(name) for name in _LOCALES), key=len, reverse=True))
_LOCALE_CODE = re.compile(
    r"\b(?:locale|language|region)\s*(?:is|=|:|of)?\s*(?P<l>[a-z]{2})[_-](?P<r>[A-Z]{2})\b|"
    r"\b(?P<l2>[a-z]{2})_(?P<r2>[A-Z]{2})\b(?: locale)?"
)
_PLACE = re.compile(
    rf"\b(?:(?P<adj>{_ADJECTIVES})\s+(?:\w+[ -]){{0,3}}?(?:names?|address(?:es)?|customers?|"
    rf"people|persons?|users?|citizens?|patients?|employees?|employer|clients?|students?|"
    rf"residents?|households?|companies|company|retail(?:ers?)?|orders?|bank|hospital|market|"
    rf"locale|addresses|phones?|data|university|school|shop|store|stores|drivers?|guests?|voters?|"
    rf"taxpayers?|sellers?|suppliers?|insurance|utility|business(?:es)?|contacts?|profiles?|"
    rf"personas?|members?|subscribers?|passengers?|workers?|donors?|tenants?|owners?|invoices?|"
    rf"e-?commerce|vendors?|firms?|freelancers?|applicants?|pupils?|farms?|farmers?)|"
    rf"(?:(?:living|based|located|sampled|residing|born|resident|customers|people|users|employees|"
    rf"patients|persons|citizens|company|companies|shop|stores?|employer|clients|students|"
    rf"personas?|names|addresses)\s+(?:\w+\s+)?(?:in|from|of|across)|from|in)\s+(?:the "
    rf")?(?P<land>{_ADJECTIVES}))(?=$|[\s,.;:)])(?!\s*(?:or|/|,|and) (?:{_ADJECTIVES})\b)(?!,? "
    rf"(?:or|and)\b)",
    re.IGNORECASE,
)


def read_settings(text: str, request: Request) -> str:
    """Read format, seed and locale; return the text without them (places stay)."""
    for pattern in _FORMAT:
        found = re.search(pattern, text, re.IGNORECASE)
        if found and not re.search(r"(?i)_json|json_", found[0]):
            request.output_format = _FORMATS[found["f"].lower()]
            request.facts.append((found[0].strip(" ,.;"), "output_format"))
            text = text[: found.start()] + " " + text[found.end() :]
            break
    seed = _SEED.search(text)
    if seed:
        request.seed = int(seed["n"])
        request.facts.append((seed[0].strip(" ,.;("), "seed"))
        text = text[: seed.start()] + " " + text[seed.end() :]
    text = _ENCODING.sub(" ", text)
    _locale(text, request)
    return text


def _locale(text: str, request: Request) -> None:
    code = _LOCALE_CODE.search(text)
    if code:
        request.locale = f"{code['l'] or code['l2']}_{code['r'] or code['r2']}"
        request.facts.append((code[0], "locale"))
        return
    for found in _PLACE.finditer(text):
        word = (found["adj"] or found["land"]).lower()
        raw = found["adj"] or found["land"]
        if word in ("us", "polish", "turkey", "china", "chile") and not raw[0].isupper():
            continue
        if word == "us" and raw != "US":
            continue
        request.locale = _LOCALES[word]
        request.facts.append((found[0], "locale"))
        return
    if "₹" in text:
        request.locale = "en_IN"


_EXPLICIT = (
    re.compile(
        (
            rf"[(,;]?\s*(?:(?<![\w.]){COUNT}\s+)?\b(?:number of (?:rows|records)|total(?: of| rows| "
            rf"records)?|row[ _]?count|rows?|records?|count|n|size|num_rows|how many)\s*(?:needed|"
            rf"wanted)?\s*[:=]\s*(?P<n>{COUNT})(?:\s*{ROW_NOUNS}\b)?\)?"
        ),
        re.IGNORECASE,
    ),
    re.compile(
        (
            rf"\(?\b(?:(?:exactly|about|around|roughly|approximately|some|around|at least|a total of|"
            rf"in total|total of|for|of|generate|make|create|give me|i need|i want|"
            rf"produce)\s+)*(?P<n>(?!one\b(?! (?:million|thousand|hundred|billion|"
            rf"dozen))){COUNT})\s+(?:(?!(?:{ROW_NOUNS})\b)[a-z-]+ ){{0,3}}?{ROW_NOUNS}\b(?: (?:in "
            rf"total|total|overall|please|of data|altogether|long|each|only))?(?:\s*=\s*(?P<same>[\d,"
            rf"_]+))?\)?"
        ),
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<n>{COUNT})\s+of (?:them|these|those)\b(?: (?:please|in total))?", re.IGNORECASE),
    re.compile(r"\s[x×]\s?(?P<n>\d[\d,_]*\s?[kKmM]?)\s*\.?\s*$"),
)
_HEADED = re.compile(
    rf"^(?P<head>[^\n:;.(,]{{0,60}}?[A-Za-z])\s*[,(]?\s*(?:n\s*=\s*)?(?P<n>{COUNT})\)?\s*(?P<end>:|$|\n)",
    re.IGNORECASE,
)
_NOUNED = re.compile(rf"(?P<n>{COUNT})\s+(?P<noun>[A-Za-z][\w'-]*(?: [A-Za-z][\w'-]*){{0,4}})", re.IGNORECASE)
_STOPS = set("with and or of in to per for from rows is are at on the by who whose that which each x".split())
_LAST = re.compile(
    (
        rf"(?:^|[.;\n])\s*(?:(?:about|around|make it|i need|give me|"
        rf"total)\s+)*(?P<n>{COUNT})\s*(?:please|pls|total|in total|of (?:those|these|"
        rf"each))?\s*[.!]?\s*$"
    ),
    re.IGNORECASE,
)
PLURAL = re.compile(
    r"(?:s|people|children|men|women|staff|data|inventory|personnel|employees|mice|series)$", re.IGNORECASE
)


def read_rows(text: str, request: Request) -> str:
    """Read the number of rows; return the text without it, the counted noun marked."""
    for pattern in _EXPLICIT:
        found = pattern.search(text)
        if found:
            return _taken(text, found, request, "")
    headed = _HEADED.match(text)
    if headed and not re.search(
        rf"(?i)\b(?:seed|of|with|between|to|than|least|most|and)\s*$|{COUNT}.*(?:-|to)\s*$", headed["head"]
    ):
        rest = text[: headed.start("n")].rstrip(" ,(") + headed["end"] + text[headed.end() :]
        return _checked(rest, headed["n"], headed[0], request)
    last = _LAST.search(text)
    for found in _NOUNED.finditer(text):
        noun = _noun(found["noun"]) or (
            found["noun"].split()[0]
            if request.language != "en" and found["noun"].split()[0].lower() not in _STOPS | _TIME
            else ""
        )
        if noun and _is_noun(text, found, noun):
            request.noun = noun
            rest = text[: found.start()] + NOUN + text[found.start("noun") :]
            return _checked(rest, found["n"], f"{found['n']} {noun}", request)
    return _taken(text, last, request, "") if last else text


def _noun(words: str) -> str:
    """The counted noun, with its adjectives: `SaaS accounts` in `SaaS accounts that pay`."""
    taken: list[str] = []
    for word in words.split():
        if word.lower() in _STOPS or word.lower() in _TIME:
            break
        taken.append(word)
        if PLURAL.search(word) and not word.lower().endswith(("ous", "ss", "us", "is")):
            return " ".join(taken)
    return ""


def _is_noun(text: str, found: re.Match[str], noun: str) -> bool:
    """`5,000 users` at the head or as a sentence of its own counts rows; `4 rooms` in a list does not."""
    before, after = text[: found.start()], text[found.start("noun") + len(noun) :]
    clause = re.split(r"[.;\n]", before)[-1]
    if re.search(
        (
            r"(?i)(?:\b(?:last|past|next|between|from|every|per|at least|up to|under|over|each|than|"
            r"to|and|than|most|in|within)|[-(])\s*$"
        ),
        before,
    ) and not re.search(r"(?i)\bfor\s*$", before):
        return False
    if re.match(r"\s*:(?=\s)", after) or (
        re.match(r"\s*\(?(?:[^,.;:]{0,60})?\s*(?:with|having|containing|including)\b", after)
        and not re.search(r"(?i)\b(?:each|every|with|has|have)\b", clause)
    ):
        return True
    if re.match(r"\s*(?:,|$)", after) and re.search(r"(?:^|,)\s*$", before) and before.count(",") <= 2:
        return True
    asked = re.search(
        r"(?i)\b(?:want|need|like|generate|give|make|create|have|get|build|produce|simulate)\b", clause
    )
    lead = len(re.findall(r"\w+", clause)) <= (25 if asked else 9) and "," not in clause
    alone = (
        bool(re.match(r"\s*(?:please|pls|in total|total)?\s*[.!,]?\s*$", after)) and len(clause.split()) <= 3
    )
    if alone:
        return True
    return (
        lead
        and (before.count(",") == 0 or not clause.strip())
        and (":" not in before or bool(re.fullmatch(r"[\w ,.-]{0,40}:\s*(?:\w+ ){0,3}", before)))
    )


_DASHED = re.compile(r"\s+-\s*\ue021\s*(?:-\s+|:)|\s+-\s*\ue021\s*$")


def _taken(text: str, found: re.Match[str], request: Request, instead: str) -> str:
    number = found.groupdict().get("same") or found["n"]
    return _checked(
        text[: found.start()] + (instead or " \ue021 ") + text[found.end() :], number, found[0], request
    )


def _checked(rest: str, number: str, words: str, request: Request) -> str:
    read = amount(re.sub(r"(?i)(\d)\s?(k|m)$", r"\1\2", number.strip()))
    if read is None or not float(read.value).is_integer():
        return rest
    if read.value > MAX_ROWS:
        message = f"{number.strip()} rows are asked; at most {MAX_ROWS:,} are allowed: ask for fewer"
        raise InvalidInput.of([Issue("rows", "too_many_rows", message)])
    rest = _DASHED.sub(": ", rest)
    request.rows = int(read.value)
    request.facts.append((words.strip(" ,.;()"), "rows"))
    return rest
