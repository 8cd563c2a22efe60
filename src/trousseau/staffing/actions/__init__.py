"""What people say of competencies, and who leads which account."""
