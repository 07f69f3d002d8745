// Exchanges the one-time token of the address for a session. The token stands in the fragment, which is never sent or logged.

const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

function say(title, text) {
  document.getElementById('said').textContent = title;
  document.getElementById('next').textContent = text;
}

async function begin() {
  try {
    const answer = await fetch('api/session', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }),
    });
    if (answer.ok) {
      location.replace('./');
      return;
    }
    say('This link no longer works', (await answer.json()).text);
  } catch {
    say('The agent does not answer', 'Is it still running? Then run ‘ticketflow open’ again.');
  }
}

begin();
