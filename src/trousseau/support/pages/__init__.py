"""What the pages of this room show: the findings, the rows and the words."""
