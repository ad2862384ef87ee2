import type { Problem } from '../../../shared/domain/dashboard-api.ts';
import type { SettingsFinding } from '../../../shared/domain/settings-edition.ts';

/** An answer that is no success: the problem's code, or `offline` where the service cannot be reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  /** What is wrong with which field, where the answer says so. */
  readonly findings: readonly SettingsFinding[];

  constructor(status: number, code: string, detail: string, findings: readonly SettingsFinding[] = []) {
    super(detail);
    this.status = status;
    this.code = code;
    this.findings = findings;
  }
}

/** What went wrong, as the page tells it: a bug of ours is `internal`. */
export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(0, 'internal', '');
}

/**
 * Reads JSON of our own API. The shapes are not checked again here: page and API are built and shipped together.
 * @throws ApiError
 */
export async function getJson<T>(path: string): Promise<T> {
  const response = await request(path, { headers: { accept: 'application/json' } });
  return (await response.json()) as T;
}

/** Asks for the review of a week. @throws ApiError */
export async function requestReview(week: string): Promise<void> {
  await request(`/v1/reviews/${week}`, { method: 'POST' });
}

/** Sends a decision of a person and gives the answer. @throws ApiError */
export async function sendJson<T>(
  method: 'PUT' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await request(path, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return (await response.json()) as T;
}

/** Saves a file of the API under the name that the API gives it. @throws ApiError */
export async function download(path: string): Promise<void> {
  const response = await request(path);
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'voc';
  saveFile(name, await response.blob());
}

/** Saves a file of what the page shows. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: 'same-origin', redirect: 'error' });
  } catch {
    throw new ApiError(0, 'offline', '');
  }
  if (response.ok) return response;
  const problem: Partial<Problem> & { findings?: readonly SettingsFinding[] } = await response
    .json()
    .catch(() => ({}));
  const { code = codeOfStatus(response.status), detail = '', findings } = problem;
  throw new ApiError(response.status, code, detail, findings);
}

/** Gateways answer in words of their own; the status then says enough. */
function codeOfStatus(status: number): string {
  if (status === 401) return 'not-signed-in';
  if (status === 403) return 'not-allowed';
  if (status === 404) return 'not-found';
  return 'internal';
}
