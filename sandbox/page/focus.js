// Keeping the focus where it belongs while what held it is drawn anew, or gone.

/** Focus the first of these that takes it: what is hidden or gone does not. */
export function focusFirst(...nodes) {
  return nodes.some((node) => {
    if (!node || node === document.body) return false;
    node.focus({ preventScroll: true });
    return document.activeElement === node;
  });
}

/** Make a change inside `parent`; if that takes the focus away, what is around gets it, never another button. */
export function keepingFocus(parent, change) {
  const held = parent.contains(document.activeElement) ? document.activeElement : null;
  change();
  if (held && document.activeElement === document.body) focusFirst(held, parent.closest("[tabindex]"));
}

/** Put `fresh` in the place of `old`; if focus was inside, give it to the element that has the same role there. */
export function replaced(old, fresh) {
  const active = document.activeElement;
  const held = old.contains(active) ? active : null;
  const range = held && "selectionStart" in held ? safeRange(held) : null;
  old.replaceWith(fresh);
  if (held) refocus(fresh, held, range);
  return fresh;
}

function refocus(fresh, held, range) {
  const heir = counterpart(fresh, held.dataset.focus);
  focusFirst(heir, fresh.parentElement.closest("[tabindex]"));
  if (heir && range) heir.setSelectionRange?.(...range);
}

function counterpart(node, name) {
  if (!name) return null;
  const same = `[data-focus="${CSS.escape(name)}"]`;
  return node.matches(same) ? node : node.querySelector(same);
}

function safeRange(field) {
  // Number and date fields have no selection and throw or answer null.
  return field.selectionStart === null ? null : [field.selectionStart, field.selectionEnd];
}

/** Remember what has the focus. What this answers gives it back: to it, its counterpart, its message, or the box. */
export function rememberFocus() {
  const held = document.activeElement ?? document.body;
  const pane = held.closest("#main, #thread");
  const ts = held.closest("article")?.dataset.ts;
  return () => {
    const article = ts ? pane.querySelector(`article[data-ts="${CSS.escape(ts)}"]`) : null;
    const twin = pane ? counterpart(article ?? pane, held.dataset.focus) : null;
    focusFirst(held, twin, article, document.getElementById("composer"), document.getElementById("panel-home"));
  };
}
