// What shall go wrong between the app and Slack: choosing it, what is still to come, and an end to it.

import { fill, freshId, h, icon, reconcile } from "./dom.js";
import { Notice } from "./notice.js";
import { inTurn } from "./turns.js";

const WHERE = { api: "calls of the app", delivery: "deliveries to the app" };

export class Faults {
  #page;
  #kinds = {};
  #count = h("span", { class: "count", hidden: true });
  #list = h("ul", { class: "faults-list", "aria-label": "Faults to come" });
  #clear = h("button", { type: "button", class: "button small", onclick: () => this.#do("faults/clear", {}) }, "Clear all");
  #notice;
  #fields;

  constructor(page) {
    this.#page = page;
    const alert = h("p", { class: "inspector-problem", role: "alert", hidden: true });
    this.#notice = new Notice(alert);
    this.#fields = {
      kind: h("select", { class: "field", required: true, onchange: () => this.#suggestSeconds() }),
      name: h("input", { class: "field", type: "text", placeholder: "all of them", autocomplete: "off" }),
      times: h("input", { class: "field", type: "number", min: 1, value: "1" }),
      share: h("input", { class: "field", type: "number", min: 1, max: 100, value: "100" }),
      seconds: h("input", { class: "field", type: "number", min: 0, step: "any" }),
      seed: h("input", { class: "field", type: "number", min: 0, value: "0" }),
    };
    const labels = { kind: "What", name: "Only for", times: "How often", share: "Of each hundred", seconds: "Seconds", seed: "Seed" };
    const form = h("form", { class: "faults-form", onsubmit: (event) => this.#add(event) },
      Object.entries(labels).map(([name, label]) => labelled(label, this.#fields[name])),
      h("button", { type: "submit", class: "button primary" }, "Let it go wrong"));
    this.node = h("details", { class: "faults" }, h("summary", {}, icon("chevron"), "Faults", this.#count), alert, form, this.#list, this.#clear);
  }

  show() {
    this.#read();
  }

  #read = inTurn(async () => {
    const answer = await this.#page.read.faults().catch(() => null);
    if (answer) this.#paint(answer);
  });

  #paint({ faults, kinds }) {
    if (JSON.stringify(kinds) !== JSON.stringify(this.#kinds)) this.#offer(kinds);
    this.#count.hidden = this.#clear.hidden = !faults.length;
    this.#count.textContent = String(faults.length);
    reconcile(this.#list, faults, {
      key: (_, index) => index,
      mark: (fault) => JSON.stringify(fault),
      build: (fault) => h("li", {}, h("code", {}, fault.name === "*" ? "everything" : fault.name), ` ${this.#wordsOf(fault)}`,
        h("small", {}, countWords(fault))),
    });
  }

  #offer(kinds) {
    this.#kinds = kinds;
    const before = this.#fields.kind.value;
    const groups = Object.entries(kinds).filter(([, known]) => Object.keys(known).length);
    fill(this.#fields.kind, groups.map(([on, known]) => h("optgroup", { label: WHERE[on] ?? on },
      Object.entries(known).map(([kind, { words }]) => h("option", { value: `${on}/${kind}` }, `${kind}: ${words}`)))));
    if (before) this.#fields.kind.value = before;
    this.#suggestSeconds();
  }

  #wordsOf({ on, kind }) {
    return this.#kinds[on]?.[kind]?.words ?? kind;
  }

  #suggestSeconds() {
    const [on, kind] = this.#fields.kind.value.split("/");
    this.#fields.seconds.value = this.#kinds[on]?.[kind]?.seconds ?? "";
  }

  #add(event) {
    event.preventDefault();
    const { kind, name, times, share, seconds, seed } = this.#fields;
    const [on, what] = kind.value.split("/");
    const numbers = { times: times.value, seconds: seconds.value, seed: seed.value };
    const given = Object.entries(numbers).filter(([, value]) => value !== "").map(([key, value]) => [key, Number(value)]);
    const part = share.value ? { share: Number(share.value) / 100 } : {};
    this.#do("faults", { on, kind: what, name: name.value || "*", ...Object.fromEntries(given), ...part });
  }

  async #do(verb, body) {
    await this.#page.actions.machine(verb, body, (words) => this.#notice.tell(words));
    this.#read();
  }
}

function countWords({ times, hits, share, seconds }) {
  const often = times === null ? "until cleared" : `${hits} of ${times} so far`;
  return [share < 1 ? `${Math.round(share * 100)} in a hundred` : null, seconds ? `${seconds} s` : null, often]
    .filter(Boolean).map((part) => ` · ${part}`).join("");
}

function labelled(label, field) {
  field.id = freshId("fault");
  return h("div", { class: "fault-field" }, h("label", { for: field.id }, label), field);
}
