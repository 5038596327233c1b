"""The words that names of columns are made of, by the type they say. Add a word here to teach a name."""

from __future__ import annotations

from rowsmith.schema import FieldType

_WORDS: dict[FieldType, str] = {
    "integer": """
        age qty quantity count counts year years stock pages rooms bedrooms bathrooms floors floor storeys
        days weeks months nights stars votes likes dislikes views clicks visits visitors children kids
        dependents employees headcount port bytes points rank seats units items tenure step steps attempts
        retries capacity population followers following impressions sessions passengers goals assists wins
        losses mileage credits semester position shares comments downloads installs orders pieces boxes
        pallets stops transfers calls calories vintage enrolment enrollment students beds doors cylinders
        horsepower hp rpm ram cores attendees participants deaths births cases doses siblings parity
        inventory onhand threshold score marks hits misses errors warnings tickets lap laps round rounds
        episode season heartrate pulse systolic diastolic updates sent delivered opened instances
        numeric_id pid uid gid line_number duration alter edad âge età idade menge cantidad quantité
        leeftijd reviews spots replies retweets guests adults infants bags experience iq minutes seconds
    """,
    "float": """
        price amount amt cost total subtotal salary balance revenue income fee fees charge charges rate
        ratio percent percentage pct temperature temp humidity pressure weight height width length depth
        distance speed latitude longitude lat lon lng long gpa bmi glucose torque voltage current power
        energy kwh kw discount tax vat margin profit budget value usage area mrr arr ltv wage wages bonus
        pay premium dose dosage interest rent concentration index probability coefficient fraction share
        spend spent debt loan principal payment repayment deposit withdrawal commission tip fare toll
        price_usd usd eur gbp turnover gross net paid billed allowed payout grant gifts donation fine
        penalty credit debit hourly overtime allowance rainfall precipitation wind co2 pm25 ph turbidity
        salinity altitude elevation radius volume density mass acidity alcohol sugar sugars fat protein
        cholesterol bp hba1c creatinine consumption import export production generation load watts volts
        amps noise level_db brightness battery signal accuracy precision recall loss growth inflation
        yield return volatility dividend strike bid ask coupon apr apy ctr cpc cpm roi score_avg mean
        average avg median std variance sum money mrp expenses expenditure gdp umsatz preis betrag gehalt
        salario salário precio preço prix montant prezzo valor loon prijs ingresos high low close open min
        max kg cm mm km ml mg lbs hz deg celsius fahrenheit kelvin co usd_amount wear
    """,
    "boolean": """
        active enabled disabled verified subscribed churn churned vip deleted admitted enrolled married
        smoker smokes hypertension diabetes diabetic fraud fraudulent completed available instock returned
        flag opted consent approved_flag default defaulted premium_member refundable cancelled canceled
        acknowledged resolved converted clicked opened_flag passed pregnant vaccinated retired weekend
        holiday featured published archived blocked locked banned deceased readmitted promoted member
        membership claimed denied insured taxable taxed recurring billable hazardous fragile failure
        failed anomaly bounced unsubscribed
    """,
    "date": """
        date dob birthday birthdate deadline expiry expiration expires day hired joined geburtsdatum
        geboren nacimiento naissance signup submitted published_on issued due maturity
    """,
    "datetime": """
        timestamp ts datetime time arrival departure pickup dropoff login logout created updated modified
        timestamps checktime eta etd
    """,
    "email": """
        email emails mail correo courriel
    """,
    "phone": """
        phone mobile telephone tel cell cellphone fax msisdn telefon telefono teléfono handy
    """,
    "uuid": """
        uuid guid
    """,
    "array": """
        tags array list keywords hobbies interests skills
    """,
}
BY_WORD: dict[str, FieldType] = {word: kind for kind, words in _WORDS.items() for word in words.split()}
"""The type that a name's last telling word says."""
TEXT = frozenset(
    """
    name title description text comment note notes bio summary subject message body remark remarks street
    address city town state province county country region district zone postcode zip zipcode plz ort
    straße strasse stadt land code status type category kind class group gender sex plan tier priority
    severity segment channel department dept genre method role grade color colour size currency stage
    reason source device os browser language locale specialty speciality race ethnicity education family
    mode brand make model vendor supplier manufacturer merchant company employer organization organisation
    customer client user owner author artist publisher product item sku isbn ean upc barcode url link
    website domain host ip ipv4 ipv6 mac username login_name nick nickname handle password token hash key
    id number no nr reference ref iban bic swift account vin plate license licence passport ssn
    nationality occupation job profession position_title religion diagnosis symptom medication drug
    treatment procedure icd cpt ward room doctor physician nurse insurer team club player league sport
    event venue location site store branch warehouse carrier route airline airport flight gate terminal
    origin destination course subject_name teacher school university major degree query request response
    agent protocol method_name path referrer campaign medium keyword format version build environment
    service component module rule action result outcome target label quality period season_name shift
    weekday month quarter timezone unit blood allergy species breed color_name material pattern style
    flavor flavour topping cuisine ingredient recipe contract subscription policy claim level levels
    coverage risk rating condition reading meter sensor machine line batch lot shelf aisle bin file
    extension filename mime question answer feedback sentiment topic headline slug content issue ticket
    assignee reporter sprint epic milestone project task party candidate mood weather sky crop soil
    habitat instrument ticker exchange sector industry counterparty beneficiary cause frequency speaker
    ship vessel cargo incoterm driver rider passenger visa marital nombre apellido ciudad país pais calle
    vorname nachname nom prénom prenom ville kunde firma
    """.split()
)
"""Words of names that hold words, codes or categories."""
PEOPLE = frozenset(
    """
    person people user customer client employee staff patient student applicant member guest passenger
    voter driver rider player contact lead subscriber visitor author teacher doctor nurse agent owner
    tenant borrower donor volunteer citizen resident respondent participant candidate worker pupil learner
    persona adult child prosumer profile personnel buyer seller shopper attendee athlete actor director
    scientist freelancer
    """.split()
)
"""Words for people; the key of one may name another: `student_id` among applicants."""
ABBREVIATIONS = {
    "txn": "transaction", "trx": "transaction", "tx": "transaction", "cust": "customer", "emp":
    "employee", "acct": "account", "acc": "account", "prod": "product", "ord": "order", "inv":
    "invoice", "usr": "user", "dept": "department", "cat": "category", "evt": "event", "msg": "message",
    "pat": "patient", "stu": "student", "org": "organization", "loc": "location", "veh": "vehicle",
    "appt": "appointment", "pmt": "payment", "sub": "subscription", "tkt": "ticket", "qty": "quantity",
    "amt": "amount",
}  # fmt: skip
