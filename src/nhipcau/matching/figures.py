def gini(counts):
    total, n = sum(counts), len(counts)
    if not total:
        return 0.0
    return sum((2 * i - n - 1) * c for i, c in enumerate(sorted(counts), 1)) / (n * total)
