"""What a vague request means: each domain is one line of plain English, read like any other request."""

from __future__ import annotations

import re

DOMAINS: dict[str, tuple[str, str]] = {
    "users": (
        "user users account accounts people person persons profile profiles member members",
        (
            "user id, first name, last name, email unique, phone, country, signup date in the last 3 "
            "years, is active 85%"
        ),
    ),
    "customers": (
        "customer customers client clients buyer buyers shopper shoppers crm",
        (
            "customer id, first name, last name, email unique, phone, city, country, segment "
            "(consumer 60%, business 30%, enterprise 10%), created at in the last 3 years"
        ),
    ),
    "orders": (
        "order orders e-commerce ecommerce shop webshop store checkout cart online",
        (
            "order id, customer id, order date in the last year, product, quantity 1 to 5, unit price "
            "5 to 500 dollars, total = quantity * unit price, status (delivered 70%, shipped 15%, "
            "pending 10%, cancelled 5%)"
        ),
    ),
    "sales": (
        "sale sales retail revenue pos",
        (
            "sale id, sale date in the last year, product, category, quantity 1 to 10, unit price 5 "
            "to 500 dollars, amount = quantity * unit price, region (North, South, East, West), "
            "payment method (card 60%, cash 25%, online 15%)"
        ),
    ),
    "products": (
        "product products catalog catalogue item items",
        "product id, sku, product name, category, price 1 to 1000 dollars, stock 0 to 500, is available 90%",
    ),
    "employees": (
        "employee employees staff hr worker workers personnel workforce",
        (
            "employee id, first name, last name, email unique, department (Engineering, Sales, "
            "Marketing, Finance, Operations, HR), job title, hire date in the last 10 years, salary "
            "30000 to 150000 dollars"
        ),
    ),
    "transactions": (
        "transaction transactions bank banking payment payments finance financial",
        (
            "transaction id, account number, transaction time in the last year, amount 1 to 5000 "
            "dollars right skewed, currency (USD 70%, EUR 20%, GBP 10%), type (purchase 60%, transfer "
            "20%, withdrawal 15%, deposit 5%), is fraud 1%"
        ),
    ),
    "patients": (
        "patient patients hospital medical health healthcare clinic clinical",
        (
            "patient id, first name, last name, gender (female 51%, male 49%), birth date between "
            "1935-01-01 and 2020-12-31, blood type (O+ 38%, A+ 34%, B+ 9%, O- 7%, A- 6%, AB+ 3%, B- "
            "2%, AB- 1%), phone, admission date in the last 2 years, diagnosis code"
        ),
    ),
    "students": (
        "student students pupil pupils school university education learners course",
        (
            "student id, first name, last name, email unique, birth date between 2000-01-01 and "
            "2008-12-31, major (Science, Arts, Business, Engineering), year 1 to 4, gpa 2.0 to 4.0 "
            "with 2 decimals"
        ),
    ),
    "grades": (
        "grade grades exam exams score scores marks test results",
        (
            "student id, subject (Math, Physics, History, English, Biology), exam date in the last "
            "year, score 0 to 100, passed 85%"
        ),
    ),
    "events": (
        "event events clickstream analytics tracking web visit visits pageviews",
        (
            "event id uuid, user id, event type (page view 70%, click 20%, signup 7%, purchase 3%), "
            "url, device (mobile 55%, desktop 40%, tablet 5%), timestamp in the last 30 days"
        ),
    ),
    "logs": (
        "log logs server access logging",
        (
            "timestamp in the last 7 days, level (INFO 85%, WARN 10%, ERROR 5%), service (api, web, "
            "worker, database), message, request id uuid, duration ms 1 to 2000 right skewed"
        ),
    ),
    "sensor_readings": (
        "sensor sensors iot telemetry device devices reading readings temperature weather",
        (
            "sensor id, timestamp in the last 7 days, temperature -10 to 40 with 1 decimal, humidity "
            "20 to 95, battery level 0 to 100, status (ok 97%, fault 3%)"
        ),
    ),
    "inventory": (
        "inventory warehouse stock stocks",
        (
            "sku, item name, warehouse (A, B, C), quantity on hand 0 to 1000, reorder level 5 to 100, "
            "unit cost 1 to 200 dollars, last counted date in the last year"
        ),
    ),
    "shipments": (
        "shipment shipments logistics delivery deliveries parcel parcels freight shipping",
        (
            "shipment id, carrier (DHL, UPS, FedEx, Post), origin city, destination city, ship date "
            "in the last year, delivery date 1-10 days after ship date, weight kg 0.1 to 70, status "
            "(delivered 80%, in transit 17%, lost 3%)"
        ),
    ),
    "subscriptions": (
        "subscription subscriptions saas churn plans",
        (
            "subscription id, customer id, plan (free 60%, pro 30%, enterprise 10%), start date in "
            "the last 3 years, end date after start date 60% missing, monthly price 0 to 500 dollars, "
            "churned 12%"
        ),
    ),
    "bookings": (
        "booking bookings reservation reservations hotel hotels travel guests",
        (
            "booking id, guest name, hotel, check-in date in the last year, check-out date 1-14 days "
            "after check-in date, room type (single 40%, double 50%, suite 10%), price per night 50 "
            "to 400 dollars, guests 1 to 4"
        ),
    ),
    "flights": (
        "flight flights airline airlines aviation airport",
        (
            "flight number, airline, origin airport, destination airport, departure time in the last "
            "year, arrival time after departure time, distance km 200 to 9000, passengers 40 to 380, "
            "delayed 20%"
        ),
    ),
    "movies": (
        "movie movies film films cinema streaming",
        (
            "movie id, title, genre (Drama, Comedy, Action, Thriller, Documentary), release date "
            "between 1980 and 2025, runtime minutes 70 to 200, rating 1.0 to 10.0 with 1 decimal, "
            "director"
        ),
    ),
    "books": (
        "book books library publishing",
        (
            "isbn unique, title, author, genre (Fiction, History, Science, Children, Crime), year "
            "published 1950 to 2025, pages 60 to 900, price 4.99 to 59.99 dollars"
        ),
    ),
    "songs": (
        "song songs music playlist playlists tracks",
        (
            "track id, title, artist, album, genre (Pop, Rock, Jazz, Hip-Hop, Classical), duration "
            "seconds 90 to 480, plays 0 to 1000000 right skewed, release date between 1970 and 2025"
        ),
    ),
    "games": (
        "game games gaming player players esports",
        (
            "player id, username unique, level 1 to 100, score 0 to 100000 right skewed, country, "
            "last login in the last 30 days, is premium 10%"
        ),
    ),
    "posts": (
        "post posts social tweets comments blog feed",
        (
            "post id, author username, text, posted at in the last 90 days, likes 0 to 10000 right "
            "skewed, shares 0 to 500 right skewed, hashtag"
        ),
    ),
    "reviews": (
        "review reviews rating ratings feedback",
        (
            "review id, product, reviewer name, stars 1 to 5, review text, review date in the last 2 "
            "years, verified purchase 80%"
        ),
    ),
    "tickets": (
        "ticket tickets support helpdesk incident incidents issue issues",
        (
            "ticket id, customer email, subject, priority (low 40%, medium 40%, high 15%, urgent 5%), "
            "status (open 25%, pending 15%, closed 60%), created at in the last 90 days, closed at "
            "after created at 40% missing"
        ),
    ),
    "invoices": (
        "invoice invoices billing accounting ledger",
        (
            "invoice number like INV-000001, customer name, issue date in the last year, due date 30 "
            "days after issue date, amount 50 to 20000 dollars, tax rate one of 0, 7, 19, paid 80%"
        ),
    ),
    "leads": (
        "lead leads marketing prospects pipeline",
        (
            "lead id, company, contact name, email, source (web 45%, event 20%, referral 20%, cold "
            "call 15%), score 0 to 100, status (new 50%, contacted 30%, qualified 15%, lost 5%), "
            "created at in the last year"
        ),
    ),
    "campaigns": (
        "campaign campaigns ads advertising adverts",
        (
            "campaign id, campaign name, channel (search, social, email, display), start date in the "
            "last year, budget 500 to 50000 dollars, impressions 1000 to 1000000, clicks 10 to 50000, "
            "conversions 0 to 2000"
        ),
    ),
    "properties": (
        "property properties house houses housing real-estate realestate apartment apartments listings",
        (
            "listing id, street address, city, property type (apartment 55%, house 40%, land 5%), "
            "bedrooms 1 to 6, area 30 to 400, price 80000 to 1500000 dollars, listed on in the last "
            "year"
        ),
    ),
    "cars": (
        "car cars vehicle vehicles automotive fleet",
        (
            "vin unique, make, model, year 2000 to 2025, mileage 0 to 250000, fuel type (petrol 50%, "
            "diesel 25%, hybrid 15%, electric 10%), price 2000 to 90000 dollars, color"
        ),
    ),
    "trips": (
        "trip trips taxi taxis ride rides rideshare mobility",
        (
            "trip id, driver id, pickup time in the last 30 days, dropoff time after pickup time, "
            "distance km 0.5 to 40, fare 4 to 120 dollars, tip 0 to 30 dollars, rating 1 to 5"
        ),
    ),
    "claims": (
        "claim claims insurance policy policies",
        (
            "claim id, policy number, claim date in the last 3 years, claim type (auto 50%, home 30%, "
            "health 20%), amount 100 to 50000 dollars right skewed, status (approved 70%, pending 20%,"
            " denied 10%)"
        ),
    ),
    "loans": (
        "loan loans credit mortgage mortgages lending",
        (
            "loan id, applicant name, income 20000 to 200000 dollars, loan amount 1000 to 500000 "
            "dollars, interest rate 2.0 to 18.0 with 2 decimals, term months one of 12, 24, 36, 60, "
            "120, 360, credit score 300 to 850, defaulted 6%"
        ),
    ),
    "stocks": (
        "trading trades market ticker quotes equities prices",
        (
            "ticker (AAA, BBB, CCC, DDD), trade date in the last year, open 10 to 500, high 10 to 500,"
            " low 10 to 500, close 10 to 500, volume 1000 to 10000000"
        ),
    ),
    "restaurants": (
        "restaurant restaurants food menu dining cafe bakery bakeries coffee pizzeria bar pub canteen",
        (
            "order id, table number 1 to 40, dish, course (starter 25%, main 55%, dessert 20%), price "
            "4 to 60 dollars, ordered at in the last 30 days, tip 0 to 20 dollars"
        ),
    ),
    "recipes": (
        "recipe recipes cooking",
        (
            "recipe id, title, cuisine (Italian, Indian, Mexican, Japanese, French), prep minutes 5 "
            "to 120, servings 1 to 8, difficulty (easy 50%, medium 35%, hard 15%), rating 1.0 to 5.0 "
            "with 1 decimal"
        ),
    ),
    "energy_usage": (
        "energy electricity power meter meters utility smart-meter",
        (
            "meter id, timestamp in the last 30 days, consumption kwh 0.0 to 5.0 with 3 decimals, "
            "voltage 220 to 240, tariff (day 60%, night 40%)"
        ),
    ),
    "crops": (
        "farm farms agriculture crop crops harvest agricultural",
        (
            "field id, crop (wheat, maize, soy, rice), planting date in the last 2 years, harvest "
            "date after planting date, area ha 0.5 to 200, yield tons 1 to 12, soil ph 5.0 to 8.0 "
            "with 1 decimal"
        ),
    ),
    "experiments": (
        "experiment experiments lab laboratory science samples assay",
        (
            "sample id, experiment date in the last year, treatment (control 50%, treated 50%), "
            "concentration 0.01 to 10.0, temperature 18 to 40 with 1 decimal, measurement normal with "
            "mean 50 and sd 10"
        ),
    ),
    "machines": (
        "machine machines manufacturing factory production maintenance",
        (
            "machine id, timestamp in the last 30 days, temperature 20 to 110, vibration 0.0 to 12.0 "
            "with 2 decimals, rpm 500 to 3000, failure 3%"
        ),
    ),
    "voters": (
        "voter voters election elections survey poll respondents questionnaire",
        (
            "respondent id, age 18 to 90, gender (female 51%, male 48%, other 1%), region (North, "
            "South, East, West), answer (yes 45%, no 40%, undecided 15%), answered at in the last 30 "
            "days"
        ),
    ),
    "donations": (
        "donation donations charity nonprofit donors fundraising",
        (
            "donation id, donor name, email, amount 5 to 1000 dollars right skewed, donation date in "
            "the last 2 years, campaign (spring, summer, winter), recurring 25%"
        ),
    ),
    "citizens": (
        "citizen citizens government residents population census",
        (
            "person id, first name, last name, birth date between 1930-01-01 and 2020-12-31, city, "
            "postcode, marital status (single 35%, married 50%, divorced 10%, widowed 5%), household "
            "size 1 to 6"
        ),
    ),
    "animals": (
        "zoo zoos animal animals aquarium safari shelter",
        (
            "animal id, name, species (lion, elephant, giraffe, penguin, zebra, otter), sex (male, female), "
            "date of birth in the last 20 years, weight in kg 2 to 5000, enclosure number 1 to 60, "
            "arrived at in the last 10 years, endangered 25%"
        ),
    ),
    "alerts": (
        "security alert alerts siem cyber intrusion network traffic",
        (
            "alert id uuid, severity (low 60%, medium 25%, high 12%, critical 3%), source ip as ipv4, "
            "destination ip as ipv4, port 1 to 65535, detected at in the last 7 days, acknowledged 30%"
        ),
    ),
    "calls": (
        "call calls telecom telephone phone-calls cdr",
        (
            "call id, caller phone, callee phone, started at in the last 30 days, duration seconds 1 "
            "to 3600 right skewed, call type (local 70%, national 25%, international 5%), dropped 2%"
        ),
    ),
}
_BY_WORD = {word: name for name, (words, _) in reversed(DOMAINS.items()) for word in words.split()}
_VAGUE = set(
    """
        some any a an the of for my our me i we need needs want data dataset datasets set sets test
        testing demo sample samples dummy fake mock table tables please generate create make give get
        build produce realistic random synthetic app application nothing fancy simple just with in to and
        on something stuff records rows row info information example examples basic small large big good
        nice quick little bit lots lot file files database db project site website system platform model
        csv json it is be like would can you could us about hello hi thanks typical new more anything
        generic thing things what ever whatever few couple usual business company use using load
        performance
        """.split()
)


def domain_of(text: str) -> str | None:
    """The domain that a request without a list means, or None where it says something that is no domain."""
    words = re.findall(r"[a-z][a-z-]*", text.lower())
    hits = [_BY_WORD[word] for word in words if word in _BY_WORD]
    rest = [
        word
        for word in words
        if word not in _BY_WORD and word not in _VAGUE and word.rstrip("s") not in _BY_WORD
    ]
    if not hits or len(rest) > 4:
        return None
    return hits[0]


def says_more(text: str) -> bool:
    """Whether words name something besides a domain: `vip for a third` does, `anything for a shop` does not."""
    words = re.findall(r"[a-z][a-z-]*", text.lower())
    return any(
        word not in _VAGUE and word not in _BY_WORD and word.rstrip("s") not in _BY_WORD for word in words
    )
