"""Other languages: the words of the grammar are turned into English, names of columns stay as written."""

from __future__ import annotations

import re
import unicodedata

_ENGLISH = set(
    (
        "the of and with for a in to each is are between from rows users columns table per generate "
        "make create data name or last"
    ).split()
)
_WORDS: dict[str, tuple[str, str, dict[str, str]]] = {
    "es": (
        "es_ES",
        (
            "con entre hasta desde para filas y un una los las del cada generar genera crea clientes "
            "nombre apellido apellidos correo edad ciudad salario precio cantidad empleados pedidos "
            "productos teléfono país"
        ),
        {
            "genera": "generate",
            "generar": "generate",
            "crea": "create",
            "crear": "create",
            "necesito": "i need",
            "quiero": "i want",
            "con": "with",
            "y": "and",
            "e": "and",
            "o": "or",
            "entre": "between",
            "hasta": "to",
            "desde": "from",
            "de": "of",
            "del": "of",
            "los": "the",
            "las": "the",
            "el": "the",
            "la": "the",
            "un": "a",
            "una": "a",
            "cada": "each",
            "filas": "rows",
            "registros": "records",
            "columnas": "columns",
            "campos": "columns",
            "único": "unique",
            "única": "unique",
            "únicos": "unique",
            "vacío": "empty",
            "vacíos": "empty",
            "nulos": "null",
            "opcional": "optional",
            "euros": "euros",
            "dólares": "dollars",
            "años": "years",
            "año": "year",
            "últimos": "last",
            "últimas": "last",
            "último": "last",
            "mayor que": "greater than",
            "menor que": "less than",
            "al menos": "at least",
            "como máximo": "at most",
            "después de": "after",
            "antes de": "before",
            "en los": "in the",
            "en": "in",
            "meses": "months",
            "días": "days",
        },
    ),
    "de": (
        "de_DE",
        (
            "mit zwischen bis von für und oder zeilen ein eine der die das jede jeder erzeuge "
            "erstelle kunden kunde stadt straße plz ort telefon geburtsdatum vorname nachname umsatz "
            "nein ja preis betrag menge mitarbeiter bestellungen rechnungen euro produkte"
        ),
        {
            "erzeuge": "generate",
            "erstelle": "create",
            "generiere": "generate",
            "ich brauche": "i need",
            "ich möchte": "i want",
            "mit": "with",
            "und": "and",
            "oder": "or",
            "zwischen": "between",
            "bis": "to",
            "von": "from",
            "ab": "from",
            "für": "for",
            "eine": "a",
            "ein": "a",
            "einer": "a",
            "der": "the",
            "die": "the",
            "das": "the",
            "jeder": "each",
            "jede": "each",
            "zeilen": "rows",
            "datensätze": "records",
            "spalten": "columns",
            "felder": "columns",
            "eindeutig": "unique",
            "leer": "empty",
            "euro": "euros",
            "letzten": "last",
            "den": "the",
            "jahren": "years",
            "jahre": "years",
            "monaten": "months",
            "tagen": "days",
            "mindestens": "at least",
            "höchstens": "at most",
            "größer als": "greater than",
            "kleiner als": "less than",
            "nach": "after",
            "vor": "before",
            "optional": "optional",
            "davon": "of which",
            "in": "in",
            "alter": "age",
        },
    ),
    "fr": (
        "fr_FR",
        (
            "avec entre jusqu des les lignes et ou une un chaque génère créer pour nom prénom ville "
            "téléphone âge prix montant employés commandes produits lignes pays"
        ),
        {
            "génère": "generate",
            "générer": "generate",
            "crée": "create",
            "créer": "create",
            "je veux": "i want",
            "il me faut": "i need",
            "avec": "with",
            "et": "and",
            "ou": "or",
            "entre": "between",
            "à": "to",
            "de": "of",
            "du": "of",
            "des": "of",
            "les": "the",
            "le": "the",
            "la": "the",
            "un": "a",
            "une": "a",
            "chaque": "each",
            "lignes": "rows",
            "colonnes": "columns",
            "unique": "unique",
            "vide": "empty",
            "vides": "empty",
            "euros": "euros",
            "derniers": "last",
            "dernières": "last",
            "ans": "years",
            "années": "years",
            "mois": "months",
            "jours": "days",
            "au moins": "at least",
            "au plus": "at most",
            "après": "after",
            "avant": "before",
            "optionnel": "optional",
            "dans": "in",
        },
    ),
    "it": (
        "it_IT",
        (
            "con tra fino righe e o un una ogni genera crea dei gli per nome cognome città età "
            "clienti prezzo dipendenti ordini prodotti indirizzo"
        ),
        {
            "genera": "generate",
            "crea": "create",
            "con": "with",
            "e": "and",
            "o": "or",
            "tra": "between",
            "fra": "between",
            "a": "to",
            "da": "from",
            "di": "of",
            "dei": "of",
            "delle": "of",
            "il": "the",
            "la": "the",
            "gli": "the",
            "le": "the",
            "un": "a",
            "una": "a",
            "ogni": "each",
            "righe": "rows",
            "colonne": "columns",
            "univoco": "unique",
            "unica": "unique",
            "vuoto": "empty",
            "ultimi": "last",
            "negli": "in the",
            "anni": "years",
            "mesi": "months",
            "giorni": "days",
            "almeno": "at least",
            "al massimo": "at most",
            "dopo": "after",
            "prima di": "before",
            "euro": "euros",
        },
    ),
    "pt": (
        "pt_BR",
        (
            "com entre até linhas e ou um uma cada gere gerar crie para dos das nome sobrenome cidade "
            "idade preço salário funcionários pedidos produtos telefone"
        ),
        {
            "gere": "generate",
            "gerar": "generate",
            "crie": "create",
            "preciso de": "i need",
            "com": "with",
            "e": "and",
            "ou": "or",
            "entre": "between",
            "até": "to",
            "de": "of",
            "dos": "of",
            "das": "of",
            "o": "the",
            "a": "the",
            "os": "the",
            "as": "the",
            "um": "a",
            "uma": "a",
            "cada": "each",
            "linhas": "rows",
            "registros": "records",
            "colunas": "columns",
            "único": "unique",
            "única": "unique",
            "vazio": "empty",
            "últimos": "last",
            "nos": "in the",
            "anos": "years",
            "meses": "months",
            "dias": "days",
            "pelo menos": "at least",
            "no máximo": "at most",
            "depois de": "after",
            "antes de": "before",
            "reais": "dollars",
        },
    ),
    "nl": (
        "nl_NL",
        "met tussen tot van voor rijen en of een elke genereer maak de het",
        {
            "genereer": "generate",
            "maak": "create",
            "met": "with",
            "en": "and",
            "of": "or",
            "tussen": "between",
            "tot": "to",
            "van": "from",
            "voor": "for",
            "een": "a",
            "de": "the",
            "het": "the",
            "elke": "each",
            "rijen": "rows",
            "kolommen": "columns",
            "uniek": "unique",
            "leeg": "empty",
            "laatste": "last",
            "jaar": "years",
            "maanden": "months",
            "dagen": "days",
            "minstens": "at least",
            "hoogstens": "at most",
            "na": "after",
            "voor de": "before",
            "euro": "euros",
        },
    ),
}


