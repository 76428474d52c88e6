"""The pages of those who wrote, and of their promotions."""
