// The way between the local Slack and the app: which one is on, how many connections there are, and how to disturb it.

import { ask } from "./ask.js";
import { h, icon } from "./dom.js";
import { openMenu } from "./menu.js";

/** In words, as in "Socket Mode, 1 connection". */
export function connectionWords({ transport, connections }) {
  if (transport === "http") return "Signed HTTP";
  if (transport === "none") return "No way to the app";
  return `Socket Mode, ${connections === 1 ? "1 connection" : `${connections ?? 0} connections`}`;
}

export const isAway = ({ transport, connections }) => transport !== "http" && !connections;

export class Connection {
  #page;
  #tell;
  #words = h("span", {});

  constructor(page, tell) {
    this.#page = page;
    this.#tell = tell;
    const props = { type: "button", class: "button small", "aria-haspopup": "menu", "aria-expanded": "false" };
    this.node = h("button", { ...props, onclick: () => openMenu(this.node, "Connection", this.#entries()) },
      icon("bolt"), this.#words);
  }

  show() {
    const { app } = this.#page.state.data;
    this.#words.textContent = connectionWords(app);
    this.node.classList.toggle("is-away", isAway(app));
  }

  #entries() {
    const { app } = this.#page.state.data;
    const run = (verb, body) => () => this.#page.actions.machine(verb, body, this.#tell);
    const sockets = [
      { label: "Ask for a new connection", detail: "refresh_requested", choose: run("disconnect", {}) },
      { label: "Warn of the end", detail: "warning", choose: run("disconnect", { reason: "warning" }) },
      { label: "Hang up at once", choose: run("disconnect", { close: true }) },
      { label: "Switch Socket Mode off", danger: true, choose: run("transport", { socket_mode: false }) },
    ];
    return [
      ...(app.transport === "socket_mode" ? sockets
        : [{ label: "Switch Socket Mode on", choose: run("transport", { socket_mode: true }) }]),
      { label: "Deliver over HTTP…", choose: () => this.#askUrl() },
      ...(app.transport === "http" ? [{ label: "Check the certificate", choose: run("ssl_check", {}) }] : []),
      app.rates ? { label: "Let messages go without a pace", choose: run("rates", { on: false }) }
        : { label: "Keep the pace of Slack", detail: "one message a second", choose: run("rates", { on: true }) },
    ];
  }

  #askUrl() {
    ask({
      title: "Deliver over HTTP", submit: "Verify and switch",
      about: "The address is asked for its challenge first; the app has to know the signing secret.",
      fields: [{ name: "request_url", label: "Request URL", type: "url", value: "http://127.0.0.1:3000/slack/events" }],
      act: (values, told) => this.#page.actions.machine("transport", values, told),
    });
  }
}