def language(text: str) -> str:
    """The language by its small words: `es` for `300 empleados con nombre y edad entre 20 y 60`."""
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    counts = {"en": sum(word in _ENGLISH for word in words)}
    for name, (_, marks, _) in _WORDS.items():
        known = set(marks.split())
        counts[name] = sum(word in known for word in words)
    best = max(counts, key=lambda name: (counts[name], name == "en"))
    return best if best != "en" and counts[best] >= 2 and counts[best] > counts["en"] + 1 else "en"


def foreign_script(text: str) -> bool:
    """Whether nearly all letters are of a script whose languages the grammar does not know."""
    letters = [char for char in text if char.isalpha()]
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters[:2_000])
    return bool(letters) and latin < 0.25 * len(letters[:2_000])


def to_english(text: str, name: str) -> str:
    """The words of the grammar in English, and numbers with English separators."""
    _, _, words = _WORDS[name]
    order = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, order))})(?![\w-])", re.IGNORECASE)
    text = re.sub(
        r"(?<![\d.])(\d{1,3})((?:\.\d{3})+)(?![\d.])", lambda found: found[0].replace(".", ""), text
    )
    text = re.sub(r"(?<=\d),(?=\d{1,2}(?!\d))", ".", text)
    return pattern.sub(lambda found: words[found[0].lower()], text)


def locale_of(name: str) -> str:
    """The usual locale of a language: `es_ES` for `es`."""
    return _WORDS[name][0]


NATIONALITIES = set(
    (
        "german japanese french italian spanish american british canadian indian chinese korean "
        "russian polish dutch swedish brazilian mexican turkish greek czech danish finnish norwegian "
        "portuguese australian austrian swiss"
    ).split()
)
_GERMAN_LOOSE = re.compile(r"(?<=\d)\s+bis\s+(?=\d)", re.IGNORECASE)


def loose(text: str) -> str:
    """Foreign words between numbers that cannot mean anything else: `18 bis 90`."""
    return _GERMAN_LOOSE.sub(" to ", text)
