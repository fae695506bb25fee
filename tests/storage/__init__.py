"""Tests of the store; nearly all run on both databases."""
