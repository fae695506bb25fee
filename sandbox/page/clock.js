// The workspace's virtual clock: what it shows, and how to turn it forward.

import { h, icon } from "./dom.js";
import { city, clockTime, momentAt, shortMoment, tomorrowAt, wallTime } from "./time.js";

const MINUTE = 60;
const HOUR = 3600;

export class Clock {
  #page;
  #face = h("span", { class: "clock-face" });
  #field = h("input", { type: "datetime-local", class: "field", required: true });
  #zone = h("p", { class: "clock-zone" });
  #panel;
  #toggle;

  constructor(root, page) {
    this.#page = page;
    this.#toggle = h("button", {
      type: "button", class: "bar-button", "aria-expanded": "false", "aria-controls": "clock-panel",
      onclick: () => this.#open(this.#panel.hidden),
    }, icon("clock"), this.#face);
    const props = { id: "clock-panel", class: "popover", hidden: true, "aria-label": "Clock" };
    this.#panel = h("form", { ...props, onsubmit: (event) => this.#turn(event) }, this.#zone,
      h("div", { class: "clock-quick" },
        this.#quick("+1 h", () => ({ advance: HOUR })), this.#quick("Tomorrow 9:00", () => this.tomorrow())),
      h("label", { class: "clock-field" }, "Or turn it to", this.#field),
      h("button", { type: "submit", class: "button primary" }, "Turn the clock"));
    root.append(this.#toggle, this.#panel);
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.#open(false, true));
    root.addEventListener("focusout", ({ relatedTarget: to }) => to && !root.contains(to) && this.#open(false));
    document.addEventListener("pointerdown", (event) => !root.contains(event.target) && this.#open(false));
  }

  tomorrow() {
    return { to: tomorrowAt("09:00", this.#page.state.now, this.#zoneName()).toISOString() };
  }

  show() {
    const { state } = this.#page;
    const zone = this.#zoneName();
    const shown = shortMoment(state.now, zone);
    if (this.#face.textContent === shown) return;
    this.#face.replaceChildren(h("span", { class: "clock-day" }, shown.slice(0, -5)), clockTime(state.now, zone));
    this.#toggle.setAttribute("aria-label", `The workspace's clock shows ${shown}. Turn it`);
    this.#zone.textContent = `Time in this workspace, ${city(zone)}. It runs, and can be turned forward.`;
  }

  #zoneName() {
    return this.#page.state.workspaceZone;
  }

  #quick(label, body) {
    return h("button", { type: "button", class: "button", onclick: () => this.#turnBy(body()) }, label);
  }

  #open(on, back = false) {
    if (on === !this.#panel.hidden) return;
    this.#panel.hidden = !on;
    this.#toggle.setAttribute("aria-expanded", String(on));
    if (on) this.#offer();
    if (on) this.#panel.querySelector("button").focus();
    else if (back) this.#toggle.focus();
  }

  async #turn(event) {
    event.preventDefault();
    const to = momentAt(this.#field.value, this.#zoneName()).toISOString();
    if (await this.#turnBy({ to })) this.#open(false, true);
  }

  async #turnBy(body) {
    const turned = await this.#page.actions.turnClock(body);
    // A time to come that was typed meanwhile stays.
    if (turned && this.#field.value < this.#inSeconds(MINUTE)) this.#offer();
    return turned;
  }

  /** Offer the time in an hour; what is past cannot be chosen. */
  #offer() {
    this.#field.min = this.#inSeconds(MINUTE);
    this.#field.value = this.#inSeconds(HOUR);
  }

  #inSeconds(seconds) {
    return wallTime(new Date(this.#page.state.now.getTime() + seconds * 1000), this.#zoneName());
  }
}
