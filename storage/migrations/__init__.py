"""Alembic's migrations; they are run by storage/schema.py and import no code of the app."""
