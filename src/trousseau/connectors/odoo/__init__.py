"""Odoo: reads users, partners and opportunities, writes values back by id; over JSON-2, or XML-RPC up to version 18.

caller = Caller(client, "https://company.odoo.com", crm="Odoo", hosts=(), judge=judge.judge,
auth=Signed(Lasting(key, "Odoo")))
Odoo(Door(caller, database="company")).check()

caller = Caller(client, "https://erp.company.example", crm="Odoo", hosts=(), judge=xmlrpc.judge)
Odoo(xmlrpc.OlderDoor(caller, "company", login, key)).check()
"""
