// The list under the box that completes what is being typed.

import { candidatesAt } from "./completion.js";
import { fill, freshId, h } from "./dom.js";
import { avatar } from "./message.js";

export class Suggestions {
  #box;
  #state;
  #put;
  #open = null;
  #at = 0;
  #id = freshId("completion");

  /** `put` changes what is in the box. */
  constructor(box, state, put) {
    this.#box = box;
    this.#state = state;
    this.#put = put;
    const listed = { id: this.#id, role: "listbox", "aria-label": "Suggestions", hidden: true };
    this.node = h("div", { class: "completion", ...listed });
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.#id);
    box.setAttribute("aria-haspopup", "listbox");
    box.addEventListener("blur", () => this.shut());
  }

  typed() {
    const found = candidatesAt(this.#box.value, this.#box.selectionStart, this.#state);
    if (found?.items.length) this.#show(found);
    else this.shut();
  }

  shut() {
    this.#open = null;
    this.node.hidden = true;
    this.#box.removeAttribute("aria-activedescendant");
  }

  /** True when the open list took the key. */
  key(event) {
    if (!this.#open) return false;
    const { items, typed } = this.#open;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    // Enter on a word that is already whole means "send", as in "/request … @ana".
    const whole = items.some((item) => item.insert === typed);
    if (step) {
      this.#at = (this.#at + step + items.length) % items.length;
      this.#mark();
    } else if (event.key === "Tab" && !event.shiftKey) this.#take(this.#at);
    else if (event.key === "Enter" && !event.shiftKey && !whole) this.#take(this.#at);
    else if (event.key === "Escape") this.shut();
    else return false;
    return true;
  }

  #show(found) {
    this.#open = found;
    this.#at = 0;
    this.node.hidden = false;
    fill(this.node, found.items.map((item, index) => this.#option(item, index)));
    this.#mark();
  }

  #option(item, index) {
    const take = (event) => {
      // The box keeps the focus, so that typing goes on.
      event.preventDefault();
      this.#take(index);
    };
    return h("div", { role: "option", id: `${this.#id}-${index}`, class: "candidate", onpointerdown: take },
      item.person ? avatar(item.person) : h("span", { class: "candidate-sign", "aria-hidden": "true" }, item.sign),
      h("span", { class: "candidate-title" }, item.title), h("span", { class: "candidate-detail" }, item.detail),
      item.hint ? h("span", { class: "candidate-hint" }, item.hint) : null);
  }

  #mark() {
    [...this.node.children].forEach((node, index) => {
      node.setAttribute("aria-selected", String(index === this.#at));
      if (index === this.#at) node.scrollIntoView({ block: "nearest" });
    });
    this.#box.setAttribute("aria-activedescendant", `${this.#id}-${this.#at}`);
  }

  #take(index) {
    const { from, items } = this.#open;
    const caret = this.#box.selectionStart;
    const rest = this.#box.value.slice(caret).replace(/^ /, "");
    const head = `${this.#box.value.slice(0, from)}${items[index].insert} `;
    this.#put(head + rest);
    this.#box.setSelectionRange(head.length, head.length);
  }
}
