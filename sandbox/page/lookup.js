// Selects whose options come from the app while one types: one or several.

import { fill, freshId, h, icon, iconButton } from "./dom.js";
import { withEmoji } from "./emoji.js";

const PAUSE = 250;
const LEAST = 3; // what Slack asks for when the app says nothing

const wordsOf = (option) => withEmoji(option?.text?.text ?? "");

export function lookup(context) {
  return new Lookup(context).node;
}

class Lookup {
  #context;
  #several;
  #held;
  #shown = [];
  #at = 0;
  #timer = null;
  #asked = 0;
  #box;
  #list;
  #chips = h("ul", { class: "chips", hidden: true });
  #status = h("p", { class: "lookup-status", role: "status", hidden: true });

  constructor(context) {
    const { element, attributes, block, surface } = context;
    this.#context = context;
    this.#several = element.type.startsWith("multi_");
    this.#held = surface.form.read(block, element) ?? (this.#several ? [] : null);
    const id = freshId("lookup");
    this.#list = h("ul", { id, class: "lookup-list", role: "listbox", "aria-label": "Options", hidden: true });
    this.#box = h("input", {
      ...attributes, type: "text", class: "field", autocomplete: "off", role: "combobox", "aria-expanded": "false",
      "aria-autocomplete": "list", "aria-controls": id, placeholder: element.placeholder?.text ?? "Type to find…",
      onfocus: () => this.#entered(), oninput: () => this.#typed(), onkeydown: (event) => this.#key(event),
      onblur: () => this.#left(),
    });
    this.node = h("div", { class: "lookup" }, this.#chips, this.#box, this.#status, this.#list);
    this.#showHeld();
  }

  #showHeld() {
    if (!this.#several) this.#box.value = wordsOf(this.#held);
    else {
      this.#chips.hidden = !this.#held.length;
      fill(this.#chips, this.#held.map((option) => h("li", {}, wordsOf(option), iconButton("close",
        `Take ${wordsOf(option)} out`, () => this.#takeOut(option)))));
    }
  }

  #takeOut(option) {
    this.#box.focus();
    this.#hold(this.#held.filter((one) => one.value !== option.value));
  }

  get #least() {
    return this.#context.element.min_query_length ?? LEAST;
  }

  get #full() {
    const most = this.#context.element.max_selected_items;
    return this.#several && most !== undefined && this.#held.length >= most;
  }

  /** What is chosen goes with the first key; a menu that wants no letters opens by itself. */
  #entered() {
    this.#box.select();
    if (this.#least === 0) this.#ask("");
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    const typed = this.#box.value.trim();
    if (typed.length < this.#least) {
      this.#shut();
      if (typed) this.#say(`Type at least ${this.#least} letters.`);
    } else {
      this.#wait();
      this.#timer = setTimeout(() => this.#ask(typed), PAUSE);
    }
  }

  /** What is offered for other words cannot be chosen any more. */
  #wait() {
    this.#say("Looking…");
    this.#list.setAttribute("aria-busy", "true");
  }

  async #ask(typed) {
    const number = (this.#asked += 1);
    this.#wait();
    const { block, element, surface } = this.#context;
    const answer = await surface.suggest(block, element, typed, (words) => this.#say(words));
    // Somebody who typed on is answered for what stands there now.
    if (number !== this.#asked || document.activeElement !== this.#box) return;
    if (answer) this.#show(answer);
    else this.#fold();
  }

  #show({ options, option_groups: groups }) {
    const parts = groups ? groups.map((group) => ({ label: group.label.text, options: group.options }))
      : [{ label: null, options: options ?? [] }];
    this.#shown = parts.flatMap((part) => part.options);
    this.#at = 0;
    let index = -1;
    fill(this.#list, parts.flatMap(({ label, options: offered }) => [
      label ? h("li", { class: "multi-group", role: "presentation" }, withEmoji(label)) : null,
      ...offered.map((option) => this.#option(option, (index += 1))),
    ]));
    this.#list.hidden = !this.#shown.length;
    this.#list.removeAttribute("aria-busy");
    this.#box.setAttribute("aria-expanded", String(this.#shown.length > 0));
    this.#say(this.#shown.length ? null : "No results");
    this.node.scrollIntoView({ block: "nearest" });
    this.#mark();
  }

  #option(option, index) {
    const onpointerdown = (event) => {
      event.preventDefault();
      this.#take(index);
    };
    const onpointermove = () => this.#goTo(index);
    return h("li", { role: "option", id: `${this.#list.id}-${index}`, onpointerdown, onpointermove },
      this.#several && this.#holds(option) ? h("span", { class: "held" }, icon("check"), h("span", { class: "visually-hidden" }, "Chosen: ")) : null,
      wordsOf(option), option.description ? h("small", {}, withEmoji(option.description.text)) : null);
  }

  #holds(option) {
    return this.#held.some((one) => one.value === option.value);
  }

  #goTo(index) {
    if (index === this.#at) return;
    this.#at = index;
    this.#mark();
  }

  #mark() {
    for (const node of this.#list.querySelectorAll("[role=option]")) {
      const on = node.id === `${this.#list.id}-${this.#at}`;
      node.setAttribute("aria-selected", String(on));
      if (on) node.scrollIntoView({ block: "nearest" });
    }
    if (this.#shown.length) this.#box.setAttribute("aria-activedescendant", `${this.#list.id}-${this.#at}`);
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.#list.hidden) this.#keyWhileShut(event);
    else this.#keyWhileOpen(event);
  }

  #keyWhileShut(event) {
    const chosen = !this.#several && this.#box.value === wordsOf(this.#held);
    const typed = chosen ? "" : this.#box.value.trim();
    if (event.key === "Backspace" && this.#several && !this.#box.value && this.#held.length) this.#takeOut(this.#held.at(-1));
    else if (event.key === "ArrowDown" && typed.length >= this.#least) this.#ask(typed);
    else return;
    event.preventDefault();
  }

  #keyWhileOpen(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#goTo((this.#at + step + this.#shown.length) % this.#shown.length);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) this.#take(this.#at);
    else if (event.key === "Escape") this.#shut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #take(index) {
    if (this.#list.ariaBusy === "true") return;
    const option = this.#shown[index];
    this.#shut();
    this.#box.value = "";
    if (!this.#several) this.#hold(option);
    else if (this.#holds(option)) this.#takeOut(option);
    else if (this.#full) this.#say(`No more than ${this.#held.length} can be chosen.`);
    else this.#hold([...this.#held, option]);
  }

  async #hold(value) {
    const before = this.#held;
    this.#held = value;
    this.#showHeld();
    const text = this.#several ? "" : wordsOf(value);
    if (await this.#context.settle(value, text)) return;
    this.#held = before;
    this.#showHeld();
  }

  /** Words that chose nothing are no value; a box that was emptied is. */
  #left() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    // What is being pressed below must not move away under the pointer.
    if (document.querySelector(":active")) addEventListener("pointerup", () => setTimeout(() => this.#shut()), { once: true });
    else this.#shut();
    if (!this.#several && !this.#box.value.trim() && this.#held) this.#hold(null);
    else if (this.#several) this.#box.value = "";
    else this.#showHeld();
  }

  #say(words) {
    this.#status.hidden = !words;
    this.#status.textContent = words ?? "";
  }

  #shut() {
    this.#say(null);
    this.#fold();
  }

  #fold() {
    this.#shown = [];
    this.#list.hidden = true;
    this.#list.removeAttribute("aria-busy");
    this.#box.setAttribute("aria-expanded", "false");
    this.#box.removeAttribute("aria-activedescendant");
  }
}
