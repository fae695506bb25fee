// One stream of changes for all tabs: a browser opens six connections to a host at most, and each stream holds one.

const NAME = "local-slack.stream";
const RETRY = 1_000;

/**
 * Call `changed` with the number of changes whenever there is one more, and at each beginning of the stream; `lost` when
 * it breaks. The stream is the same for everybody: the tab that holds the lock listens and passes on what it hears; when
 * it closes, the next takes over.
 */
export function listen(anybody, hears) {
  if (!navigator.locks) {
    open(anybody, (what, number) => hears[what](number));
    return;
  }
  const tabs = new BroadcastChannel(NAME);
  tabs.addEventListener("message", ({ data: { what, number } }) => hears[what](number));
  const passOn = (what, number) => {
    hears[what](number);
    tabs.postMessage({ what, number });
  };
  navigator.locks.request(NAME, () => {
    open(anybody, passOn);
    return new Promise(() => {}); // held for as long as this tab is open
  });
}

function open(anybody, heard) {
  const source = new EventSource(`/_sandbox/stream?${new URLSearchParams({ user: anybody() })}`);
  source.addEventListener("changed", ({ data }) => heard("changed", Number(data)));
  source.addEventListener("error", () => {
    heard("lost");
    // After an answer that is no stream the browser does not try again by itself.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => open(anybody, heard), RETRY);
  });
}
