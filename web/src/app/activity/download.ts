/** How far a download is. */
export interface Progress {
  readonly bytes: number;
  readonly rows: number;
}

const LINE_FEED = 10;

/**
 * Reads a file to its end, telling how far it is. Rows are lines: a line feed within a quoted cell counts as one more, so
 * the figure is about right for CSV and exact for JSON lines.
 *
 * @throws when the transfer breaks off: a part is never taken for the whole
 */
export async function readAll(body: ReadableStream<Uint8Array<ArrayBuffer>>, tell: (progress: Progress) => void): Promise<Blob> {
  const reader = body.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let [bytes, rows] = [0, 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts);
    parts.push(value);
    bytes += value.byteLength;
    for (const byte of value) if (byte === LINE_FEED) rows++;
    tell({ bytes, rows });
  }
}

/** The name that the server gives the file. */
export function fileName(disposition: string | null): string {
  return /filename="?([^";]+)"?/.exec(disposition ?? '')?.[1] ?? 'export';
}

/**
 * Fetches an export of this server and hands it to the browser to keep.
 *
 * @param url its signed address; only its path counts, so that a server behind another name is still the one asked
 * @throws Error when it is refused or breaks off; an AbortError when the signal fired
 */
export async function download(url: string, tell: (progress: Progress) => void, signal: AbortSignal): Promise<void> {
  const { pathname, search } = new URL(url, location.origin);
  const response = await fetch(pathname + search, { credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal });
  if (!response.ok || !response.body) throw new Error(`The server answered ${response.status}.`);
  const file = await readAll(response.body, tell);
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName(response.headers.get('content-disposition'));
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => { URL.revokeObjectURL(address); }, 60_000);
}
