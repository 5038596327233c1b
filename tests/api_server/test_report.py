"""A job's receipt over HTTP: carried from the request to the report, as data, Markdown and a page."""

from __future__ import annotations


def test_the_clauses_of_a_request_come_back_measured(client):
    request = {"user_input": "300 users with id, email unique, age 18-80 and plan free 70% pro 30%"}
    read = client.post("/schema/extract", json=request).json()
    assert all(clause["measured"] is None for clause in read["receipt"])
    specification = {"schema": read["schema"], "total_rows": 300, "seed": 3, "receipt": read["receipt"]}
    job = client.post("/jobs", json=specification).json()["job_id"]
    assert client.get(f"/jobs/{job}?wait=60").json()["status"] == "completed"
    receipt = client.get(f"/jobs/{job}/report").json()["receipt"]
    assert receipt["holds"]
    assert [clause["text"] for clause in receipt["clauses"]] == [clause["text"] for clause in read["receipt"]]
    age = next(clause for clause in receipt["clauses"] if clause["text"].startswith("age"))
    low = next(item for item in age["measured"] if item["element"].endswith("min_value"))
    assert low["asked"] == 18
    assert low["measured"] >= 18
    page = client.get(f"/jobs/{job}/report?format=html")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.text.count("<article>") == 4
    assert "| clause |" in client.get(f"/jobs/{job}/report?format=markdown").text


def test_a_schema_is_edited_in_words(client):
    schema = {"fields": [{"name": "age", "type": "integer"}, {"name": "mail", "type": "email"}]}
    answer = client.post(
        "/schema/extract", json={"user_input": "age 20-30; make mail unique", "schema": schema}
    )
    assert [change["path"] for change in answer.json()["changes"]] == [
        "fields.age.constraints.min_value",
        "fields.age.constraints.max_value",
        "fields.mail.constraints.unique",
    ]
    wrong = client.post("/schema/extract", json={"user_input": "remove male", "schema": schema})
    assert wrong.status_code == 422
    assert "did you mean 'mail'" in wrong.json()["detail"]
