// The sidebar: channels, direct messages and the app with what is unread, and who the person at the page is.

import { askGroupMessage, askNewBeginning, askNewChannel } from "./admin.js";
import { isAway } from "./connection.js";
import { h, icon, reconcile } from "./dom.js";
import { avatar } from "./message.js";
import { openMenu } from "./menu.js";
import { PAGE } from "./paging.js";
import { city, clockTime } from "./time.js";

export class Sidebar {
  #page;
  #lists = new Map();
  #me;

  constructor(root, page) {
    this.#page = page;
    const menu = { "aria-haspopup": "menu", "aria-expanded": "false" };
    this.#me = h("button", { type: "button", class: "who", ...menu, onclick: () => this.#choose() });
    const sections = ["Channels", "Direct messages", "Apps", "Workspace"].map((name) => this.#section(name));
    root.append(h("div", { class: "places" }, sections), this.#me,
      h("p", { class: "local-note" }, "A local Slack for trying things out; nothing leaves this machine."));
    root.addEventListener("keydown", (event) => walk(event, root));
  }

  #section(name) {
    const list = h("ul", { class: "place-list" });
    const id = `places-${name.toLowerCase().replace(" ", "-")}`;
    list.setAttribute("aria-labelledby", id);
    this.#lists.set(name, list);
    return h("section", { class: "place-section" }, h("h2", { id }, name), list);
  }

  show() {
    const { state } = this.#page;
    this.#rows("Channels", [...state.named.map((channel) => this.#channelRow(channel)),
      ...(state.isFullMember ? [this.#toolRow("New channel…", "plus", () => askNewChannel(this.#page))] : [])]);
    this.#rows("Direct messages", [...state.directMessages.map((direct) => this.#directRow(direct)),
      this.#toolRow("New group message…", "plus", () => askGroupMessage(this.#page))]);
    this.#rows("Apps", [this.#appRow()]);
    this.#rows("Workspace", [
      this.#toolRow("People", "people", () => this.#page.people.open()),
      this.#toolRow("User groups", "groups", () => this.#page.groups.open()),
      this.#toolRow("Start over…", "again", () => askNewBeginning(this.#page)),
    ]);
    this.#showMe();
  }

  #rows(name, rows) {
    const list = this.#lists.get(name);
    list.parentElement.hidden = !rows.length;
    reconcile(list, rows, {
      key: (row) => row.key,
      mark: (row) => JSON.stringify({ ...row, lead: null, open: null }),
      build: (row) => h("li", {}, rowButton(row)),
    });
  }

  #toolRow(name, sign, open) {
    return { key: sign, name, sign, lead: () => icon(sign), open };
  }

  #channelRow(channel) {
    const { state, actions } = this.#page;
    const sign = channel.kind === "private" ? "lock" : "hash";
    return {
      key: channel.id, name: channel.name, unread: state.unread(channel), current: state.data.place === channel.id,
      sign, quiet: channel.is_archived, detail: channel.is_archived ? "archived" : "",
      lead: () => icon(sign), open: () => actions.visit(channel.id),
    };
  }

  #directRow(direct) {
    const { state, actions } = this.#page;
    const partner = direct.kind === "im" ? state.person(state.partnerOf(direct)) : null;
    return {
      key: direct.id, name: state.nameOf(direct), unread: state.unread(direct), current: state.data.place === direct.id,
      detail: partner?.tz ? clockTime(state.now, partner.tz) : "",
      title: partner?.tz ? `Local time in ${city(partner.tz)}` : "",
      colour: partner?.colour, lead: () => (direct.kind === "im" ? avatar(partner, direct.name) : icon("people")), open: () => actions.visit(direct.id),
    };
  }

  #appRow() {
    const { state, actions } = this.#page;
    const { app, place } = state.data;
    const direct = state.appDirect;
    const unread = direct ? state.unread(direct) : 0;
    const person = state.person(app.user_id) ?? { name: app.name, kind: "app" };
    return {
      key: "app", name: app.name, unread, current: place === "app", colour: person.colour,
      detail: isAway(app) ? "not connected" : app.events_disabled ? "no events" : "",
      lead: () => avatar(person), open: () => actions.openApp(unread ? "messages" : "home"),
    };
  }

  #showMe() {
    const { state } = this.#page;
    const me = state.me;
    if (!me) return;
    const when = `${city(me.tz)} ${clockTime(state.now, me.tz)}`;
    const mark = `${me.id}${me.real_name}${when}`;
    if (this.#me.dataset.mark === mark) return;
    this.#me.dataset.mark = mark;
    this.#me.replaceChildren(avatar(me), h("span", { class: "who-words" }, h("small", {}, "You are"),
      h("strong", {}, me.real_name ?? me.name), h("span", { class: "who-zone" }, when)), icon("chevron"));
    this.#me.setAttribute("aria-label", `You are ${me.real_name ?? me.name}, ${when}. Be somebody else`);
  }

  #choose() {
    const { state, switchTo } = this.#page;
    openMenu(this.#me, "Be somebody else", state.members.map((person) => ({
      label: person.real_name ?? person.name, lead: avatar(person), checked: person.id === state.data.me,
      detail: [`${city(person.tz)} ${clockTime(state.now, person.tz)}`, KINDS[person.kind]].filter(Boolean).join(" · "),
      choose: () => switchTo(person),
    })));
  }
}

const KINDS = { guest: "guest", external: "from outside" };

const countOf = (unread) =>
  h("span", { class: "count" }, unread < PAGE ? String(unread) : `${PAGE}+`, h("span", { class: "visually-hidden" }, " unread"));

function rowButton(row) {
  const unread = row.unread ? countOf(row.unread) : null;
  const detail = row.detail ? h("span", { class: "place-detail", title: row.title }, row.detail) : null;
  const secret = row.sign === "lock" ? h("span", { class: "visually-hidden" }, " private") : null;
  const kind = `place${row.unread ? " unread" : ""}${row.quiet ? " quiet" : ""}`;
  return h("button", {
    type: "button", class: kind, "aria-current": row.current ? "page" : null, onclick: row.open, "data-focus": row.key,
  }, row.lead(), h("span", { class: "place-name" }, row.name, secret), detail, unread);
}

function walk(event, root) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.getAttribute("role")?.startsWith("menuitem")) return;
  const rows = [...root.querySelectorAll("button")].filter((row) => row.offsetParent);
  const next = rows[rows.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
