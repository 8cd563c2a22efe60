"""Zoho CRM, version 8 of its interface: reads users, accounts, contacts and deals, writes values back by id.

caller = Caller(client, centres.base(api_domain), crm="Zoho CRM", hosts=(), judge=judge.judge,
auth=Signed(tokens, "Zoho-oauthtoken", rights=judge.NO_SCOPE))
Zoho(caller).check()
"""
