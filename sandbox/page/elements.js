// Interactive elements: which builder shows which, buttons, overflow menus, and how a choice reaches the app.

import { beside } from "./beside.js";
import { checkboxes, multiSelect, radioButtons, select } from "./choices.js";
import { confirmed } from "./confirm.js";
import { h, icon } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { dateField, dateTimeField, fileField, textArea, textField, timeField } from "./fields.js";
import { pictureAddress } from "./files.js";
import { lookup } from "./lookup.js";
import { openMenu } from "./menu.js";
import { richField } from "./richinput.js";

const option = (o) => ({ value: o.value, label: withEmoji(o.text.text), text: o.text, description: o.description });
const staticChoices = (element) =>
  element.option_groups
    ? element.option_groups.map((group) => ({ label: group.label.text, options: group.options.map(option) }))
    : [{ label: null, options: (element.options ?? []).map(option) }];

const named = (label, items) =>
  [{ label: null, options: items.map((item) => ({ value: item.id, label: label(item) })) }];
const peopleChoices = (_, reader) => named((person) => person.real_name ?? person.name, reader.people);
const channelChoices = (_, reader) => named((c) => `#${c.name}`, reader.channels.filter((c) => c.kind === "public"));

function conversationChoices(element, reader) {
  const kinds = element.filter?.include ?? ["public", "private", "im", "mpim"];
  const fitting = reader.conversations.filter((c) => kinds.includes(c.kind));
  return named(reader.called, fitting);
}

const BUILDERS = {
  button,
  overflow,
  static_select: (context) => select(context, staticChoices),
  external_select: lookup,
  users_select: (context) => select(context, peopleChoices),
  channels_select: (context) => select(context, channelChoices),
  conversations_select: (context) => select(context, conversationChoices),
  multi_static_select: (context) => multiSelect(context, staticChoices),
  multi_external_select: lookup,
  multi_users_select: (context) => multiSelect(context, peopleChoices),
  multi_channels_select: (context) => multiSelect(context, channelChoices),
  multi_conversations_select: (context) => multiSelect(context, conversationChoices),
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: dateField,
  timepicker: timeField,
  datetimepicker: dateTimeField,
  plain_text_input: (context) => (context.element.multiline ? textArea(context) : textField(context, "text")),
  email_text_input: (context) => textField(context, "email"),
  url_text_input: (context) => textField(context, "url"),
  number_input: (context) => textField(context, "number"),
  rich_text_input: richField,
  file_input: fileField,
  image: (context) => imageBox(context.element, context.reader),
  feedback_buttons: (context) => [context.element.positive_button, context.element.negative_button].map((face) =>
    button({ ...context, element: { ...context.element, ...face } })),
  icon_button: button,
};

/** One element of a block on a surface; `field` carries the ids of its label and error where it has them. */
export function elementNode(block, element, surface, field = {}) {
  const build = BUILDERS[element.type];
  if (!build) return h("span", { class: "unknown" }, `[${element.type} is not shown here]`);
  const context = { block, element, surface, field, reader: surface.reader };
  const settled = (value, text) => settle(context, node, value, text);
  const node = build({ ...context, settle: settled, attributes: attributes(context) });
  return node;
}

function attributes({ block, element, field }) {
  return {
    id: field.id, "data-focus": `${block.block_id}/${element.action_id}`, "data-action-id": element.action_id,
    "aria-describedby": field.describedBy, "aria-required": field.required ? "true" : null,
    "aria-label": field.id ? null : nameOf(element, field),
  };
}

const nameOf = (element, field) =>
  element.placeholder?.text ?? element.accessibility_label ?? field.name ?? "Choose";

/** Keep a value; tell the app at once unless the element waits in an input block for the form to be sent. */
async function settle({ block, element, surface, reader }, node, value, text) {
  const before = surface.form.read(block, element);
  surface.form.write(block, element, value);
  surface.typed?.(block);
  if (block.type === "input" && !block.dispatch_action) return true;
  if (!(await confirmed(element.confirm, reader))) {
    surface.form.write(block, element, before);
    return false;
  }
  await surface.act(block, element, { value, text }, beside(node, surface.tell));
  return true;
}

function button({ block, element, surface, reader, attributes: common }) {
  const label = withEmoji(element.text?.text ?? element.alt_text ?? element.icon ?? "");
  const node = h("button", {
    ...common, type: "button", class: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label,
    // A button for another thing is another button, and no heir of the focus.
    "data-focus": `${common["data-focus"]}/${element.value ?? ""}`,
    onclick: () => press(node, { block, element, surface, reader }),
  }, label, element.url ? h("span", { class: "visually-hidden" }, " (opens a link)") : null);
  return node;
}

async function press(node, { block, element, surface, reader }) {
  if (node.getAttribute("aria-busy") === "true" || !(await confirmed(element.confirm, reader))) return;
  if (element.url && /^https?:/i.test(element.url)) window.open(element.url, "_blank", "noopener");
  node.setAttribute("aria-busy", "true");
  const told = beside(node, surface.tell);
  await surface.act(block, element, { value: element.value, text: element.text?.text }, told);
  node.removeAttribute("aria-busy");
}

function overflow({ element, attributes: common, settle: choose }) {
  const entries = () => element.options.map((o) => ({
    label: withEmoji(o.text.text), detail: o.description?.text, choose: () => pick(o),
  }));
  const pick = (o) => {
    if (o.url && /^https?:/i.test(o.url)) window.open(o.url, "_blank", "noopener");
    choose(o.value, o.text.text);
  };
  const node = h("button", {
    ...common, type: "button", class: "button overflow", "aria-label": "More choices", "aria-haspopup": "menu",
    "aria-expanded": "false", onclick: () => openMenu(node, "More choices", entries()),
  }, icon("dots"));
  return node;
}

/** A picture from elsewhere is never fetched, because nothing leaves this machine: its description stands for it. */
export function imageBox(image, reader) {
  const kept = pictureAddress(image, reader.me);
  const near = kept || image.image_url?.startsWith("data:") || image.image_url?.startsWith(location.origin);
  if (near) return h("img", { class: "picture", src: kept ?? image.image_url, alt: image.alt_text });
  const props = { role: "img", "aria-label": image.alt_text, title: image.image_url ?? "" };
  return h("span", { class: "picture picture-away", ...props },
    icon("image"), h("span", {}, image.alt_text));
}
