"""What pages of connections show: built from queries, worded for the reader."""
