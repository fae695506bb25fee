// What the person at the page does: gestures sent to the local Slack, and moving about on the page.

import { Refused, Unanswered } from "./api.js";

const TROUBLE = {
  operation_timeout: "the app did not answer in time (operation_timeout)",
  dispatch_failed: "the app could not be reached (dispatch_failed)",
};

const BUILT_IN = new Set(["invite", "kick", "remove", "topic", "me"]);

const inWords = (error) => TROUBLE[error] ?? error;

export class Actions {
  #state;
  #api;
  #reading;
  #tell;

  constructor({ state, api, reading, tell }) {
    this.#state = state;
    this.#api = api;
    this.#reading = reading;
    this.#tell = tell;
  }

  /**
   * Do one gesture as the person; answers what came of it, or null after telling why it failed. That it cannot be seen
   * yet does not make it fail: who sent it again would do it twice.
   */
  #gesture(verb, body, tell) {
    return this.machine(verb, { user: this.#state.data.me, ...body }, tell);
  }

  /** The same for what nobody does: the clock, the connection, faults. */
  async machine(verb, body, tell = this.#tell) {
    tell(null);
    const answer = await this.#api.gesture(verb, body).catch((p) => this.#failed(p, tell));
    if (!answer) return null;
    await this.#reading.catchUp();
    if (answer.error) tell(sentence(inWords(answer.error)));
    return answer;
  }

  #failed(problem, tell) {
    if (!(problem instanceof Refused)) throw problem;
    tell(problem instanceof Unanswered ? problem.message : sentence(problem.message));
    if (problem instanceof Unanswered) this.#reading.lost();
    return null;
  }

  click(body, tell) {
    return this.#gesture("click", body, tell);
  }

  /** What the app offers for what is typed into one of its menus, or null after telling why not. */
  suggest(body, tell) {
    return this.#gesture("suggest", body, tell);
  }

  submit(values, tell) {
    return this.#gesture("submit", { values }, tell);
  }

  close(everything, tell) {
    return this.#gesture("close", { all: everything }, tell);
  }

  shortcut(shortcut, place = {}) {
    return this.#gesture("shortcut", { callback_id: shortcut.callback_id, ...place });
  }

  /** What an administrator, or the person who tries things out, does; answers what came of it, or null. */
  admin(verb, body, tell) {
    return this.#gesture(verb, body, tell);
  }

  turnClock(body) {
    return this.machine("clock", body);
  }

  /** Post or run what was typed. True once it went through, so that the box may be emptied. */
  async send(text, { channel, thread, broadcast }, tell) {
    // Slack's own commands are typed like a message and belong to no app.
    const command = /^\/(\S+)\s*([\s\S]*)$/.exec(text);
    if (command && thread) return refuse(tell, `/${command[1]} works in the conversation itself, not in threads.`);
    if (command && !BUILT_IN.has(command[1])) return this.#command(`/${command[1]}`, command[2], channel, tell);
    const body = { channel, text, ...(thread ? { thread_ts: thread, broadcast } : {}) };
    return (await this.#gesture("message", body, tell)) !== null;
  }

  /** Send files, the words with the first; answers how many went through. */
  async upload(files, text, { channel, thread }, tell) {
    for (const [at, { name, content }] of files.entries()) {
      if (!content) {
        tell(`${name} is empty, and Slack takes no empty file.`);
        return at;
      }
      const body = { channel, name, content, text: at ? "" : text, ...(thread ? { thread_ts: thread } : {}) };
      if ((await this.#gesture("upload", body, tell)) === null) return at;
    }
    return files.length;
  }

  async #command(command, text, channel, tell) {
    const known = this.#state.data.app.commands.some((c) => c.command === command);
    if (!known) return refuse(tell, `${command} is not a command here. To send it as a message, begin with a space.`);
    const answer = await this.#gesture("command", { channel, command, text }, tell);
    if (answer?.error) tell(`${command} failed: ${inWords(answer.error)}. What you typed is still here.`);
    return answer !== null && !answer.error;
  }

  visit = (id) => this.go(this.#state.placeOf(id));

  openApp(tab) {
    this.go({ place: "app", tab });
  }

  /** A step of the person's own, which Back undoes. */
  go(place) {
    this.#open(place);
    if (location.hash !== this.#address) history.pushState(null, "", this.#address);
  }

  /** Where the page led by itself: Back would only lead here again. */
  arrive(place) {
    this.#open(place);
    this.nameAddress();
  }

  /** The address names who looks at what, so that it can be kept, shared and opened twice. */
  nameAddress() {
    history.replaceState(null, "", this.#address);
  }

  #open(place) {
    this.#state.set({ ...place, thread: null });
    this.#tell(null);
    if (place.place === "app" && place.tab === "home") this.#gesture("home", {});
  }

  async openThread(ts) {
    await this.#reading.paging.backTo(ts);
    this.#state.set({ thread: ts });
  }

  get #address() {
    const { place, tab } = this.#state.data;
    const where = place === "app" ? `app/${tab}` : (this.#state.conversation(place)?.name ?? place);
    return `#/${[this.#state.me.name, where].filter(Boolean).map(encodeURIComponent).join("/")}`;
  }
}

function refuse(tell, why) {
  tell(why);
  return false;
}

const sentence = (words) => `That did not work: ${words}.`.replace(/([.?!])\.$/, "$1");
