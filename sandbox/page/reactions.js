// Reactions under a message: who gave which, adding one's own and taking it back.

import { ask } from "./ask.js";
import { h, iconButton } from "./dom.js";
import { glyph } from "./emoji.js";
import { openMenu } from "./menu.js";

const USUAL = ["thumbsup", "white_check_mark", "eyes", "tada", "heart", "pray", "joy", "rocket"];

const shown = (name) => glyph(name) ?? `:${name}:`;

/** item: {message, channel} */
export function reactionsNode(item, page) {
  return h("ul", { class: "reactions", "aria-label": "Reactions" },
    item.message.reactions.map((reaction) => h("li", {}, chip(reaction, item, page))),
    h("li", {}, addButton(item, page, "add-reaction")));
}

function chip({ name, users = [] }, item, page) {
  const { state } = page;
  const mine = users.includes(state.data.me);
  const who = users.map((id) => (id === state.data.me ? "you" : state.person(id)?.real_name ?? id)).join(", ");
  return h("button", {
    type: "button", class: mine ? "reaction mine" : "reaction", "aria-pressed": String(mine), title: `${who} :${name}:`,
    "aria-label": `${name}, ${users.length}: ${who}`, "data-focus": `reaction/${name}`,
    onclick: () => react(item, page, name, mine),
  }, shown(name), " ", String(users.length));
}

function react({ message, channel }, { actions }, name, remove, tell) {
  const body = { channel: channel.id, ts: message.ts, name, ...(remove ? { remove } : {}) };
  return actions.admin("react", body, tell);
}

export function addButton(item, page, focus) {
  const button = iconButton("smile", "Add a reaction", () => openReactions(button, item, page), {
    "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": focus,
  });
  return button;
}

export function openReactions(anchor, item, page) {
  const mine = new Set((item.message.reactions ?? []).filter((r) => r.users?.includes(page.state.data.me)).map((r) => r.name));
  const usual = USUAL.map((name) => ({
    label: name.replaceAll("_", " "), lead: h("span", { class: "emoji", "aria-hidden": "true" }, shown(name)),
    choose: () => react(item, page, name, mine.has(name)),
  }));
  openMenu(anchor, "Reactions", [...usual, { label: "Another…", choose: () => askName(item, page) }]);
}

const askName = (item, page) => ask({
  title: "Add a reaction", submit: "React",
  fields: [{ name: "name", label: "Name of the emoji", hint: "As in tada, or +1::skin-tone-3." }],
  act: ({ name }, tell) => react(item, page, name, false, tell),
});
