"""A typed client of the HTTP service, in both colours.

    from rowsmith.client import Client
    with Client("http://127.0.0.1:8000", key="rsk_...") as client:
        schema = client.extract("5000 users with name, email and age 18-80").data_schema
        job = client.create(schema, total_rows=5_000_000, output_format="parquet")
        client.wait(job.job_id, progress=lambda done: print(done.progress_percentage))
        client.download(job.job_id, "users.parquet")          # resumed where it was cut

`AsyncClient` has the same methods to be awaited.
"""

from rowsmith.client.asynchronous import AsyncClient
from rowsmith.client.calls import NotAllowed
from rowsmith.client.synchronous import Client

__all__ = ["AsyncClient", "Client", "NotAllowed"]
