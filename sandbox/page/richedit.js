// Between a rich_text block and the nodes of the box it is written in.

import { h } from "./dom.js";
import { glyph } from "./emoji.js";
import { leafNode, STYLES } from "./richtext.js";

const STYLE_OF = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", S: "strike", STRIKE: "strike", DEL: "strike",
  U: "underline", CODE: "code" };
const LISTS = { UL: "bullet", OL: "ordered" };
const WHOLE = { BLOCKQUOTE: "rich_text_quote", PRE: "rich_text_preformatted" };
const BROADCASTS = new Set(["here", "channel", "everyone"]);

/** What the box holds as a rich_text block, or null when it is empty. */
export function blockOf(box, reader) {
  const parts = [];
  for (const node of box.childNodes) add(parts, node, reader);
  const elements = parts.map(trimmed).filter((part) => part.elements.length);
  return elements.length ? { type: "rich_text", elements } : null;
}

function add(parts, node, reader) {
  if (node.nodeName in LISTS) listed(parts, node, reader, 0);
  else if (node.nodeName in WHOLE) parts.push({ type: WHOLE[node.nodeName], elements: leaves(node, {}, reader) });
  // The browser puts a list or a quote into the paragraph that it began in.
  else if (node.querySelector?.("ul, ol, blockquote, pre")) for (const inner of node.childNodes) add(parts, inner, reader);
  else section(parts, node, reader);
}

function section(parts, node, reader) {
  const isLine = node.nodeName === "P" || node.nodeName === "DIV";
  const inside = leaves(node, {}, reader);
  const last = parts.at(-1);
  if (last?.type !== "rich_text_section") parts.push({ type: "rich_text_section", elements: inside });
  else last.elements.push(...(isLine && last.elements.length ? [{ type: "text", text: "\n" }] : []), ...inside);
}

function listed(parts, list, reader, indent) {
  const part = { type: "rich_text_list", style: LISTS[list.nodeName], indent, border: 0, elements: [] };
  parts.push(part);
  for (const item of list.children) {
    if (item.nodeName in LISTS) listed(parts, item, reader, Math.min(indent + 1, 8));
    else part.elements.push({ type: "rich_text_section", elements: leaves(item, {}, reader) });
  }
}

function leaves(node, style, reader) {
  if (node.nodeType === Node.TEXT_NODE) return words(node.data, style, reader);
  if (node.nodeName === "BR") return node.nextSibling ? [{ type: "text", text: "\n" }] : [];
  if (node.dataset?.leaf) return [JSON.parse(node.dataset.leaf)];
  const own = STYLE_OF[node.nodeName] ? { ...style, [STYLE_OF[node.nodeName]]: true } : style;
  return [...node.childNodes].flatMap((child) => leaves(child, own, reader));
}

const TOKEN = /(https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"\]]|[@#][\p{L}\p{N}._-]*[\p{L}\p{N}]|:[a-z0-9_+-]+:)/u;

function words(text, style, reader) {
  const styled = Object.keys(style).length ? { style } : {};
  const plain = (part) => ({ type: "text", text: part, ...styled });
  if (style.code) return text ? [plain(text)] : [];
  return text.split(TOKEN).filter(Boolean).map((part) => meaning(part, styled, reader) ?? plain(part));
}

function meaning(part, styled, reader) {
  const name = part.slice(1);
  if (/^https?:/.test(part)) return { type: "link", url: part, ...styled };
  if (part[0] === ":" && glyph(part.slice(1, -1))) return { type: "emoji", name: part.slice(1, -1) };
  if (part[0] === "@" && BROADCASTS.has(name)) return { type: "broadcast", range: name };
  const found = part[0] === "@" ? reader.people.find((p) => p.name === name)
    : part[0] === "#" ? reader.channels.find((c) => c.name === name) : null;
  if (!found) return null;
  return part[0] === "@" ? { type: "user", user_id: found.id, ...styled }
    : { type: "channel", channel_id: found.id, ...styled };
}

/** Neighbours of one style are one text; a part of nothing but spaces is nothing. */
function trimmed(part) {
  if (part.type === "rich_text_list") return { ...part, elements: part.elements.map(trimmed) };
  const joined = [];
  for (const leaf of part.elements) {
    const last = joined.at(-1);
    const same = last && leaf.type === "text" && last.type === "text" && sameStyle(last, leaf);
    if (same) joined[joined.length - 1] = { ...last, text: last.text + leaf.text };
    else joined.push(leaf);
  }
  return { ...part, elements: joined.some((leaf) => leaf.type !== "text" || leaf.text.trim()) ? joined : [] };
}

const sameStyle = (one, other) => JSON.stringify(one.style) === JSON.stringify(other.style);

const TAGS = { rich_text_quote: "blockquote", rich_text_preformatted: "pre", rich_text_section: "p" };

/** A block, or nothing, as nodes to write in; what is more than text is one piece that stays as it is. */
export function nodesOf(block, reader) {
  return (block?.elements ?? []).map((part) => {
    if (part.type !== "rich_text_list") return h(TAGS[part.type] ?? "p", {}, shown(part, reader));
    return h(part.style === "ordered" ? "ol" : "ul", {}, part.elements.map((item) => h("li", {}, shown(item, reader))));
  });
}

const shown = (part, reader) => part.elements.map((leaf) => {
  if (leaf.type !== "text") return piece(leaf, reader);
  const styles = Object.keys(STYLES).filter((name) => leaf.style?.[name]);
  return styles.reduce((node, name) => h(STYLES[name], {}, node), leaf.text);
});

const piece = (leaf, reader) => h("span", { contenteditable: "false", "data-leaf": JSON.stringify(leaf) },
  leafNode(leaf, reader));
