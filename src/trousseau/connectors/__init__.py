"""The company's other tools: what Salesforce, HubSpot, Zoho or Odoo knows comes in, what we decide goes back."""
