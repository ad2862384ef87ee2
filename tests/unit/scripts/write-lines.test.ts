import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLineWriter, OutputClosed } from '../../../scripts/write-lines.ts';

describe('createLineWriter', () => {
  it('keeps the order and holds back while the reader is slow', async () => {
    const seen: string[] = [];
    let waiting = 0;
    let mostWaiting = 0;
    const slow = new Writable({
      highWaterMark: 64,
      write(chunk, _encoding, done) {
        mostWaiting = Math.max(mostWaiting, waiting);
        setTimeout(() => {
          waiting -= 1;
          seen.push(String(chunk));
          done();
        }, 1);
      },
    });
    const out = createLineWriter(slow);
    for (let index = 0; index < 200; index += 1) {
      waiting += 1;
      await out.write(`line ${index}`);
    }
    await out.finish();
    expect(seen.join('')).toBe(Array.from({ length: 200 }, (_, index) => `line ${index}\n`).join(''));
    expect(mostWaiting).toBeLessThan(20);
  });

  it('says that the reader has gone away, and passes on any other failure', async () => {
    const failing = (code: string) =>
      new Writable({
        write(_chunk, _encoding, done) {
          done(Object.assign(new Error(code), { code }));
        },
      });
    const gone = createLineWriter(failing('EPIPE'));
    await gone.write('a').catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    await expect(gone.write('b')).rejects.toBeInstanceOf(OutputClosed);
    const full = createLineWriter(failing('ENOSPC'));
    await full.write('a').catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    await expect(full.write('b')).rejects.toThrow('ENOSPC');
  });
});
