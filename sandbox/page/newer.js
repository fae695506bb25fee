// The blocks that Slack added since 2025: cards, containers, plans of an agent, tables of data and charts.

import { h, icon } from "./dom.js";
import { imageBox } from "./elements.js";
import { textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/** A text that may be an object of text, rich text, or mere words. */
function worded(value, reader) {
  if (!value) return [];
  if (typeof value === "string") return [value];
  return value.type === "rich_text" ? richText(value, reader) : textObject(value, reader);
}

const line = (kind, value, reader) => (value ? h("div", { class: kind }, worded(value, reader)) : null);

export function card(block, surface, inner) {
  const { reader } = surface;
  const title = h("div", { class: "card-words" },
    line("card-title", block.title, reader), line("card-subtitle", block.subtitle, reader));
  return h("article", { class: "card" },
    block.hero_image ? imageBox(block.hero_image, reader) : null,
    h("div", { class: "card-head" }, block.icon ? imageBox(block.icon, reader) : null, title),
    line("card-body", block.body, reader), line("card-subtitle", block.subtext, reader),
    block.actions?.length ? h("div", { class: "block-actions" }, inner.elements(block.actions, block, surface)) : null);
}

export const carousel = (block, surface, inner) =>
  h("div", { class: "carousel", tabindex: "0", role: "region", "aria-label": "Cards" },
    block.elements.map((one) => inner.block(one, surface)));

export function container(block, surface, inner) {
  const { reader } = surface;
  const children = block.child_blocks.map((one) => inner.block(one, surface));
  const head = h("div", { class: "card-head" }, block.icon ? imageBox(block.icon, reader) : null,
    h("div", { class: "card-words" }, line("card-title", block.rich_text_title ?? block.title, reader),
      line("card-subtitle", block.subtitle, reader)));
  const kind = `container container-${block.width ?? "standard"}${block.has_header_divider ? " divided" : ""}`;
  return block.is_collapsible
    ? h("details", { class: kind, open: !block.default_collapsed }, h("summary", {}, head, icon("chevron")), children)
    : h("section", { class: kind }, head, children);
}

const STATUS = { pending: "to do", in_progress: "under way", complete: "done", error: "failed" };
const SIGNS = { pending: "clock", in_progress: "bolt", complete: "check", error: "close" };

export function task(block, { reader }) {
  const status = block.status ?? "pending";
  const sources = (block.sources ?? []).map((source) => h("li", {}, worded(source.text ?? source.url, reader)));
  return h("article", { class: `card task task-${status}` },
    h("div", { class: "card-head" }, icon(SIGNS[status] ?? "clock"),
      h("div", { class: "card-title" }, worded(block.title, reader)),
      h("span", { class: "badge" }, STATUS[status] ?? status)),
    line("card-body", block.details, reader), line("card-body", block.output, reader),
    sources.length ? h("ul", { class: "rich-list" }, sources) : null);
}

export const plan = (block, surface) => h("section", { class: "container" },
  h("div", { class: "card-title" }, worded(block.title, surface.reader)),
  h("ol", { class: "plan" }, (block.tasks ?? []).map((one) => h("li", {}, task(one, surface)))));
