"""What is to be expected of customers: who still is one, who may be lost, and what that would cost."""
