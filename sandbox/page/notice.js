// A line that says what went wrong.

import { SILENCE } from "./api.js";
import { fill } from "./dom.js";

export class Notice {
  #node;
  #after;
  #words = null;

  /** `after` stands behind the words. */
  constructor(node, ...after) {
    this.#node = node;
    this.#after = after;
  }

  tell(words) {
    this.#words = words;
    this.#node.hidden = !words;
    fill(this.#node, words ? [words, ...this.#after] : []);
  }

  /** Once the local Slack answers again, its silence is not worth a word. */
  show(online) {
    if (online && this.#words === SILENCE) this.tell(null);
  }
}
