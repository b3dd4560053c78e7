"""The leaflet that runs."""
