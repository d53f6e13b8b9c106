"""Vietnamese writing: legacy encodings (TCVN3, VNI, VIQR) and what a syllable looks like."""
