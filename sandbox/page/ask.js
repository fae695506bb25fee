// A small form of the page's own that asks for a few words.

import { fill, freshId, h, whenDismissed } from "./dom.js";
import { Notice } from "./notice.js";

/**
 * Ask, and do it: fields are [{name, label, value?, choices?: [{value, label}], lines?, hint?, type?}]; `act(values, tell)`
 * answers whether it went through, and only then the form closes.
 */
export function ask({ title, about, submit, danger, fields = [], act }) {
  const heading = freshId("ask");
  const alert = h("p", { class: "modal-problem", role: "alert", hidden: true });
  const notice = new Notice(alert);
  const inputs = fields.map((field) => [field.name, control(field)]);
  const go = h("button", { type: "submit", class: `button ${danger ? "danger" : "primary"}` }, submit);
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const onsubmit = async (event) => {
    event.preventDefault();
    go.disabled = true;
    const values = Object.fromEntries(inputs.map(([name, input]) => [name, input.value]));
    const done = await act(values, (words) => notice.tell(words));
    go.disabled = false;
    if (done) close();
  };
  const form = h("form", { class: "modal-form", onsubmit },
    h("header", { class: "modal-head" }, h("h2", { id: heading }, title)), alert,
    h("div", { class: "ask-body" }, about ? h("p", { class: "hint" }, about) : null,
      inputs.map(([, input], index) => labelled(fields[index], input))),
    h("footer", { class: "modal-foot" }, h("button", { type: "button", class: "button", onclick: close }, "Cancel"), go));
  const dialog = h("dialog", { class: "modal confirm", "aria-labelledby": heading }, form);
  whenDismissed(dialog, close);
  document.body.append(dialog);
  dialog.showModal();
  (inputs[0]?.[1] ?? go).focus();
}

function control({ value = "", choices, lines, type = "text", optional }) {
  const common = { id: freshId("ask-field"), class: "field", required: !optional };
  if (lines) return h("textarea", { ...common, rows: lines, value });
  if (!choices) return h("input", { ...common, type, value, autocomplete: "off" });
  const node = h("select", common);
  fill(node, choices.map((choice) => h("option", { value: choice.value }, choice.label)));
  if (value) node.value = value;
  return node;
}

const labelled = (field, input) => h("div", { class: "block-input" },
  h("label", { class: "label", for: input.id }, field.label), input,
  field.hint ? h("p", { class: "hint" }, field.hint) : null);
