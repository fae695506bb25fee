// The local Slack over HTTP: gestures of a person, and what there is to read.

/** The local Slack refused a gesture, or did not answer. */
export class Refused extends Error {
  constructor(error, hint) {
    super(hint ? `${error}: ${hint}` : error);
    this.error = error;
  }
}

async function call(path, body) {
  let response;
  try {
    response = await fetch(`/_sandbox/${path}`, body === undefined ? {} : posting(body));
  } catch {
    throw new Refused("The local Slack does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(answer?.error ?? `Error ${response.status}`, answer?.hint);
  return answer;
}

const posting = (body) => ({
  method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
});

const query = (values) => new URLSearchParams(values).toString();

export const api = {
  people: () => call("people"),
  channels: () => call("channels"),
  app: () => call("app"),
  screen: (user) => call(`screen?${query({ user, limit: 200 })}`),
  calls: (after) => call(`calls?${query({ after })}`),
  violations: () => call("violations"),
  command: (body) => call("command", body),
  message: (body) => call("message", body),
  shortcut: (body) => call("shortcut", body),
  click: (body) => call("click", body),
  submit: (body) => call("submit", body),
  close: (body) => call("close", body),
  home: (body) => call("home", body),
  clock: (body) => call("clock", body),
};

/** Call `changed` whenever something this person sees may have changed, `lost` and `found` about the connection. */
export function listen(user, { changed, lost, found }) {
  const source = new EventSource(`/_sandbox/stream?${query({ user })}`);
  source.addEventListener("changed", changed);
  source.addEventListener("message", changed);
  source.addEventListener("open", found);
  source.addEventListener("error", lost);
  return () => source.close();
}
