// Who looks at what: as the address says, as the person chooses, and what Back goes back to.

import { Refused, Unanswered } from "./api.js";

const KEPT = "local-slack.me";

export class Places {
  #state;
  #reading;
  #actions;
  #tell;

  constructor({ state, reading, actions, tell }) {
    this.#state = state;
    this.#reading = reading;
    this.#actions = actions;
    this.#tell = tell;
  }

  /** Become somebody else, which Back undoes. */
  switchTo = async (person) => {
    try {
      await this.#be(person);
      this.#actions.go(this.#placeFor(this.#wanted));
    } catch (problem) {
      this.#stay(problem);
    }
  };

  /** Go where the address says, stay where one was, or start in the first channel. */
  async goToAddress() {
    const { who, where } = addressed();
    const { members } = this.#state;
    const kept = this.#state.person(sessionStorage.getItem(KEPT));
    const person = members.find((p) => p.name === who || p.id === who) ?? kept ?? members[0];
    if (person.id !== this.#state.data.me) await this.#be(person);
    this.#actions.arrive(this.#placeFor(where ?? this.#wanted));
  }

  followAddress = () => this.goToAddress().catch((problem) => {
    this.#stay(problem);
    this.#actions.nameAddress();
  });

  async #be(person) {
    await this.#reading.be(person.id);
    sessionStorage.setItem(KEPT, person.id);
  }

  #stay(problem) {
    if (!(problem instanceof Refused)) throw problem;
    this.#tell(problem.message);
    if (problem instanceof Unanswered) this.#reading.lost();
  }

  get #wanted() {
    const { place, tab } = this.#state.data;
    return place === "app" ? `app/${tab}` : place;
  }

  #placeFor(wanted) {
    const { conversations, named, data } = this.#state;
    const found = conversations.find((c) => c.id === wanted || c.name === wanted);
    const [atApp, tab] = wanted?.split("/") ?? [];
    if (!found && atApp === "app") return { place: "app", tab: ["home", "messages"].includes(tab) ? tab : data.tab };
    return this.#state.placeOf((found ?? named[0] ?? conversations[0])?.id ?? null);
  }
}

function addressed() {
  const [, who, ...where] = location.hash.split("/").map(decoded);
  return { who, where: where.length ? where.join("/") : undefined };
}

/** What somebody typed into the address need not be well-formed. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
