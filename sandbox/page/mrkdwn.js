// Slack's mrkdwn and plain text as elements; nothing a person or an app wrote is ever parsed as HTML.

import { h } from "./dom.js";
import { glyph, withEmoji } from "./emoji.js";
import { slackDate, writtenMoment } from "./time.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;

export const unescaped = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** A text object (plain_text or mrkdwn) as nodes; `reader` knows people, channels, zone and now. */
export function textObject(object, reader) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, reader, object.verbatim);
  return lines(object.emoji === false ? object.text : withEmoji(object.text));
}

const lines = (text) => text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));

export function mrkdwn(text, reader, verbatim = false) {
  return text.split(/```\n?([\s\S]+?)```/).flatMap((part, index) => {
    if (index % 2) return [h("pre", {}, h("code", {}, ...inCode(part.replace(/\n$/, ""), reader)))];
    return part ? quoted(part.replace(/^\n/, index ? "" : "\n"), reader, verbatim) : [];
  });
}

function quoted(text, reader, verbatim) {
  const out = [];
  let quote = null;
  for (const line of text.split("\n")) {
    const match = /^&gt;\s?(.*)$/.exec(line);
    const nodes = inline(match ? match[1] : line, reader, verbatim);
    if (match && quote) quote.append(h("br"), ...nodes);
    else if (match) out.push((quote = h("blockquote", {}, nodes)));
    else out.push(...(out.length && !quote ? [h("br")] : []), ...nodes);
    if (!match) quote = null;
  }
  return out;
}

const inCode = (text, reader) =>
  text.split(/(<[^<>\n]+>)/).flatMap((part, index) =>
    index % 2 ? control(part.slice(1, -1), reader) : [unescaped(part)]);

/** One line: the first construct that begins soonest wins, and what it encloses is read in turn. */
function inline(text, reader, verbatim = false) {
  const out = [];
  let plain = "";
  const flush = () => {
    if (plain) out.push(...literal(plain, verbatim));
    plain = "";
  };
  for (let at = 0; at < text.length; ) {
    const found = construct(text, at, reader, verbatim);
    if (found) {
      flush();
      out.push(...found.nodes);
      at = found.end;
    } else plain += text[at++];
  }
  flush();
  return out;
}

function construct(text, at, reader, verbatim) {
  const sign = text[at];
  if (sign === "<") return bracketed(text, at, reader);
  if (sign === "`") return fenced(text, at, reader);
  if (sign === ":") return emoji(text, at);
  return STYLES[sign] ? styled(text, at, reader, verbatim) : null;
}

function bracketed(text, at, reader) {
  const end = text.indexOf(">", at);
  return end < 0 ? null : { nodes: control(text.slice(at + 1, end), reader), end: end + 1 };
}

function fenced(text, at, reader) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return { nodes: [h("code", {}, inCode(text.slice(at + 1, end), reader))], end: end + 1 };
}

function emoji(text, at) {
  const match = /^:([a-z0-9_+-]+):/.exec(text.slice(at, at + 60));
  const shown = match && glyph(match[1]);
  return shown ? { nodes: [h("span", { class: "emoji", title: match[0] }, shown)], end: at + match[0].length } : null;
}

function styled(text, at, reader, verbatim) {
  const sign = text[at];
  const opens = !(at && WORD.test(text[at - 1])) && /\S/.test(text[at + 1] ?? " ") && text[at + 1] !== sign;
  if (!opens) return null;
  for (let end = at + 2; end < text.length; end += 1) {
    if (text[end] === "<") end = Math.max(end, text.indexOf(">", end));
    const closes = text[end] === sign && /\S/.test(text[end - 1]) && !WORD.test(text[end + 1] ?? " ");
    if (!closes) continue;
    const inside = inline(text.slice(at + 1, end), reader, verbatim);
    return { nodes: [h(STYLES[sign], {}, inside)], end: end + 1 };
  }
  return null;
}

const BARE_URL = /(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"\]])/;

function literal(text, verbatim) {
  if (verbatim) return [unescaped(text)];
  return text.split(BARE_URL).map(unescaped).map((part, index) => (index % 2 ? link(part, part) : part));
}

function control(body, reader) {
  const [target, label] = split(body, "|");
  if (target.startsWith("@")) return [personMention(target.slice(1), reader, label)];
  if (target.startsWith("#")) return [channelMention(target.slice(1), reader, label)];
  if (target.startsWith("!")) return [special(target.slice(1), label, reader)];
  return [link(unescaped(target), label === null ? unescaped(target).replace(/^mailto:/, "") : unescaped(label))];
}

function split(body, sign) {
  const at = body.indexOf(sign);
  return at < 0 ? [body, null] : [body.slice(0, at), body.slice(at + 1)];
}

function special(target, label, reader) {
  const [name, unix, pattern, url] = target.split("^");
  if (name === "date") return dateMention({ unix, pattern, url, fallback: label && unescaped(label), target }, reader);
  if (name === "subteam") return h("span", { class: "mention" }, label || "@group");
  return h("span", { class: "mention mention-me" }, `@${name}`);
}

/** What is no date is shown in the words that are there for those who cannot show dates, or else as it is written. */
function dateMention({ unix, pattern, url, fallback, target }, reader) {
  const moment = writtenMoment(unix);
  const words = moment ? slackDate(moment, pattern || "{date}", reader.now, reader.zone) : (fallback ?? `<!${target}>`);
  const node = moment ? h("time", { title: fallback, datetime: moment.toISOString() }, words) : h("span", {}, words);
  return url ? link(unescaped(url), node) : node;
}

export function personMention(id, reader, label = null) {
  const person = reader.person(id);
  const mine = id === reader.me ? " mention-me" : "";
  return h("span", { class: `mention${mine}` }, `@${person?.real_name ?? person?.name ?? label ?? id}`);
}

export function channelMention(id, reader, label = null) {
  const name = reader.channel(id)?.name ?? label;
  if (!reader.channel(id)) return h("span", { class: "mention" }, name ? `#${name}` : "a private channel");
  return h("button", { type: "button", class: "mention", onclick: () => reader.visit(id) }, `#${name}`);
}

export function link(url, label) {
  // A scheme that a browser would run instead of open is shown as text, never as a link.
  if (!/^(https?:|mailto:)/i.test(url)) return h("span", { class: "mention" }, label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, label);
}
