// The "are you sure" of an element that asks for it.

import { h, whenDismissed } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** What a click says of the dialog before it: only a click that was confirmed is sent. */
export const sure = (element) => (element.confirm ? true : undefined);

/** Resolves to whether the person confirmed; an element without `confirm` needs no asking. */
export function confirmed(confirm, reader) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "modal confirm", "aria-labelledby": "confirm-title" });
    const answer = (yes) => {
      dialog.close();
      dialog.remove();
      resolve(yes);
    };
    const style = confirm.style === "danger" ? "danger" : "primary";
    dialog.append(
      h("h2", { id: "confirm-title" }, confirm.title?.text ?? "Are you sure?"),
      h("div", { class: "confirm-text" }, textObject(confirm.text, reader)),
      h("div", { class: "modal-foot" },
        choice("button", confirm.deny?.text ?? "Cancel", () => answer(false)),
        choice(`button ${style}`, confirm.confirm?.text ?? "Yes", () => answer(true))),
    );
    whenDismissed(dialog, () => answer(false));
    document.body.append(dialog);
    dialog.showModal();
  });
}

const choice = (kind, words, onclick) => h("button", { type: "button", class: kind, onclick }, words);
