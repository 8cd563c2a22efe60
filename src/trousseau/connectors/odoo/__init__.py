"""Odoo from version 19 on, over JSON-2: reads users, partners and opportunities, writes values back by id.

caller = Caller(client, "https://company.odoo.com", crm="Odoo", hosts=(), judge=judge.judge,
auth=Signed(Lasting(key, "Odoo")))
Odoo(caller, database="company").check()
"""
