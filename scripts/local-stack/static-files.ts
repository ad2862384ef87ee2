import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

export interface StaticFile {
  readonly body: Buffer;
  readonly contentType: string;
  /** Files of the build carry a hash in their name; the page itself must be asked for each time. */
  readonly cacheControl: string;
}

/** A file of the built dashboard; a path without a file name extension is a page of the app and gives index.html. */
export async function readStaticFile(folder: string, urlPath: string): Promise<StaticFile | undefined> {
  let path: string;
  try {
    path = normalize(decodeURIComponent(urlPath));
  } catch {
    return undefined;
  }
  if (path.includes('\0') || path.split(sep).includes('..')) return undefined;
  const file = extname(path) === '' ? 'index.html' : path;
  try {
    return {
      body: await readFile(join(folder, file)),
      contentType: TYPES[extname(file)] ?? 'application/octet-stream',
      cacheControl: path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
  } catch {
    return undefined;
  }
}
