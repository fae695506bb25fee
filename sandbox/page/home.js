// The app's Home tab: the view that the app published for this person.

import { showBlocks } from "./blocks.js";
import { sure } from "./confirm.js";
import { h } from "./dom.js";
import { valuesOf } from "./form.js";

export class Home {
  #page;
  #blocks = h("div", { class: "blocks" });
  #empty = h("p", { class: "empty" });

  constructor(page) {
    this.#page = page;
    const sheet = h("div", { class: "home-sheet" }, this.#empty, this.#blocks);
    const panel = { id: "panel-home", role: "tabpanel", "aria-labelledby": "tab-home", tabindex: "0" };
    this.node = h("div", { class: "home scroller", ...panel, hidden: true }, sheet);
  }

  show() {
    const { state } = this.#page;
    const view = state.data.screen?.home;
    this.#empty.hidden = Boolean(view);
    this.#empty.textContent = `${state.data.app.name} has not shown anything here yet.`;
    showBlocks(this.#blocks, view?.blocks ?? [], this.#surface(view));
  }

  #surface(view) {
    const { state, actions, formOf, tell } = this.#page;
    const form = formOf(`home/${state.data.me}`, view?.state?.values);
    const act = (block, element, { value }, told) => actions.click({
      block_id: block.block_id, action_id: element.action_id, value, confirm: sure(element),
      values: valuesOf(view.blocks, form),
    }, told);
    const suggest = (block, element, value, told) =>
      actions.suggest({ block_id: block.block_id, action_id: element.action_id, value }, told);
    return { form, reader: state.reader, heading: "h2", act, suggest, tell };
  }
}
