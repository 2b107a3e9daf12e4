"""What the program is compared with: asks a model about each row of a CSV file, many rows at a time.

threadpool.py http://HOST:PORT/v1/chat/completions TASKS.csv ANSWERS.csv THREADS
"""
import csv
import http.client
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

url, tasks, answers, threads = urlsplit(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
headers = {"Authorization": "Bearer test", "Content-Type": "application/json"}
kept = threading.local()


def ask(row):
    if not hasattr(kept, "connection"):
        kept.connection = http.client.HTTPConnection(url.netloc, timeout=60)
    message = {"role": "user", "content": row["task"]}
    body = {"model": "gpt-4o-mini", "messages": [message], "max_completion_tokens": 1000, "temperature": 0.3}
    kept.connection.request("POST", url.path, json.dumps(body), headers)
    response = kept.connection.getresponse()
    reply = response.read()
    if response.status != 200:
        raise RuntimeError(f"row {row['id']}: status {response.status}: {reply[:200]}")
    return row["id"], json.loads(reply)["choices"][0]["message"]["content"]


with open(tasks, newline="", encoding="utf-8") as source, open(answers, "a", newline="", encoding="utf-8") as target:
    with ThreadPoolExecutor(threads) as pool:
        csv.writer(target).writerows(pool.map(ask, csv.DictReader(source)))
