// Questions to the agent. Every refusal is an ApiError with the agent's code and sentence.

export class ApiError extends Error {
  constructor(code, text, alternatives) {
    super(text);
    this.code = code;
    this.alternatives = alternatives ?? [];
  }
}

const gone = () => new ApiError('agent-unreachable', 'The agent does not answer. Is it running?');

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: 'no-store', credentials: 'same-origin', ...options });
  } catch {
    throw gone();
  }
  if (response.ok) {
    return response.status === 204 ? null : response.json();
  }
  throw await refusal(response.status, () => response.json());
}

async function refusal(status, read) {
  try {
    const error = await read();
    return new ApiError(error.code, error.text, error.alternatives);
  } catch {
    return new ApiError('agent-answer', `The agent answered ${status}.`);
  }
}

const job = key => `api/jobs/${encodeURIComponent(key)}`;

export const listJobs = (search, before, open = false) =>
  ask(`api/jobs?${open ? 'open&' : ''}q=${encodeURIComponent(search)}&before=${encodeURIComponent(before ?? '')}`);
export const getTimeline = key => ask(`${job(key)}/timeline`);
export const getPrinters = () => ask('api/printers');
export const wish = (key, what, printer) => ask(`${job(key)}/${what}`, {
  method: 'POST',
  ...(printer && { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ printer }) }),
});

/** Hands a file to the agent; told how much of it has gone over. */
export function submit(file, printer, progress) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('POST', `api/jobs?printer=${encodeURIComponent(printer)}&title=${encodeURIComponent(file.name.slice(0, 200))}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = event => progress(event.loaded, file.size);
    request.onload = async () => request.status === 201
      ? done(JSON.parse(request.responseText))
      : failed(await refusal(request.status, async () => JSON.parse(request.responseText)));
    request.onerror = () => failed(gone());
    request.send(file);
  });
}
