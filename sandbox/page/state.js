// What the page knows, whom it tells, and the questions the other modules ask of it.

import { dayOf, momentOf } from "./time.js";

const LATE = "\uffff";

export class State {
  data = {
    me: null, people: [], channels: [], usergroups: [], app: { commands: [], shortcuts: [] }, screen: null, violations: [],
    place: null, thread: null, tab: "home", online: true, era: 0, beginning: 0, changes: -1,
  };
  #listeners = [];
  #pending = false;
  #stamped = { words: "", number: 0 };
  #threads = new Map();

  subscribe(listener) {
    this.#listeners.push(listener);
  }

  /** Change some of what is known; listeners are told once, after the current task. */
  set(changes) {
    Object.assign(this.data, changes);
    if (this.#pending) return;
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      for (const listener of this.#listeners) listener(this);
    });
  }

  get me() {
    return this.person(this.data.me);
  }

  /** Whoever is no guest and of this company may do what changes the workspace. */
  get isFullMember() {
    return this.me?.kind === "member";
  }

  get zone() {
    return this.me?.tz ?? this.data.screen?.zone ?? "UTC";
  }

  /** The virtual clock runs at the pace of real time between two readings. */
  get now() {
    if (!this.data.screen) return new Date();
    return new Date(Date.parse(this.data.screen.clock) + performance.now() - this.data.readAt);
  }

  /** What rendering needs to know about who reads. */
  get reader() {
    return {
      me: this.data.me, zone: this.zone, now: this.now, visit: this.visit, stamp: this.#stamp,
      person: (id) => this.person(id), channel: (id) => this.conversation(id), called: (conversation) => this.called(conversation),
      people: this.members, channels: this.named, conversations: this.conversations,
    };
  }

  /** Changes when something that words depend on did: the reader, the day, a name, a channel. */
  get #stamp() {
    const names = this.data.people.map((p) => [p.id, p.real_name, p.name]);
    const places = this.conversations.map((channel) => channel.name);
    const words = JSON.stringify([this.data.me, this.zone, dayOf(this.now, this.zone), names, places]);
    if (words !== this.#stamped.words) this.#stamped = { words, number: this.#stamped.number + 1 };
    return this.#stamped.number;
  }

  person(id) {
    return this.data.people.find((person) => person.id === id) ?? null;
  }

  get members() {
    return this.data.people.filter((person) => person.kind !== "bot" && person.kind !== "app" && !person.deleted);
  }

  get conversations() {
    return this.data.screen?.channels ?? [];
  }

  get named() {
    const order = (channel) => (channel.is_archived ? LATE : "") + channel.name;
    return this.conversations.filter((c) => !isDirect(c)).sort((a, b) => order(a).localeCompare(order(b)));
  }

  get directMessages() {
    return this.conversations.filter((c) => isDirect(c) && c !== this.appDirect);
  }

  /** With whom a group message can be begun: the app too, and nobody from outside. */
  get reachable() {
    const app = this.person(this.data.app.user_id);
    return [...this.members.filter((p) => p.kind !== "external" && p.id !== this.data.me), ...(app ? [app] : [])];
  }

  /** The group message with these people. */
  groupOf(people) {
    const wanted = new Set([this.data.me, ...people]);
    return this.conversations.find((c) => c.kind === "mpim" && c.members.length === wanted.size && c.members.every((id) => wanted.has(id))) ?? null;
  }

  /** The direct conversation with the app. */
  get appDirect() {
    return this.conversations.find((c) => c.kind === "im" && this.partnerOf(c) === this.data.app.user_id) ?? null;
  }

  /** Whom a direct conversation is with. */
  partnerOf(conversation) {
    const members = this.data.channels.find((c) => c.id === conversation.id)?.members ?? conversation.members ?? [];
    const other = members.find((id) => id !== this.data.me);
    return other ?? this.data.people.find((p) => [p.name, p.real_name, p.id].includes(conversation.name))?.id ?? null;
  }

  conversation(id) {
    return this.conversations.find((channel) => channel.id === id) ?? null;
  }

