"""What the product does; it knows neither Slack nor SQL."""
