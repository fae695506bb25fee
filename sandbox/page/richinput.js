// The element for rich text: a box to write in, with a row of buttons for how it looks.

import { fill, freshId, h } from "./dom.js";
import { blockOf, nodesOf } from "./richedit.js";

const PAUSE = 400;

const codeUp = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const code = h("code", {}, range.toString());
  range.deleteContents();
  range.insertNode(code);
  selection.collapse(code.parentNode, [...code.parentNode.childNodes].indexOf(code) + 1);
};

// The browser's own editing, deprecated as it is, is the only one without a library; it keeps undo working.
const run = (command, value) => () => document.execCommand(command, false, value);

const TOOLS = [
  ["B", "Bold", run("bold")], ["I", "Italic", run("italic")], ["S", "Strikethrough", run("strikeThrough")],
  ["</>", "Code", codeUp], ["•", "Bulleted list", run("insertUnorderedList")],
  ["1.", "Numbered list", run("insertOrderedList")], ["❝", "Quote", run("formatBlock", "blockquote")],
  ["{ }", "Code block", run("formatBlock", "pre")],
];

export function richField(context) {
  const { element, block, surface, reader, attributes } = context;
  const box = h("div", {
    ...attributes, class: "field rich-box", contenteditable: "true", role: "textbox", "aria-multiline": "true",
    "aria-labelledby": attributes.id ? `${attributes.id}-label` : null,
    "data-placeholder": element.placeholder?.text, "data-autofocus": element.focus_on_load,
  });
  box.id ||= freshId("rich");
  box.style.setProperty("--least", element.min_lines ?? 3);
  box.style.setProperty("--most", element.max_lines ?? 8);
  fill(box, nodesOf(surface.form.read(block, element), reader));
  listen(box, context);
  return h("div", { class: "rich-input" }, toolbar(box), box);
}

function toolbar(box) {
  const tools = TOOLS.map(([sign, label, act]) => h("button", {
    type: "button", class: "rich-tool", "aria-label": label, title: label,
    // The box keeps its selection.
    onpointerdown: (event) => event.preventDefault(),
    onclick: () => {
      box.focus();
      act();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    },
  }, sign));
  return h("div", { class: "rich-tools", role: "toolbar", "aria-label": "Formatting", "aria-controls": box.id }, tools);
}

function listen(box, { block, element, surface, reader, settle }) {
  const onEach = block.dispatch_action &&
    element.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered");
  let timer = null;
  box.addEventListener("focus", () => document.execCommand("defaultParagraphSeparator", false, "p"));
  box.addEventListener("paste", (event) => {
    // Only the words: what they looked like elsewhere is of no use here.
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  box.addEventListener("input", () => {
    const held = blockOf(box, reader);
    surface.form.write(block, element, held);
    surface.typed?.(block);
    clearTimeout(timer);
    if (onEach) timer = setTimeout(() => settle(held), PAUSE);
  });
}
