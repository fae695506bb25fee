// Work that is done once at a time.

/** A wish that comes while `work` is done is met by doing it once more afterwards, so that nothing newer is missed. */
export function inTurn(work) {
  let again = false;
  let running = null;
  const run = async () => {
    while (again) {
      again = false;
      await work();
    }
  };
  return () => {
    again = true;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
}
