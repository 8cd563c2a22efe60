"""Measuring indicators: thousands at once, one query a measure and filter.

grids       sums of every account and month under one filter, as arrays
ledger      the value of a formula at the end of each month
plan        what is counted in the plan itself
batch       all indicators of living plans, read, compared with what is stored, written
"""
