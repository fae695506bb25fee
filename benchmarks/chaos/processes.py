"""Processes that are forked from one that has imported everything, so that a restart takes milliseconds."""

from multiprocessing import get_context

forked = get_context("fork")
