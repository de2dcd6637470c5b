"""What a whole recruitment leaves behind in logs, queue, cache, mail subjects and browsers: nothing by which to find anybody."""

from dataclasses import replace

import redis

from tests.journeys.story import Story
from yangquan_portal import addresses


def hold_nobody(story: Story) -> None:
    people = story.applicants.values()
    wrong = {each.id_number[:17] for each in people}  # as far as it goes when the last digit was mistyped
    numbers = wrong | {each.phone for each in people} | {"新建路8号"}
    names = {each.name for each in people}
    logs = "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in (story.portal.data / "log").iterdir())
    browsers = "\n".join(window.kept() for window in story.windows)
    subjects = "\n".join(letter.partition("\n\n")[0] for letter in story.portal.letters())
    queue = _queue_and_cache(story)
    assert ["/identity/" in logs, "/identity/" in browsers, len(queue) > 0] == [True] * 3  # the control: something is read
    assert {text for text in numbers | names if text in logs + browsers} == set()
    assert {text for text in numbers if text in subjects + queue} == set()


def _queue_and_cache(story: Story) -> str:
    """Every key and value that the broker and the cache hold."""
    found = addresses.redis(story.portal.env["REDIS_URL"])
    texts = []
    for number in (found.number - 1, found.number):
        line = redis.Redis.from_url(replace(found, number=number).cache)
        texts += [_value(line, key) for key in line.scan_iter()]
    return "\n".join(texts)


def _value(line: redis.Redis, key: bytes) -> str:
    match line.type(key):
        case b"string":
            return f"{key!r} {line.get(key)!r} {(line.get(key) or b'').decode('utf-8', errors='replace')}"
        case b"list":
            return f"{key!r} {line.lrange(key, 0, -1)!r}"
        case b"hash":
            return f"{key!r} {line.hgetall(key)!r}"
        case b"set":
            return f"{key!r} {line.smembers(key)!r}"
        case _:
            return f"{key!r} {line.zrange(key, 0, -1)!r}"
