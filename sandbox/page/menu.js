// A small menu beside the button that opened it: arrow keys, Escape, and focus back where it was.

import { h } from "./dom.js";
import { rememberFocus } from "./focus.js";

let open = null;

/** items: [{label, detail?, checked?, danger?, choose}] */
export function openMenu(anchor, label, items) {
  if (closeMenu(anchor)) return;
  const choices = items.map(choice);
  const onkeydown = (event) => walk(event, choices);
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, onkeydown }, choices);
  // Inside an open dialog the rest of the page is inert, so the menu has to live there too.
  (anchor.closest("dialog") ?? document.body).append(menu);
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  open = { menu, anchor, giveBack: rememberFocus() };
  (choices.find((c) => c.getAttribute("aria-checked") === "true") ?? choices[0])?.focus();
  document.addEventListener("pointerdown", outside, true);
}

function choice({ label, detail, checked, danger, lead, choose }) {
  const role = checked === undefined ? "menuitem" : "menuitemradio";
  const take = () => {
    closeMenu();
    choose();
  };
  const props = { type: "button", role, tabindex: "-1", class: danger ? "danger" : "", onclick: take };
  const ticked = checked === undefined ? {} : { "aria-checked": String(checked) };
  return h("button", { ...props, ...ticked }, lead ?? null, h("span", { class: "menu-label" }, label),
    detail ? h("span", { class: "menu-detail" }, detail) : null);
}

function place(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = box.bottom + 6 + height < innerHeight;
  menu.style.top = `${Math.max(8, below ? box.bottom + 6 : box.top - height - 6)}px`;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
}

/** True when the menu of this very anchor was open, so that its button also closes it. */
function closeMenu(anchor) {
  if (!open) return false;
  const was = open;
  open = null;
  document.removeEventListener("pointerdown", outside, true);
  // First the focus: a button that shows only while its menu is open could not take it afterwards.
  if (was.anchor.isConnected) was.anchor.focus({ preventScroll: true });
  else was.giveBack();
  was.anchor.setAttribute("aria-expanded", "false");
  was.menu.remove();
  return was.anchor === anchor;
}

function outside(event) {
  if (open && !open.menu.contains(event.target) && !open.anchor.contains(event.target)) closeMenu();
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function walk(event, choices) {
  const at = choices.indexOf(document.activeElement);
  const to = { Home: 0, End: choices.length - 1 }[event.key] ?? (event.key in STEPS ? at + STEPS[event.key] : null);
  if (to !== null) choices.at(to % choices.length).focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
