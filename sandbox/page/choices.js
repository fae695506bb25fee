// Elements that choose among options: selects of one or several, checkboxes, radio buttons.

import { freshId, h } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** A select of one; `choicesOf` gives its groups of {value, label}. */
export function select({ block, element, reader, surface, attributes, settle }, choicesOf) {
  const held = surface.form.read(block, element);
  const final = !(block.type === "input" && block.optional);
  const empty = h("option", { value: "", hidden: final, disabled: final }, element.placeholder?.text ?? "Choose…");
  const node = h("select", { ...attributes, class: "field" }, empty, groups(choicesOf(element, reader)));
  node.value = held ?? "";
  node.classList.toggle("is-empty", !held);
  node.addEventListener("change", async () => {
    const before = held ?? "";
    node.classList.toggle("is-empty", !node.value);
    if (!(await settle(node.value || null, node.selectedOptions[0]?.textContent))) node.value = before;
  });
  return node;
}

const groups = (choices) =>
  choices.map(({ label, options }) => {
    const nodes = options.map((o) => h("option", { value: o.value }, o.label));
    return label === null ? nodes : h("optgroup", { label }, nodes);
  });

/** A select of several: a summary of what is chosen that opens into boxes to tick. */
export function multiSelect({ block, element, reader, surface, attributes, settle }, choicesOf) {
  const chosen = new Set(surface.form.read(block, element) ?? []);
  const choices = choicesOf(element, reader);
  const labels = new Map(choices.flatMap((group) => group.options).map((o) => [o.value, o.label]));
  const { id } = attributes;
  const summary = h("summary", { ...attributes, class: "field", "aria-labelledby": id ? `${id}-label ${id}` : null });
  const describe = () => {
    const words = [...chosen].map((value) => labels.get(value) ?? value);
    summary.textContent = words.length ? words.join(", ") : (element.placeholder?.text ?? "Choose…");
    summary.classList.toggle("is-empty", !words.length);
  };
  const tick = (value, on) => {
    if (on) chosen.add(value);
    else chosen.delete(value);
    describe();
    settle([...chosen], labels.get(value));
  };
  describe();
  return h("details", { class: "multi" }, summary, h("div", { class: "multi-list" }, choices.map((group) => [
    group.label ? h("p", { class: "multi-group" }, group.label) : null,
    group.options.map((o) => box("checkbox", o, chosen.has(o.value), (on) => tick(o.value, on), {
      limited: () => element.max_selected_items && chosen.size >= element.max_selected_items,
    })),
  ])));
}

export function checkboxes({ block, element, reader, surface, attributes, settle }) {
  const chosen = new Set(surface.form.read(block, element) ?? []);
  const tick = (value, on) => {
    if (on) chosen.add(value);
    else chosen.delete(value);
    settle(element.options.map((o) => o.value).filter((v) => chosen.has(v)));
  };
  const focus = attributes["data-focus"];
  const rows = element.options.map((o) =>
    box("checkbox", face(o, reader), chosen.has(o.value), (on) => tick(o.value, on), { focus }));
  return h("div", { ...group(attributes), role: "group" }, rows);
}

export function radioButtons({ block, element, reader, surface, attributes, settle }) {
  const held = surface.form.read(block, element);
  const set = { name: freshId("radio"), focus: attributes["data-focus"] };
  const rows = element.options.map((o) =>
    box("radio", face(o, reader), o.value === held, () => settle(o.value, o.text.text), set));
  return h("div", { ...group(attributes), role: "radiogroup" }, rows);
}

/** A group is not focused itself, its boxes are; and it is labelled by reference, not by `for`. */
const group = ({ "data-focus": _, id, ...rest }) =>
  ({ ...rest, class: "boxes", "aria-labelledby": id ? `${id}-label` : null });

const face = (o, reader) => ({
  value: o.value, label: textObject(o.text, reader),
  description: o.description ? textObject(o.description, reader) : null,
});

function box(type, { value, label, description }, checked, changed, { name, focus, limited } = {}) {
  const input = h("input", { type, name, value, checked, "data-focus": focus ? `${focus}/${value}` : null });
  input.addEventListener("change", () => {
    if (input.checked && limited?.()) input.checked = false;
    else changed(input.checked);
  });
  return h("label", { class: "box" }, input, h("span", {}, label, description ? h("small", {}, description) : null));
}
