"""A local Slack, stricter than Slack: README.md says what it offers and how to drive it."""

from sandbox.clock import VirtualClock
from sandbox.driver import Person
from sandbox.errors import BadAddress, BadFolder, BadManifest, DriverMistake, NotSettled
from sandbox.http_requests import DELAYED_EVENTS
from sandbox.persistence import forget
from sandbox.sandbox import Sandbox
from sandbox.seen import Answer, Channel, Home, Message, Modal, Submitted
from sandbox.truth import Sight
from sandbox.violations import UnexpectedViolations, Violation
from sandbox.world import World

__all__ = [
    "DELAYED_EVENTS",
    "Answer",
    "BadAddress",
    "BadFolder",
    "BadManifest",
    "Channel",
    "DriverMistake",
    "Home",
    "Message",
    "Modal",
    "NotSettled",
    "Person",
    "Sandbox",
    "Sight",
    "Submitted",
    "UnexpectedViolations",
    "Violation",
    "VirtualClock",
    "World",
    "forget",
]
