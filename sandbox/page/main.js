// Where the parts of the page meet: reading, showing, and who is looking.

import { Actions } from "./actions.js";
import { api, listen } from "./api.js";
import { Clock } from "./clock.js";
import { Conversation } from "./conversation.js";
import { fill, icon, iconButton } from "./dom.js";
import { Form } from "./form.js";
import { Inspector } from "./inspector.js";
import { authorName, wordsOf } from "./message.js";
import { Modal } from "./modal.js";
import { Sidebar } from "./sidebar.js";
import { State } from "./state.js";
import { Thread } from "./thread.js";

const TICK = 15_000;
const byId = (id) => document.getElementById(id);

const state = new State();
const forms = new Map();
const formOf = (name, state) => forms.get(name) ?? forms.set(name, new Form(state)).get(name);

function tell(words) {
  const toast = byId("toast");
  toast.hidden = !words;
  if (words) fill(toast, words, iconButton("close", "Dismiss", () => tell(null)));
}

// Side by side these can be told apart, and white letters can be read on each.
const COLOURS = [
  "#9a4f6b", "#2f6f8f", "#6a5a9e", "#2c7558", "#a0562f", "#45617a", "#76651d", "#8b4a86", "#a2453f", "#3d6b35",
];
const coloured = (person, index) => ({ ...person, colour: COLOURS[index % COLOURS.length] });

let reading = null;
let again = false;

/** Read the screen; a wish that comes while reading is met by one more reading, so that nothing newer is missed. */
function refresh() {
  again = true;
  reading ??= readAll().finally(() => {
    reading = null;
  });
  return reading;
}

async function readAll() {
  while (again) {
    again = false;
    const me = state.data.me;
    const answers = await Promise.all([api.screen(me), api.people(), api.channels(), api.violations()]);
    if (me !== state.data.me) again = true;
    else take(...answers);
  }
}

function take(screen, people, channels, violations) {
  state.beginReading(screen.clock);
  announce(screen, people);
  state.set({ screen, people: people.map(coloured), channels, violations, readAt: performance.now(), online: true });
}

/** Say what just arrived, for those who do not see it arrive. */
function announce(screen, people) {
  const before = state.data.screen;
  if (!before || before.user !== screen.user) return;
  const nameOf = (channel, m) => `${channel.id}/${m.ts}/${Boolean(m.ephemeral)}`;
  const known = new Set(before.channels.flatMap((channel) => channel.messages.map((m) => nameOf(channel, m))));
  const where = (channel) => (channel.kind === "im" ? "a direct message" : channel.name);
  state.data.people = people.map(coloured);
  const fresh = screen.channels.flatMap((channel) => channel.messages
    .filter((m) => m.user !== state.data.me && !known.has(nameOf(channel, m)))
    .map((m) => `${authorName(m, state)} in ${where(channel)}: ${wordsOf(m, state)}`));
  if (fresh.length) byId("announcer").textContent = fresh.slice(-3).join(". ");
}

const read = { calls: api.calls };
const actions = new Actions({ state, api, refresh, tell });
const page = { state, actions, formOf, switchTo, read, tell };
state.visit = actions.visit;

const lost = () => state.set({ online: false });
const catchUp = () => refresh().catch(lost);

let stopListening = () => {};

async function switchTo(person, where) {
  stopListening();
  state.set({ me: person.id, screen: null, thread: null });
  sessionStorage.setItem("local-slack.me", person.id);
  stopListening = listen(person.id, { changed: catchUp, lost, found: catchUp });
  await refresh();
  settleDown(where);
}

/** Go where the address says, stay where one was, or start in the first channel. */
function settleDown(where) {
  const wanted = where ?? state.data.place;
  const found = state.conversations.find((c) => c.id === wanted || c.name === wanted);
  const [atApp, tab] = wanted?.split("/") ?? [];
  if (!found && atApp === "app") return actions.openApp(tab ?? state.data.tab);
  return actions.visit((found ?? state.named[0] ?? state.conversations[0])?.id ?? null);
}

function addressed() {
  const [, who, ...where] = location.hash.split("/");
  return { who, where: where.length ? decodeURIComponent(where.join("/")) : undefined };
}

async function goToAddress() {
  const { who, where } = addressed();
  const kept = sessionStorage.getItem("local-slack.me");
  const person = state.members.find((p) => p.name === who || p.id === who) ?? state.person(kept) ?? state.members[0];
  if (person.id !== state.data.me) return switchTo(person, where);
  return settleDown(where);
}

function wireNarrow() {
  const toggle = byId("menu-toggle");
  toggle.append(icon("menu"));
  const open = (on) => {
    document.body.classList.toggle("menu-open", on);
    byId("veil").hidden = !on;
    toggle.setAttribute("aria-expanded", String(on));
  };
  toggle.addEventListener("click", () => {
    open(!document.body.classList.contains("menu-open"));
    byId("sidebar").querySelector("[aria-current], button")?.focus();
  });
  byId("veil").addEventListener("click", () => open(false));
  byId("sidebar").addEventListener("click", (event) => event.target.closest(".place") && open(false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !document.body.classList.contains("menu-open")) return;
    open(false);
    toggle.focus();
  });
}

async function start() {
  const [app, people, channels] = await Promise.all([api.app(), api.people(), api.channels()]);
  state.set({ app, people: people.map(coloured), channels });
  page.clock = new Clock(byId("clock"), page);
  // The sidebar comes after the conversation, which marks as read what it shows.
  const parts = [
    new Conversation(byId("main"), page), new Thread(byId("thread"), page), new Sidebar(byId("sidebar"), page),
    new Modal(page), page.clock, new Inspector(byId("inspector"), byId("traffic-toggle"), page),
  ];
  state.subscribe(() => {
    document.body.classList.toggle("offline", !state.data.online);
    if (!state.data.screen) return;
    byId("workspace").textContent = state.data.screen.team?.name ?? "Local Slack";
    for (const part of parts) part.show();
  });
  wireNarrow();
  addEventListener("hashchange", goToAddress);
  addEventListener("visibilitychange", () => state.set({}));
  setInterval(() => state.set({}), TICK);
  await goToAddress();
}

start().catch((problem) => tell(`The page could not start: ${problem.message}`));
