// The local Slack over HTTP: gestures of a person, and what there is to read.

export const SILENCE = "The local Slack does not answer. Is it still running?";

/** The local Slack refused a gesture; the message is its hint, or the error's name where it gave none. */
export class Refused extends Error {
  constructor(error, hint) {
    super(hint ?? error);
    this.error = error;
  }
}

/** It did not answer at all. */
export class Unanswered extends Refused {
  constructor() {
    super("unanswered", SILENCE);
  }
}

async function call(path, body) {
  let response;
  try {
    response = await fetch(`/_sandbox/${path}`, body === undefined ? {} : posting(body));
  } catch {
    throw new Unanswered();
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(answer?.error ?? `Error ${response.status}`, answer?.hint);
  if (answer === null) throw new Unanswered();
  return answer;
}

const posting = (body) => ({
  method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
});

const query = (values) => new URLSearchParams(values).toString();

export const api = {
  /** What is the same for everybody; `screen` is null. */
  world: () => call("window"),
  /** The same with what this person sees. */
  window: (user, limit) => call(`window?${query({ user, limit })}`),
  conversation: (user, { channel, limit }) => call(`screen?${query({ user, channel, limit })}`),
  calls: (after) => call(`calls?${query({ after })}`),
  faults: () => call("faults"),
  gesture: (verb, body) => call(verb, body),
};
