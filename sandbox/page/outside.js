// Blocks about what is elsewhere: videos, files, calls, and accounts at other services. Nothing is fetched from there.

import { h, icon } from "./dom.js";
import { imageBox } from "./elements.js";
import { textObject } from "./mrkdwn.js";
import { clockTime, dayInLine, momentOf } from "./time.js";

const line = (kind, words) => (words ? h("div", { class: kind }, words) : null);

const away = (url, label, props = {}) => (/^https?:/i.test(url ?? "")
  ? h("a", { ...props, href: url, target: "_blank", rel: "noopener noreferrer", title: url }, label) : h("span", {}, label));

/** A link to what plays it. */
export function video(block, { reader }) {
  const about = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return h("div", { class: "card video" }, imageBox({ image_url: block.thumbnail_url, alt_text: block.alt_text }, reader),
    h("div", { class: "card-title" }, away(block.title_url ?? block.video_url, textObject(block.title, reader))),
    line("card-subtitle", about), block.description ? h("div", { class: "card-body" }, textObject(block.description, reader)) : null);
}

export const remoteFile = (block) =>
  h("div", { class: "card" }, h("div", { class: "card-head" }, icon("file"), `A file kept elsewhere: ${block.external_id}`));

/** What Slack knows of the call comes with the block; a block that was just posted has the id alone. */
export function call(block, { reader }) {
  const known = block.call?.v1 ?? {};
  const people = (known.all_participants ?? known.active_participants ?? []).map((one) =>
    reader.person(one.slack_id)?.real_name ?? one.display_name ?? one.external_id ?? one.slack_id);
  const ended = known.has_ended || Boolean(known.date_end);
  return h("article", { class: "card call-card" },
    h("div", { class: "card-head" }, icon("phone"), h("div", { class: "card-title" }, known.name ?? "Call"),
      h("span", { class: "badge" }, ended ? "ended" : "call")),
    line("card-subtitle", [known.date_start ? since(known.date_start, reader) : null, known.display_id ?? block.call_id].filter(Boolean).join(" · ")),
    line("card-body", people.join(", ")),
    ended || !known.join_url ? null : h("div", { class: "block-actions" }, away(known.join_url, "Join", { class: "button primary" })));
}

function since(start, { now, zone }) {
  const moment = momentOf(start);
  return `since ${dayInLine(moment, now, zone)} at ${clockTime(moment, zone)}`;
}

/** An account at another service; what can be done to it once it is connected stands behind the dots. */
export function authProvider(block, surface, inner) {
  const { reader } = surface;
  const on = block.is_connected;
  const words = (value) => value && textObject(value, reader);
  const account = [block.connected_identity?.text, block.connected_context?.text].filter(Boolean).join(" · ");
  return h("article", { class: "card" },
    h("div", { class: "card-head" },
      block.icon_url ? imageBox({ image_url: block.icon_url, alt_text: "" }, reader) : icon("link"),
      h("div", { class: "card-words" }, h("div", { class: "card-title" }, words(block.name)), line("card-subtitle", on ? account : "")),
      h("span", { class: "badge" }, on ? "connected" : "not connected")),
    line("card-body", words(block.description)),
    h("div", { class: "block-actions" },
      on ? null : block.auth_url && away(block.auth_url, "Connect", { class: "button primary" }),
      on ? block.disconnect_url && away(block.disconnect_url, "Disconnect", { class: "button" }) : null,
      on && block.accessory ? inner.elements([block.accessory], block, surface) : null));
}
