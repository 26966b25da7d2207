"""The demonstration's story. Real organisations keep the facts of public documents; what is invented says so, « (fictif) »."""
