// Things to try: the first example of each command's own usage hint, the Home, and the next morning.

import { h, icon, iconButton } from "./dom.js";

const HIDDEN = "local-slack.tries-hidden";

export class Tries {
  #page;
  #suggest;
  #row = h("ul", { class: "tries-row" });
  #filled = false;

  constructor(page, suggest) {
    this.#page = page;
    this.#suggest = suggest;
    this.node = h("section", { class: "tries", "aria-label": "Things to try", hidden: true },
      h("span", { class: "tries-title" }, "Try"), this.#row,
      iconButton("close", "Hide the things to try", () => this.#dismiss()));
  }

  show(open) {
    this.node.hidden = !open || localStorage.getItem(HIDDEN) === "yes";
    if (this.#filled || !this.#page.state.data.app.commands.length) return;
    this.#filled = true;
    this.#row.append(...this.#chips().map((chip) => h("li", {}, chip)));
  }

  #chips() {
    const { state, actions, clock } = this.#page;
    const commands = state.data.app.commands.map((command) => this.#commandChip(command));
    const home = this.#chip(`Open ${state.data.app.name}'s Home`, () => actions.openApp("home"), "right");
    const morning = this.#chip("Turn the clock to tomorrow 9:00", () => actions.turnClock(clock.tomorrow()), "clock");
    return [...commands, home, morning];
  }

  #commandChip({ command, usage_hint: hint }) {
    const example = `${command} ${(hint ?? "").split(" · ")[0]}`.trim();
    return this.#chip(example, () => this.#suggest(example));
  }

  #chip(label, onclick, sign) {
    return h("button", { type: "button", class: "chip", onclick }, sign ? icon(sign) : null, h("span", {}, label));
  }

  #dismiss() {
    localStorage.setItem(HIDDEN, "yes");
    this.node.hidden = true;
    document.getElementById("composer").focus();
  }
}
