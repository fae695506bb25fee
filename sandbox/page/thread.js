// The side pane of a thread, with its own box to reply in.

import { Composer } from "./composer.js";
import { h, iconButton } from "./dom.js";
import { rememberFocus } from "./focus.js";
import { MessageList } from "./messages.js";
import { threadOf } from "./state.js";

export class Thread {
  #root;
  #page;
  #list;
  #where = h("p", { class: "place-about" });
  #shown = null;
  #giveBack = () => {};

  constructor(root, page) {
    this.#root = root;
    this.#page = page;
    this.#list = new MessageList(page, { inThread: true, label: "Thread" });
    const sent = () => this.#list.followNext();
    this.composer = new Composer(page, { id: "thread-composer", label: "Reply in the thread", sent });
    const title = h("div", { class: "pane-title" }, h("h2", {}, "Thread"), this.#where);
    root.append(h("header", { class: "pane-head" }, title,
      iconButton("close", "Close the thread", () => this.#close())), this.#list.node, this.composer.node);
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
  }

  show() {
    const { state } = this.#page;
    const current = state.current;
    const messages = current && state.data.thread ? threadOf(current.messages, state.data.thread) : [];
    this.#root.hidden = !messages.length;
    if (!messages.length) return this.#gone();
    const where = state.called(current);
    this.#where.textContent = where;
    this.#list.show({ channel: current, messages, all: current.messages });
    state.markThreadRead(state.data.thread, messages);
    this.composer.moveTo({ channel: current.id, thread: state.data.thread, name: where });
    this.composer.node.hidden = Boolean(current.is_archived);
    return this.#arrive(state.data.thread);
  }

  #arrive(ts) {
    if (this.#shown === ts) return;
    this.#shown = ts;
    this.#giveBack = rememberFocus();
    this.composer.box.focus();
  }

  #gone() {
    this.#shown = null;
    this.#list.left();
  }

  #close() {
    this.#page.state.set({ thread: null });
    this.#giveBack();
  }
}
