// What can be done with a message: react, reply, change or delete one's own, and the app's shortcuts.

import { ask } from "./ask.js";
import { h, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { addButton, openReactions } from "./reactions.js";
import { typedAgain } from "./typed.js";

/** item: {message, channel, inThread}; `words` are those of the message, to be copied. */
export function toolsNode(item, page, words) {
  const { message, inThread } = item;
  if (message.ephemeral) return h("div", {});
  const reply = () => page.actions.openThread(message.thread_ts ?? message.ts);
  const more = iconButton("dots", "More about this message", () =>
    openMenu(more, "Message", [...entries(item, page, { reply, words, anchor: more })]), {
    "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": "more",
  });
  return h("div", { class: "tools", role: "toolbar", "aria-label": "Message" }, addButton(item, page, "react"),
    inThread ? null : iconButton("reply", "Reply in thread", reply, { "data-focus": "reply" }), more);
}

function entries(item, page, { reply, words, anchor }) {
  const { message, channel, inThread } = item;
  const { state, actions } = page;
  const shortcuts = state.data.app.shortcuts.filter((shortcut) => shortcut.type === "message");
  const place = { channel: channel.id, ts: message.ts };
  return [
    ...(inThread ? [] : [{ label: "Reply in thread", lead: icon("reply"), choose: reply }]),
    ...shortcuts.map((s) => ({
      label: s.name, detail: state.data.app.name, lead: icon("bolt"), choose: () => actions.shortcut(s, place),
    })),
    { label: "Add a reaction…", lead: icon("smile"), choose: () => openReactions(anchor, item, page) },
    { label: "Copy text", lead: icon("check"), choose: () => navigator.clipboard?.writeText(words) },
    ...(message.user === state.data.me ? [editing(item, page, place)] : []),
    ...(message.user === state.data.me || state.me?.is_admin ? [deletion(page, place)] : []),
  ];
}

const editing = ({ message }, { state, actions }, place) => ({
  label: "Edit…", lead: icon("pen"), choose: () => ask({
    title: "Edit the message", submit: "Save",
    fields: [{ name: "text", label: "Message", lines: 4, value: typedAgain(message.text, state) }],
    act: (values, tell) => actions.admin("edit", { ...place, ...values }, tell),
  }),
});

/** One's own; administrators delete what others have said as well. */
const deletion = ({ actions }, place) => ({
  label: "Delete…", lead: icon("close"), danger: true, choose: () => ask({
    title: "Delete the message?", submit: "Delete", danger: true, about: "Nobody will see it any more.",
    act: (_, tell) => actions.admin("delete", place, tell),
  }),
});
