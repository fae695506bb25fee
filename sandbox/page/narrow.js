// On a narrow window the sidebar lies behind a button, which tells what is unread there; beside it, who one is.

import { h, icon } from "./dom.js";

const byId = (id) => document.getElementById(id);

export class Narrow {
  #page;
  #toggle = byId("menu-toggle");
  #dot = h("span", { class: "dot", hidden: true });

  constructor(page) {
    this.#page = page;
    this.#toggle.append(icon("menu"), this.#dot);
    this.#toggle.addEventListener("click", () => {
      this.#open(!document.body.classList.contains("menu-open"));
      byId("sidebar").querySelector("[aria-current], button")?.focus();
    });
    byId("veil").addEventListener("click", () => this.#open(false));
    byId("sidebar").addEventListener("click", (event) => event.target.closest(".place") && this.#open(false));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !document.body.classList.contains("menu-open")) return;
      this.#open(false);
      this.#toggle.focus();
    });
  }

  show() {
    const { state } = this.#page;
    const unread = state.conversations.reduce((sum, conversation) => sum + state.unread(conversation), 0);
    this.#dot.hidden = !unread;
    this.#toggle.setAttribute("aria-label", unread ? `Channels and people, ${unread} unread` : "Channels and people");
    byId("looking-as").textContent = state.me?.real_name ?? state.me?.name ?? "";
  }

  #open(on) {
    document.body.classList.toggle("menu-open", on);
    byId("veil").hidden = !on;
    this.#toggle.setAttribute("aria-expanded", String(on));
  }
}
