// What happens, as it happens. A broken stream is opened again, later and later; each begins with everything that is open.

const longest = 8000;
const hiddenFor = 60000;

/**
 * Events: hello, jobs, job, gone, summary, stale; and online, offline({ pause, text }), signedout. The pause is in milliseconds until
 * the next try; the text is the agent's own word, where it answers and only has no stream to give.
 */
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
    const { signedOut, text } = await whyBroken();
    if (signedOut) {
      tell('signedout');
      return;
    }
    const pause = wait * (0.8 + 0.4 * Math.random());
    wait = Math.min(longest, wait * 2);
    timer = setTimeout(connect, pause);
    tell('offline', { pause, text });
  }

  // EventSource does not say why it ended, so the same question is asked once in a way that does.
  async function whyBroken() {
    const only = new AbortController();
    try {
      const response = await fetch('api/events', { cache: 'no-store', signal: only.signal });
      return {
        signedOut: response.status === 401 || response.status === 403,
        text: response.status === 503 ? (await response.json()).text : null,
      };
    } catch {
      return {};
    } finally {
      only.abort();
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
