// How far back conversations are read: a page of what was said last, and more each time one goes further up.

/** The newest messages of every conversation that are read at once. */
export const PAGE = 50;

export class Paging {
  #state;
  #refresh;
  #limits = new Map();
  #goingBack = false;

  /** `refresh` reads all that is to see; it answers once that is known. */
  constructor(state, refresh) {
    this.#state = state;
    this.#refresh = refresh;
  }

  /** {channel, limit} of the open conversation if more than a page of it is wanted, else null. */
  get wish() {
    const channel = this.#state.current?.id;
    const limit = this.#limits.get(channel);
    return limit ? { channel, limit } : null;
  }

  async goBack() {
    if (this.#goingBack) return;
    this.#goingBack = true;
    await this.#read((limit) => limit + PAGE);
    this.#goingBack = false;
  }

  /** Go back until this message is here, by steps that grow: it may have been long ago. */
  async backTo(ts) {
    const here = () => this.#state.current?.messages.some((message) => message.ts === ts) ?? true;
    let more = true;
    while (more && !here()) more = await this.#read((limit) => limit * 2);
  }

  /** Answers whether there was more to read, and it could be. */
  async #read(more) {
    const { current } = this.#state;
    if (!current || current.whole) return false;
    this.#limits.set(current.id, more(this.#limits.get(current.id) ?? PAGE));
    await this.#refresh();
    return (this.#state.current?.messages.length ?? 0) > current.messages.length;
  }
}

/** The screen with more of one conversation, each knowing whether it is `whole`. */
export function withMore(screen, deep, wish) {
  const from = new Map(deep?.channels.map((channel) => [channel.id, channel]));
  const channels = screen.channels.map((channel) => {
    const more = from.get(channel.id);
    const known = more ?? channel;
    return { ...known, whole: known.messages.length < (more ? wish.limit : PAGE) };
  });
  return { ...screen, channels };
}
