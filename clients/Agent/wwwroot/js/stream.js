// What happens, as it happens. A broken stream is opened again, later and later; each begins with everything that is open.

const longest = 8000;
const hiddenFor = 60000;

/** Events: hello, jobs, job, gone, summary, stale; and online, offline(milliseconds until the next try), signedout. */
export function openStream(tell) {
  let [source, wait, timer, sleep] = [null, 500, 0, 0];

  function connect() {
    clearTimeout(timer);
    source?.close();
    source = new EventSource('api/events');
    source.onopen = () => {
      wait = 500;
      tell('online');
    };
    source.onerror = () => broken(source);
    for (const name of ['hello', 'jobs', 'job', 'gone', 'summary', 'stale']) {
      source.addEventListener(name, event => tell(name, JSON.parse(event.data)));
    }
  }

  async function broken(which) {
    which.close();
    if (which !== source) {
      return;
    }
    source = null;
    if (await signedOut()) {
      tell('signedout');
      return;
    }
    const pause = wait * (0.8 + 0.4 * Math.random());
    wait = Math.min(longest, wait * 2);
    timer = setTimeout(connect, pause);
    tell('offline', pause);
  }

  // EventSource does not say why it ended.
  async function signedOut() {
    try {
      const response = await fetch('api/jobs?q=-', { cache: 'no-store' });
      return response.status === 401 || response.status === 403;
    } catch {
      return false;
    }
  }

  // A page nobody looks at lets go of its connection: browsers allow only six to an agent.
  document.addEventListener('visibilitychange', () => {
    clearTimeout(sleep);
    if (!document.hidden && !source) {
      connect();
    } else if (document.hidden) {
      sleep = setTimeout(() => {
        clearTimeout(timer);
        source?.close();
        source = null;
      }, hiddenFor);
    }
  });

  connect();
  return { retry: connect };
}