  /** The conversation that is open, which for the app's Home is none. */
  get current() {
    if (this.data.place !== "app") return this.conversation(this.data.place);
    return this.data.tab === "messages" ? (this.appDirect ?? this.#unopened) : null;
  }

  /** The direct conversation with the app before anything was said in it; the first message opens it. */
  get #unopened() {
    const { app, me } = this.data;
    return { id: app.user_id, name: app.name, kind: "im", members: [me, app.user_id], messages: [], whole: true };
  }

  /** Where a conversation is shown: the one with the app is a tab beside its Home. */
  placeOf(id) {
    return id !== null && id === this.appDirect?.id ? { place: "app", tab: "messages" } : { place: id };
  }

  get workspaceZone() {
    return this.data.screen?.team?.zone ?? this.zone;
  }

  nameOf(conversation) {
    if (conversation.kind === "mpim") return this.#othersIn(conversation).join(", ");
    if (conversation.kind !== "im") return conversation.name;
    const person = this.person(this.partnerOf(conversation));
    return person?.real_name ?? person?.name ?? conversation.name;
  }

  /** As one says it: #acme, or with whom a direct conversation is. */
  called(conversation) {
    return isDirect(conversation) ? this.nameOf(conversation) : `#${conversation.name}`;
  }

  #othersIn({ members }) {
    return members.filter((id) => id !== this.data.me).map((id) => this.person(id)?.real_name ?? id);
  }

  unread(conversation) {
    return this.#unreadIn(conversation).length;
  }

  firstUnread(conversation) {
    const own = topLevel(conversation.messages);
    return this.#unreadIn(conversation).find((message) => own.includes(message))?.ts ?? null;
  }

  /** Whether somebody else replied in a thread since the person was in the conversation, or in the thread. */
  hasNews(replies, since) {
    const seen = Math.max(since, Number(this.#threads.get(`${this.data.me}/${replies[0].thread_ts}`) ?? 0));
    return replies.some((m) => Number(m.ts) > seen && m.user !== this.data.me);
  }

  markThreadRead(ts, messages) {
    this.#threads.set(`${this.data.me}/${ts}`, messages.at(-1).ts);
  }

  #unreadIn(conversation) {
    const since = this.lastRead(conversation.id);
    return conversation.messages.filter((m) => Number(m.ts) > since && m.user !== this.data.me);
  }

  lastRead(id) {
    const before = isDirect(this.conversation(id)) ? 0 : localStorage.getItem(SINCE);
    return Number(readMarks(this.data.me)[id] ?? before);
  }

  /**
   * What was there before this browser first looked is not news, except what was said to one person. A world that was
   * started over is earlier than the marks left here, which then mean nothing.
   */
  beginReading(clock) {
    const now = clock / 1000;
    const kept = localStorage.getItem(LATEST);
    if (kept === null || now < Number(kept) - SLACK) {
      const marks = Object.keys(localStorage).filter((name) => name.startsWith(MARKS));
      for (const name of marks) localStorage.removeItem(name);
      localStorage.setItem(SINCE, String(now));
    }
    localStorage.setItem(LATEST, String(now));
  }

  markRead(conversation) {
    const newest = conversation.messages.reduce((most, m) => (Number(m.ts) > Number(most) ? m.ts : most), "0");
    const marks = readMarks(this.data.me);
    if (marks[conversation.id] === newest) return;
    localStorage.setItem(MARKS + this.data.me, JSON.stringify({ ...marks, [conversation.id]: newest }));
  }
}

const MARKS = "local-slack.read.";
const SINCE = "local-slack.since";
const LATEST = "local-slack.latest";
const SLACK = 60;
const readMarks = (me) => JSON.parse(localStorage.getItem(MARKS + me) ?? "{}");

/** Between people and not in a channel: of two, or of several. */
export const isDirect = (conversation) => conversation?.kind === "im" || conversation?.kind === "mpim";

export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

/** The messages of the conversation itself: threads apart, except replies that were sent to both or whose beginning is not here. */
export function topLevel(messages) {
  const roots = new Set(messages.filter((m) => !isReply(m)).map((m) => m.ts));
  return messages.filter((m) => !isReply(m) || m.broadcast || !roots.has(m.thread_ts));
}

export const threadOf = (messages, ts) => messages.filter((m) => m.ts === ts || m.thread_ts === ts);
