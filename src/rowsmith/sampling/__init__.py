"""From a row's number to numbers: random words, permutations, distributions. Knows nothing of schemas or fields."""
