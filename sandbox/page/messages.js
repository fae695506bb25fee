// The list of a conversation's messages: days, grouping, where reading stopped, and how it scrolls.

import { h, icon, reconcile } from "./dom.js";
import { messageNode, showMessage } from "./message.js";
import { isReply } from "./state.js";
import { dayName, dayOf, momentOf } from "./time.js";

const TOGETHER = 300;
const NEAR = 80;

export class MessageList {
  #page;
  #list = h("ol", { class: "message-list" });
  #jump;
  #shown = null;
  #newest = "0";
  #atEnd = true;
  #height = 0;
  #reachedTop;
  inThread;

  constructor(page, { inThread = false, label, reachedTop = () => {} } = {}) {
    this.#reachedTop = reachedTop;
    this.#page = page;
    this.inThread = inThread;
    this.scroller = h("div", { class: "scroller", role: "region", "aria-label": label, tabindex: "-1" }, this.#list);
    const onclick = () => this.#toEnd();
    this.#jump = h("button", { type: "button", class: "jump", hidden: true, onclick }, icon("down"), "New messages");
    this.node = h("div", { class: "messages" }, this.scroller, this.#jump);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // What is around the list (the box growing, the traffic opening) must not push its end out of sight.
    const observer = new ResizeObserver(() => this.#atEnd && this.#toEnd());
    // Pictures make the list grow once they are there.
    for (const node of [this.scroller, this.#list]) observer.observe(node);
    this.#list.addEventListener("keydown", (event) => walk(event, this.#list));
  }

  /**
   * Show these messages of a channel; `all` are its messages including replies; `news` is the first unread, and replies
   * after `since` are new.
   */
  show(what) {
    const { channel, messages } = what;
    const place = `${channel.id}/${this.inThread ? messages[0]?.ts : ""}`;
    const moved = place !== this.#shown;
    const follow = moved || this.#atEnd;
    const stay = moved || follow ? () => {} : this.#anchored();
    this.#shown = place;
    reconcile(this.#list, itemsOf({ ...what, inThread: this.inThread }, this.#page.state), {
      key: (item) => item.key,
      mark: (item) => item.mark,
      build: (item) => (item.message ? messageNode(item, this.#page) : item.build()),
      update: (node, item) => {
        if (item.message) showMessage(node, item, this.#page);
        else node.replaceChildren(...item.build().childNodes);
      },
    });
    this.#oneStop();
    stay();
    this.#scroll({ moved, follow, newest: messages.at(-1) });
  }

  /** It is not shown any more, and when it is again it is opened anew. */
  left() {
    this.#shown = null;
  }

  /** The next showing goes to the end, because the person just said something. */
  followNext() {
    this.#toEnd();
  }

  #scroll({ moved, follow, newest }) {
    const arrived = newest && Number(newest.ts) > Number(this.#newest);
    if (newest) this.#newest = newest.ts;
    const line = moved ? this.#list.querySelector(".new-line") : null;
    if (line) this.#toLine(line);
    else if (follow) this.#toEnd();
    else if (arrived) this.#jump.hidden = false;
  }

  /** What one looks at stays where it is while earlier messages come in above it. */
  #anchored() {
    const top = this.scroller.getBoundingClientRect().top;
    const held = rowsOf(this.#list).find((row) => row.getBoundingClientRect().bottom > top);
    const before = held?.getBoundingClientRect().top;
    return () => {
      if (held?.isConnected) this.scroller.scrollTop += held.getBoundingClientRect().top - before;
    };
  }

  #toLine(line) {
    line.scrollIntoView({ block: "center" });
    this.#atEnd = false;
    this.#scrolled();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    // A list that became shorter was not scrolled by anybody; the observer puts it right.
    const resized = clientHeight !== this.#height;
    this.#height = clientHeight;
    if (resized && this.#atEnd) return;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#atEnd) this.#jump.hidden = true;
    if (!resized && scrollTop < NEAR) this.#reachedTop();
  }

  #toEnd() {
    this.#atEnd = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#jump.hidden = true;
  }

  /** One message can be reached with Tab; the arrow keys go on from there. */
  #oneStop() {
    const rows = rowsOf(this.#list);
    const held = rows.find((row) => row.contains(document.activeElement));
    const stop = held ?? rows.at(-1);
    for (const row of rows) row.tabIndex = row === stop ? 0 : -1;
  }
}

const rowsOf = (list) => [...list.querySelectorAll("article.message")];

function walk(event, list) {
  const rows = rowsOf(list);
  const at = rows.indexOf(event.target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (at < 0 || to === undefined || !rows[to]) return;
  event.preventDefault();
  for (const row of rows) row.tabIndex = row === rows[to] ? 0 : -1;
  rows[to].focus();
  rows[to].scrollIntoView({ block: "nearest" });
}

function itemsOf({ channel, messages, all, news, since, lead, inThread }, state) {
  const items = lead ? [lead] : [];
  const zone = state.zone;
  let before = null;
  for (const message of messages) {
    const day = dayOf(momentOf(message.ts), zone);
    const newDay = !before || dayOf(momentOf(before.ts), zone) !== day;
    if (newDay && !inThread) items.push(dayItem(channel, message, day, state));
    const first = message.ts === news;
    if (first) items.push(newItem(channel));
    const replies = inThread ? null : repliesOf(message, all, since, state);
    items.push(messageItem({ message, before: newDay || first ? null : before, channel, replies, inThread }, state));
    before = message;
  }
  return items;
}

function dayItem(channel, message, day, state) {
  const name = dayName(momentOf(message.ts), state.now, state.zone);
  const build = () => h("li", { class: "day-line" }, h("span", {}, name));
  return { key: `day/${channel.id}/${day}`, mark: name, build };
}

const newItem = (channel) => ({
  key: `new/${channel.id}`, mark: "", build: () => h("li", { class: "new-line" }, h("span", {}, "New")),
});

function messageItem({ message, before, channel, replies, inThread }, state) {
  const grouped = joins(message, before, inThread);
  const mark = JSON.stringify([message, grouped, replies, state.reader.stamp]);
  const key = `${channel.id}/${message.ts}/${message.ephemeral ? "only" : ""}`;
  return { message, channel, inThread, grouped, replies, key, mark };
}

function joins(message, before, inThread) {
  if (!before || before.user !== message.user || before.ephemeral || message.ephemeral) return false;
  if (!inThread && isReply(message) !== isReply(before)) return false;
  return Number(message.ts) - Number(before.ts) < TOGETHER;
}

function repliesOf(message, all, since, state) {
  const replies = all.filter((m) => isReply(m) && m.thread_ts === message.ts);
  if (!replies.length) return null;
  const users = [...new Set(replies.map((m) => m.user))];
  return { count: replies.length, last: replies.at(-1).ts, users, news: state.hasNews(replies, since) };
}
