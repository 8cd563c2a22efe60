"""The tables behind the pictures of exposure, whole and unrounded, to be exported."""
