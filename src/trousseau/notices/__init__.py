"""What people are told without asking: in the app and by mail, at once or gathered, once each."""
