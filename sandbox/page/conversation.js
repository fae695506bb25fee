// The main pane: one conversation, or the app with its two tabs.

import { appMenu, channelMenu } from "./admin.js";
import { Composer } from "./composer.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { Home } from "./home.js";
import { openMenu } from "./menu.js";
import { MessageList } from "./messages.js";
import { personMenu } from "./people.js";
import { isDirect, topLevel } from "./state.js";
import { city, clockTime } from "./time.js";
import { Tries } from "./tries.js";

const TABS = [["home", "Home"], ["messages", "Messages"]];

export class Conversation {
  #page;
  #name = h("h1", { id: "place-name" });
  #about = h("p", { class: "place-about" });
  #tabs;
  #more = iconButton("dots", "More about this place", () => openMenu(this.#more, "This place", this.#entries()), {
    "aria-haspopup": "menu", "aria-expanded": "false",
  });
  #list;
  #home;
  #tries;
  #closed = h("p", { class: "closed", hidden: true });
  #opened = null;

  constructor(root, page) {
    this.#page = page;
    const tabs = { class: "tabs", role: "tablist", "aria-label": "App" };
    this.#tabs = h("div", { ...tabs, onkeydown: (event) => this.#walkTabs(event) }, TABS.map(([tab, label]) => {
      const props = { role: "tab", id: `tab-${tab}`, "aria-controls": `panel-${tab}` };
      const onclick = () => page.actions.openApp(tab);
      return h("button", { type: "button", ...props, onclick }, label, h("span", { class: "count", hidden: true }));
    }));
    this.#list = new MessageList(page, { label: "Messages", reachedTop: () => page.paging.goBack() });
    this.#list.node.id = "panel-messages";
    this.#home = new Home(page);
    this.composer = new Composer(page, { id: "composer", label: "Message", sent: () => this.#list.followNext() });
    this.#tries = new Tries(page, (text) => this.composer.suggest(text));
    const title = h("div", { class: "pane-title" }, this.#name, this.#about);
    root.append(h("header", { class: "pane-head" }, title, this.#tabs, this.#more),
      this.#list.node, this.#home.node, this.#tries.node, this.#closed, this.composer.node);
  }

  show() {
    const { state } = this.#page;
    const current = state.current;
    const atApp = state.data.place === "app";
    const atHome = atApp && state.data.tab === "home";
    this.#tabs.hidden = !atApp;
    for (const [tab] of TABS) this.#showTab(tab, atApp);
    this.#list.node.hidden = atHome || !current;
    this.#home.node.hidden = !atHome;
    if (atHome) this.#home.show();
    this.#showHead(current, atApp);
    this.#more.hidden = !this.#entries().length;
    // What stands below the messages takes room from them, so they come last, who have to be at their end.
    this.#showFoot(current);
    if (current) this.#showMessages(current);
    else this.#leaveMessages();
  }

  #showTab(tab, atApp) {
    const selected = atApp && this.#page.state.data.tab === tab;
    const button = this.#tabs.querySelector(`#tab-${tab}`);
    button.setAttribute("aria-selected", String(selected));
    button.tabIndex = selected ? 0 : -1;
    if (tab !== "messages") return;
    this.#showUnread(button.querySelector(".count"), atApp && !selected ? this.#page.state.appDirect : null);
    this.#list.node.setAttribute("role", atApp ? "tabpanel" : "presentation");
    if (atApp) this.#list.node.setAttribute("aria-labelledby", "tab-messages");
    else this.#list.node.removeAttribute("aria-labelledby");
  }

  #showUnread(badge, direct) {
    const unread = direct ? this.#page.state.unread(direct) : 0;
    badge.hidden = !unread;
    badge.textContent = String(unread);
  }

  #showHead(current, atApp) {
    const { state } = this.#page;
    if (atApp) this.#head(null, state.data.app.name, state.data.app.token_fault ? "App, not installed" : "App");
    else if (!current) this.#head(null, "", "");
    else if (current.kind === "im") this.#directHead(current);
    else if (current.kind === "mpim") this.#head("people", state.nameOf(current), "");
    else this.#head(current.kind === "private" ? "lock" : "hash", current.name, current.topic ?? "");
    document.title = `${atApp ? state.data.app.name : current ? state.nameOf(current) : "…"} · Local Slack`;
  }

  #entries() {
    const { state } = this.#page;
    const { current } = state;
    if (state.data.place === "app") return appMenu(this.#page);
    if (!current) return [];
    if (!isDirect(current)) return channelMenu(current, this.#page);
    const partner = current.kind === "im" ? state.person(state.partnerOf(current)) : null;
    return partner ? personMenu(partner, this.#page) : [];
  }

  #directHead(current) {
    const { state } = this.#page;
    const partner = state.person(state.partnerOf(current));
    const when = partner?.tz ? `${clockTime(state.now, partner.tz)} in ${city(partner.tz)}` : "";
    this.#head(null, state.nameOf(current), when);
  }

  #head(sign, name, about) {
    const mark = JSON.stringify([sign, name, about]);
    if (this.#name.dataset.mark === mark) return;
    this.#name.dataset.mark = mark;
    fill(this.#name, sign ? icon(sign) : null, name);
    this.#about.textContent = about;
  }

  #showMessages(current) {
    const { state } = this.#page;
    const place = `${state.data.me}/${current.id}`;
    // The line stands before what was unread on arrival, and stays there while more comes in.
    if (this.#opened?.place !== place) {
      this.#opened = { place, news: state.firstUnread(current), since: state.lastRead(current.id) };
    }
    const { news, since } = this.#opened;
    const messages = topLevel(current.messages);
    this.#list.show({ channel: current, messages, all: current.messages, news, since, lead: this.#lead(current) });
    if (document.visibilityState === "visible") state.markRead(current);
  }

  #leaveMessages() {
    this.#opened = null;
    this.#list.left();
  }

  #lead(current) {
    const name = this.#page.state.called(current);
    const what = isDirect(current) ? `your conversation with ${name}` : name;
    const { paging } = this.#page;
    const { whole } = current;
    const onclick = () => paging.goBack();
    const purpose = current.purpose ?? "";
    const build = () => h("li", { class: "lead" }, whole
      ? h("p", {}, `This is the beginning of ${what}.`, purpose ? h("span", { class: "purpose" }, purpose) : null)
      : h("button", { type: "button", class: "button", "data-focus": "earlier", onclick }, "Earlier messages"));
    return { key: `lead/${current.id}`, mark: JSON.stringify([whole, what, purpose]), build };
  }

  #showFoot(current) {
    const why = current ? closedBecause(current) : null;
    const open = Boolean(current) && !why;
    this.composer.node.hidden = !open;
    this.#closed.hidden = !why;
    this.#showClosed(why, current);
    if (open) {
      const { state } = this.#page;
      this.composer.moveTo({ channel: current.id, name: state.called(current) });
    }
    this.#tries.show(open);
  }

  #showClosed(why, current) {
    if (this.#closed.dataset.mark === `${current?.id}${why}`) return;
    this.#closed.dataset.mark = `${current?.id}${why}`;
    const joins = why && current.kind === "public" && !current.is_archived;
    const join = () => this.#page.actions.admin("enter", { channel: current.id });
    fill(this.#closed, why, joins ? h("button", { type: "button", class: "button primary", onclick: join }, `Join #${current.name}`) : null);
  }

  #walkTabs(event) {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = this.#page.state.data.tab === "home" ? "messages" : "home";
    this.#page.actions.openApp(other);
    this.#tabs.querySelector(`#tab-${other}`).focus();
  }
}

function closedBecause(current) {
  if (current.is_archived) return "This channel is archived. It can be read, but nothing can be added.";
  if (current.is_member === false) return "You are not in this channel.";
  return null;
}
