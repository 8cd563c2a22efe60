"""HubSpot, version 2026-09 of its interface: reads owners, companies, people and deals, writes values back by id.

caller = Caller(client, BASE, crm="HubSpot", hosts=HOSTS, judge=judge, quota=quota, pace=pace, auth=Signed(tokens))
HubSpot(caller).check()
"""
