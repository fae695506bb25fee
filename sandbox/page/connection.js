// The way between the local Slack and the app: which one is on, how many connections there are, and how to disturb it.

import { ask } from "./ask.js";
import { h, icon } from "./dom.js";
import { openMenu } from "./menu.js";

/** In words, as in "Socket Mode, 1 connection". */
const connectionWords = (app) => (app.events_disabled ? `${wayWords(app)}, no events any more` : wayWords(app));

function wayWords({ transport, connections }) {
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
    this.node.classList.toggle("is-away", isAway(app) || app.events_disabled);
  }

  #entries() {
    const { app } = this.#page.state.data;
    const run = (verb, body) => () => this.#page.actions.machine(verb, body, this.#tell);
    const sockets = [
      { label: "Ask for a new connection", detail: "refresh_requested", choose: run("disconnect", {}) },
      { label: "Warn of the end", detail: "warning", choose: run("disconnect", { reason: "warning" }) },
      { label: "Say that there are too many", detail: "too_many_websockets", choose: run("disconnect", { reason: "too_many_websockets" }) },
      { label: "Hang up at once", choose: run("disconnect", { close: true }) },
      { label: "Switch Socket Mode off", danger: true, choose: run("transport", { socket_mode: false }) },
    ];
    const again = app.transport === "http" ? { request_url: app.request_urls[0] } : { socket_mode: true };
    return [
      ...(app.events_disabled ? [{ label: "Send events again", choose: run("transport", again) }] : []),
      ...(app.transport === "socket_mode" ? sockets
        : [{ label: "Switch Socket Mode on", choose: run("transport", { socket_mode: true }) }]),
      { label: "Deliver over HTTP…", choose: () => this.#askUrl() },
      ...(app.transport === "http" ? [{ label: "Check the certificate", choose: run("ssl_check", {}) }] : []),
      ...paces(app, run),
      { label: "Fill the pages of lists…", detail: app.page_sizes?.join(", ") || "as asked", choose: () => this.#askSizes() },
    ];
  }

  #askUrl() {
    ask({
      title: "Deliver over HTTP", submit: "Verify and switch",
      about: "The address is asked for its challenge first; the app has to know the signing secret.",
      fields: [{ name: "request_url", label: "Request URL", type: "url", value: "http://127.0.0.1:3000/slack/events" },
        { name: "options_url", label: "Options URL", type: "url", optional: true, hint: "For menus whose options come from the app, if it is another." }],
      act: (values, told) => this.#page.actions.machine("transport", values, told),
    });
  }

  #askSizes() {
    ask({
      title: "Fill the pages of lists", submit: "Fill them so",
      about: "Slack may give fewer items than asked for, or none, while more follows.",
      fields: [{ name: "sizes", label: "Items on a page", value: this.#page.state.data.app.page_sizes.join(", "), optional: true,
        hint: "In turn, as in 2, 0, 5. Nothing: as many as asked for." }],
      act: ({ sizes }, told) => this.#page.actions.machine("pages", { sizes: numbersIn(sizes) }, told),
    });
  }
}

/** What is no number stays, for the local Slack to refuse. */
const numbersIn = (words) => words.split(/[\s,]+/).filter(Boolean).map((word) => (/^\d+$/.test(word) ? Number(word) : word));

function paces({ rates, distributed }, run) {
  const history = { label: "History at the pace of distributed apps", detail: "1 call a minute", choose: run("rates", { on: true, distributed: true }) };
  const usual = { label: "Keep the pace of Slack", detail: "one message a second", choose: run("rates", { on: true }) };
  const none = { label: "Let messages go without a pace", choose: run("rates", { on: false }) };
  return [rates && !distributed ? null : usual, distributed ? null : history, rates ? none : null].filter(Boolean);
}
