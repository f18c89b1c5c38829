"""Calls every route of the API at the first argument with the key of the second, and prints what it found as JSON."""

import json
import sys

from monitor import Client
from monitor.api.gpu import (
    get_gpu,
    get_gpu_amd,
    get_gpu_apple,
    get_gpu_intel,
    get_gpu_jetson,
    get_gpu_nvidia,
    get_gpu_other,
)
from monitor.api.health import get_health_live, get_health_ready
from monitor.api.host import (
    get_cpu,
    get_disk,
    get_host,
    get_memory,
    get_network,
    get_processes,
    get_sensors,
)
from monitor.api.ollama import get_models, get_ollama
from monitor.api.overview import (
    get_index,
    get_stats,
    get_stats_history,
    get_stats_history_metrics,
    get_summary,
)
from monitor.models import Problem

url, key = sys.argv[1:]
client = Client(base_url=url, headers={"X-API-Key": key})


def read(operation, **query):
    body = operation.sync(client=client, **query)
    if body is None or isinstance(body, Problem):
        raise SystemExit(f"{operation.__name__}: {body}")
    return body


for operation in [
    *(get_gpu_nvidia, get_gpu_amd, get_gpu_intel, get_gpu_apple, get_gpu_jetson, get_gpu_other),
    *(get_cpu, get_disk, get_host, get_network, get_sensors, get_processes, get_ollama, get_models),
    *(get_index, get_stats, get_stats_history_metrics, get_health_live, get_health_ready),
]:
    read(operation)
read(get_stats_history, metric="cpu.usage_percent")

summary = read(get_summary)
found = {
    "cards": [f"{card.vendor} {card.model} {card.usage_percent:.0f} %" for card in read(get_gpu).gpus],
    "summary": [summary.ram_usage, summary.gpus[0].vram],
    "memory_bytes": read(get_memory).total_bytes,
}
print(json.dumps(found))
