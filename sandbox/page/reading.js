// Reading what there is to see, and noticing when the local Slack is away, is back, or began anew.

import { arrivals } from "./announcer.js";
import { Refused } from "./api.js";
import { coloured } from "./colours.js";
import { PAGE, Paging, withMore } from "./paging.js";
import { inTurn } from "./turns.js";

const RETRY = 1_000;
const NONE = -1;

export class Reading {
  #state;
  #api;
  #announcer;
  #wanted = null;
  #clock = 0;
  #retry = null;

  constructor({ state, api, announcer }) {
    this.#state = state;
    this.#api = api;
    this.#announcer = announcer;
    this.paging = new Paging(state, this.catchUp);
  }

  refresh = inTurn(() => this.#read());

  /** The same for those who cannot do anything about it when the local Slack is away. */
  catchUp = () => this.refresh().catch((problem) => {
    if (!(problem instanceof Refused)) throw problem;
    if (problem.error === "user_not_found") startAnew();
    else this.lost();
  });

  /** Of what is already known nothing is read again: after a gesture that is the rule. */
  heardOf = (changes) => {
    if (changes > this.#state.data.changes || !this.#state.data.online) this.catchUp();
  };

  lost = () => {
    if (this.#state.data.online) this.#announcer.say("Connection lost, trying again.");
    // One that was started again counts its changes from the beginning.
    this.#state.set({ online: false, changes: NONE });
    this.#retry ??= setTimeout(() => {
      this.#retry = null;
      this.catchUp();
    }, RETRY);
  };

  /** See what this person sees; until that is read, or when it cannot be, the page stays with the one before. */
  be(id) {
    this.#wanted = id;
    return this.refresh();
  }

  get #reader() {
    return this.#wanted ?? this.#state.data.me;
  }

  async #read() {
    const me = this.#reader;
    if (!me) return;
    const api = this.#api;
    const wish = this.paging.wish;
    const asked = [api.window(me, PAGE), wish ? api.conversation(me, wish) : null];
    const [{ changes, screen, ...around }, deep] = await Promise.all(asked).catch((problem) => {
      this.#wanted = null;
      throw problem;
    });
    // Whoever became somebody else meanwhile wished for one more reading.
    if (me === this.#reader) this.#take(me, withMore(screen, deep, wish), { changes, ...around });
  }

  #take(me, screen, { people, ...around }) {
    const { data } = this.#state;
    const clock = Date.parse(screen.clock);
    const anew = clock < this.#clock;
    const era = !data.online || anew ? data.era + 1 : data.era;
    const beginning = anew ? data.beginning + 1 : data.beginning;
    this.#wanted = null;
    this.#clock = clock;
    this.#state.beginReading(clock);
    this.#state.set({ people: coloured(people), ...around });
    this.#announce(me, screen);
    if (me !== data.me) this.#state.set({ thread: null });
    this.#state.set({ me, screen, era, beginning, readAt: performance.now(), online: true });
  }

  #announce(me, screen) {
    const { data } = this.#state;
    if (!data.online) this.#announcer.say("Connected again.");
    if (!data.screen || me !== data.me) return;
    for (const words of arrivals(data.screen, screen, this.#state)) this.#announcer.say(words);
  }
}

/** The person one was does not exist in a world that began anew. */
function startAnew() {
  sessionStorage.removeItem("local-slack.me");
  history.replaceState(null, "", location.pathname);
  location.reload();
}
