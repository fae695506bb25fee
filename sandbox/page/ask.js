// A small form of the page's own that asks for a few words.

import { freshId, h, whenDismissed } from "./dom.js";
import { Notice } from "./notice.js";

/**
 * Ask, and do it: fields are [{name, label, value?, choices?: [{value, label}], several?, lines?, hint?, type?, optional?}];
 * of `several` choices the value is a list. `act(values, tell)` answers whether it went through, and only then the form closes.
 */
export function ask({ title, about, submit, danger, fields = [], act }) {
  const heading = freshId("ask");
  const alert = h("p", { class: "modal-problem", role: "alert", hidden: true });
  const notice = new Notice(alert);
  const controls = fields.map((field) => (field.several ? boxes(field) : control(field)));
  const go = h("button", { type: "submit", class: `button ${danger ? "danger" : "primary"}` }, submit);
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const onsubmit = async (event) => {
    event.preventDefault();
    go.disabled = true;
    const values = Object.fromEntries(controls.map(({ read }, at) => [fields[at].name, read()]));
    const done = await act(values, (words) => notice.tell(words));
    go.disabled = false;
    if (done) close();
  };
  const form = h("form", { class: "modal-form", onsubmit },
    h("header", { class: "modal-head" }, h("h2", { id: heading }, title)), alert,
    h("div", { class: "ask-body" }, about ? h("p", { class: "hint" }, about) : null,
      controls.map(({ node }, at) => labelled(fields[at], node))),
    h("footer", { class: "modal-foot" }, h("button", { type: "button", class: "button", onclick: close }, "Cancel"), go));
  const dialog = h("dialog", { class: "modal confirm", "aria-labelledby": heading }, form);
  whenDismissed(dialog, close);
  document.body.append(dialog);
  dialog.showModal();
  (controls[0]?.first ?? go).focus();
}

function control({ value = "", choices, lines, type = "text", optional }) {
  const common = { id: freshId("ask-field"), class: "field", required: !optional };
  const node = lines ? h("textarea", { ...common, rows: lines, value })
    : choices ? h("select", common, choices.map((choice) => h("option", { value: choice.value }, choice.label)))
      : h("input", { ...common, type, value, autocomplete: "off" });
  if (value) node.value = value;
  return { node, first: node, read: () => node.value };
}

/** Choices of which any number may be ticked. */
function boxes({ value = [], choices }) {
  const inputs = choices.map((choice) => h("input", { type: "checkbox", value: choice.value, checked: value.includes(choice.value) }));
  const rows = choices.map((choice, at) => h("label", { class: "box" }, inputs[at], h("span", {}, choice.label)));
  const node = h("div", { id: freshId("ask-field"), class: "multi-list", role: "group" }, rows);
  return { node, first: inputs[0], read: () => inputs.filter((input) => input.checked).map((input) => input.value) };
}

/** A group is labelled by reference, a field by `for`. */
function labelled(field, node) {
  const id = `${node.id}-label`;
  const label = field.several ? h("span", { class: "label", id }, field.label) : h("label", { class: "label", for: node.id }, field.label);
  if (field.several) node.setAttribute("aria-labelledby", id);
  if (field.optional) label.append(h("span", { class: "optional" }, " (optional)"));
  const hint = field.hint ? h("p", { class: "hint", id: `${node.id}-hint` }, field.hint) : null;
  if (hint) node.setAttribute("aria-describedby", hint.id);
  return h("div", { class: "block-input" }, label, node, hint);
}
