// Everybody in the workspace, or in a channel: who they are, what time it is for them, and what can be done to them.

import { ask } from "./ask.js";
import { Listing } from "./listing.js";
import { avatar } from "./message.js";
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
    ...kindEntries(person, change),
    person.deleted
      ? { label: "Reactivate", choose: () => change("profile", { deleted: false }) }
      : { label: "Deactivate…", danger: true, choose: () => ask({
        title: `Deactivate ${name}?`, submit: "Deactivate", danger: true, about: "They can no longer do anything here.",
        act: (_, told) => change("profile", { deleted: true }, told),
      }) },
  ];
}

/** Slack knows full members and guests; people from outside and bots stay what they are. */
function kindEntries(person, change) {
  if (person.kind === "member") return [{ label: "Make a guest of them", choose: () => change("profile", { kind: "guest" }) }];
  if (person.kind === "guest") return [{ label: "Make a full member of them", choose: () => change("profile", { kind: "member" }) }];
  return [];
}

export class People {
  #page;
  #channel = null;
  #listing = new Listing(() => this.#onAdd());

  constructor(page) {
    this.#page = page;
  }

  /** Those of a channel, by its id, or everybody. */
  open(channel = null) {
    this.#channel = channel;
    this.#listing.open();
    this.show();
  }

  show() {
    if (!this.#listing.isOpen) return;
    const { state } = this.#page;
    const channel = this.#channel && state.conversation(this.#channel);
    if (this.#channel && !channel) return this.#listing.close();
    const shown = state.data.people.filter((p) => (channel ? channel.members.includes(p.id) : p.kind !== "app"));
    return this.#listing.show({
      title: channel ? `In #${channel.name}` : "People", add: channel ? "Add somebody…" : "A new person…",
      items: shown, rowOf: (person) => this.#row(person),
    });
  }

  #row(person) {
    const { state } = this.#page;
    const about = [`@${person.name}`, `${clockTime(state.now, person.tz)} in ${city(person.tz)}`, KINDS[person.kind],
      person.is_admin ? "administrator" : null, person.deleted ? "deactivated" : null];
    return {
      name: person.real_name ?? person.name, about: about.filter(Boolean).join(" · "), quiet: person.deleted,
      lead: () => avatar(person), entries: () => this.#entries(person),
    };
  }

  #entries(person) {
    const { tell } = this.#listing;
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
        { name: "kind", label: "As", choices: [{ value: "member", label: "Full member" }, { value: "guest", label: "Guest" }] },
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
