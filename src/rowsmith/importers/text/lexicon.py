"""Which words name which kind of value: the only word lists about columns. The last telling word counts."""

from __future__ import annotations

import re

from rowsmith.schema import FieldType

_WORDS: dict[FieldType, str] = {
    "integer": """age qty quantity count counts year years stock pages rooms bedrooms bathrooms floors floor storeys
        days weeks months nights stars votes likes dislikes views clicks visits visitors children kids dependents employees
        headcount port bytes points rank seats units items tenure step steps attempts retries capacity population followers
        following impressions sessions passengers goals assists wins losses mileage credits semester position shares comments
        downloads installs orders pieces boxes pallets stops transfers calls calories vintage enrolment enrollment students
        beds doors cylinders horsepower hp rpm ram cores attendees participants deaths births cases doses siblings parity
        inventory onhand threshold score marks hits misses errors warnings tickets lap laps round rounds episode season
        heartrate pulse systolic diastolic updates sent delivered opened instances numeric_id pid uid gid line_number
        bathrooms duration alter edad âge età idade menge cantidad quantité leeftijd reviews spots guests adults infants bags experience iq minutes seconds""",
    "float": """price amount amt cost total subtotal salary balance revenue income fee fees charge charges rate ratio percent
        percentage pct temperature temp humidity pressure weight height width length depth distance speed latitude longitude
        lat lon lng long gpa bmi glucose torque voltage current power energy kwh kw discount tax vat margin profit budget value
        usage area mrr arr ltv wage wages bonus pay premium dose dosage interest rent concentration index probability
        coefficient fraction share spend spent debt loan principal payment repayment deposit withdrawal commission tip fare
        toll price_usd usd eur gbp turnover gross net paid billed allowed payout grant gifts donation fine penalty credit
        debit hourly overtime allowance rainfall precipitation wind co2 pm25 ph turbidity salinity altitude elevation radius
        volume density mass acidity alcohol sugar sugars fat protein cholesterol bp hba1c creatinine consumption import export
        production generation load watts volts amps noise level_db brightness battery signal accuracy precision recall loss
        growth inflation yield return volatility dividend strike bid ask coupon apr apy ctr cpc cpm roi score_avg mean average
        avg median std variance sum money mrp expenses expenditure gdp umsatz preis betrag gehalt salario salário precio preço prix montant prezzo valor loon prijs ingresos high low close open min max kg cm mm km ml mg lbs hz deg celsius fahrenheit kelvin co usd_amount wear""",
    "boolean": """active enabled disabled verified subscribed churn churned vip deleted admitted enrolled married smoker smokes
        hypertension diabetes diabetic fraud fraudulent completed available instock returned flag opted consent approved_flag
        default defaulted premium_member refundable cancelled canceled acknowledged resolved converted clicked opened_flag
        passed pregnant vaccinated retired weekend holiday featured published archived blocked locked banned deceased
        readmitted promoted member membership claimed denied insured taxable taxed recurring billable hazardous fragile
        failure failed anomaly bounced unsubscribed""",
    "date": """date dob birthday birthdate deadline expiry expiration expires day hired joined geburtsdatum geboren nacimiento
        naissance signup submitted published_on issued due maturity""",
    "datetime": """timestamp ts datetime time arrival departure pickup dropoff login logout created updated modified
        timestamps checktime eta etd""",
    "email": "email emails mail correo courriel",
    "phone": "phone mobile telephone tel cell cellphone fax msisdn telefon telefono teléfono handy",
    "uuid": "uuid guid",
    "array": "tags array list keywords hobbies interests skills",
}
BY_WORD: dict[str, FieldType] = {word: kind for kind, words in _WORDS.items() for word in words.split()}
TEXT = set(
    """
        name title description text comment note notes bio summary subject message body remark remarks
        street address city town state province county country region district zone postcode zip zipcode
        plz ort straße strasse stadt land code status type category kind class group gender sex plan tier
        priority severity segment channel department dept genre method role grade color colour size
        currency stage reason source device os browser language locale specialty speciality race ethnicity
        education family mode brand make model vendor supplier manufacturer merchant company employer
        organization organisation customer client user owner author artist publisher product item sku isbn
        ean upc barcode url link website domain host ip ipv4 ipv6 mac username login_name nick nickname
        handle password token hash key id number no nr reference ref iban bic swift account vin plate
        license licence passport ssn nationality occupation job profession position_title religion
        diagnosis symptom medication drug treatment procedure icd cpt ward room doctor physician nurse
        insurer team club player league sport event venue location site store branch warehouse carrier
        route airline airport flight gate terminal origin destination course subject_name teacher school
        university major degree query request response agent protocol method_name path referrer campaign
        medium keyword format version build environment service component module rule action result
        outcome target label quality period season_name shift weekday month quarter timezone unit blood
        allergy species breed color_name material pattern style flavor flavour topping cuisine ingredient
        recipe contract subscription policy claim level levels code coverage risk rating condition reading
        meter sensor machine line batch lot shelf aisle bin file extension filename mime question answer
        feedback sentiment topic headline slug content issue ticket assignee reporter sprint epic
        milestone project task party candidate mood weather sky crop soil habitat instrument ticker
        exchange sector industry counterparty beneficiary cause frequency speaker ship vessel cargo
        incoterm driver rider passenger visa marital nombre apellido ciudad país pais calle vorname
        nachname nom prénom prenom ville kunde firma
        """.split()
)
ABBREVIATIONS = {
    "txn": "transaction",
    "trx": "transaction",
    "tx": "transaction",
    "cust": "customer",
    "emp": "employee",
    "acct": "account",
    "acc": "account",
    "prod": "product",
    "ord": "order",
    "inv": "invoice",
    "usr": "user",
    "dept": "department",
    "cat": "category",
    "evt": "event",
    "msg": "message",
    "pat": "patient",
    "stu": "student",
    "org": "organization",
    "loc": "location",
    "veh": "vehicle",
    "appt": "appointment",
    "pmt": "payment",
    "sub": "subscription",
    "tkt": "ticket",
    "qty": "quantity",
    "amt": "amount",
}
PEOPLE = set(
    """
        person people user customer client employee staff patient student applicant member guest passenger
        voter driver rider player contact lead subscriber visitor author teacher doctor nurse agent owner
        tenant borrower donor volunteer citizen resident respondent participant candidate worker pupil
        learner persona adult child prosumer profile personnel buyer seller shopper attendee athlete actor
        director scientist freelancer
        """.split()
)
NEGATIVE = {
    "temperature",
    "temp",
    "latitude",
    "longitude",
    "lat",
    "lon",
    "lng",
    "balance",
    "profit",
    "growth",
    "change",
    "delta",
    "margin",
    "elevation",
    "altitude",
    "return",
    "voltage",
    "difference",
    "net",
    "inflation",
    "volatility",
}
_FLAG = re.compile(
    r"^(?:is|has|was|can|did|are|should|ever|will|needs|allows|accepts|in_stock|opt)_|_(?:flag|yn|"
    r"indicator|bool)$"
)
_MOMENT = re.compile(r"_(?:at|ts|time|timestamp|datetime)$")
_DAY = re.compile(r"_(?:on|date|day)$|^date_|^day$")
_COUNT = re.compile(
    r"^(?:number_of|num|n|no_of|count_of|total_number|nr_of|how_many)_|_(?:count|qty|num_items)$"
)
_CARD = re.compile(
    r"card|account|phone|passport|license|licence|serial|tracking|invoice|order|room|flight|plate|"
    r"policy|iban|ssn|vin"
)


