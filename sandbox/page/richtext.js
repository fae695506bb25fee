// rich_text blocks, and the standard Markdown of markdown blocks.

import { h } from "./dom.js";
import { glyph } from "./emoji.js";
import { channelMention, link, personMention } from "./mrkdwn.js";
import { slackDate, writtenMoment } from "./time.js";

const PARTS = {
  rich_text_section: (part, reader) => h("p", { class: "rich" }, leaves(part, reader)),
  rich_text_quote: (part, reader) => h("blockquote", {}, leaves(part, reader)),
  rich_text_preformatted: (part, reader) => h("pre", {}, h("code", {}, leaves(part, reader))),
  rich_text_list: list,
};

export function richText(block, reader) {
  return block.elements.map((part) => PARTS[part.type]?.(part, reader) ?? null).filter(Boolean);
}

function list(part, reader) {
  const items = part.elements.map((item) => h("li", {}, leaves(item, reader)));
  const props = { class: `rich-list indent-${part.indent ?? 0}`, start: part.offset ? part.offset + 1 : null };
  return h(part.style === "ordered" ? "ol" : "ul", props, items);
}

const leaves = (part, reader) => part.elements.map((leaf) => leafNode(leaf, reader));

const LEAVES = {
  text: (leaf) => leaf.text,
  link: (leaf) => link(leaf.url, leaf.text ?? leaf.url),
  emoji: (leaf) => glyph(leaf.name) ?? `:${leaf.name}:`,
  user: (leaf, reader) => personMention(leaf.user_id, reader),
  channel: (leaf, reader) => channelMention(leaf.channel_id, reader),
  usergroup: () => h("span", { class: "mention" }, "@group"),
  broadcast: (leaf) => h("span", { class: "mention mention-me" }, `@${leaf.range}`),
  color: (leaf) => h("code", {}, leaf.value),
  date,
};

function date({ timestamp, format, fallback }, reader) {
  const moment = writtenMoment(timestamp);
  if (!moment) return fallback ?? String(timestamp);
  const words = slackDate(moment, format, reader.now, reader.zone);
  return h("time", { title: fallback, datetime: moment.toISOString() }, words);
}

export const STYLES = { code: "code", bold: "strong", italic: "em", strike: "s", underline: "u" };

export function leafNode(leaf, reader) {
  let node = LEAVES[leaf.type]?.(leaf, reader) ?? `[${leaf.type}]`;
  const style = leaf.style ?? {};
  for (const [name, tag] of Object.entries(STYLES)) {
    if (style[name]) node = h(tag, {}, node);
  }
  return node;
}

const MARKS = /(\*\*[^*]+\*\*|__[^_]+__|\*[^*\s][^*]*\*|_[^_\s][^_]*_|~~[^~]+~~|`[^`]+`|\[[^\]]+\]\([^)\s]+\)|<[@#][A-Z0-9]+>)/;

/** One line of Markdown as nodes. */
function inlineMarkdown(text, reader) {
  return text.split(MARKS).map((part, index) => (index % 2 ? marked(part, reader) : part));
}

function marked(part, reader) {
  if (part.startsWith("<@")) return personMention(part.slice(2, -1), reader);
  if (part.startsWith("<#")) return channelMention(part.slice(2, -1), reader);
  if (part.startsWith("`")) return h("code", {}, part.slice(1, -1));
  const address = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part);
  if (address) return link(address[2], address[1]);
  if (part.startsWith("~~")) return h("s", {}, inlineMarkdown(part.slice(2, -2), reader));
  const strong = part.startsWith("**") || part.startsWith("__");
  return h(strong ? "strong" : "em", {}, inlineMarkdown(part.slice(strong ? 2 : 1, strong ? -2 : -1), reader));
}

const LINE_KINDS = [
  ["heading", /^(#{1,6})\s+(.*)$/],
  ["rule", /^(?:-{3,}|\*{3,})$/],
  ["bullet", /^\s*[-*+]\s+(.*)$/],
  ["number", /^\s*\d+[.)]\s+(.*)$/],
  ["quote", /^>\s?(.*)$/],
];

function lineKind(line) {
  for (const [kind, pattern] of LINE_KINDS) {
    const match = pattern.exec(line);
    if (match) return { kind, text: match[match.length - 1] };
  }
  return line.trim() ? { kind: "text", text: line } : { kind: "blank", text: "" };
}

const joined = (texts, reader) => texts.flatMap((text, i) => [i ? h("br") : "", ...inlineMarkdown(text, reader)]);

const GROUPS = {
  text: (texts, reader) => h("p", {}, joined(texts, reader)),
  quote: (texts, reader) => h("blockquote", {}, joined(texts, reader)),
  bullet: (texts, reader) => h("ul", { class: "rich-list" }, texts.map((t) => h("li", {}, inlineMarkdown(t, reader)))),
  number: (texts, reader) => h("ol", { class: "rich-list" }, texts.map((t) => h("li", {}, inlineMarkdown(t, reader)))),
  heading: (texts, reader) => texts.map((t) => h("p", { class: "heading" }, inlineMarkdown(t, reader))),
  rule: () => h("hr"),
  blank: () => [],
};

export function markdown(text, reader) {
  return text.split(/```\w*\n?([\s\S]+?)```/).flatMap((part, index) =>
    index % 2 ? [h("pre", {}, h("code", {}, part))] : grouped(part.split("\n").map(lineKind), reader),
  );
}

function grouped(kinds, reader) {
  const runs = [];
  for (const { kind, text } of kinds) {
    const last = runs[runs.length - 1];
    if (last?.kind === kind) last.texts.push(text);
    else runs.push({ kind, texts: [text] });
  }
  return runs.flatMap(({ kind, texts }) => GROUPS[kind](texts, reader));
}
