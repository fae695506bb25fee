// Building elements, and patching lists of them without losing focus or what is typed.

import { keepingFocus, replaced } from "./focus.js";

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) assign(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function assign(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "class") node.className = value;
  else if (name === "colour") node.style.setProperty("--colour", value);
  else if (name === "value" || name === "checked" || name === "open") node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

const marks = new WeakMap();

/**
 * Make the children of `parent` show `items`, in order. A child whose mark is unchanged is not touched; a changed one
 * is updated by `update` where that is given, which may answer another node, else replaced, and focus moves to its
 * counterpart.
 */
export function reconcile(parent, items, how) {
  keepingFocus(parent, () => patch(parent, items, how));
}

function patch(parent, items, { key, mark, build, update }) {
  const wanted = new Set(items.map((item, index) => String(key(item, index))));
  const known = new Map();
  for (const child of [...parent.children]) {
    if (wanted.has(child.dataset.key) && !known.has(child.dataset.key)) known.set(child.dataset.key, child);
    else child.remove();
  }
  let cursor = parent.firstElementChild;
  items.forEach((item, index) => {
    const name = String(key(item, index));
    const sign = mark(item, index);
    let node = known.get(name);
    if (!node) node = build(item, index);
    else if (marks.get(node) !== sign) {
      const before = node;
      node = update ? (update(node, item, index) ?? node) : replaced(node, build(item, index));
      if (cursor === before) cursor = node;
    }
    marks.set(node, sign);
    node.dataset.key = name;
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  });
}

export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  hash: "M9.5 4.5 7.5 19.5M16.5 4.5l-2 15M4.5 9.5h15M4 14.5h15",
  lock: "M6 11h12v8.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  dots: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  reply: "M20 12a7.6 7.6 0 0 1-11 6.8L4 20l1.3-4.7A7.6 7.6 0 1 1 20 12z",
  send: "M4.5 12 20 4.5 15.5 20l-3.8-7z",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  traffic: "M7.5 4.5v14m0 0L4 15m3.5 3.5L11 15M16.5 19.5v-14m0 0L13 9m3.5-3.5L20 9",
  chevron: "M6.5 9.5l5.5 5.5 5.5-5.5",
  bolt: "M13 3.5 5.5 14h5.5l-1 6.5L17.5 10H12z",
  eye: "M2.5 12S6 6 12 6s9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  down: "M12 5v14m0 0-5.5-5.5M12 19l5.5-5.5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  people: "M9 11.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM3.5 19c.4-3.2 2.6-5 5.5-5s5.1 1.8 5.5 5M15.5 5.4a3.1 3.1 0 0 1 0 5.9M17 14.4c2 .6 3.2 2.2 3.5 4.6",
  groups: "M12 10.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6.5 19.5c.3-3.4 2.6-5.5 5.5-5.5s5.2 2.1 5.5 5.5zM5.5 11a2.2 2.2 0 1 1 .6-4.3M18.5 11a2.2 2.2 0 1 0-.6-4.3M2.5 17.5c.2-1.9 1-3.2 2.3-3.9M21.5 17.5c-.2-1.9-1-3.2-2.3-3.9",
  plus: "M12 5v14M5 12h14",
  again: "M5 12a7 7 0 1 0 2.2-5.1M7.5 3.5v3.6h3.6",
  phone: "M6.5 4h3l1.5 4-2 1.5a10 10 0 0 0 5.5 5.5l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A16 16 0 0 1 4.5 6.2 2 2 0 0 1 6.5 4z",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
  clip: "M19 11.5l-7 7a4.5 4.5 0 0 1-6.4-6.4l7.6-7.6a3 3 0 0 1 4.3 4.3l-7.3 7.2a1.5 1.5 0 0 1-2.1-2.1l6.6-6.6",
  smile: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.5 14c1.8 2.4 5.2 2.4 7 0M9 9.8h.01M15 9.8h.01",
  pen: "M5 19l1-4L16.5 4.5l3 3L9 18zM14.5 6.5l3 3",
  file: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
  image: "M4 5.5h16v13H4zM4 15.5l4.5-4 4 3.5 3-2.5 4.5 4M15.5 9.5h.01",
  right: "M5 12h14m0 0-5-5m5 5-5 5",
  left: "M19 12H5m0 0 5-5m-5 5 5 5",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, props = {}) {
  const kind = props.class ? `icon-button ${props.class}` : "icon-button";
  return h("button", { type: "button", "aria-label": label, title: label, onclick, ...props, class: kind }, icon(name));
}

let serial = 0;
export const freshId = (prefix) => `${prefix}-${(serial += 1)}`;

/** Escape, and whatever a phone has for it. As a key too: a dialog that nobody has touched yet Chromium closes unasked. */
export function whenDismissed(dialog, dismiss) {
  const meant = (event) => {
    event.preventDefault();
    dismiss();
  };
  dialog.addEventListener("cancel", meant);
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && meant(event));
}
