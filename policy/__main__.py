"""`python -m policy 周岁`: every place where the words stand, one line each."""

import sys

from policy.citation import Place, document, fold, outline, places


def find(words: str) -> list[Place]:
    """Return the places whose quote holds the words; failing those, the places of the clauses that hold them."""
    wanted = fold(words)
    if not wanted:
        return []
    quoted = [place for place in places() if wanted in fold(place.quote)]
    clauses = outline(document())
    return quoted or [place for place in places() if wanted in clauses.get(place.ref, "")]


def main(arguments: list[str]) -> int:
    """Print the places, or one sentence when there are none; return the exit code."""
    words = " ".join(arguments)
    found = find(words)
    for place in found:
        print(place)
    if found:
        return 0
    print(f"文件中没有“{words}”。" if words.strip() else "请写出要查的词，例如：python -m policy 周岁")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
