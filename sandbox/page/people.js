// Everybody in the workspace, or in a channel: who they are, what time it is for them, and what can be done to them.

import { ask } from "./ask.js";
import { h, iconButton, reconcile, whenDismissed } from "./dom.js";
import { avatar } from "./message.js";
import { openMenu } from "./menu.js";
import { Notice } from "./notice.js";
import { city, clockTime } from "./time.js";

const KINDS = { guest: "guest", external: "from outside", bot: "bot", app: "app" };
const zones = () => Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));

/** What can be done to a person, as entries of a menu. */
export function personMenu(person, { state, actions }, tell) {
  const change = (verb, body, told = tell) => actions.admin(verb, { user: person.id, ...body }, told);
  const name = person.real_name ?? person.name;
  return [
    { label: "Change the time zone…", choose: () => ask({
      title: `Time zone of ${name}`, submit: "Change it", about: `Now ${clockTime(state.now, person.tz)} in ${person.tz}.`,
      fields: [{ name: "tz", label: "Time zone", value: person.tz, choices: zones() }],
      act: (values, told) => change("profile", values, told),
    }) },
    { label: "Change the name…", choose: () => ask({
      title: `Name of ${name}`, submit: "Change it", fields: [{ name: "name", label: "Full name", value: name }],
      act: (values, told) => change("profile", values, told),
    }) },
    person.deleted
      ? { label: "Reactivate", choose: () => change("profile", { deleted: false }) }
      : { label: "Deactivate…", danger: true, choose: () => ask({
        title: `Deactivate ${name}?`, submit: "Deactivate", danger: true, about: "They can no longer do anything here.",
        act: (_, told) => change("profile", { deleted: true }, told),
      }) },
  ];
}

export class People {
  #page;
  #channel = null;
  #title = h("h2", { id: "people-title" });
  #list = h("ul", { class: "people-list" });
  #notice;
  #add = h("button", { type: "button", class: "button", onclick: () => this.#onAdd() });
  #dialog;

  constructor(page) {
    this.#page = page;
    const alert = h("p", { class: "modal-problem", role: "alert", hidden: true });
    this.#notice = new Notice(alert);
    this.#dialog = h("dialog", { class: "modal people", "aria-labelledby": "people-title" },
      h("header", { class: "modal-head" }, this.#title, iconButton("close", "Close", () => this.#dialog.close())),
      alert, h("div", { class: "modal-body" }, this.#list), h("footer", { class: "modal-foot" }, this.#add));
    whenDismissed(this.#dialog, () => this.#dialog.close());
    document.body.append(this.#dialog);
  }

  /** Those of a channel, by its id, or everybody. */
  open(channel = null) {
    this.#channel = channel;
    this.#notice.tell(null);
    this.#dialog.showModal();
    this.show();
  }

  show() {
    if (!this.#dialog.open) return;
    const { state } = this.#page;
    const channel = this.#channel && state.conversation(this.#channel);
    this.#title.textContent = channel ? `In #${channel.name}` : "People";
    this.#add.textContent = channel ? "Add somebody…" : "A new person…";
    const shown = state.data.people.filter((p) => (channel ? channel.members.includes(p.id) : p.kind !== "app"));
    reconcile(this.#list, shown, {
      key: (person) => person.id,
      mark: (person) => JSON.stringify([person, clockTime(state.now, person.tz)]),
      build: (person) => this.#row(person),
    });
  }

  #row(person) {
    const { state } = this.#page;
    const about = [`@${person.name}`, `${clockTime(state.now, person.tz)} in ${city(person.tz)}`, KINDS[person.kind],
      person.deleted ? "deactivated" : null].filter(Boolean).join(" · ");
    const name = person.real_name ?? person.name;
    const more = iconButton("dots", `What can be done to ${name}`, () => openMenu(more, name, this.#entries(person)), {
      "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": `person/${person.id}`,
    });
    return h("li", { class: person.deleted ? "person quiet" : "person" }, avatar(person),
      h("span", { class: "who-words" }, h("strong", {}, name), h("small", {}, about)), more);
  }

  #entries(person) {
    const tell = (words) => this.#notice.tell(words);
    const channel = this.#channel && this.#page.state.conversation(this.#channel);
    const out = { label: `Take out of #${channel?.name}`, danger: true, choose: () =>
      this.#page.actions.admin("kick", { channel: channel.id, who: person.id }, tell) };
    const own = person.kind === "app" ? [] : personMenu(person, this.#page, tell);
    return [...own, ...(channel ? [out] : [])];
  }

  #onAdd() {
    const channel = this.#channel && this.#page.state.conversation(this.#channel);
    if (channel) return askWhom(channel, this.#page);
    return ask({
      title: "A new person", submit: "Add them",
      fields: [{ name: "name", label: "Full name" },
        { name: "tz", label: "Time zone", value: this.#page.state.workspaceZone, choices: zones() }],
      act: (values, told) => this.#page.actions.admin("join", values, told),
    });
  }
}

/** Ask whom to add to a channel, and add them. */
export function askWhom(channel, { state, actions }) {
  const away = state.data.people.filter((p) => !p.deleted && !channel.members.includes(p.id));
  ask({
    title: `Add to #${channel.name}`, submit: "Add",
    fields: [{ name: "who", label: "Whom", choices: away.map((p) => ({ value: p.id, label: p.real_name ?? p.name })) }],
    act: (values, told) => actions.admin("invite", { channel: channel.id, ...values }, told),
  });
}
