// What may be completed at the caret: the app's commands, people after @, channels after #.

import { city } from "./time.js";

const MOST = 8;

/** {from, items: [{insert, title, detail, hint}]} or null. */
export function candidatesAt(text, caret, state) {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) return { from: 0, typed: before, items: commands(before, state) };
  const word = /(?:^|[\s(])([@#])([\p{L}\p{N}._-]*)$/u.exec(before);
  if (!word) return null;
  const [, sign, typed] = word;
  const items = sign === "@" ? people(typed, state) : channels(typed, state);
  return { from: caret - typed.length - 1, typed: sign + typed, items };
}

const BUILT_IN = [
  { command: "/invite", description: "Add somebody, or the app, to this channel", usage_hint: "@name" },
  { command: "/remove", description: "Take somebody, or the app, out of this channel", usage_hint: "@name" },
  { command: "/topic", description: "Say what this channel is about", usage_hint: "a few words" },
  { command: "/me", description: "Say what you are doing", usage_hint: "is on the phone" },
];

const commands = (typed, state) =>
  [...state.data.app.commands, ...BUILT_IN].filter((c) => c.command.startsWith(typed.toLowerCase())).map((c) => ({
    insert: c.command, title: c.command, detail: c.description, hint: c.usage_hint, sign: "/",
  }));

function people(typed, state) {
  const wanted = typed.toLowerCase();
  const app = state.person(state.data.app.user_id);
  const everybody = app ? [...state.members, app] : state.members;
  const names = (p) => [p.name, ...(p.real_name ?? "").split(" ")];
  const fits = (p) => names(p).some((name) => name?.toLowerCase().startsWith(wanted));
  return everybody.filter(fits).slice(0, MOST).map((person) => ({
    insert: `@${person.name}`, title: person.real_name ?? person.name, person,
    detail: person === app ? `@${person.name}, the app` : `@${person.name} · ${city(person.tz)}`,
  }));
}

const channels = (typed, state) =>
  state.named.filter((c) => c.name.startsWith(typed.toLowerCase())).slice(0, MOST).map((c) => ({
    insert: `#${c.name}`, title: `#${c.name}`, detail: c.topic ?? "", sign: "#",
  }));

/** How the command that is being typed is used, once it is complete. */
export function usageOf(text, state) {
  const word = /^(\/\S+)\s/.exec(text)?.[1];
  return (word && [...state.data.app.commands, ...BUILT_IN].find((c) => c.command === word)) || null;
}
