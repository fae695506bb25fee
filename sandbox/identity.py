"""Who the app is in this workspace: ids and tokens that follow from its name, so that they can be written down."""

import hashlib
import re
from dataclasses import dataclass

from sandbox.manifest import Manifest
from sandbox.world import APP, User, UserKind, World


@dataclass(frozen=True)
class AppIdentity:
    name: str
    handle: str
    app_id: str
    bot_id: str
    user_id: str
    bot_token: str
    app_token: str
    signing_secret: str

    @classmethod
    def of(cls, manifest: Manifest) -> "AppIdentity":
        name = manifest.bot_name or manifest.name
        handle = re.sub(r"[^a-z0-9]+", "", name.lower()) or "app"
        tag = handle.upper()[:20]
        return cls(
            name=name,
            handle=handle,
            app_id=f"A0{tag}",
            bot_id=f"B0{tag}",
            user_id=f"U0{tag}",
            bot_token=f"xoxb-sandbox-{handle}",
            app_token=f"xapp-1-A0{tag}-sandbox",
            signing_secret=hashlib.md5(handle.encode(), usedforsecurity=False).hexdigest(),
        )

    def move_into(self, world: World) -> None:
        """Make the app a user of this world and a member where the world says so."""
        if self.user_id not in world.users:
            world.add_user(User(id=self.user_id, name=self.handle, real_name=self.name, kind=UserKind.APP))
        for channel in world.channels.values():
            channel.members = [self.user_id if member == APP else member for member in channel.members]
