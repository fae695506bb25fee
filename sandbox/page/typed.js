// A message as it was typed, from how Slack keeps it.

import { unescaped } from "./mrkdwn.js";

/** Mentions become @name and #channel again where that name is known; links become their address. */
export function typedAgain(text, state) {
  return text.split(/(<[^<>\n]+>)/).map((part, index) => (index % 2 ? control(part.slice(1, -1), state) : unescaped(part))).join("");
}

function control(body, state) {
  const [target, label] = body.split("|");
  const person = target.startsWith("@") ? state.person(target.slice(1)) : null;
  if (person) return `@${person.name}`;
  const channel = target.startsWith("#") ? state.conversation(target.slice(1)) : null;
  if (channel) return `#${channel.name}`;
  return /^(https?:|mailto:)/.test(target) && (!label || target.endsWith(label)) ? unescaped(label || target) : `<${body}>`;
}
