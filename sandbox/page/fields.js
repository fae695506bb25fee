// Elements that are typed into: text, numbers, addresses, dates, times, files.

import { inBase64 } from "./attachments.js";
import { h } from "./dom.js";
import { momentAt, momentOf, wallTime } from "./time.js";

const PAUSE = 400;

export function textField(context, type) {
  const { element } = context;
  const number = { min: element.min_value, max: element.max_value, step: element.is_decimal_allowed ? "any" : "1" };
  const node = h("input", { ...typing(context), type, autocomplete: "off", ...(type === "number" ? number : {}) });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (!listensTo(context, "on_enter_pressed")) return;
    event.preventDefault();
    context.settle(node.value || null);
  });
  return wired(node, context);
}

export function textArea(context) {
  const { element } = context;
  return wired(h("textarea", { ...typing(context), rows: element.min_lines ?? 4 }), context);
}

function typing({ block, element, surface, attributes }) {
  return {
    ...attributes, class: "field", value: surface.form.read(block, element) ?? "",
    placeholder: element.placeholder?.text, maxlength: element.max_length, "data-autofocus": element.focus_on_load,
  };
}

const listensTo = ({ block, element }, moment) =>
  Boolean(block.dispatch_action) &&
  (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(moment);

/** Every key is kept; the app hears of it, if it wants to, when the typing pauses. */
function wired(node, context) {
  const { block, element, surface } = context;
  let timer = null;
  node.addEventListener("input", () => {
    surface.form.write(block, element, node.value || null);
    surface.typed?.(block);
    clearTimeout(timer);
    if (listensTo(context, "on_character_entered")) timer = setTimeout(() => context.settle(node.value || null), PAUSE);
  });
  return node;
}

const AS_TYPED = { read: (held) => held ?? "", kept: (typed) => typed || null };

export const dateField = (context) => picker(context, "date", AS_TYPED);

export function timeField(context) {
  const node = picker(context, "time", AS_TYPED);
  const zone = context.element.timezone;
  return zone ? h("span", { class: "with-zone" }, node, h("small", {}, zone)) : node;
}

export const dateTimeField = (context) => {
  const { zone } = context.reader;
  return picker(context, "datetime-local", {
    read: (held) => (held ? wallTime(momentOf(held), zone) : ""),
    kept: (typed) => (typed ? Math.floor(momentAt(typed, zone) / 1000) : null),
  });
};

/** A date is typed in parts and each part is a change, so the app hears of the whole once it rests or loses focus. */
function picker(context, type, { read, kept }) {
  const { block, element, surface, attributes } = context;
  const node = h("input", { ...attributes, type, class: "field", value: read(surface.form.read(block, element)) });
  let timer = null;
  let sent = node.value;
  const send = async () => {
    clearTimeout(timer);
    if (node.value === sent) return;
    const before = sent;
    sent = node.value;
    if (!(await context.settle(kept(node.value)))) sent = node.value = before;
  };
  node.addEventListener("change", () => {
    clearTimeout(timer);
    if (block.type === "input" && !block.dispatch_action) send();
    else timer = setTimeout(send, PAUSE * 2);
  });
  node.addEventListener("blur", send);
  return node;
}

export function fileField({ block, element, surface, attributes, settle }) {
  const many = (element.max_files ?? 10) > 1;
  const accept = element.filetypes?.map((kind) => `.${kind}`).join(",");
  const chosen = h("small", {}, namesOf(surface.form.read(block, element) ?? []));
  const node = h("input", { ...attributes, type: "file", class: "field", multiple: many, accept });
  node.addEventListener("change", async () => {
    const files = await Promise.all([...node.files].map(handedIn));
    chosen.textContent = namesOf(files);
    settle(files);
  });
  return h("span", { class: "files" }, node, chosen);
}

const namesOf = (files) => files.map((file) => file.name).join(", ");

/** Named by an id of its own, so that a form that is sent twice hands in one file. */
const handedIn = async (file) => ({
  id: `F${crypto.randomUUID().replaceAll("-", "").slice(0, 10).toUpperCase()}`, name: file.name,
  content: await inBase64(file),
});
