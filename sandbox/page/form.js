// What is typed and chosen on one surface, kept by block and action while the view changes around it.

const keyOf = (block, element) => JSON.stringify([block.block_id ?? "", element.action_id ?? ""]);

export class Form {
  #held = new Map();
  #state;

  /** `state` is what the local Slack remembers of this surface, for a page that was loaded anew. */
  constructor(state = {}) {
    this.#state = state;
  }

  /** The value held, or what the app set at first. */
  read(block, element) {
    const key = keyOf(block, element);
    const before = this.#state[block.block_id]?.[element.action_id];
    if (!this.#held.has(key)) this.#held.set(key, remembered(before) ?? initial(element));
    return this.#held.get(key);
  }

  write(block, element, value) {
    this.#held.set(keyOf(block, element), value);
  }
}

/** The value inside one entry of a view's state. */
function remembered(entry) {
  if (!entry) return null;
  const found = Object.entries(entry).find(([name, value]) => name !== "type" && name !== "timezone" && value !== null);
  if (!found) return null;
  const [name, value] = found;
  if (entry.type.endsWith("external_select")) return value;
  if (name === "selected_option") return valueOf(value);
  return name === "selected_options" ? value.map(valueOf) : value;
}

const valueOf = (option) => option?.value ?? null;

const INITIAL = {
  static_select: (e) => valueOf(e.initial_option),
  external_select: (e) => e.initial_option ?? null,
  radio_buttons: (e) => valueOf(e.initial_option),
  multi_static_select: (e) => (e.initial_options ?? []).map(valueOf),
  multi_external_select: (e) => e.initial_options ?? [],
  checkboxes: (e) => (e.initial_options ?? []).map(valueOf),
  users_select: (e) => e.initial_user ?? null,
  multi_users_select: (e) => e.initial_users ?? [],
  channels_select: (e) => e.initial_channel ?? null,
  multi_channels_select: (e) => e.initial_channels ?? [],
  conversations_select: (e) => e.initial_conversation ?? null,
  multi_conversations_select: (e) => e.initial_conversations ?? [],
  datepicker: (e) => e.initial_date ?? null,
  timepicker: (e) => e.initial_time ?? null,
  datetimepicker: (e) => e.initial_date_time ?? null,
  plain_text_input: (e) => e.initial_value ?? null,
  email_text_input: (e) => e.initial_value ?? null,
  url_text_input: (e) => e.initial_value ?? null,
  number_input: (e) => e.initial_value ?? null,
  rich_text_input: (e) => e.initial_value ?? null,
  file_input: () => [],
};

const initial = (element) => INITIAL[element.type]?.(element) ?? null;

const isStateful = (element) => element?.type in INITIAL;

const withInner = (block) =>
  (block.type === "container" ? (block.child_blocks ?? block.blocks ?? []).flatMap(withInner) : [block]);

/** The elements of a block that hold a value or send an action. */
function elementsOf(block) {
  if (block.type === "input") return [block.element];
  if (block.type === "section") return block.accessory ? [block.accessory] : [];
  return block.type === "actions" ? block.elements : [];
}

/** What the open form holds: one value for each block, or one for each action where a block has several. */
export function valuesOf(blocks, form) {
  const out = {};
  for (const block of blocks.flatMap(withInner)) {
    const held = elementsOf(block).filter((e) => isStateful(e) && !untouched(e, form.read(block, e)));
    if (held.length === 1 && elementsOf(block).length === 1) out[block.block_id] = form.read(block, held[0]);
    else if (held.length) out[block.block_id] = Object.fromEntries(held.map((e) => [e.action_id, form.read(block, e)]));
  }
  return out;
}

/** A radio button cannot be unpicked, so one without a choice has nothing to say. */
const untouched = (element, value) => element.type === "radio_buttons" && value === null;
