#!/usr/bin/env python3
"""Writes lines of usage events, with manifests, as docs/usage-record.md describes them.

Shares no code with the product: what it writes is what `verify` must accept, and what damage is planted in.

    generate.py fixture > clean.jsonl        the epochs of the tests
    generate.py records 10000000 > big.jsonl one epoch of any length, a manifest every 10,000 events
"""
import hashlib
import json
import random
import sys

QUANTITIES = ["input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens",
              "reasoning_output_tokens", "items", "device_time_ns", "wall_time_ns", "time_to_first_token_ns", "attempts"]
REASONS = ["ring_full", "too_large", "corrupt", "journal_failed", "hook_failed"]


def text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Epoch:
    def __init__(self, epoch, source, write):
        self.epoch, self.source, self.write = epoch, source, write
        self.sequence, self.previous, self.previous_sha = 0, 0, "0" * 64
        self.lost = {}
        self.begin()

    def begin(self):
        self.sha, self.records, self.usages, self.sums = hashlib.sha256(), 0, 0, {}

    def event(self, kind, data, subject=None):
        self.sequence += 1
        n = self.sequence
        event = {"specversion": "1.0", "id": f"{self.epoch}.{n}", "source": self.source,
                 "type": f"io.meterweave.{kind}.v1"}
        if subject is not None:
            event["subject"] = subject
        event["time"] = f"2026-11-22T{n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}.{n % 1000000:06d}Z"
        event["datacontenttype"] = "application/json"
        event["sequence"] = f"{n:019d}"
        if subject is not None:
            event["partitionkey"] = subject
        event["data"] = data
        line = (text(event) + "\n").encode()
        self.write(line)
        if kind == "manifest":
            self.begin()
        self.sha.update(line)
        self.records += 1
        if kind == "usage":
            self.usages += 1
            for field in QUANTITIES:
                if field in data:
                    known, total = self.sums.get(field, (0, 0))
                    self.sums[field] = (known + 1, total + data[field])
        return line

    def usage(self, subject, **data):
        self.event("usage", data, subject)

    def loss(self, reason, count):
        self.lost[reason] = self.lost.get(reason, 0) + count
        self.event("loss", {"reason": reason, "lost_count": count, "first_time": "2026-11-22T10:00:01.500000Z",
                            "last_time": "2026-11-22T10:00:01.900000Z"})

    def manifest(self, by, closed=False):
        data = {"epoch": self.epoch, "first_sequence": max(1, self.previous), "last_sequence": self.sequence,
                "record_count": self.records, "usage_count": self.usages,
                "sums": {f: {"known": self.sums[f][0], "sum": self.sums[f][1]} for f in QUANTITIES if f in self.sums},
                "lost_count": {r: self.lost[r] for r in REASONS if r in self.lost},
                "records_sha256": self.sha.hexdigest(), "previous_manifest_sha256": self.previous_sha,
                "sealed_by": by}
        if closed:
            data["closed"] = True
        line = self.event("manifest", data)
        self.previous, self.previous_sha = self.sequence, hashlib.sha256(line).hexdigest()


def usages(epoch, count, dice):
    for _ in range(count):
        data = {"operation": "predict", "provider": "onnxruntime", "request_model": "sha256:0a1b2c3d4e5f6071"}
        if dice.random() < 0.9:
            data["input_tokens"] = dice.randrange(2000)
            data["tokens_source"] = "counted"
        data["items"] = dice.randrange(1, 5)
        data["device"] = "cpu"
        data["device_time_ns"] = data["wall_time_ns"] = dice.randrange(1, 9_000_000)
        data["outcome"] = "ok" if dice.random() < 0.95 else "error"
        if dice.random() < 0.2:
            data["attributes"] = {"tier": "gold", "note": "a \"quoted\" \\ tab\t \u0001 é漢🙂"}
        subject = dice.choice(["acme", "globex", "initech", "acmé \"1\"", None])
        epoch.usage(subject, **data)


def fixture(write):
    dice = random.Random(20261122)
    a = Epoch("01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10", "/meterweave/embedding-server/host-a", write)
    a.event("lifecycle", {"event": "started", "agent_version": "0.1.0", "java_version": "17.0.15",
                          "journal_sync": "none"})
    usages(a, 40, dice)
    a.manifest("count")                    # 42
    usages(a, 30, dice)
    a.loss("ring_full", 17)                # 73
    usages(a, 10, dice)
    a.manifest("age")                      # 84
    a.loss("ring_full", 5)                 # 85
    a.loss("hook_failed", 1)               # 86
    usages(a, 20, dice)
    a.manifest("shutdown", closed=True)    # 107
    a.event("lifecycle", {"event": "recovered", "recovered_count": 3})  # 108: recovery goes on, and closes it again
    usages(a, 3, dice)
    a.manifest("recovery", closed=True)    # 112

    b = Epoch("01a202b3-d600-7c1e-9f3a-5b2d8e4f6a11", "/meterweave/embedding-server/host-a", write)
    b.event("lifecycle", {"event": "started", "agent_version": "0.1.0"})
    b.event("lifecycle", {"event": "adopted", "adopted_epoch": a.epoch, "last_sequence": a.sequence,
                          "recovered_count": 3, "last_manifest_sha256": a.previous_sha})
    usages(b, 100, dice)
    b.manifest("count")                    # 103
    usages(b, 60, dice)
    b.manifest("shutdown", closed=True)    # 164

    c = Epoch("01a202b4-e700-7c1e-9f3a-5b2d8e4f6a12", "/meterweave/embedding-server/host-a", write)
    c.event("lifecycle", {"event": "started", "agent_version": "0.1.0"})
    c.event("lifecycle", {"event": "adopted", "adopted_epoch": b.epoch, "last_sequence": b.sequence,
                          "recovered_count": 0, "last_manifest_sha256": b.previous_sha})
    usages(c, 50, dice)
    c.manifest("age")                      # 53
    c.manifest("age")                      # 54
    usages(c, 20, dice)                    # to 74, not sealed yet


def records(count, write):
    dice = random.Random(1)
    epoch = Epoch("01a202b2-c500-7c1e-9f3a-5b2d8e4f6a10", "/meterweave/embedding-server/host-a", write)
    while epoch.sequence < count:
        usages(epoch, min(9_999, count - epoch.sequence), dice)
        epoch.manifest("count", closed=epoch.sequence + 1 >= count)


if __name__ == "__main__":
    out = sys.stdout.buffer
    if sys.argv[1:] == ["fixture"]:
        fixture(out.write)
    elif len(sys.argv) == 3 and sys.argv[1] == "records":
        records(int(sys.argv[2]), out.write)
    else:
        sys.exit(__doc__)
