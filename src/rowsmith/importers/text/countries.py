"""Countries and nationalities in a request, and the locale that each means."""

from __future__ import annotations

import re

from rowsmith.importers.text.draft import Request

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
    rf"e-?commerce|clinics?|appointments?|payrolls?|loans?|bookings?|reservations?|restaurants?|staff|teachers?|doctors?|"
    rf"authors?|accounts?|polic(?:y|ies)|policyholders?|landlords?|buyers?|travell?ers?|players?|vendors?|firms?|freelancers?|applicants?|pupils?|farms?|farmers?)|"
    rf"(?:(?:living|based|located|sampled|residing|born|resident|customers|people|users|employees|"
    rf"patients|persons|citizens|company|companies|shop|stores?|employer|clients|students|"
    rf"personas?|names|addresses)\s+(?:\w+\s+)?(?:in|from|of|across)|from|in)\s+(?:the "
    rf")?(?P<land>{_ADJECTIVES}))(?=$|[\s,.;:)])(?!\s*(?:or|/|,|and) (?:{_ADJECTIVES})\b)(?!,? "
    rf"(?:or|and)\b)",
    re.IGNORECASE,
)


def locale(text: str, request: Request) -> None:
    """Take the locale that a country, a nationality or a code says: `German customers` is `de_DE`."""
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
