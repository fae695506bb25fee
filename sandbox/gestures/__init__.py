"""What people do in Slack: what the app is sent for each kind of gesture, and what its ack changes on the screen."""
