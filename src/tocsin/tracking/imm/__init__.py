"""The interacting multiple model: coasting, boosting, manoeuvring, side by side and mixed."""
