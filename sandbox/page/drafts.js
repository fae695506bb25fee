// What was typed and not sent yet, for each place; it outlives a reload of the page.

const KEPT = "local-slack.draft.";

export const draftAt = (place) => sessionStorage.getItem(KEPT + place) ?? "";

export function keepDraft(place, text) {
  if (text) sessionStorage.setItem(KEPT + place, text);
  else sessionStorage.removeItem(KEPT + place);
}
