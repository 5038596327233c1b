"""Numbers for Prometheus. Each app has a registry of its own, so that two in one process do not mix."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """Every number that the service counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "rowsmith_requests", "Answered requests.", ["method", "route", "status"], registry=self.registry
        )
        self.request_seconds = Histogram(
            "rowsmith_request_seconds",
            "Time to answer.",
            ["method", "route"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "rowsmith_requests_in_flight", "Requests being answered.", registry=self.registry
        )
        self.streams = Gauge(
            "rowsmith_event_streams", "Open event streams and long polls.", registry=self.registry
        )
        self.extractions = Counter(
            "rowsmith_extractions", "Requests turned into schemas.", ["extractor"], registry=self.registry
        )
        self.refusals = Counter(
            "rowsmith_refusals", "Requests refused before a route.", ["reason"], registry=self.registry
        )

    def collect_from(self, read: Callable[[], dict[str, tuple[str, str, dict[str, float]]]]) -> None:
        """Read gauges when they are asked for: `{name: (help, label, {value: number})}`."""
        self.registry.register(_Read(read))

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)


class _Read:
    def __init__(self, read: Callable[[], dict[str, tuple[str, str, dict[str, float]]]]) -> None:
        self._read = read

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: the registry need not read to know our names."""
        return []

    def collect(self) -> Iterable[Metric]:
        """The gauges as they are now."""
        for name, (meaning, label, values) in self._read().items():
            family = GaugeMetricFamily(name, meaning, labels=[label])
            for value, number in values.items():
                family.add_metric([value], number)
            yield family
