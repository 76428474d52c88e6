"""What is proposed while someone types their words."""
