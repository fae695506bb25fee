// What can be done to a channel, as entries of a menu.

import { askWhom } from "./people.js";

export function channelMenu(channel, page) {
  const { people } = page;
  return [
    { label: "Who is here…", choose: () => people.open(channel.id) },
    ...(channel.is_archived ? [] : [{ label: "Add somebody…", choose: () => askWhom(channel, page) }]),
  ];
}
