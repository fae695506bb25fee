// Says beside an element what went wrong with it.

import { SILENCE } from "./api.js";
import { h } from "./dom.js";

/**
 * Where an element's troubles are told: in its block, or by `otherwise` when it is gone meanwhile, and when the local
 * Slack is away, which is nobody's fault in particular.
 */
export function beside(node, otherwise) {
  return (words) => {
    const block = living(node)?.closest(".block");
    block?.querySelector(":scope > .block-problem")?.remove();
    if (!words) otherwise(null);
    else if (!block || words === SILENCE) otherwise(words);
    else block.append(h("p", { class: "block-problem", role: "alert" }, words));
  };
}

/** What was drawn anew has another node of the same name. */
function living(node) {
  if (node.isConnected) return node;
  const name = (node.dataset.focus ? node : node.querySelector("[data-focus]"))?.dataset.focus;
  return name ? document.querySelector(`[data-focus="${CSS.escape(name)}"]`) : null;
}
