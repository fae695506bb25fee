// One stream of changes for all tabs: a browser opens six connections to a host at most, and each stream holds one.

const NAME = "local-slack.stream";
const RETRY = 2_000;

/**
 * Call `changed` whenever something may have changed, `lost` and `found` about the connection. The stream is the same
 * for everybody: the tab that holds the lock listens and passes on what it hears; when it closes, the next takes over.
 */
export function listen(anybody, hears) {
  if (!navigator.locks) {
    open(anybody, (what) => hears[what]());
    return;
  }
  const tabs = new BroadcastChannel(NAME);
  tabs.addEventListener("message", ({ data }) => hears[data]());
  const passOn = (what) => {
    hears[what]();
    tabs.postMessage(what);
  };
  navigator.locks.request(NAME, () => {
    open(anybody, passOn);
    return new Promise(() => {}); // held for as long as this tab is open
  });
}

function open(anybody, heard) {
  const source = new EventSource(`/_sandbox/stream?${new URLSearchParams({ user: anybody() })}`);
  source.addEventListener("changed", () => heard("changed"));
  source.addEventListener("open", () => heard("found"));
  source.addEventListener("error", () => {
    heard("lost");
    // After an answer that is no stream the browser does not try again by itself.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => open(anybody, heard), RETRY);
  });
}
