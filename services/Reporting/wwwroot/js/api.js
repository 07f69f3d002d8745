// Questions to the finance API. Every refusal is an ApiError with the service's code and sentence.

export class ApiError extends Error {
  constructor(code, text) {
    super(text);
    this.code = code;
  }
}

export async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...options });
  } catch {
    throw new ApiError('unreachable', 'The service does not answer. Is it running?');
  }
  if (response.ok) {
    return response.status === 204 ? null : response.json();
  }
  let problem;
  try {
    problem = await response.json();
  } catch {
    throw new ApiError('answer', `The service answered ${response.status}.`);
  }
  throw new ApiError(problem.code, problem.detail);
}

const query = parameters => Object.entries(parameters).filter(([, value]) => value)
  .map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');

/** The address of a question. */
export const address = (path, parameters) => `api/v1/${path}?${query(parameters)}`;

export const get = (path, parameters) => ask(address(path, parameters));
export const enter = token => ask('session', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
export const leave = () => ask('session/end', { method: 'POST' });
export const session = () => ask('api/v1/session');
