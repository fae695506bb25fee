"""The goals that are ratios: what Liaison reaches against what others reach in the same minute."""
