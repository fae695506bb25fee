// The traffic between the local Slack and the app, both ways, and what was against the rules.

import { Connection } from "./connection.js";
import { Faults } from "./faults.js";
import { fill, h, icon, iconButton, reconcile } from "./dom.js";
import { Notice } from "./notice.js";
import { clockTime } from "./time.js";
import { inTurn } from "./turns.js";

const KEPT = 300;

export class Inspector {
  #root;
  #toggle;
  #page;
  #calls = new Map();
  #list = h("ol", { class: "calls" });
  #rules = h("ul", { class: "violations" });
  #only = h("input", { type: "checkbox" });
  #badge = h("span", { class: "count", hidden: true });
  #empty = h("p", { class: "empty" }, "Nothing went over the wire yet.");
  #era = 0;
  #connection;
  #faults;

  constructor(root, toggle, page) {
    this.#root = root;
    this.#toggle = toggle;
    this.#page = page;
    toggle.append(icon("traffic"), h("span", { class: "bar-label" }, "Traffic"), this.#badge);
    toggle.setAttribute("aria-label", "Traffic");
    toggle.addEventListener("click", () => this.#open(root.hidden));
    this.#only.addEventListener("change", () => this.#paint());
    const alert = h("p", { class: "inspector-problem", role: "alert", hidden: true });
    const notice = new Notice(alert);
    this.#faults = new Faults(page);
    this.#connection = new Connection(page, (words) => notice.tell(words));
    root.append(h("header", { class: "inspector-head" }, h("h2", {}, "Traffic"),
      h("p", {}, "What the app and Slack say to each other."), this.#connection.node,
      h("label", { class: "box" }, this.#only, h("span", {}, "Only against the rules")),
      iconButton("close", "Close the traffic", () => this.#open(false))), alert,
    h("div", { class: "inspector-body", tabindex: "0", role: "region", "aria-label": "Calls" },
      this.#faults.node, this.#rules, this.#empty, this.#list));
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.#open(false));
  }

  show() {
    const { violations, era } = this.#page.state.data;
    if (era !== this.#era) this.#forget(era);
    this.#badge.hidden = !violations.length;
    this.#badge.textContent = String(violations.length);
    const words = violations.length === 1 ? "1 violation" : `${violations.length} violations`;
    this.#toggle.setAttribute("aria-label", violations.length ? `Traffic, ${words}` : "Traffic");
    this.#toggle.classList.toggle("has-violations", violations.length > 0);
    this.#connection.show();
    if (!this.#root.hidden) this.#read();
  }

  #open(on) {
    this.#root.hidden = !on;
    this.#toggle.setAttribute("aria-expanded", String(on));
    if (on) this.#read();
    else this.#toggle.focus();
  }

  /** After a new beginning the numbers of calls mean others. */
  #forget(era) {
    this.#era = era;
    this.#calls.clear();
    this.#list.replaceChildren();
  }

  #read = inTurn(async () => {
    const era = this.#era;
    const calls = await this.#page.read.calls(this.#after()).catch(() => []);
    if (era !== this.#era) return;
    for (const call of calls) this.#calls.set(call.n, call);
    for (const n of [...this.#calls.keys()].slice(0, -KEPT)) this.#calls.delete(n);
    this.#faults.show();
    this.#paint();
  });

  /** Where to read on: before the first call that had no response yet. */
  #after() {
    const waiting = [...this.#calls.values()].find((call) => call.response === null);
    return waiting ? waiting.n - 1 : Math.max(0, ...this.#calls.keys());
  }

  #paint() {
    this.#showViolations();
    const shown = [...this.#calls.values()].reverse().filter((call) => !this.#only.checked || call.violations.length);
    this.#empty.hidden = shown.length > 0;
    reconcile(this.#list, shown, {
      key: (call) => call.n,
      mark: (call) => JSON.stringify([call.ms, call.violations, call.fault, call.response === null]),
      build: (call) => this.#row(call),
    });
  }

  #showViolations() {
    reconcile(this.#rules, this.#page.state.data.violations, {
      key: (_, index) => index,
      mark: (violation) => JSON.stringify(violation),
      build: (violation) => h("li", { class: "violation" }, violationWords(violation)),
    });
  }

  #row(call) {
    const { state } = this.#page;
    const inward = call.direction === "app";
    const failed = call.response?.ok === false ? call.response.error : null;
    const kinds = call.violations.map((violation) => violation.kind).join(", ");
    const fault = call.fault ? h("span", { class: "call-fault" }, call.fault) : null;
    const body = h("div", { class: "call-body" });
    const summary = h("summary", {},
      h("span", { class: `way way-${call.direction}`, title: inward ? "A call of the app" : "A delivery to the app" },
        icon(inward ? "right" : "left"),
        h("span", { class: "visually-hidden" }, inward ? "call of the app" : "delivery to the app")),
      h("code", { class: "call-name" }, call.name), failed ? h("span", { class: "call-error" }, failed) : null,
      fault, kinds ? h("span", { class: "call-violation" }, kinds) : null,
      h("span", { class: "call-ms" }, durationOf(call)),
      h("time", {}, clockTime(new Date(call.at), state.workspaceZone)));
    // Most calls are never looked into, so their JSON is written out only when one is opened.
    const write = () => details.open && fill(body, callBody(call));
    const details = h("details", { class: kinds ? "call wrong" : "call", ontoggle: write }, summary, body);
    return h("li", {}, details);
  }
}

/** What was answered without a clock beside it has no duration; what was not answered is awaited. */
function durationOf({ ms, response }) {
  if (response === null) return "…";
  return ms === null ? "" : `${Math.round(ms)} ms`;
}

const violationWords = (violation) => [
  h("strong", {}, violation.kind), " ",
  violation.method && !violation.detail.includes(violation.method) ? h("code", {}, violation.method) : null, " ",
  violation.detail,
  violation.pointer ? h("code", { class: "pointer" }, violation.pointer) : null,
];

function callBody(call) {
  const half = (title, content) => h("div", {}, h("h3", {}, title), h("pre", { tabindex: "0" }, content));
  const wrong = call.violations.map((v) => h("p", { class: "violation" }, violationWords(v)));
  const pretty = (value) => (value === null ? "awaited" : JSON.stringify(value, null, 2));
  const halves = [half("Request", pretty(call.request)), half("Response", pretty(call.response))];
  return [...wrong, h("div", { class: "call-halves" }, halves)];
}
