// The user groups: whom a mention of each calls, and making and changing them.

import { ask } from "./ask.js";
import { h, icon } from "./dom.js";
import { Listing } from "./listing.js";

export class Groups {
  #page;
  #listing = new Listing(() => this.#change(null));

  constructor(page) {
    this.#page = page;
  }

  open() {
    this.#listing.open();
    this.show();
  }

  show() {
    if (!this.#listing.isOpen) return;
    const { state } = this.#page;
    this.#listing.show({
      title: "User groups", add: state.isFullMember ? "A new group…" : null, empty: "There is none yet.",
      items: state.data.usergroups, rowOf: (group) => this.#row(group),
    });
  }

  #row(group) {
    const { state } = this.#page;
    const people = group.users.map((id) => state.person(id)?.real_name ?? id).join(", ") || "nobody";
    return {
      name: group.name, about: [`@${group.handle}`, group.description, people, group.disabled ? "switched off" : null].filter(Boolean).join(" · "),
      quiet: group.disabled, lead: () => h("span", { class: "avatar avatar-group", "aria-hidden": "true" }, icon("people")),
      entries: () => [
        { label: "Change…", choose: () => this.#change(group) },
        group.disabled ? { label: "Switch on", choose: () => this.#do(group, { disabled: false }) }
          : { label: "Switch off", danger: true, choose: () => this.#do(group, { disabled: true }) },
      ],
    };
  }

  #do(group, body, tell = this.#listing.tell) {
    return this.#page.actions.admin("usergroup", { group: group.id, ...body }, tell);
  }

  /** One that is there, or a new one. */
  #change(group) {
    const people = this.#page.state.members.filter((p) => p.kind !== "external");
    ask({
      title: group ? `Change @${group.handle}` : "A new group", submit: group ? "Change it" : "Make it",
      fields: [
        { name: "handle", label: "Handle", value: group?.handle, hint: "What is typed after an @: small letters, digits, ., - and _." },
        { name: "name", label: "Name", value: group?.name },
        { name: "description", label: "Description", value: group?.description, optional: true },
        { name: "people", label: "Its people", value: group?.users, several: true,
          choices: people.map((p) => ({ value: p.id, label: p.real_name ?? p.name })) },
      ],
      act: (values, tell) => this.#do(group ?? { id: values.handle }, values, tell),
    });
  }
}
