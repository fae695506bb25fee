// Block Kit: each block as elements of the page, patched one by one when a view or a message changes.

import { fill, freshId, h, reconcile } from "./dom.js";
import { elementNode, imageBox } from "./elements.js";
import { textObject } from "./mrkdwn.js";
import { card, carousel, container, plan, task } from "./newer.js";
import { authProvider, call, remoteFile, video } from "./outside.js";
import { markdown, richText } from "./richtext.js";
import { chart, table } from "./tables.js";

const BUILDERS = {
  section,
  actions: (block, surface) => h("div", { class: "block-actions" }, each(block.elements, block, surface)),
  context_actions: (block, surface) => h("div", { class: "block-actions" }, each(block.elements, block, surface)),
  context,
  header: (block, surface) => h(surface.heading, { class: "block-header" }, textObject(block.text, surface.reader)),
  divider: () => h("hr", { class: "block-divider" }),
  image: (block, surface) => h("figure", { class: "block-image" },
    block.title ? h("figcaption", {}, textObject(block.title, surface.reader)) : null, imageBox(block, surface.reader)),
  rich_text: (block, surface) => h("div", { class: "block-rich" }, richText(block, surface.reader)),
  markdown: (block, surface) => h("div", { class: "block-rich" }, markdown(block.text, surface.reader)),
  input,
  table,
  data_table: table,
  data_visualization: chart,
  card: (block, surface) => card(block, surface, INNER),
  carousel: (block, surface) => carousel(block, surface, INNER),
  container: (block, surface) => container(block, surface, INNER),
  task_card: task,
  plan,
  video,
  file: remoteFile,
  call,
  auth_provider: (block, surface) => authProvider(block, surface, INNER),
  alert: (block, surface) => h("p", { class: `alert alert-${block.level ?? "default"}`, role: "note" },
    textObject(block.text, surface.reader)),
};

/** What blocks that hold others show them with. */
const INNER = {
  block: (block, surface) => blockNode(block, surface),
  elements: (elements, block, surface) => each(elements, block, surface),
};

/**
 * Show blocks in `parent`. A surface is {form, reader, heading, act, suggest, tell, typed?, errors?}; a block is rebuilt only
 * when it or its error changed, so that focus and half-typed text stay.
 */
export function showBlocks(parent, blocks, surface) {
  // What a block shows also depends on the day, the zone and the names that are known.
  const around = surface.reader.stamp;
  reconcile(parent, blocks ?? [], {
    key: (block, index) => `${block.type}:${block.block_id ?? index}`,
    mark: (block) => JSON.stringify([block, surface.errors?.[block.block_id] ?? null, around]),
    build: (block) => blockNode(block, surface),
  });
}

function blockNode(block, surface) {
  const node = BUILDERS[block.type]?.(block, surface) ?? unknown(block);
  node.classList.add("block");
  if (block.block_id) node.dataset.blockId = block.block_id;
  return node;
}

const unknown = (block) => h("details", { class: "unknown" },
  h("summary", {}, `A ${block.type} block, which this page does not draw`),
  h("pre", {}, JSON.stringify(block, null, 2)));

const each = (elements, block, surface) => elements.map((element) => elementNode(block, element, surface));

function section(block, surface) {
  const { reader } = surface;
  const text = block.text ? h("div", { class: "section-text" }, textObject(block.text, reader)) : null;
  const pairs = block.fields?.map((field) => h("div", { class: "section-field" }, textObject(field, reader)));
  const fields = pairs ? h("div", { class: "section-fields" }, pairs) : null;
  const words = h("div", { class: "section-words" }, text, fields);
  if (!block.accessory) return h("div", { class: "block-section" }, words);
  const name = (text ?? words).textContent.slice(0, 80);
  return h("div", { class: "block-section" }, words,
    h("div", { class: `section-accessory for-${block.accessory.type}` },
      elementNode(block, block.accessory, surface, { name })));
}

function context(block, { reader }) {
  const parts = block.elements.map((element) =>
    element.type === "image" ? imageBox(element, reader) : h("span", {}, textObject(element, reader)));
  return h("div", { class: "block-context" }, parts);
}

const GROUPED = new Set(["checkboxes", "radio_buttons", "rich_text_input"]);

function input(block, surface) {
  const id = freshId("field");
  const error = surface.errors?.[block.block_id];
  const hint = block.hint ? h("p", { class: "hint", id: `${id}-hint` }, textObject(block.hint, surface.reader)) : null;
  const problem = error ? h("p", { class: "field-error", id: `${id}-error` }, error) : null;
  const describedBy = [problem?.id, hint?.id].filter(Boolean).join(" ") || null;
  const control = elementNode(block, block.element, surface, { id, describedBy, required: !block.optional });
  const optional = block.optional ? h("span", { class: "optional" }, " (optional)") : null;
  const grouped = GROUPED.has(block.element.type);
  const label = h(grouped ? "span" : "label", { class: "label", id: `${id}-label`, for: grouped ? null : id },
    textObject(block.label, surface.reader), optional);
  const node = h("div", { class: `block-input${error ? " has-error" : ""}` }, label, control, problem, hint);
  if (error) node.querySelector(`#${id}, .boxes input`)?.setAttribute("aria-invalid", "true");
  return node;
}

/** Words in place of blocks, for a message that has none. */
export const showText = (parent, text, reader) => fill(parent, textObject({ type: "mrkdwn", text }, reader));