def tokens(name: str) -> list[str]:
    """The words of a name in any style: `["user", "id"]` for `userID`, `user_id` and `User id`."""
    spaced = re.sub(r"([a-z\d])([A-Z])", r"\1 \2", name)
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", spaced)
    return [word.lower() for word in re.split(r"[\W_]+", spaced) if word]


def kind(name: str) -> FieldType | None:
    """The type that a name says: `integer` for `age`, `datetime` for `created_at`."""
    words = tokens(name)
    if not words:
        return None
    core = next(
        (
            place
            for place, word in enumerate(words)
            if 0 < place < len(words) - 1 and word in ("per", "of", "in", "at", "for", "from", "by")
        ),
        0,
    )
    if (
        core
        and words[core - 1] not in ("number", "count", "no", "num", "length", "date", "time")
        and words[-1] not in ("id", "date", "time")
    ):
        return kind("_".join(words[:core]))
    if core and words[0] == "length":
        return "float"
    if core and words[core - 1] in ("date", "time"):
        return "date" if words[core - 1] == "date" else "datetime"
    if is_identifier(name):
        return "uuid" if words[-1] in ("uuid", "guid") else None
    return _by_form(words) or _by_word(words)


def _by_form(words: list[str]) -> FieldType | None:
    """The type that beginning and end say: `is_...`, `..._at`, `number_of_...`."""
    snake = "_".join(words)
    if _FLAG.search(snake):
        return "boolean"
    if _COUNT.search(snake):
        return "integer"
    if {"date", "time"} <= set(words) or (_MOMENT.search(snake) and words[-1] != "day"):
        return "datetime"
    return "date" if _DAY.search(snake) else None


