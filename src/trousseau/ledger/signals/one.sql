-- The verdict on one account.
SELECT v.* FROM {verdicts} AS v WHERE v.account = $account
