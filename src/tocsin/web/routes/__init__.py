"""The routes of the door, a file for each thing that people do there.  ``/openapi.json`` describes them all."""
