// The open form: a dialog that keeps what is typed while its view changes, and says beside a field what is wrong.

import { showBlocks } from "./blocks.js";
import { sure } from "./confirm.js";
import { h, iconButton, whenDismissed } from "./dom.js";
import { rememberFocus } from "./focus.js";
import { valuesOf } from "./form.js";
import { Notice } from "./notice.js";

export class Modal {
  #page;
  #view = null;
  #errors = {};
  #title = h("h2", { id: "modal-title" });
  #problem;
  #blocks = h("div", { class: "blocks modal-body", tabindex: "-1" });
  #cancel = h("button", { type: "button", class: "button", onclick: () => this.#close() });
  #submit = h("button", { type: "submit", class: "button primary" });
  #dialog;
  #giveBack = () => {};
  #era = 0;

  constructor(page) {
    this.#page = page;
    const problem = h("p", { class: "modal-problem", role: "alert", hidden: true });
    this.#problem = new Notice(problem);
    const form = h("form", { class: "modal-form", novalidate: true, onsubmit: (event) => this.#send(event) },
      h("header", { class: "modal-head" }, this.#title, iconButton("close", "Close", () => this.#close(true))),
      problem, this.#blocks, h("footer", { class: "modal-foot" }, this.#cancel, this.#submit));
    this.#dialog = h("dialog", { id: "modal", class: "modal", "aria-labelledby": "modal-title" }, form);
    // Escape is a gesture like Cancel, of which the app may want to know: the dialog closes once the local Slack says so.
    whenDismissed(this.#dialog, () => this.#close());
    this.#dialog.addEventListener("keydown", (event) => event.key === "Enter" && this.#onEnter(event));
    document.body.append(this.#dialog);
  }

  show() {
    const { screen, online, era } = this.#page.state.data;
    const view = screen.modal ?? null;
    this.#problem.show(online);
    if (!view) return this.#leave(era);
    const arrived = view.id !== this.#view?.id;
    if (arrived) this.#arrive(view);
    this.#era = era;
    this.#view = view;
    this.#words(view);
    this.#paint();
    if (!this.#dialog.open) this.#enter();
    if (arrived) this.#focusFirst();
    return undefined;
  }

  #arrive(view) {
    // Fields of another form would go on writing into that one, however much they look alike.
    this.#blocks.replaceChildren();
    this.#errors = { ...view.errors };
    this.#problem.tell(null);
  }

  #words(view) {
    this.#title.textContent = view.title?.text ?? "";
    this.#cancel.textContent = view.close?.text ?? "Cancel";
    this.#submit.textContent = view.submit?.text ?? "Submit";
    this.#submit.hidden = !view.submit;
  }

  #paint() {
    if (this.#view) showBlocks(this.#blocks, this.#view.blocks, this.#surface());
  }

  #surface() {
    const { state, actions } = this.#page;
    const act = (block, element, { value }, told) => actions.click({
      block_id: block.block_id, action_id: element.action_id, value, confirm: sure(element),
      values: this.#values(),
    }, told);
    const suggest = (block, element, value, told) =>
      actions.suggest({ block_id: block.block_id, action_id: element.action_id, value }, told);
    const typed = (block) => this.#typed(block);
    return { form: this.#form(), reader: state.reader, heading: "h3", errors: this.#errors, act, suggest, typed, tell: this.#tell };
  }

  #form() {
    return this.#page.formOf(`view/${this.#view.id}`, this.#view.state?.values);
  }

  #values() {
    return valuesOf(this.#view.blocks, this.#form());
  }

  /** A field that is being mended no longer shows what was wrong with it. */
  #typed(block) {
    if (!(block.block_id in this.#errors)) return;
    delete this.#errors[block.block_id];
    const node = this.#blocks.querySelector(`[data-block-id="${CSS.escape(block.block_id)}"]`);
    node?.classList.remove("has-error");
    node?.querySelector(".field-error")?.remove();
    node?.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  }

  async #send(event) {
    event.preventDefault();
    if (this.#submit.hidden || this.#submit.getAttribute("aria-busy") === "true") return;
    this.#submit.setAttribute("aria-busy", "true");
    const answer = await this.#page.actions.submit(this.#values(), this.#tell);
    this.#submit.removeAttribute("aria-busy");
    this.#wrong(answer?.errors ?? {});
  }

  #wrong(errors) {
    if (!this.#view) return;
    this.#errors = { ...errors };
    this.#paint();
    this.#blocks.querySelector(".has-error :is(input, select, textarea, summary, [contenteditable=true])")?.focus();
  }

  #tell = (words) => this.#problem.tell(words);

  #enter() {
    this.#giveBack = rememberFocus();
    this.#dialog.showModal();
  }

  #leave(era) {
    const lost = this.#view && era !== this.#era;
    this.#view = null;
    if (!this.#dialog.open) return;
    this.#dialog.close();
    this.#giveBack();
    if (lost) this.#page.tell("The form that was open is gone, because the local Slack was started again.");
  }

  #focusFirst() {
    const fields = ":is(input, select, textarea, summary, [contenteditable=true])";
    const first = this.#blocks.querySelector(`.block-input ${fields}`);
    const wanted = this.#blocks.querySelector("[data-autofocus]") ?? first;
    (wanted ?? (this.#submit.hidden ? this.#cancel : this.#submit)).focus();
    this.#blocks.scrollTop = 0;
  }

  /** In a field Enter sends the form only with Ctrl or ⌘, as one may be half-way through it. */
  #onEnter(event) {
    if (event.isComposing || !event.target.matches("input, select, textarea, summary, [contenteditable=true]")) return;
    if (event.ctrlKey || event.metaKey) this.#sendFrom(event);
    else if (event.target.matches("input:not([type=checkbox], [type=radio])")) event.preventDefault();
  }

  /** The field has to be left first, as with a click on the button: some are heard of only then. */
  #sendFrom(event) {
    this.#submit.focus();
    this.#send(event);
  }

  /** Cancel and Escape go back to the view beneath, the ✕ closes all of them. */
  #close(everything = false) {
    return this.#page.actions.close(everything, this.#tell);
  }
}
