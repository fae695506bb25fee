// The box to write in: messages and commands, with completion, a draft for each place, and failures said beside it.

import { candidatesAt, usageOf } from "./completion.js";
import { fill, freshId, h, icon, iconButton } from "./dom.js";
import { draftAt, keepDraft } from "./drafts.js";
import { avatar } from "./message.js";
import { openMenu } from "./menu.js";
import { Notice } from "./notice.js";

export class Composer {
  #page;
  #place = null;
  #open = null;
  #at = 0;
  #underWay = 0;
  #listId = freshId("completion");
  #list;
  #usage;
  #problem;
  #submit;
  #quick;
  #sent;

  constructor(page, { id, label, sent }) {
    this.#page = page;
    this.#sent = sent;
    this.box = h("textarea", {
      id, rows: 1, spellcheck: "false", "aria-label": label,
      "aria-autocomplete": "list", "aria-controls": this.#listId, "aria-haspopup": "listbox",
      oninput: () => this.#typed(), onkeydown: (e) => this.#key(e), onblur: () => this.#shut(),
    });
    const listed = { id: this.#listId, role: "listbox", "aria-label": "Suggestions", hidden: true };
    this.#list = h("div", { class: "completion", ...listed });
    this.#usage = h("p", { class: "usage", hidden: true });
    const problem = h("p", { class: "composer-problem", role: "alert", hidden: true });
    this.#problem = new Notice(problem);
    this.#submit = iconButton("send", "Send", () => this.send(), { class: "send" });
    this.#quick = iconButton("bolt", "Shortcuts", () => this.#shortcuts(), { "aria-haspopup": "menu" });
    this.node = h("form", { class: "composer", onsubmit: (event) => event.preventDefault() },
      problem, this.#usage, this.#list,
      h("div", { class: "composer-box" }, this.#quick, this.box, this.#submit));
  }

  /** Move to a place {channel, thread?, name}: its own draft, its own failures. */
  moveTo(place) {
    const { me, online } = this.#page.state.data;
    const name = `${me}/${place.channel}/${place.thread ?? ""}`;
    this.#problem.show(online);
    this.#quick.hidden = Boolean(place.thread) || !this.#globalShortcuts().length;
    this.box.placeholder = place.thread ? "Reply…" : `Message ${place.name} or type / for a command`;
    this.box.setAttribute("aria-label", place.thread ? "Reply in the thread" : `Message ${place.name}`);
    if (name === this.#place?.draft) return;
    this.#place = { ...place, draft: name };
    this.#tell(null);
    this.#put(draftAt(name));
  }

  /** Put words into the box for the person to send or change. */
  suggest(text) {
    this.#put(text);
    this.box.focus();
    this.box.setSelectionRange(text.length, text.length);
  }

  /** The box is free for the next thought at once; what did not go through comes back into it. */
  async send() {
    const text = this.box.value.trimEnd();
    if (!text.trim()) return;
    const place = this.#place;
    this.#put("");
    this.#waiting(1);
    const went = await this.#page.actions.send(text, place.channel, place.thread, (words) => this.#tell(words, place));
    this.#waiting(-1);
    if (went) this.#sent?.();
    else this.#giveBack(text, place);
  }

  #giveBack(text, place) {
    const since = draftAt(place.draft);
    keepDraft(place.draft, since ? `${text}\n${since}` : text);
    if (place.draft === this.#place.draft) this.#put(draftAt(place.draft));
  }

  #waiting(change) {
    this.#underWay += change;
    this.#submit.setAttribute("aria-busy", String(this.#underWay > 0));
  }

  /** Beside the box it is about, or for all to see when the person went elsewhere meanwhile. */
  #tell(words, place = this.#place) {
    if (place.draft === this.#place.draft) this.#problem.tell(words);
    else this.#page.tell(words);
  }

  #put(text) {
    this.box.value = text;
    this.#kept();
    this.#shut();
  }

  #kept() {
    if (this.#place) keepDraft(this.#place.draft, this.box.value);
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, 200)}px`;
    this.#submit.disabled = !this.box.value.trim();
    const usage = this.#place?.thread ? null : usageOf(this.box.value, this.#page.state);
    this.#usage.hidden = !usage?.usage_hint;
    fill(this.#usage, usage ? [h("strong", {}, usage.command), " ", usage.usage_hint ?? ""] : []);
  }

  #typed() {
    this.#kept();
    const found = candidatesAt(this.box.value, this.box.selectionStart, this.#page.state);
    if (found?.items.length) this.#show(found);
    else this.#shut();
  }

  #show(found) {
    this.#open = found;
    this.#at = 0;
    this.#list.hidden = false;
    fill(this.#list, found.items.map((item, index) => this.#option(item, index)));
    this.#mark();
  }

  #option(item, index) {
    const take = (event) => {
      // The box keeps the focus, so that typing goes on.
      event.preventDefault();
      this.#take(index);
    };
    return h("div", { role: "option", id: `${this.#listId}-${index}`, class: "candidate", onpointerdown: take },
      item.person ? avatar(item.person) : h("span", { class: "candidate-sign", "aria-hidden": "true" }, item.sign),
      h("span", { class: "candidate-title" }, item.title), h("span", { class: "candidate-detail" }, item.detail),
      item.hint ? h("span", { class: "candidate-hint" }, item.hint) : null);
  }

  #mark() {
    [...this.#list.children].forEach((node, index) => {
      node.setAttribute("aria-selected", String(index === this.#at));
      if (index === this.#at) node.scrollIntoView({ block: "nearest" });
    });
    this.box.setAttribute("aria-activedescendant", `${this.#listId}-${this.#at}`);
  }

  #shut() {
    this.#open = null;
    this.#list.hidden = true;
    this.box.removeAttribute("aria-activedescendant");
  }

  #take(index) {
    const { from, items } = this.#open;
    const caret = this.box.selectionStart;
    const rest = this.box.value.slice(caret).replace(/^ /, "");
    const head = `${this.box.value.slice(0, from)}${items[index].insert} `;
    this.#put(head + rest);
    this.box.setSelectionRange(head.length, head.length);
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.#open && this.#inList(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  /** True when the open list took the key. */
  #inList(event) {
    const { items, typed } = this.#open;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    // Enter on a word that is already whole means "send", as in "/request … @ana".
    const whole = items.some((item) => item.insert === typed);
    if (step) {
      this.#at = (this.#at + step + items.length) % items.length;
      this.#mark();
    } else if (event.key === "Tab" && !event.shiftKey) this.#take(this.#at);
    else if (event.key === "Enter" && !event.shiftKey && !whole) this.#take(this.#at);
    else if (event.key === "Escape") this.#shut();
    else return false;
    return true;
  }

  #globalShortcuts() {
    return this.#page.state.data.app.shortcuts.filter((shortcut) => shortcut.type === "global");
  }

  #shortcuts() {
    const { actions, state } = this.#page;
    openMenu(this.#quick, "Shortcuts", this.#globalShortcuts().map((shortcut) => ({
      label: shortcut.name, detail: state.data.app.name, lead: icon("bolt"), choose: () => actions.shortcut(shortcut),
    })));
  }
}
