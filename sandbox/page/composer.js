// The box to write in: messages and commands, with completion, a draft for each place, and failures said beside it.

import { Attachments } from "./attachments.js";
import { usageOf } from "./completion.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { draftAt, keepDraft } from "./drafts.js";
import { openMenu } from "./menu.js";
import { Notice } from "./notice.js";
import { Suggestions } from "./suggestions.js";

export class Composer {
  #page;
  #place = null;
  #underWay = 0;
  #suggestions;
  #usage;
  #problem;
  #submit;
  #quick;
  #sent;
  #files;
  #also = h("input", { type: "checkbox" });
  #alsoWords = h("span", {});
  #alsoBox = h("label", { class: "box also", hidden: true }, this.#also, this.#alsoWords);

  constructor(page, { id, label, sent }) {
    this.#page = page;
    this.#sent = sent;
    this.box = h("textarea", {
      id, rows: 1, spellcheck: "false", "aria-label": label,
      oninput: () => this.#typed(), onkeydown: (e) => this.#key(e),
    });
    this.#suggestions = new Suggestions(this.box, page.state, (text) => this.#put(text));
    this.#usage = h("p", { class: "usage", hidden: true });
    const problem = h("p", { class: "composer-problem", role: "alert", hidden: true });
    this.#problem = new Notice(problem);
    this.#submit = iconButton("send", "Send", () => this.send(), { class: "send" });
    this.#quick = iconButton("bolt", "Shortcuts", () => this.#shortcuts(), { "aria-haspopup": "menu" });
    this.node = h("form", { class: "composer", onsubmit: (event) => event.preventDefault() });
    this.#files = new Attachments(() => this.#kept(), this.node);
    this.node.append(problem, this.#usage, this.#suggestions.node, this.#files.node,
      h("div", { class: "composer-box" }, this.#quick, this.#files.button, this.box, this.#submit), this.#alsoBox);
  }

  /** Move to a place {channel, thread?, name}: its own draft, its own failures. */
  moveTo(place) {
    const { me, online } = this.#page.state.data;
    const name = `${me}/${place.channel}/${place.thread ?? ""}`;
    this.#problem.show(online);
    this.#quick.hidden = Boolean(place.thread) || !this.#globalShortcuts().length;
    this.box.placeholder = place.thread ? "Reply…" : `Message ${place.name} or type / for a command`;
    this.box.setAttribute("aria-label", place.thread ? "Reply in the thread" : `Message ${place.name}`);
    this.#alsoWords.textContent = `Also send to ${place.name}`;
    if (name === this.#place?.draft) return;
    this.#place = { ...place, draft: name };
    this.#tell(null);
    this.#also.checked = false;
    // First the words: what is kept of the files tells that the box has changed.
    this.#put(draftAt(name));
    this.#files.moveTo(name);
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
    if (!text.trim() && !this.#files.any) return;
    const place = { ...this.#place, broadcast: this.#also.checked };
    const tell = (words) => this.#tell(words, place);
    this.#also.checked = false;
    this.#put("");
    this.#waiting(1);
    const files = await this.#files.takeOut();
    const went = files.length ? await this.#upload(files, { text, place, tell })
      : await this.#page.actions.send(text, place, tell);
    this.#waiting(-1);
    if (went) this.#sent?.();
    else this.#giveBack(text, place);
  }

  /** The words go with the first file. What did not go through waits again. */
  async #upload(files, { text, place, tell }) {
    const went = await this.#page.actions.upload(files, text, place, tell);
    if (went < files.length) this.#files.putBack(place.draft, files.slice(went).map(({ file }) => file));
    return went > 0;
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
    this.#suggestions.shut();
  }

  #kept() {
    if (this.#place) keepDraft(this.#place.draft, this.box.value);
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, 200)}px`;
    this.#submit.disabled = !this.box.value.trim() && !this.#files.any;
    this.#alsoBox.hidden = !this.#place?.thread || this.#files.any;
    const usage = this.#place?.thread ? null : usageOf(this.box.value, this.#page.state);
    this.#usage.hidden = !usage?.usage_hint;
    fill(this.#usage, usage ? [h("strong", {}, usage.command), " ", usage.usage_hint ?? ""] : []);
  }

  #typed() {
    this.#kept();
    this.#suggestions.typed();
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.#suggestions.key(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
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
