// A dialog that lists people or groups, each with a menu of what can be done to it, and a button for one more.

import { freshId, h, iconButton, reconcile, whenDismissed } from "./dom.js";
import { openMenu } from "./menu.js";
import { Notice } from "./notice.js";

export class Listing {
  #title;
  #list = h("ul", { class: "people-list" });
  #empty = h("p", { class: "empty" });
  #notice;
  #add;
  #dialog;

  constructor(onAdd) {
    const id = freshId("listing");
    this.#title = h("h2", { id });
    this.#add = h("button", { type: "button", class: "button", onclick: onAdd });
    const alert = h("p", { class: "modal-problem", role: "alert", hidden: true });
    this.#notice = new Notice(alert);
    this.#dialog = h("dialog", { class: "modal people", "aria-labelledby": id },
      h("header", { class: "modal-head" }, this.#title, iconButton("close", "Close", () => this.close())),
      alert, h("div", { class: "modal-body" }, this.#empty, this.#list), h("footer", { class: "modal-foot" }, this.#add));
    whenDismissed(this.#dialog, () => this.close());
    document.body.append(this.#dialog);
  }

  get isOpen() {
    return this.#dialog.open;
  }

  open() {
    this.tell(null);
    this.#dialog.showModal();
  }

  close() {
    this.#dialog.close();
  }

  tell = (words) => this.#notice.tell(words);

  /** `add` are the words of the button, absent for those who may not; `rowOf` is {name, about, quiet, lead, entries}. */
  show({ title, add, empty, items, rowOf }) {
    this.#title.textContent = title;
    this.#add.hidden = !add;
    this.#add.textContent = add ?? "";
    this.#empty.textContent = empty ?? "";
    this.#empty.hidden = items.length > 0;
    reconcile(this.#list, items, {
      key: (item) => item.id,
      mark: (item) => JSON.stringify([item, rowOf(item).about]),
      build: (item) => rowNode(item.id, rowOf(item)),
    });
  }
}

function rowNode(id, { name, about, quiet, lead, entries }) {
  const more = iconButton("dots", `What can be done to ${name}`, () => openMenu(more, name, entries()), {
    "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": `listed/${id}`,
  });
  return h("li", { class: quiet ? "person quiet" : "person" }, lead(),
    h("span", { class: "who-words" }, h("strong", {}, name), h("small", {}, about)), more);
}
