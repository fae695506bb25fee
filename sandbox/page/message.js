// One message: who, when, words or blocks, reactions, replies, and what can be done with it.

import { showBlocks, showText } from "./blocks.js";
import { sure } from "./confirm.js";
import { freshId, h, icon, reconcile } from "./dom.js";
import { filesNode } from "./files.js";
import { replaced } from "./focus.js";
import { isReply } from "./state.js";
import { reactionsNode } from "./reactions.js";
import { city, clockTime, dayInLine, fullMoment, momentOf } from "./time.js";
import { toolsNode } from "./tools.js";

/** item: {message, channel, grouped, replies, inThread}; page: {state, actions, formOf} */
export function messageNode(item, page) {
  const article = h("article", { class: "message", tabindex: "-1", "aria-describedby": freshId("words") });
  const node = h("li", {}, article);
  showMessage(node, item, page);
  return node;
}

/** Bring a message up to date, touching only the parts of it that changed. */
export function showMessage(node, item, page) {
  const article = node.firstElementChild;
  const { message, grouped } = item;
  article.dataset.ts = message.ts;
  article.classList.toggle("grouped", grouped);
  article.classList.toggle("ephemeral", Boolean(message.ephemeral));
  article.setAttribute("aria-label", spoken(item, page.state));
  const wordsId = article.getAttribute("aria-describedby");
  reconcile(article, partsOf({ ...item, wordsId }, page), {
    key: (part) => part.name,
    mark: (part) => part.mark,
    build: (part) => part.build(),
    update: (node, part) => (part.update ? part.update(node) : replaced(node, part.build())),
  });
}

function spoken({ message }, state) {
  const only = message.ephemeral ? ", only visible to you" : "";
  return `${authorName(message, state)} at ${clockTime(momentOf(message.ts), state.zone)}${only}`;
}

export function wordsOf(message, state) {
  if (message.words) return message.words.slice(0, 300);
  const named = (message.text ?? "").replace(/<@(\w+)(?:\|[^>]*)?>/g, (_, id) => `@${state.person(id)?.name ?? id}`);
  return named.replace(/<!date\^[^|>]*\|([^>]*)>/g, "$1").replace(/<[^|>]*\|([^>]*)>/g, "$1").slice(0, 300);
}

export const authorName = (message, state) =>
  state.person(message.user)?.real_name ?? message.name ?? state.person(message.user)?.name ?? message.user;

function partsOf(item, page) {
  const { message, grouped, replies, inThread, wordsId } = item;
  const stamp = page.state.reader.stamp;
  const content = JSON.stringify([message.text, message.blocks, stamp, message.edited]);
  return [
    part("face", [message.user, grouped, stamp], () => face(item, page.state)),
    grouped ? null : part("head", [message.user, message.app, stamp], () => head(item, page.state)),
    message.ephemeral ? part("only", [], onlyYou) : null,
    isReply(message) && !inThread ? part("origin", [], () => origin(item, page)) : null,
    { name: "content", mark: content,
      build: () => showContent(h("div", { class: "content", id: wordsId }), item, page),
      update: (node) => showContent(node, item, page) },
    message.files?.length ? part("files", [message.files, stamp], () => filesNode(message.files, page.state.data.me)) : null,
    message.reactions?.length
      ? part("reactions", [message.reactions, stamp], () => reactionsNode(item, page)) : null,
    replies ? part("replies", [replies, stamp], () => repliesButton(item, page)) : null,
    part("tools", [inThread, message, stamp], () => toolsNode(item, page, wordsOf(message, page.state))),
  ].filter(Boolean);
}

const part = (name, mark, build) => ({ name, mark: JSON.stringify(mark), build });

export function avatar(person, fallback = "?") {
  const name = person?.real_name ?? person?.name ?? fallback;
  const initials = person?.initials ?? name.split(/\s+/).map((word) => word[0]).join("").slice(0, 2).toUpperCase();
  const kind = person?.kind === "bot" || person?.kind === "app" ? " avatar-app" : "";
  return h("span", { class: `avatar${kind}`, "aria-hidden": "true", colour: kind ? null : person?.colour }, initials);
}

function face({ message, grouped }, state) {
  const moment = momentOf(message.ts);
  const { zone } = state;
  if (grouped) return h("time", { class: "face aside-time", title: fullMoment(moment, zone) }, clockTime(moment, zone));
  return h("span", { class: "face" }, avatar(state.person(message.user), message.name));
}

function head({ message }, state) {
  const { zone } = state;
  const moment = momentOf(message.ts);
  return h("div", { class: "message-head" },
    h("span", { class: "author", title: localTime(state.person(message.user), state) }, authorName(message, state)),
    message.app ? h("span", { class: "badge" }, "APP") : null,
    h("time", { datetime: moment.toISOString(), title: fullMoment(moment, zone) }, clockTime(moment, zone)));
}

const localTime = (person, state) => (person?.tz ? `${clockTime(state.now, person.tz)} in ${city(person.tz)}` : null);

/** Of a reply that stands in the conversation. */
const origin = ({ message }, { actions }) => h("p", { class: "origin" }, icon("reply"), "Replied in ",
  h("button", { type: "button", class: "link", "data-focus": "origin", onclick: () => actions.openThread(message.thread_ts) }, "a thread"));

const onlyYou = () => h("p", { class: "only-you" }, icon("eye"), "Only visible to you");

function showContent(node, { message, channel }, page) {
  const { state } = page;
  if (message.blocks?.length) showBlocks(holder(node, "blocks"), message.blocks, surfaceOf(message, channel, page));
  else showText(holder(node, "text"), message.text ?? "", state.reader);
  markEdited(node, message);
  return node;
}

function holder(node, kind) {
  const known = node.querySelector(`:scope > .${kind}`);
  if (known) return known;
  const fresh = h("div", { class: kind });
  node.replaceChildren(fresh);
  return fresh;
}

function markEdited(node, message) {
  const known = node.querySelector(":scope > .edited");
  if (message.edited && !known) node.append(h("span", { class: "edited" }, "(edited)"));
  if (!message.edited) known?.remove();
}

function surfaceOf(message, channel, { state, actions, formOf, tell }) {
  const form = formOf(`${channel.id}/${message.ts}`);
  const act = (block, element, { value }, told) => actions.click({
    channel: channel.id, ts: message.ts, block_id: block.block_id, action_id: element.action_id, value,
    confirm: sure(element),
  }, told);
  const suggest = (block, element, value, told) => actions.suggest({
    channel: channel.id, ts: message.ts, block_id: block.block_id, action_id: element.action_id, value,
  }, told);
  return { form, reader: state.reader, heading: "h3", act, suggest, tell };
}

function repliesButton({ message, replies }, { state, actions }) {
  const moment = momentOf(replies.last);
  const when = `${dayInLine(moment, state.now, state.zone)} at ${clockTime(moment, state.zone)}`;
  const onclick = () => actions.openThread(message.ts);
  return h("button", { type: "button", class: "replies", "data-focus": "replies", onclick },
    replies.users.slice(0, 4).map((id) => avatar(state.person(id))),
    h("strong", {}, replies.count === 1 ? "1 reply" : `${replies.count} replies`), h("span", {}, `last ${when}`),
    replies.news ? h("span", { class: "replies-new" }, "New") : null);
}