def _by_word(words: list[str]) -> FieldType | None:
    if words[-1] in ("number", "num", "no", "nr"):
        return None
    for word in reversed(words):
        if word in BY_WORD:
            return _unit_aware(BY_WORD[word], words)
        if word in TEXT:
            return "string"
        single = singular(word)
        if single in TEXT:
            return "string"
    return None


def _unit_aware(found: FieldType, words: list[str]) -> FieldType:
    if found == "date" and words[-1] in ("signup", "submitted", "issued") and len(words) == 1:
        return "date"
    if words[-1] in ("hours", "hour") and found == "integer":
        return "float"
    return found


def is_identifier(name: str) -> bool:
    """Whether the name is an identifier's: `order_id`, `unitid`, `employee number`, `txn_no`, `uuid`."""
    words = tokens(name)
    return bool(words) and (
        words[-1] in ("id", "ids", "uuid", "guid", "pk", "uid")
        or (
            words[-1] in ("number", "no", "nr", "num", "key", "code", "ref", "reference")
            and len(words) > 1
            and stem(words[0]) in _ENTITIES
        )
        or bool(
            re.fullmatch(
                r"[a-z]{3,}(?<!pa)(?<!val)(?<!flu)(?<!so)(?<!aci)(?<!cov)(?<!hybr)(?<!rap)(?<!b)(?<!gr)id",
                words[-1],
            )
            and len(words) == 1
        )
    )


_ENTITIES = set(
    """
        order customer employee transaction invoice student patient account claim ticket product item
        shipment booking user member case policy contract loan payment receipt batch lot purchase asset
        device machine serial tracking reservation visit
        """.split()
)


def known(words: list[str]) -> bool:
    """Whether the last word is one that column names end with."""
    if not words:
        return False
    last = words[-1]
    return (
        last in BY_WORD
        or last in TEXT
        or singular(last) in TEXT
        or singular(last) in BY_WORD
        or is_identifier(" ".join(words))
    )


def head(text: str) -> tuple[str, str] | None:
    """Cut the longest leading column name off: (`payment method`, `ACH`) for `payment method ACH`."""
    words = text.split()
    for count in range(min(4, len(words) - 1), 0, -1):
        if known(tokens(" ".join(words[:count]))) and re.search(r"\w$", words[count - 1]):
            return " ".join(words[:count]), " ".join(words[count:])
    return None


def singular(word: str) -> str:
    """`category` for `categories`, `order` for `orders`; singular words stay."""
    low = word.lower()
    irregular = {
        "people": "person",
        "children": "child",
        "men": "man",
        "women": "woman",
        "mice": "mouse",
        "criteria": "criterion",
        "staff": "employee",
        "data": "data",
        "series": "series",
        "movies": "movie",
        "cookies": "cookie",
        "diagnoses": "diagnosis",
        "analyses": "analysis",
        "indices": "index",
        "news": "news",
        "statuses": "status",
        "buses": "bus",
        "personnel": "employee",
    }
    if low in irregular:
        return irregular[low]
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("ches", "shes", "xes", "sses", "zes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def plural(word: str) -> str:
    """`categories` for `category`; `people` for `person`."""
    low = word.lower()
    if low in ("person", "child"):
        return {"person": "people", "child": "children"}[low]
    if singular(low) != low or low in ("staff", "data", "inventory", "people", "sales", "personnel", "news"):
        return low
    if low.endswith("y") and low[-2:-1] not in "aeiou":
        return low[:-1] + "ies"
    return low + ("es" if low.endswith(("s", "x", "ch", "sh", "z")) else "s")


def stem(word: str) -> str:
    """The word behind an abbreviation and a plural: `transaction` for `txn`."""
    low = singular(word)
    return ABBREVIATIONS.get(low, low)
