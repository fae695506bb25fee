// Says what happens, for those who do not see it happen.

import { h } from "./dom.js";
import { glyph } from "./emoji.js";
import { authorName, wordsOf } from "./message.js";
import { isDirect } from "./state.js";

const STAYS = 10_000;
const MOST = 3;

/** Each saying is a line of its own, because a line that replaced another would silence it. */
export class Announcer {
  #node;

  constructor(node) {
    this.#node = node;
  }

  say(words) {
    const line = h("p", {}, words);
    this.#node.append(line);
    setTimeout(() => line.remove(), STAYS);
  }
}

/** What others said since the screen before, the newest few. */
export function arrivals(before, screen, state) {
  const nameOf = (channel, m) => `${channel.id}/${m.ts}/${Boolean(m.ephemeral)}`;
  const known = new Set(before.channels.flatMap((channel) => channel.messages.map((m) => nameOf(channel, m))));
  const where = (channel) => (isDirect(channel) ? "a direct message" : channel.name);
  const fresh = screen.channels.flatMap((channel) => channel.messages
    .filter((m) => m.user !== state.data.me && !known.has(nameOf(channel, m)))
    .map((m) => `${authorName(m, state)} in ${where(channel)}: ${unmarked(wordsOf(m, state))}`));
  return fresh.slice(-MOST);
}

const PAIR = /(?<![\p{L}\p{N}])([*_~`]+)(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gu;

/** Words without the signs that only say how they look. */
function unmarked(words) {
  const wordy = words.replace(/:([a-z0-9_+-]+): ?/g, (whole, name) => (glyph(name) ? "" : whole));
  const plain = wordy.replace(PAIR, "$2");
  return plain === words ? words.trim() : unmarked(plain);
}
