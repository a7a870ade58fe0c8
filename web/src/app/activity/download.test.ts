import { describe, expect, it } from 'vitest';
import { fileName, readAll } from './download.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('readAll', () => {
  it('tells how far it is and gives every byte', async () => {
    const told: number[] = [];
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(to) {
        to.enqueue(bytes('a,b\n1,'));
        to.enqueue(bytes('2\n3,4\n'));
        to.close();
      },
    });
    const file = await readAll(body, ({ rows }) => told.push(rows));
    expect(await file.text()).toBe('a,b\n1,2\n3,4\n');
    expect(told).toEqual([1, 3]);
  });

  it('gives nothing when the transfer breaks off', async () => {
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(to) {
        to.error(new TypeError('network error'));
      },
    });
    await expect(readAll(body, () => undefined)).rejects.toThrow('network error');
  });
});

describe('fileName', () => {
  it('is what the server says, else a plain one', () => {
    expect([fileName('attachment; filename=time-entries.csv'), fileName('attachment; filename="a b.csv"'), fileName(null)]).toEqual(['time-entries.csv', 'a b.csv', 'export']);
  });
});
