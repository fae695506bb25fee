// Where the parts of the page meet.

import { Actions } from "./actions.js";
import { Announcer } from "./announcer.js";
import { api } from "./api.js";
import { Clock } from "./clock.js";
import { coloured } from "./colours.js";
import { Conversation } from "./conversation.js";
import { iconButton } from "./dom.js";
import { focusFirst } from "./focus.js";
import { Form } from "./form.js";
import { Groups } from "./groups.js";
import { Inspector } from "./inspector.js";
import { Modal } from "./modal.js";
import { Narrow } from "./narrow.js";
import { Notice } from "./notice.js";
import { People } from "./people.js";
import { Places } from "./places.js";
import { Reading } from "./reading.js";
import { Sidebar } from "./sidebar.js";
import { State } from "./state.js";
import { listen } from "./stream.js";
import { Thread } from "./thread.js";

const TICK = 15_000;
const byId = (id) => document.getElementById(id);

const state = new State();
const forms = new Map();
/** What is filled in under this name; a world that began anew gives its views the same ids again. */
const formOf = (name, remembered) => {
  const key = `${state.data.beginning}/${name}`;
  return forms.get(key) ?? forms.set(key, new Form(remembered)).get(key);
};

const toast = new Notice(byId("toast"), iconButton("close", "Dismiss", () => toast.tell(null)));
const tell = (words) => toast.tell(words);

const reading = new Reading({ state, api, announcer: new Announcer(byId("announcer")) });
const actions = new Actions({ state, api, reading, tell });
const places = new Places({ state, reading, actions, tell });
const { paging } = reading;
const page = { state, actions, paging, formOf, switchTo: places.switchTo, read: { calls: api.calls, faults: api.faults }, tell };
state.visit = actions.visit;

function build() {
  page.clock = new Clock(byId("clock"), page);
  page.people = new People(page);
  page.groups = new Groups(page);
  // The sidebar comes after the thread and the conversation, which mark as read what they show.
  return [
    new Thread(byId("thread"), page), new Conversation(byId("main"), page), new Sidebar(byId("sidebar"), page),
    new Narrow(page), new Modal(page), page.people, page.groups, page.clock, new Inspector(byId("inspector"), byId("traffic-toggle"), page),
  ];
}

function show(parts) {
  const { online, screen, changes } = state.data;
  document.body.classList.toggle("offline", !online);
  toast.show(online);
  if (!screen) return;
  byId("workspace").textContent = screen.team?.name ?? "Local Slack";
  for (const part of parts) shown(part);
  document.body.dataset.changes = changes; // for whoever waits until this much is to be seen
}

/** A part that cannot show itself is a defect to be seen in the console, and must not take the others with it. */
function shown(part) {
  try {
    part.show();
  } catch (problem) {
    reportError(problem);
  }
}

function skip(event) {
  event.preventDefault();
  focusFirst(byId("composer"), byId("panel-home"));
}

async function start() {
  const { app, people, channels, usergroups } = await api.world();
  state.set({ app, people: coloured(people), channels, usergroups });
  const parts = build();
  state.subscribe(() => show(parts));
  byId("skip").addEventListener("click", skip);
  addEventListener("hashchange", places.followAddress);
  addEventListener("visibilitychange", () => state.set({}));
  setInterval(() => state.set({}), TICK);
  listen(() => state.data.people[0].id, { changed: reading.heardOf, lost: reading.lost });
  await places.goToAddress();
}

start().catch((problem) => tell(`The page could not start: ${problem.message}`));
